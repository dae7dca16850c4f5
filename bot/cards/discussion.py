"""A question for a discussion, with the strongest passage of each side."""

from __future__ import annotations

from collections.abc import Sequence

from discord.ui import LayoutView

from bot.cards.answer import QUESTION_ID
from bot.cards.comparison import MOST_POSITIONS
from bot.cards.sheet import Sheet, Stretch
from bot.keys import Mark, places
from bot.markup import fit, small
from bot.pressing import button
from knowledge.answers.comparing import Position
from knowledge.model import Issue
from prompts import say

_MOST_NAME = 160
_MOST_LABEL = 200
MOST_QUESTION = 900


def card(issue: Issue, question: str, positions: Sequence[Position], *, note: str | None = None) -> LayoutView:
    """Return the card that opens a discussion of an issue."""
    shown = positions[:MOST_POSITIONS]
    sheet = Sheet()
    sheet.text(small(say("discuss.heading", label=fit(issue.label, _MOST_LABEL))))
    sheet.text(f"### {fit(question, MOST_QUESTION)}", id=QUESTION_ID)
    sheet.text(small(note) if note else None)
    for position in shown:
        excerpt = position.excerpts[0]
        sheet.rule()
        citation = f"**{fit(position.name, _MOST_NAME)}** · {fit(excerpt.citation, _MOST_NAME)}"
        sheet.text(citation, beside=button("context", str(Mark.of(excerpt)), say("card.context")))
        sheet.text(Stretch(excerpt.text))
    sheet.rule()
    sheet.text(small(_footer(positions)))
    sheet.buttons(
        button("sides", issue.id, say("discuss.sides")),
        button("cite", f"apa:{places([position.excerpts[0] for position in shown])}", say("card.cite")),
    )
    return sheet.build()


def _footer(positions: Sequence[Position]) -> str:
    if len(positions) == 1:
        return say("compare.one_side", name=fit(positions[0].name, _MOST_NAME))
    hidden = len(positions) - MOST_POSITIONS
    return say("compare.more_sides", count=hidden) if hidden > 0 else say("discuss.strongest")
