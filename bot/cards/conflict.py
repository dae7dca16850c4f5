"""Two moderators changed the same thing: the second sees both, and decides."""

from __future__ import annotations

from collections.abc import Sequence

import discord

from bot.cards import typed
from bot.cards.difference import difference
from bot.cards.sheet import Sheet
from bot.cards.typed import Block, Card
from bot.markup import fit, small
from bot.pressing import button
from prompts import say

_MOST_PLACE = 200
_MOST_DIFFERENCE = 500


def conflict(form: str, state: str, place: str, mine: Sequence[Block], theirs: Sequence[Block]) -> Card:
    """Return the card of a conflict about a place; its buttons finish the form, reading ``mine`` back from the card."""
    sheet = Sheet()
    sheet.text(say("moderate.conflict", place=fit(place, _MOST_PLACE)))
    files = typed.add(sheet, [*mine, *theirs])
    if len(mine) == len(theirs) == 1:
        sheet.text(small(f"**{say('moderate.differs')}**"))
        sheet.text(difference(theirs[0].text, mine[0].text, _MOST_DIFFERENCE))
    sheet.buttons(
        button(f"theirs{form}", state, say("moderate.keep_theirs"), style=discord.ButtonStyle.primary),
        button(f"mine{form}", state, say("moderate.use_mine")),
        button("form", f"{form}:{state}", say("moderate.edit_mine")),
    )
    return Card(sheet.build(), files)
