"""Reads the lines of a page of a PDF, each with its place and its size, through PDFium."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from statistics import median_low
from typing import NamedTuple

import pypdfium2.raw as pdfium
from pypdfium2 import PdfPage, PdfTextPage

from knowledge.intake.wrapping import HYPHENS

_WIDE_GAP = 2.5
"""The space between columns or cells, in sizes of the text."""
_SMALL, _RAISED = 0.8, 0.15
"""The size of a reference to a footnote, and how far it stands above the line, in sizes of the text."""
_BOLD, _BOLD_FONT = 600, re.compile(rb"bold|black|heavy|CMBX|SFBX|-bd", re.IGNORECASE)
_FONT_NAME_BYTES = 128
_SAMPLES = 7
_LINE_ENDS = "\r\n"
_BROKEN_WORD = "\ufffe"
"""What PDFium writes for a hyphen at the end of a line, and for the end of that line."""


class Line(NamedTuple):
    """A line of text, or a part of one between wide gaps. Lengths are in points, from the lower left of the page."""

    text: str
    page: int
    left: float
    right: float
    base: float
    size: float
    bold: bool

    def beside(self, other: Line) -> bool:
        """Tell whether two lines stand on the same height of a page."""
        return self.page == other.page and abs(self.base - other.base) < 0.4 * min(self.size, other.size)

    def under(self, other: Line) -> bool:
        """Tell whether a line stands below another, in the same column."""
        shared = min(self.right, other.right) - max(self.left, other.left)
        narrow = min(self.right - self.left, other.right - other.left)
        return self.page == other.page and self.base < other.base and shared > 0.3 * narrow


class Page(NamedTuple):
    """The lines of a page in the order in which the file has them, and the references to footnotes left out of them."""

    lines: list[Line]
    references: int


class _Box(NamedTuple):
    left: float
    bottom: float
    right: float
    top: float


def read(page: PdfPage, number: int) -> Page:
    """Return the level lines of a page."""
    text_page = page.get_textpage()
    try:
        characters = _Characters(text_page)
        lines: list[Line] = []
        references = 0
        for start, end in characters.lines():
            if characters.is_turned(start):
                continue
            size = characters.size(start, end)
            for part in characters.parts(start, end, size):
                line, marks = characters.line(*part, size, number)
                references += marks
                if line.text:
                    lines.append(line)
        return Page(lines, references)
    finally:
        text_page.close()


class _Characters:
    """The characters of a page by index."""

    def __init__(self, text_page: PdfTextPage) -> None:
        self._page = text_page
        count = text_page.count_chars()
        text = text_page.get_text_range() if count > 0 else ""
        if len(text) != count:  # a character beyond the basic plane, or one without a letter
            text = "".join(chr(pdfium.FPDFText_GetUnicode(text_page, i) or 0xFFFD) for i in range(count))
        self._text = text

    def lines(self) -> Iterator[tuple[int, int]]:
        """Yield where each line begins and ends, without white space around it."""
        start = 0
        for i, character in enumerate(self._text + "\n"):
            if character in _LINE_ENDS or character == _BROKEN_WORD:
                end = i + (character == _BROKEN_WORD)
                trimmed = self._trimmed(start, end)
                if trimmed:
                    yield trimmed
                start = i + 1

    def _trimmed(self, start: int, end: int) -> tuple[int, int] | None:
        while start < end and self._text[start].isspace():
            start += 1
        while start < end and self._text[end - 1].isspace():
            end -= 1
        return (start, end) if start < end else None

    def size(self, start: int, end: int) -> float:
        """Return the height of a line's font, the same for all its letters."""
        step = max(1, (end - start) // _SAMPLES)
        boxes = [self._box(i, loose=True) for i in range(start, end, step) if not self._text[i].isspace()]
        return median_low([box.top - box.bottom for box in boxes]) or 1.0

    def is_turned(self, index: int) -> bool:
        """Tell whether a line does not run from left to right."""
        return abs(pdfium.FPDFText_GetCharAngle(self._page, index)) > 0.1

    def parts(self, start: int, end: int, size: float) -> Iterator[tuple[int, int]]:
        """Yield the parts of a line between wide gaps."""
        first = start
        for i in range(start + 1, end - 1):
            if self._text[i].isspace() and not self._text[i + 1].isspace():
                before = self._trimmed(first, i)
                if before and self._box(i + 1).left - self._box(before[1] - 1).right > _WIDE_GAP * size:
                    yield before
                    first = i + 1
        yield first, end

    def line(self, start: int, end: int, size: float, page: int) -> tuple[Line, int]:
        """Return a line without the references to footnotes in it, and how many there were."""
        first, last = self._box(start), self._box(end - 1)
        if self._text[end - 1] == _BROKEN_WORD:
            last = self._box(end - 2) if end - start > 1 else first
        base = self._base(start + (end - start) // 2)
        kept: list[str] = []
        marks = 0
        for i in range(start, end):
            character = self._text[i]
            if i > start and (character.isdigit() or character in "*†‡§") and self._is_reference(i, base, size):
                marks += kept[-1] != "\0"
                kept.append("\0")
            else:
                kept.append("-" if character in HYPHENS else character)
        text = " ".join("".join(kept).replace("\0", "").split())
        return Line(
            text, page, first.left, last.right, base, size, self._is_bold(start) and self._is_bold(end - 1)
        ), marks

    def _is_bold(self, index: int) -> bool:
        name = ctypes.create_string_buffer(_FONT_NAME_BYTES)
        pdfium.FPDFText_GetFontInfo(self._page, index, name, _FONT_NAME_BYTES, ctypes.c_int())
        return bool(_BOLD_FONT.search(name.value)) or pdfium.FPDFText_GetFontWeight(self._page, index) >= _BOLD

    def _is_reference(self, index: int, base: float, size: float) -> bool:
        box = self._box(index, loose=True)
        return box.top - box.bottom < _SMALL * size and self._base(index) > base + _RAISED * size

    def _base(self, index: int) -> float:
        x, y = ctypes.c_double(), ctypes.c_double()
        pdfium.FPDFText_GetCharOrigin(self._page, index, x, y)
        return y.value

    def _box(self, index: int, *, loose: bool = False) -> _Box:
        return _Box(*self._page.get_charbox(index, loose=loose))  # pyright: ignore[reportUnknownMemberType]
