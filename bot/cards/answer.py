"""The two-sided answer card, and the way back: what a card that was posted had answered."""

from __future__ import annotations

import re
from collections.abc import Sequence

import discord
from discord.ui import LayoutView

from bot import speech
from bot.asked import Asked
from bot.cards.sheet import MOST_IN_ROW, Sheet, Stretch
from bot.keys import Mark, places
from bot.markup import cut, escape, fit, line, small, unescape
from bot.pressing import LONGEST_STATE, CardButton, button
from knowledge.answers.answering import LONGEST
from knowledge.model import Answer, Datum, Excerpt
from prompts import say, starters

QUESTION_ID, FOLLOWS_ID = 7001, 7002
"""Ids of the text blocks that a card's question and the one before it are read back from."""
FIRST_LEAD = FIRST_OTHER = 2
MOST_FOUND = 4
_MOST_QUESTION = 1500
_HEADING = 160
"""The longest question that is shown in large letters."""
_MOST_FOLLOWS = 420
_MOST_CITATION = 120
_MOST_REMARK = 300


def question_of(text: str) -> str:
    """Return a question as a card can show it in full: on one line, cut where it is too long."""
    asked = cut(line(text), LONGEST)
    return unescape(fit(asked, _MOST_QUESTION))


def card(
    asked: Asked,
    answer: Answer,
    sources: int,
    *,
    private: bool = False,
    votable: bool = False,
    note: str | None = None,
) -> LayoutView:
    """Return the card of an answer from a library of so many sources; ``votable``: people may say whether it helped."""
    sheet = Sheet()
    _head(sheet, asked, answer, note)
    votes = _votes(answer) if votable and asked.kind == "ask" and asked.page == 0 else []
    if answer.verdict == "nothing":
        sheet.buttons(*votes)
        _nothing(sheet, answer)
        return sheet.build()
    lead, other, more = _page(asked, answer)
    if asked.page == 0:
        for fact in answer.facts[:1]:
            sheet.text(_fact(fact))
    number = _excerpts(sheet, lead, 1 + asked.page * (FIRST_LEAD + FIRST_OTHER))
    if asked.kind != "find":
        _other_side(sheet, answer, other, number, first=asked.page == 0)
    sheet.rule()
    sheet.text(small(say("answer.found_in", shown=len(answer.sources), all=sources)))
    actions = _actions(asked, answer, (*lead, *other), more=more, private=private)
    if len(actions) + len(votes) <= MOST_IN_ROW:
        actions, votes = [*actions, *votes], []
    sheet.buttons(*actions)
    sheet.buttons(*votes)
    if answer.verdict == "nearest" and asked.page == 0:
        _suggestions(sheet, answer)
    return sheet.build()


def _head(sheet: Sheet, asked: Asked, answer: Answer, note: str | None) -> None:
    if asked.kind != "ask":
        sheet.text(small(say(f"card.{asked.kind}")))
    mark = "### " if len(asked.question) <= _HEADING else "> "
    sheet.text(mark + escape(asked.question), id=QUESTION_ID)
    if answer.follows and asked.previous:
        follows = say("answer.follows", question=escape(asked.previous))
        sheet.text(small(follows), id=FOLLOWS_ID)
    repaired = speech.remarks(answer.model_copy(update={"follows": None}))
    remarks = [fit(remark, _MOST_REMARK) for remark in (*repaired, *([note] if note else ()))]
    sheet.text("\n".join(map(small, remarks)) or None)
    sheet.text(speech.headline(answer))


def _page(asked: Asked, answer: Answer) -> tuple[Sequence[Excerpt], Sequence[Excerpt], bool]:
    """Return the lead and the other side of a page, and whether there is another page."""
    if asked.kind == "find":
        return answer.excerpts[:MOST_FOUND], (), False
    if asked.page:
        return answer.leading[FIRST_LEAD:], answer.opposing[FIRST_OTHER:], False
    more = len(answer.leading) > FIRST_LEAD or len(answer.opposing) > FIRST_OTHER
    return answer.leading[:FIRST_LEAD], answer.opposing[:FIRST_OTHER], more


def _other_side(sheet: Sheet, answer: Answer, other: Sequence[Excerpt], number: int, *, first: bool) -> None:
    note = speech.opposing_note(answer) if first else None
    if other or note:
        sheet.rule()
        sheet.text(f"### {say('answer.other_side')}")
        sheet.text(fit(note, _MOST_REMARK) if note else None)
        _excerpts(sheet, other, number)


def _excerpts(sheet: Sheet, excerpts: Sequence[Excerpt], number: int) -> int:
    for excerpt in excerpts:
        title = f"**{number}** · **{fit(excerpt.citation, _MOST_CITATION)}**"
        sheet.text(title, beside=button("context", str(Mark.of(excerpt)), say("card.context")))
        sheet.text(Stretch(excerpt.text, excerpt.highlights))
        number += 1
    return number


def _fact(fact: Datum) -> str:
    text, citation = fit(fact.text, _MOST_CITATION), fit(fact.excerpt.citation, _MOST_CITATION)
    return f"{say(f'answer.fact_{fact.kind}')}: **{text}** · {citation}"


def _votes(answer: Answer) -> list[CardButton]:
    """Return what asks whether an answer helped; of what is no question there is nothing to say."""
    if answer.reason is not None:
        return []
    return [
        button("vote", f"1:{answer.verdict}", say("feedback.helpful")),
        button("vote", f"0:{answer.verdict}", say("feedback.not_helpful")),
    ]


def _actions(asked: Asked, answer: Answer, shown: Sequence[Excerpt], *, more: bool, private: bool) -> list[CardButton]:
    both = asked.kind != "find" and bool(answer.opposing) and asked.page == 0
    actions = [
        button("more", asked.state(page=1), say("card.more")) if more else None,
        button("swap", asked.state(swapped=not asked.swapped, page=0), say("card.swap")) if both else None,
        button("cite", f"apa:{places(shown)}", say("card.cite")),
        button("share", asked.state(), say("card.share"), style=discord.ButtonStyle.primary) if private else None,
    ]
    return [action for action in actions if action is not None]


def _nothing(sheet: Sheet, answer: Answer) -> None:
    if answer.reason is None or answer.reason == "not_a_question":
        _suggestions(sheet, answer)


def _suggestions(sheet: Sheet, answer: Answer) -> None:
    questions = [q for q in (answer.suggestions or starters()) if len(q) <= LONGEST_STATE][:3]
    if questions:
        sheet.text(small(say("answer.try_these")))
        for question in dict.fromkeys(questions):
            sheet.buttons(button("try", question, question))


def asked_on(message: discord.Message) -> Asked | None:
    """Return what a card had answered, None where a message is no such card."""
    if not message.flags.components_v2:
        return None
    texts = {
        item.id: item.content
        for item in LayoutView.from_message(message).walk_children()
        if isinstance(item, discord.ui.TextDisplay)
    }
    head = texts.get(QUESTION_ID)
    if head is None:
        return None
    # Colons of a question are escaped, so the last bare one ends our own words before it.
    follows = re.search(r"(?<!\\): (.*)$", texts.get(FOLLOWS_ID, ""))
    question = re.sub(r"^(?:### |> )", "", head)
    return Asked(unescape(question), unescape(follows[1]) if follows else None)
