"""A source as it would be added, with all that a moderator should know before: nothing is changed by looking."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence

import discord
from discord.ui import LayoutView

from bot.cards.reading import byline, title
from bot.cards.sheet import Sheet, Stretch
from bot.cards.typed import Card
from bot.incoming import changes
from bot.keys import digest
from bot.markup import cut, escape, fit, small
from bot.pressing import CardButton, button
from knowledge.intake import draft_file
from knowledge.intake.draft import Draft
from knowledge.language import text as language
from knowledge.model import Source
from knowledge.reviewing import Review
from knowledge.search.library import Library
from prompts import say

REMARKS_ID = 7200
"""The id of the text block with what the reading of the file remarked: the draft itself does not keep it."""
_MOST_FIRST, _MOST_ISSUES, _MOST_REMARKS = 2, 5, 5
_MOST_NAME, _MOST_THESIS, _MOST_LINE = 100, 220, 240
SUFFIX = ".md"


def preview(
    review: Review, library: Library, *, name: str = "", notes: Sequence[str] = (), remarks: str | None = None
) -> Card:
    """Return the preview of a draft, which is attached to it; ``name`` is that of the file it was read from."""
    sheet = Sheet()
    sheet.text(small(fit(name, _MOST_NAME)) if name else None)
    sheet.text(f"### {say('draft.heading')}")
    sheet.text("\n".join(_described(review.draft)))
    shown = review.new or _unfinished(review.draft)
    sheet.text(small(_size(review.draft)))
    for passage in review.draft.passages[:_MOST_FIRST]:
        sheet.text(f"**{fit(library.citation(shown, passage.number), _MOST_NAME)}**")
        sheet.text(Stretch(passage.text))
    sheet.rule()
    warnings = [*notes, *_problem(review), *_collision(review)]
    sheet.text("\n".join(fit_markup(warning) for warning in warnings) or None)
    sheet.text(_issues(review))
    sheet.text(remarks, id=REMARKS_ID)
    file = f"{shown.id}{SUFFIX}"
    sheet.file(file)
    sheet.buttons(*_actions(review))
    content = draft_file.render(review.draft).encode()
    return Card(sheet.build(), [discord.File(io.BytesIO(content), file)])
