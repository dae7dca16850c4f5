"""Reads what stands above a text: its title, by-line, date, standfirst, where it first appeared."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from knowledge.intake import metadata
from knowledge.intake.blocks import Block
from knowledge.intake.furniture import is_furniture
from knowledge.intake.wrapping import ends_sentence

_MOST_BLOCKS, _MOST_WORDS = 10, 50
"""How far down the top may reach, and the words of its longest paragraph."""
_TITLE_WORDS = 30
"""The words of the longest title."""
_BY = re.compile(r"(?:written |posted |published |an? \w+ )?by:?\s+(.*)", re.IGNORECASE)
_FIRST_PUBLISHED = re.compile(
    r"(?:editor[’']?s'? note: ?|note: ?)?(?:this|the following|a (?:shorter )?version of this) "
    r"(?:op-ed|opinion(?: piece)?|article|essay|piece|commentary|post|column|story|paper|speech|letter)"
    r"(?: by (?P<author>[^,.]{4,60}?))?(?: was| is| has been)?(?: first| originally| also)* "
    r"(?:published|appeared|posted|printed)(?: online)? (?:in|on|by|at|with) (?P<outlet>[^.,;()]{2,60})\b.*",
    re.IGNORECASE,
)


def without_top(blocks: Sequence[Block], fields: dict[str, Any]) -> tuple[list[Block], dict[str, Any], list[Block]]:
    """Return the blocks of the text itself, the fields with those that the top adds, and what was left out of it.

    The top reaches down to the last line that names something or is furniture, and to a title below it. What else
    stands in it is a standfirst where it is a sentence, and of no use where it is none.
    """
    found = dict(fields)
    named: list[dict[str, Any] | None] = []
    last = -1
    sentences = 0
    for i, block in enumerate(blocks[:_MOST_BLOCKS]):
        named.append(_named(block, found))
        sentences += named[i] is None and ends_sentence(block.text)
        if len(block.text.split()) > _MOST_WORDS or sentences > 1:
            break
        added = named[i]
        if added is not None:
            if i and named[i - 1] is None and added.get("published") and metadata.people(blocks[i - 1].text):
                named[i - 1] = {"authors": metadata.people(blocks[i - 1].text)}  # a name above a date
            for name, value in {**(named[i - 1] or {} if i else {}), **added}.items():
                if not found.get(name) or (name == "published" and str(value).startswith(found[name])):
                    found[name] = value
            last = i
    if not found.get("title"):
        candidates = [i for i in range(min(last + 2, len(named))) if named[i] is None and _may_be_title(blocks[i])]
        best = max(candidates, key=lambda i: (blocks[i].heading, _is_long(blocks[i]), -i), default=None)
        if best is not None:
            found["title"] = metadata.title(blocks[best].text)
            last = max(last, best)
    headings: list[Block] = []
    left_out: list[Block] = []
    for block, names in zip(blocks[: last + 1], named, strict=False):
        if _is_title(block, found):
            continue
        if names is None and block.heading:
            headings.append(block)
        elif names is None and not found.get("thesis") and ends_sentence(block.text):
            found["thesis"] = block.text
        elif not names:
            left_out.append(block)
    return headings + list(blocks[last + 1 :]), found, left_out


def _named(block: Block, fields: dict[str, Any]) -> dict[str, Any] | None:
    """Return the fields that a block at the top names; None where it is no part of a top, as far as one can tell."""
    text = " ".join(block.text.split())
    if _is_title(block, fields):
        return {}
    notice = _FIRST_PUBLISHED.fullmatch(text)
    if notice:
        return {"outlet": notice["outlet"].strip(), "authors": metadata.people(notice["author"] or "")}
    line = _by_line(text, fields)
    if line is None and is_furniture(text):
        return {}
    return line


def _is_title(block: Block, fields: dict[str, Any]) -> bool:
    title, text = _plain(str(fields.get("title") or "")), _plain(block.text)
    return bool(title) and (text == title or (block.heading and title.startswith(text)))


def _plain(text: str) -> str:
    return re.sub(r"\W+", "", text).casefold()


def _by_line(text: str, fields: dict[str, Any]) -> dict[str, Any] | None:
    """Return author and date of lines like ``By Ann Smith | May 12, 2017``; None for any other line."""
    if len(text.split()) > 16:
        return None
    published = metadata.day(text)
    if published:
        return {"published": published}
    by = _BY.fullmatch(text)
    parts = re.split(r"\s*[|•·–—]\s*|,? (?=\w+ \d{1,2}, \d{4}$)", by[1] if by else text)
    if any(author in text for author in fields.get("authors") or ()) and not ends_sentence(text):
        return {}
    authors = metadata.people(parts[0], fewest_words=1 if by else 2)
    days = [day for part in parts[1:] if (day := metadata.day(part))]
    if authors and (by or days):
        return {"authors": authors, "published": days[0] if days else None}
    return None


def _may_be_title(block: Block) -> bool:
    text = block.text
    if not block.heading and (len(text.split()) > _TITLE_WORDS or "\n" in text or text.endswith((".", ":", ",", "…"))):
        return False
    return bool(metadata.title(text))


def _is_long(block: Block) -> bool:
    """Tell whether a line has more words than what a menu leads to."""
    return len(block.text.split()) > 2
