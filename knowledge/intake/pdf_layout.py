"""Puts the lines of a PDF in order: page furniture and footnotes out, columns one after the other, paragraphs whole."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from knowledge.intake.headings import is_set_apart
from knowledge.intake.pdf_lines import Line
from knowledge.intake.wrapping import ends_sentence, is_list_item

_EDGE_ROWS = 3
"""How many rows at the top and at the bottom of a page may be furniture."""
_PAGE_NUMBER = re.compile(
    r"[-–—|\[( ]*(?:p(?:age|\.)? ?)?(?:\d{1,5}|[ivxlc]{1,6})(?: ?(?:of|/|\|) ?\d{1,4})?[-–—|\]) ]*", re.I
)
_CONTENTS = re.compile(r"(?:\s?\.){5,}\s*[\divxlc]*$")
_SAME_PLACE = 4.0
"""How near to each other, in points, the same line of furniture stands on two pages."""
_NOTE_SIZE, _HEADING_SIZE = 0.93, 1.08
"""The sizes of footnotes and of headings, in sizes of the text."""
_HEADING_WORDS, _BOLD_HEADING_WORDS = 30, 15
_OTHER_SIZE = 0.08
"""The share by which the letters of two paragraphs differ in size."""
_LOOSE = 1.3
"""The distance of two lines from which on they are two paragraphs, in usual distances."""
_INDENT = 0.7
"""The indentation from which on a line begins a paragraph, in sizes of the text."""
_CELLS = 3
"""The parts of a line from which on it is a row of a table."""


class Paragraph(NamedTuple):
    """The lines of a paragraph or a heading, and the size of their letters."""

    lines: list[Line]
    heading: bool

    @property
    def size(self) -> float:
        """The size of the letters."""
        return self.lines[0].size


class Layout(NamedTuple):
    """The paragraphs of a document in the order of reading, and what was left out of it."""

    paragraphs: list[Paragraph]
    furniture: int
    footnotes: int
    tables: int


def arranged(pages: Sequence[Sequence[Line]]) -> Layout:
    """Return the paragraphs on some pages."""
    furniture = _furniture(pages)
    furniture |= {id(line) for page in pages for line in page if _CONTENTS.search(line.text)}
    bodies = [[line for line in page if id(line) not in furniture] for page in pages]
    size = _usual([line for page in bodies for line in page])
    notes = {id(line) for page in bodies for line in _notes(page, size)}
    bodies = [[line for line in page if id(line) not in notes] for page in bodies]
    rows = [_rows(page) for page in bodies]
    tables = sum(_tables(page) for page in rows)
    flow = [line for page in rows for line in _in_order(page)]
    starts = sum(1 for page in pages for line in page if id(line) in notes and re.match(r"[\d*†‡§[(]", line.text))
    return Layout(list(_paragraphs(flow, size)), len(furniture), max(starts, bool(notes)), tables)


def _usual(lines: Sequence[Line]) -> float:
    """Return the size of most letters."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size, 1)] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 1.0


def _rows(page: Sequence[Line]) -> list[list[Line]]:
    """Return lines with those that stand beside each other and follow each other put together."""
    rows: list[list[Line]] = []
    for line in page:
        if rows and line.beside(rows[-1][-1]) and line.left > rows[-1][-1].right:
            rows[-1].append(line)
        else:
            rows.append([line])
    return rows


# Page furniture: what stands at the same place of several pages, but for its numbers, and the numbers of pages.


def _furniture(pages: Sequence[Sequence[Line]]) -> set[int]:
    seen: defaultdict[tuple[str, int], set[int]] = defaultdict(set)
    edges: list[tuple[list[Line], tuple[str, int]]] = []
    for page in pages:
        for row in _edges(page):
            text = re.sub(r"\d+|\b[ivxlc]+\b", "#", " ".join(line.text for line in row).lower())
            key = (text, round(row[0].base / _SAME_PLACE))
            edges.append((row, key))
            seen[key].add(row[0].page)
    found: set[int] = set()
    for row, (text, place) in edges:
        elsewhere = seen[text, place - 1] | seen[text, place] | seen[text, place + 1]
        if len(elsewhere) > 1 or _PAGE_NUMBER.fullmatch(" ".join(line.text for line in row)):
            found |= {id(line) for line in row}
    return found


def _edges(page: Sequence[Line]) -> list[list[Line]]:
    """Return the highest and the lowest rows of a page, each from left to right."""
    rows: list[list[Line]] = []
    for line in sorted(page, key=lambda line: -line.base):
        if rows and line.beside(rows[-1][0]):
            rows[-1].append(line)
        else:
            rows.append([line])
    found = rows if len(rows) <= 2 * _EDGE_ROWS else rows[:_EDGE_ROWS] + rows[-_EDGE_ROWS:]
    return [sorted(row, key=lambda line: line.left) for row in found]


def _notes(page: Sequence[Line], size: float) -> Iterator[Line]:
    """Yield the small lines at the foot of the columns of a page."""
    usual = [line for line in page if line.size >= _NOTE_SIZE * size]
    if not usual:
        return
    for line in page:
        if line.size < _NOTE_SIZE * size and not any(other.under(line) for other in usual):
            yield line


