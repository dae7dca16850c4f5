"""A page to hand out as PDF: A4, on one sheet where that stays readable."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from io import BytesIO
from threading import Lock
from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    HRFlowable,
    KeepTogether,
    PageTemplate,
    Paragraph,
    Table,
    TableStyle,
)
from reportlab.platypus.doctemplate import LayoutError

from bot.handouts.fonts import fonts, markup, name
from bot.handouts.page import Entry, Page, Quotation, Side
from prompts import say

SIZES = (10.5, 10.0, 9.5, 9.0, 8.5)
"""Sizes of the text in points, the preferred one first; smaller than the last is hard to read on paper."""
_ONE_AT_A_TIME = Lock()
"""All files share the fonts, which keep notes of what a file uses of them."""
_MARGIN, _FOOT = 18 * mm, 16 * mm
_GUTTER = 7 * mm
_INK, _GREY, _LINE = HexColor("#1a1a1a"), HexColor("#5c5c5c"), HexColor("#b5b5b5")
_WIDTH = A4[0] - 2 * _MARGIN


class Styles:
    """The styles of a page whose text has a size in points."""

    def __init__(self, size: float) -> None:
        fonts()
        self.size = size
        self.kind = self._style(size - 1, color=_GREY, after=2)
        self.title = self._style(size * 1.75, lead=1.16, after=4)
        self.question = self._style(size * 1.05, lead=1.34, after=size * 0.6)
        self.heading = self._style(size * 1.1, before=size * 0.7, after=size * 0.35)
        self.quotation = self._style(size, lead=1.34, after=size * 0.15)
        self.citation = self._style(size - 1, color=_GREY, after=size * 0.75)
        self.entry = self._style(size - 0.5, after=size * 0.2, hanging=12)
        self.reference = self._style(size - 0.5, after=size * 0.3, hanging=12)

    def _style(
        self,
        size: float,
        *,
        lead: float = 1.3,
        color: Any = _INK,
        before: float = 0,
        after: float = 0,
        hanging: float = 0,
    ) -> ParagraphStyle:
        return ParagraphStyle(
            f"{size}",
            fontName=name("regular"),
            fontSize=size,
            leading=size * lead,
            textColor=color,
            spaceBefore=before,
            spaceAfter=after,
            leftIndent=hanging,
            firstLineIndent=-hanging,
            # An address as long as a line is measured against the first one, which is longer than the others.
            rightIndent=hanging,
        )


def render(page: Page) -> bytes:
    """Return the file. Takes tenths of a second, so it is not for the event loop."""
    with _ONE_AT_A_TIME:
        return _rendered(page)


def _rendered(page: Page) -> bytes:
    for size in SIZES:
        try:
            file, sheets = _written(page, size, one_sheet=True)
        except LayoutError:
            continue
        if sheets == 1:
            return file
    # What does not fit on one sheet has room on two, in letters of the preferred size.
    return _written(page, SIZES[0], one_sheet=False)[0]


def _written(page: Page, size: float, *, one_sheet: bool) -> tuple[bytes, int]:
    file = BytesIO()
    document = BaseDocTemplate(
        file,
        pagesize=A4,
        title=page.title,
        author=say("help.heading"),
        lang="en",
        leftMargin=_MARGIN,
        rightMargin=_MARGIN,
        topMargin=_MARGIN,
        bottomMargin=_FOOT,
    )
    frame = Frame(_MARGIN, _FOOT, _WIDTH, A4[1] - _MARGIN - _FOOT, 0, 0, 0, 0)
    document.addPageTemplates(PageTemplate(frames=[frame], onPage=_foot))
    document.build(list(_flow(page, Styles(size), one_sheet=one_sheet)))
    return file.getvalue(), document.page


def _foot(canvas: Any, document: Any) -> None:
    canvas.setFont(name("regular"), 7.5)
    canvas.setFillColor(_GREY)
    canvas.drawString(_MARGIN, _FOOT * 0.55, say("brief.footer"))
    canvas.drawRightString(A4[0] - _MARGIN, _FOOT * 0.55, str(document.page))


def _flow(page: Page, styles: Styles, *, one_sheet: bool) -> Iterator[Flowable]:
    yield Paragraph(markup(say("brief.kind")), styles.kind)
    yield Paragraph(markup(page.title, "bold"), styles.title)
    yield HRFlowable(width="100%", thickness=0.8, color=_INK, spaceBefore=2, spaceAfter=styles.size * 0.7)
    yield Paragraph(f"{markup(say('brief.question'), 'bold')} {markup(page.question, 'italic')}", styles.question)
    if page.remark:
        yield Paragraph(markup(page.remark), styles.citation)
    if one_sheet and len(page.sides) == 2:
        yield _facing(page.sides, styles)
    else:
        for side in page.sides:
            first, *others = [_quotation(quotation, styles) for quotation in side.quotations]
            yield KeepTogether([_heading(side.name, styles), *first])
            for quotation in others:
                yield KeepTogether(quotation)
    yield from _listed(say("brief.facts"), page.facts, styles)
    yield from _listed(say("brief.timeline"), page.timeline, styles)
    entries = [Paragraph("".join(_run(*run) for run in entry), styles.reference) for entry in page.references]
    yield KeepTogether([_heading(say("brief.references"), styles), *entries[:1]])
    yield from entries[1:]


def _facing(sides: Sequence[Side], styles: Styles) -> Table:
    """Return two sides beside each other; such a table cannot be broken, so it is for one sheet only."""
    rows: list[list[list[Flowable]]] = [
        [[_heading(side.name, styles)] for side in sides],
        [[part for quotation in side.quotations for part in _quotation(quotation, styles)] for side in sides],
    ]
    half = (_WIDTH - _GUTTER) / 2
    table = Table(rows, colWidths=[half + _GUTTER / 2] * 2)
    inner = _GUTTER / 2
    table.setStyle(
        TableStyle(
            [
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LEFTPADDING", (0, 0), (0, -1), 0),
                ("RIGHTPADDING", (0, 0), (0, -1), inner),
                ("LEFTPADDING", (1, 0), (1, -1), inner),
                ("RIGHTPADDING", (1, 0), (1, -1), 0),
                ("TOPPADDING", (0, 0), (-1, -1), 0),
                ("BOTTOMPADDING", (0, 0), (-1, -1), styles.size * 0.35),
                ("LINEAFTER", (0, 0), (0, -1), 0.5, _LINE),
            ]
        )
    )
    return table


def _listed(heading: str, entries: Sequence[Entry], styles: Styles) -> Iterator[Flowable]:
    """Yield facts or events, one in a line, what they are before what is said of them."""
    lines = [
        Paragraph(
            f"{markup(entry.head, 'bold')}{markup(': ' + entry.text)} "
            f'<font color="{_GREY.hexval()}">{markup(entry.citation)}</font>',
            styles.entry,
        )
        for entry in entries
    ]
    if lines:
        yield KeepTogether([_heading(heading, styles), lines[0]])
        yield from lines[1:]


def _heading(text: str, styles: Styles) -> Paragraph:
    return Paragraph(markup(text, "bold"), styles.heading)


def _quotation(quotation: Quotation, styles: Styles) -> list[Flowable]:
    return [
        Paragraph(markup(quotation.text), styles.quotation),
        Paragraph(markup(quotation.citation), styles.citation),
    ]


def _run(text: str, italic: bool) -> str:
    return markup(text, "italic" if italic else "regular")
