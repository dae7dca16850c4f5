"""Reads text without marks: finds out how its author set paragraphs and headings apart."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from statistics import median

from knowledge.intake import metadata, wrapping
from knowledge.intake.blocks import Block, Extract
from knowledge.intake.draft import Remark
from knowledge.intake.headings import guessed, is_set_apart

_UNWRAPPED = 110
"""The characters from which on nobody wrapped the lines: each is a paragraph."""
_VERSE = 50
"""The characters of the longest line of a verse, an address or a list of words."""
_FULL = 0.8
"""The share of the usual width from which on a line is full: a shorter one ends its paragraph."""
_MARKED = re.compile(r"[ \t]{0,3}#{1,6}[ \t]+(\S.*?)[ \t#]*")
_UNDERLINE = re.compile(r"[=~-]{3,}")
_FRAME = re.compile(r"\*\*\* ?(START|END) OF (?:THE|THIS) PROJECT GUTENBERG.*", re.IGNORECASE)
_NAMED = re.compile(r"(title|author|by|date|published|outlet|publication|url|link)s?: +(\S.*)", re.IGNORECASE)
_MOST_NAMED = 25
"""The lines at the top in which fields may be named."""


def extract(text: str) -> Extract:
    """Return the headings and paragraphs of a text."""
    body, fields = _without_frame([line.rstrip() for line in text.expandtabs(4).split("\n")])
    groups = _groups(body)
    known = wrapping.vocabulary(body)
    blocks: list[Block] = []
    words = 0
    for group in groups:
        for part in _parts(group, alone=len(groups) == 1):
            if isinstance(part, Block):
                blocks.append(part)
                continue
            paragraph = wrapping.joined(part, known)
            blocks.append(Block(paragraph.text))
            words += paragraph.words
    return Extract(guessed(blocks), fields, (Remark(kind="joined_words", count=words),))


def _without_frame(body: list[str]) -> tuple[list[str], dict[str, object]]:
    """Return the lines of the text itself, and the fields that are named above it (``Author: Ann Smith``)."""
    marks = [i for i, line in enumerate(body) if _FRAME.fullmatch(line.strip())]
    top = body[: marks[0]] if marks else body[:_MOST_NAMED]
    fields: dict[str, object] = {}
    named = 0
    for i, line in enumerate(top):
        match = _NAMED.fullmatch(line.strip())
        if match:
            fields.update(metadata.named(match[1].lower(), match[2]))
        elif not marks and line.strip():
            break
        named = i + 1
    if not marks:
        return body[named if fields else 0 :], fields
    return body[marks[0] + 1 : marks[1] if len(marks) > 1 else None], fields


def _groups(body: Sequence[str]) -> list[list[str]]:
    """Return the lines that stand together, between blank lines."""
    groups = [list(lines) for blank, lines in groupby(body, key=lambda line: not line.strip()) if not blank]
    if not _is_double_spaced(groups):
        return groups
    apart: list[list[str]] = [[]]
    blank_lines = 0
    for line in body:
        if line.strip():
            if blank_lines > 1 and apart[-1]:
                apart.append([])
            apart[-1].append(line)
            blank_lines = 0
        else:
            blank_lines += 1
    return apart


def _is_double_spaced(groups: Sequence[Sequence[str]]) -> bool:
    """Tell whether a blank line stands between all lines, also within paragraphs."""
    single = [group[0].strip() for group in groups if len(group) == 1]
    if len(single) < 6 or len(single) < 0.8 * len(groups):
        return False
    unfinished = sum(1 for line in single if not wrapping.ends_sentence(line))
    return unfinished > 0.5 * len(single) and _VERSE < median(map(len, single)) < _UNWRAPPED


def _parts(group: Sequence[str], *, alone: bool) -> Iterator[Block | list[str]]:
    """Yield the headings and lists of some lines as they are, and the lines of each paragraph."""
    rest = list(group)
    while rest and (marked := _MARKED.fullmatch(rest[0])):
        yield Block(marked[1], heading=True)
        rest.pop(0)
    while len(rest) > 1 and is_set_apart(rest[0]):
        yield [rest.pop(0)]
    if len(rest) == 2 and _UNDERLINE.fullmatch(rest[1].strip()) and len(rest[0].split()) < 20:
        yield Block(rest[0].strip(), heading=True)
        return
    if len(rest) < 2:
        yield from [rest] if rest else []
    elif sum(map(wrapping.is_list_item, map(str.strip, rest))) * 2 > len(rest) and wrapping.is_list_item(
        rest[0].strip()
    ):
        yield Block("\n".join(_items(rest)))
    elif median(map(len, rest)) > _UNWRAPPED or max(map(len, rest)) > 1.5 * _UNWRAPPED:
        yield from ([line] for line in rest)
    elif _is_verse(rest):
        yield Block("\n".join(" ".join(line.split()) for line in rest))
    else:
        yield from _paragraphs(rest, alone=alone)


def _is_verse(group: Sequence[str]) -> bool:
    """Tell whether short lines are meant to be lines: nearly all begin with a capital."""
    lower = sum(line.lstrip()[0].islower() for line in group)
    return max(map(len, group)) <= _VERSE and lower * 5 < len(group) and not any(line.endswith("-") for line in group)


def _items(group: Sequence[str]) -> list[str]:
    items: list[str] = []
    for line in map(str.strip, group):
        if wrapping.is_list_item(line) or not items:
            items.append(" ".join(line.split()))
        else:
            items[-1] += " " + " ".join(line.split())
    return items


def _paragraphs(group: Sequence[str], *, alone: bool) -> Iterator[list[str]]:
    """Split wrapped lines where one is indented, or where all the text stands together, behind those that are short."""
    indents = [len(line) - len(line.lstrip()) for line in group]
    flush = min(indents)
    by_indent = sum(indent > flush + 1 for indent in indents) * 2 < len(group)
    full = _FULL * sorted(map(len, group))[-max(1, len(group) // 10)]
    paragraph: list[str] = []
    after_heading = False
    for before, line, indent in zip(["", *group], group, indents, strict=False):
        ended = wrapping.ends_sentence(before)
        heading = len(line) < full and (ended or not before) and is_set_apart(line)
        new = by_indent and indent > flush + 1
        new |= alone and len(before) < full and ended
        if paragraph and (new or heading or after_heading):
            yield paragraph
            paragraph = []
        paragraph.append(line)
        after_heading = heading
    yield paragraph
