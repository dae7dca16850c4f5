"""What somebody is told while files are read, and about those that cannot be."""

from __future__ import annotations

from collections.abc import Sequence

from discord.ui import LayoutView

from bot.cards.sheet import Sheet
from bot.markup import escape, fit
from prompts import say

_MOST_NAMES = 400


def reading(names: Sequence[str]) -> LayoutView:
    """Return the card that says what is being read."""
    sheet = Sheet()
    sheet.text(say("upload.reading", names=fit(", ".join(names), _MOST_NAMES)))
    return sheet.build()


def unread(problems: str) -> LayoutView:
    """Return the card that names the files that could not be read."""
    sheet = Sheet()
    sheet.text(say("upload.some", problems=escape(problems)))
    return sheet.build()
