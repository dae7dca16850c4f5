"""What a moderator is told after a change: what is different, that it counts already, and how to take it back."""

from __future__ import annotations

from collections.abc import Sequence

from discord.ui import LayoutView

from bot.cards.sheet import Sheet
from bot.markup import small
from bot.pressing import button
from prompts import say


def done(sentence: str, undos: Sequence[tuple[str, int]] = ()) -> LayoutView:
    """Return the card of a change that was made; ``undos`` names its entries in the history."""
    sheet = Sheet()
    sheet.text(sentence)
    sheet.text(small(say("moderate.in_force")) if undos else None)
    sheet.buttons(*(button("undo", str(number), label) for label, number in undos))
    return sheet.build()
