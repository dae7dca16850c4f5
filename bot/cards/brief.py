"""The card that a reading brief comes with."""

from __future__ import annotations

from collections.abc import Sequence

from discord.ui import LayoutView

from bot.cards.discussion import MOST_QUESTION
from bot.cards.sheet import Sheet
from bot.handouts.page import Page
from bot.markup import fit, small
from prompts import say

_MOST_LABEL = 200
_MOST_NAMES = 300


def card(page: Page, files: Sequence[str], *, note: str | None = None) -> LayoutView:
    """Return the card that shows attached files by their names."""
    sheet = Sheet()
    sheet.text(small(say("brief.kind")))
    sheet.text(f"### {fit(page.title, _MOST_LABEL)}")
    sheet.text(small(note) if note else None)
    passages = sum(len(side.quotations) for side in page.sides)
    authors = fit(", ".join(side.name for side in page.sides), _MOST_NAMES)
    sheet.text(say("brief.sides", passages=passages, authors=authors))
    sheet.text(f"{say('brief.question')} {fit(page.question, MOST_QUESTION)}")
    for name in files:
        sheet.file(name)
    return sheet.build()
