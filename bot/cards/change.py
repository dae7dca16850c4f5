"""What a moderator is told after a change: what is different, that it counts already, and how to take it back."""

from __future__ import annotations

from discord.ui import LayoutView

from bot.cards.sheet import Sheet
from bot.markup import small
from bot.pressing import button
from prompts import say


def done(sentence: str, revision: int | None = None) -> LayoutView:
    """Return the card of a change that was made; ``revision`` is its entry in the history, where it has one."""
    sheet = Sheet()
    sheet.text(sentence)
    sheet.text(small(say("moderate.in_force")) if revision is not None else None)
    sheet.buttons(button("undo", str(revision), say("moderate.undo")) if revision is not None else None)
    return sheet.build()
