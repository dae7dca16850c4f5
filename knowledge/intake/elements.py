"""Reads headings and paragraphs off a tree of elements, of HTML or of what trafilatura makes of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from statistics import mean
from xml.etree.ElementTree import Element

from knowledge.intake.blocks import Block
from knowledge.intake.wrapping import ends_sentence

_HEADINGS = frozenset(["head", "h1", "h2", "h3", "h4", "h5", "h6"])
_LISTS = frozenset(["list", "ul", "ol"])
_ITEMS = frozenset(["item", "li"])
_CELLS = frozenset(["cell", "td", "th"])
_BREAKS = frozenset(["lb", "br"])
_CONTAINERS = frozenset(["blockquote", "body", "div", "doc", "html", "main", "p", "pre", "quote", "row", "tbody", "tr"])
_BLOCKS = _HEADINGS | _LISTS | _ITEMS | _CELLS | _CONTAINERS | {"table"}
_BOLD = frozenset(["b", "strong"])
_HEADING_WORDS = 14
"""The words of the longest heading that is only bold."""
_LONG_ITEM = 25
"""The words of the items of a list, on average, from which on each is a paragraph."""
_PROSE = 40
"""The words of a cell that makes a table a way to lay out text."""
_LONG_LINE, _SENTENCE = 25, 10
"""The words of a line that make it a paragraph, and the others with it; and of lines that all are."""


def blocks(root: Element) -> Iterator[Block | None]:
    """Yield the headings and paragraphs in an element, and None for each table that is left out."""
    if root.tag in _HEADINGS:
        yield Block(_flat(root), heading=True)
    elif root.tag in _LISTS:
        yield from _list(root)
    elif root.tag == "table" and not _is_prose(root):
        yield None
    else:
        run = [_spaced(root.text)]
        for child in root:
            if child.tag in _BLOCKS:
                yield from _paragraphs("".join(run))
                yield from blocks(child)
                run.clear()
            else:
                run.append(_inline(child))
            run.append(_spaced(child.tail))
        yield from _paragraphs("".join(run))


def is_bold_heading(paragraph: Element) -> bool:
    """Tell whether all of a short paragraph is bold: what people write who do not know styles."""
    bold = "".join("".join(part.itertext()) for part in paragraph if part.tag in _BOLD).strip()
    text = "".join(paragraph.itertext()).strip()
    return bool(text) and bold == text and len(text.split()) <= _HEADING_WORDS and not ends_sentence(text)


def _list(root: Element) -> Iterator[Block]:
    """Yield a list as one paragraph with a line for each item, or as paragraphs where the items are long."""
    items = list(filter(None, (" ".join(_own(item).split()) for item in root.iter() if item.tag in _ITEMS)))
    if items and mean(len(item.split()) for item in items) < _LONG_ITEM:
        yield Block("\n".join(items))
    else:
        yield from map(Block, items)


def _own(item: Element) -> str:
    """Return the text of an item without the lists that stand in it."""
    parts = [item.text or ""]
    for child in item:
        parts += ["" if child.tag in _LISTS else f" {_own(child)} " if child.tag in _BLOCKS else _flat(child)]
        parts.append(child.tail or "")
    return "".join(parts)


def _is_prose(table: Element) -> bool:
    return any(len(_flat(cell).split()) >= _PROSE for cell in table.iter() if cell.tag in _CELLS)


def _flat(root: Element) -> str:
    return " ".join(_inline(root).split())


def _inline(root: Element) -> str:
    """Return the text in an element, with a line feed for each line break and nowhere else."""
    if root.tag in _BREAKS:
        return "\n"
    text = [_spaced(root.text)]
    for child in root:
        text += [_inline(child), _spaced(child.tail)]
    return "".join(text)


def _spaced(text: str | None) -> str:
    return re.sub(r"\s+", " ", text or "")


def _paragraphs(text: str) -> Iterator[Block]:
    """Yield what stands between empty lines; the lines of a list or a verse stay together, others are paragraphs."""
    for part in re.split(r"\n\s*\n", text):
        lines = list(filter(None, (" ".join(line.split()) for line in part.split("\n"))))
        lengths = [len(line.split()) for line in lines]
        if max(lengths, default=0) >= _LONG_LINE or all(n >= _SENTENCE for n in lengths):
            yield from map(Block, lines)
        else:
            yield Block("\n".join(lines))