# Columns and tables.


def _tables(rows: list[list[Line]]) -> int:
    """Take the rows of tables out of a page; return how many tables there were."""
    count, inside = 0, False
    for i in range(len(rows) - 1, -1, -1):
        near = [rows[j] for j in (i - 1, i + 1) if 0 <= j < len(rows)]
        cells = len(rows[i]) >= _CELLS or (len(rows[i]) > 1 and inside)
        if cells and (inside or any(len(row) > 1 for row in near)):
            count += not inside
            inside = True
            del rows[i]
        else:
            inside = False
    return count


def _in_order(rows: Sequence[Sequence[Line]]) -> Iterator[Line]:
    """Yield lines column by column also where the file has them row by row, across both columns."""
    gutter = _gutter(rows)
    left: list[Line] = []
    right: list[Line] = []
    for row in rows:
        if gutter is not None and all(line.right < gutter or line.left > gutter for line in row):
            left += [line for line in row if line.right < gutter]
            right += [line for line in row if line.left > gutter]
            continue
        yield from left + right
        left.clear()
        right.clear()
        yield from row
    yield from left + right


def _gutter(rows: Sequence[Sequence[Line]]) -> float | None:
    """Return the middle between two columns that the file has row by row; None where it does not."""
    pairs = [row for row in rows if len(row) == 2]
    if len(pairs) < 5 or len(pairs) < 0.3 * len(rows):
        return None
    left, right = max(row[0].right for row in pairs), min(row[1].left for row in pairs)
    return (left + right) / 2 if left < right else None


# Paragraphs.


def _paragraphs(flow: Sequence[Line], size: float) -> Iterator[Paragraph]:
    distance = _usual_distance(flow)
    edges = _right_edges(flow)
    paragraph: list[Line] = []
    for i, line in enumerate(flow):
        following = flow[i + 1] if i + 1 < len(flow) else None
        if paragraph and _begins(paragraph, line, following, distance, edges[id(paragraph[-1])]):
            yield Paragraph(paragraph, _is_heading(paragraph, size))
            paragraph = []
        paragraph.append(line)
    if paragraph:
        yield Paragraph(paragraph, _is_heading(paragraph, size))


def _usual_distance(flow: Sequence[Line]) -> float:
    """Return the distance of most lines from the one above, in sizes of the lower one."""
    pairs = pairwise(flow)
    counts = Counter(round((above.base - line.base) / line.size, 1) for above, line in pairs if line.under(above))
    return counts.most_common(1)[0][0] if counts else 1.2


def _right_edges(flow: Sequence[Line]) -> dict[int, float]:
    """Return for each line where the column that it stands in ends."""
    columns: list[list[Line]] = []
    for line in flow:
        if columns and line.under(columns[-1][-1]):
            columns[-1].append(line)
        else:
            columns.append([line])
    found: dict[int, float] = {}
    for column in columns:
        rights = sorted(line.right for line in column)
        edge = rights[-1 - len(rights) // 20]
        found |= {id(line): edge for line in column}
    return found


def _begins(paragraph: Sequence[Line], line: Line, following: Line | None, distance: float, edge: float) -> bool:
    """Tell whether a line begins a new paragraph; ``edge`` is where the column of the line before ends."""
    above = paragraph[-1]
    if abs(line.size - above.size) > 0.08 * above.size or (
        line.bold != above.bold and _could_be_apart(paragraph, line)
    ):
        return True
    letter = (line.right - line.left) / len(line.text)
    fits = edge - above.right > (len(line.text.split()[0]) + 1.5) * letter
    ended = ends_sentence(above.text)
    if (fits and ended) or (fits and is_list_item(line.text)):
        return True
    indented = _INDENT * line.size
    if not line.under(above):
        begins_indented = following is not None and following.under(line) and line.left - following.left > indented
        return ended and begins_indented
    if above.base - line.base > _LOOSE * distance * line.size:
        return True
    hanging = len(paragraph) == 1 and (is_list_item(above.text) or not ended)
    if line.left - above.left > indented and not (hanging and not ended):
        return True
    return above.left - line.left > indented and len(paragraph) > 1 and ended


def _could_be_apart(paragraph: Sequence[Line], line: Line) -> bool:
    """Tell whether letters that turn bold, or no longer are, can mean a heading: not within a sentence."""
    return not line.text[0].islower() and sum(len(part.text.split()) for part in paragraph) <= 60


def _is_heading(paragraph: Sequence[Line], size: float) -> bool:
    text = " ".join(line.text for line in paragraph)
    words = len(text.split())
    if paragraph[0].size > _HEADING_SIZE * size:
        return words <= _HEADING_WORDS
    bold = all(line.bold for line in paragraph) and words <= _BOLD_HEADING_WORDS and not text.endswith((".", ",", ";"))
    return bold or (len(paragraph) == 1 and is_set_apart(text))
