"""The library as pages of sources: who, what, when, how many passages."""

from __future__ import annotations

from collections.abc import Sequence

from discord.ui import LayoutView

from bot.cards.reading import byline, title
from bot.cards.sheet import Sheet
from bot.keys import digest
from bot.markup import fit, small
from bot.pressing import button
from knowledge.model import Source
from prompts import say

PER_PAGE = 3
_MOST_THESIS = 220
_MOST_SIDE = 80


def pages(sources: Sequence[Source]) -> int:
    """Return how many pages a library has; an empty one has one that says so."""
    return max(1, -(-len(sources) // PER_PAGE))


def page(sources: Sequence[Source], number: int) -> LayoutView:
    """Return a page of the library; one beyond the end is the last."""
    number = min(max(number, 0), pages(sources) - 1)
    sheet = Sheet()
    sheet.text(f"### {say('sources.heading', count=len(sources))}" if sources else say("sources.empty"))
    for source in sources[number * PER_PAGE : (number + 1) * PER_PAGE]:
        lines = [f"**{title(source)}**", *map(small, (byline(source), _size(source)))]
        read = button("open", f"{digest(source.id)}:1:0", say("sources.read")) if source.passages else None
        sheet.text("\n".join(lines), beside=read)
        sheet.text(fit(source.thesis, _MOST_THESIS) if source.thesis else None)
    if pages(sources) > 1:
        sheet.text(small(say("sources.page", number=number + 1, all=pages(sources))))
        sheet.buttons(
            button("sources", f"{number - 1}", say("sources.back"), disabled=number == 0),
            button("sources", f"{number + 1}", say("sources.on"), disabled=number + 1 == pages(sources)),
        )
    return sheet.build()


def _size(source: Source) -> str:
    size = say("sources.passages", count=len(source.passages))
    return f"{size} · {say('sources.side', side=fit(source.side, _MOST_SIDE))}" if source.side else size
