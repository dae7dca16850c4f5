"""One issue, the sides one after the other with equal room."""

from __future__ import annotations

from collections.abc import Sequence

import discord
from discord.ui import LayoutView

from bot.cards.sheet import Sheet, Stretch
from bot.keys import Mark, places
from bot.markup import fit, small
from bot.pressing import button
from knowledge.answers.comparing import Position
from knowledge.model import Issue
from prompts import say

MOST_POSITIONS = 4
MOST_EXCERPTS = 4
"""Excerpts on the card, over all positions: each gets as many as another."""
_MOST_NAME = 160


def card(issue: Issue, positions: Sequence[Position], *, private: bool = False, note: str | None = None) -> LayoutView:
    """Return the card that compares the positions on an issue."""
    shown = positions[:MOST_POSITIONS]
    sheet = Sheet()
    sheet.text(f"### {fit(issue.label, _MOST_NAME)}")
    sheet.text(small(note) if note else None)
    each = equal(shown)
    for position in shown:
        sheet.rule()
        sheet.text(f"**{fit(position.name, _MOST_NAME)}**")
        for excerpt in position.excerpts[:each]:
            sheet.text(
                fit(excerpt.citation, _MOST_NAME), beside=button("context", str(Mark.of(excerpt)), say("card.context"))
            )
            sheet.text(Stretch(excerpt.text))
    sheet.rule()
    sheet.text(small(_footer(positions)))
    cited = [excerpt for position in shown for excerpt in position.excerpts[:each]]
    sheet.buttons(
        button("cite", f"apa:{places(cited)}", say("card.cite")),
        button("compare", issue.id, say("card.share"), style=discord.ButtonStyle.primary) if private else None,
    )
    return sheet.build()


def equal(positions: Sequence[Position]) -> int:
    """Return how many excerpts each position shows: the same for all, as many as the shortest has."""
    if not positions:
        return 0
    return min(MOST_EXCERPTS // len(positions), *(len(position.excerpts) for position in positions))


def _footer(positions: Sequence[Position]) -> str:
    if len(positions) == 1:
        return say("compare.one_side", name=fit(positions[0].name, _MOST_NAME))
    hidden = len(positions) - MOST_POSITIONS
    return say("compare.more_sides", count=hidden) if hidden > 0 else say("compare.equal_room")
