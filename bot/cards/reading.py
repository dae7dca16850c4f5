"""One passage of a source, with its neighbours: for reading on, and for seeing an excerpt in its paragraph."""

from __future__ import annotations

import calendar

import discord
from discord.ui import LayoutView

from bot.cards.sheet import Sheet, Stretch
from bot.keys import digest
from bot.markup import ELLIPSIS, Span, cut, fit, small
from bot.pressing import CardButton, button
from knowledge.model import Source
from prompts import say

PART = 1800
"""Characters of a passage on one page: escaped they are at most twice as many, which still fits."""
_NEIGHBOUR = 120
_MOST_TITLE = 200
_BEFORE_EXCERPT = 300


def page(
    source: Source,
    number: int,
    *,
    start: int = 0,
    bold: Span | None = None,
    note: str | None = None,
    private: bool = True,
) -> LayoutView:
    """Return the page of a passage from a character on, with a span in bold."""
    whole = readable(source, number)
    text = part(whole, start)
    sheet = Sheet()
    sheet.text(f"### {title(source)}")
    sheet.text("\n".join(map(small, (*_where(source, number), *([note] if note else ())))))
    before = readable(source, number - 1) if number > 1 and not start else None
    after = readable(source, number + 1) if number < len(source.passages) else None
    sheet.gap()
    if before:
        sheet.text(small(f"¶{number - 1} {fit(_tail(before), 2 * _NEIGHBOUR)}"))
        sheet.gap()
    ends = start + len(text) >= len(whole)
    lead, tail = ELLIPSIS if start else "", "" if ends else ELLIPSIS
    sheet.text(Stretch(lead + text + tail, _shifted(bold, start - len(lead), len(text)), quote=False))
    if after and ends:
        sheet.gap()
        sheet.text(small(f"¶{number + 1} {fit(cut(after, _NEIGHBOUR), 2 * _NEIGHBOUR)}"))
    sheet.buttons(*_turns(source, number, start, len(text)), *_actions(source, number, start, private=private))
    return sheet.build()


def readable(source: Source, number: int) -> str:
    """Return what a reader sees of a passage: its text, or that it was taken out."""
    passage = source.passages[number - 1]
    return say("reading.retired") if passage.retired else passage.text


def start_for(text: str, excerpt: Span) -> int:
    """Return from where a passage is shown so that an excerpt is on the page."""
    if excerpt[1] <= PART:
        return 0
    return text.find(" ", max(excerpt[0] - _BEFORE_EXCERPT, 0)) + 1


def part(text: str, start: int) -> str:
    """Return what one page shows of a passage: whole words, from a character on."""
    rest = text[start:]
    if len(rest) <= PART:
        return rest
    head = rest[:PART]
    return head[: head.rfind(" ") + 1] or head


def title(source: Source) -> str:
    """Return a source's title, linked where it has an address."""
    shown = fit(source.title, _MOST_TITLE)
    return f"[{shown}](<{source.url}>)" if source.url and len(source.url) <= 400 else shown


def byline(source: Source) -> str:
    """Return who published a source where and when."""
    where = ", ".join(part for part in (source.outlet, _when(source)) if part)
    return " · ".join(fit(part, _MOST_TITLE) for part in (source.author, where) if part)


def _when(source: Source) -> str | None:
    """Return when a source was published, to the day, the month or the year: what is known."""
    year, *rest = (source.published or "").split("-")
    if not rest or not 1 <= int(rest[0]) <= 12:
        return source.published
    month = f"{calendar.month_name[int(rest[0])]} {year}"
    return f"{int(rest[1])} {month}" if len(rest) > 1 else month


def _where(source: Source, number: int) -> list[str]:
    heading = next((p.headings[-1] for p in reversed(source.passages[:number]) if p.headings), None)
    place = say("reading.place", paragraph=number, all=len(source.passages))
    return [byline(source), f"{place} · {fit(heading, _MOST_TITLE)}" if heading else place]


def _tail(text: str) -> str:
    kept = text[-_NEIGHBOUR:]
    return text if len(text) <= _NEIGHBOUR else ELLIPSIS + kept[kept.find(" ") + 1 :]


def _shifted(bold: Span | None, by: int, length: int) -> tuple[Span, ...]:
    if bold is None:
        return ()
    start, end = max(bold[0] - by, 0), min(bold[1] - by, length + 1)
    return ((start, end),) if start < end else ()


def _turns(source: Source, number: int, start: int, length: int) -> list[CardButton | None]:
    key, text = digest(source.id), readable(source, number)
    if start:
        back = button("page", f"{key}:{number}:0", say("reading.back", paragraph=number))
    elif number > 1:
        back = button("page", f"{key}:{number - 1}:0", say("reading.back", paragraph=number - 1))
    else:
        back = None
    if start + length < len(text):
        on = button("page", f"{key}:{number}:{start + length}", say("reading.on", paragraph=number))
    elif number < len(source.passages):
        on = button("page", f"{key}:{number + 1}:0", say("reading.on", paragraph=number + 1))
    else:
        on = None
    return [back, on]


def _actions(source: Source, number: int, start: int, *, private: bool) -> list[CardButton | None]:
    key = digest(source.id)
    share = (
        button("post", f"{key}:{number}:{start}", say("card.share"), style=discord.ButtonStyle.primary)
        if private
        else None
    )
    retired = source.passages[number - 1].retired
    correct = None if retired else button("correct", f"{key}.{number}", say("suggest.button"))
    return [button("cite", f"apa:{key}.{number}", say("card.cite")), correct, share]
