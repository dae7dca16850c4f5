"""What a moderator is told after a change: what is different, that it counts already, and how to take it back."""

from __future__ import annotations

from collections.abc import Sequence

from discord.ui import LayoutView

from bot.cards.sheet import Sheet
from bot.markup import small
from bot.pressing import CardButton, button
from prompts import say


def done(sentence: str, undos: Sequence[tuple[str, int]] = (), then: CardButton | None = None) -> LayoutView:
    """Return the card of a change that was made; ``undos`` names its entries in the history, ``then`` goes on."""
    sheet = Sheet()
    sheet.text(sentence)
    sheet.text(small(say("moderate.in_force")) if undos else None)
    sheet.buttons(*(button("undo", str(number), label) for label, number in undos), then)
    return sheet.build()
