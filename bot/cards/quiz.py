"""The cards of a quiz: a question, its answer, and the scores."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

import discord
from discord.ui import LayoutView

from bot.cards.sheet import Sheet
from bot.keys import Mark
from bot.markup import escape, fit, quoted, small
from bot.pressing import CardButton, button
from knowledge.quizzing.questions import Question
from prompts import say

GAP = "\\_\\_\\_\\_\\_"
MOST_NAMED = 10
"""How many people a card names."""
_MOST_NAME = 160


def asked(quiz: str, number: int, all_: int, question: Question, closes: datetime, note: str | None) -> LayoutView:
    """Return the card of a round; ``quiz`` names the quiz for its buttons."""
    sheet = Sheet()
    source = question.excerpt.citation.rpartition(", ¶")[0]
    sheet.text(small(say("quiz.round", number=number + 1, all=all_, source=fit(source, _MOST_NAME))))
    sheet.text(f"### {say('quiz.ask')}")
    sheet.text(small(note) if note else None)
    sheet.text(quoted(f"{escape(question.before)}{GAP}{escape(question.after)}"))
    sheet.text(small(say("quiz.closes", when=discord.utils.format_dt(closes, "R"))))
    sheet.buttons(*(button("quiz", f"{quiz}:{number}:{k}", choice) for k, choice in enumerate(question.choices)))
    sheet.buttons(*_steering(quiz, number, "answer"))
    return sheet.build()


def closed(
    quiz: str, number: int, all_: int, question: Question, right: Sequence[int], answered: int, *, last: bool
) -> LayoutView:
    """Return the card of a round that is over, with the ids of those who had it right."""
    sheet = Sheet()
    excerpt = question.excerpt
    sheet.text(small(say("quiz.round", number=number + 1, all=all_, source=fit(excerpt.citation, _MOST_NAME))))
    shown = f"{escape(question.before)}**{escape(question.right)}**{escape(question.after)}"
    sheet.text(quoted(shown), beside=button("context", str(Mark.of(excerpt)), say("card.context")))
    if question.fact.noted and question.fact.about:
        sheet.text(fit(f"{question.fact.text}: {question.fact.about}", _MOST_NAME * 2))
    sheet.text(_who(right, answered))
    sheet.buttons(*(_result(quiz, number, k, question) for k in range(len(question.choices))))
    if not last:
        sheet.buttons(*_steering(quiz, number, "next"))
    return sheet.build()


def scores(points: Mapping[int, int], rounds: int, note: str | None) -> LayoutView:
    """Return the scores of those who took part: the points of each by their id, after so many rounds."""
    sheet = Sheet()
    sheet.text(f"### {say('quiz.over')}")
    sheet.text(small(note) if note else None)
    ranked = sorted(points.items(), key=lambda item: -item[1])
    lines: list[str] = []
    for person, count in ranked[:MOST_NAMED]:
        # Those with as many points have the same place.
        place = 1 + sum(other > count for other in points.values())
        lines.append(say("quiz.score", place=place, person=f"<@{person}>", count=count, all=rounds))
    hidden = len(ranked) - len(lines)
    if hidden > 0:
        lines.append(say("quiz.others", count=hidden))
    sheet.text("\n".join(lines) or say("quiz.nobody_played"))
    return sheet.build()


def _who(right: Sequence[int], answered: int) -> str:
    if not answered:
        return say("quiz.nobody_answered")
    if not right:
        return say("quiz.nobody_right", answered=answered)
    named = ", ".join(f"<@{person}>" for person in right[:MOST_NAMED])
    more = f" + {len(right) - MOST_NAMED}" if len(right) > MOST_NAMED else ""
    return say("quiz.right", people=named + more, count=len(right), answered=answered)


def _result(quiz: str, number: int, choice: int, question: Question) -> CardButton:
    correct = choice == question.answer
    label = say("quiz.correct", choice=question.choices[choice]) if correct else question.choices[choice]
    style = discord.ButtonStyle.success if correct else discord.ButtonStyle.secondary
    return button("quiz", f"{quiz}:{number}:{choice}", label, style=style, disabled=True)


def _steering(quiz: str, number: int, to: str) -> list[CardButton]:
    return [
        button("quizon", f"{quiz}:{number}:{to}", say(f"quiz.{to}"), style=discord.ButtonStyle.primary),
        button("quizstop", quiz, say("quiz.stop")),
    ]
