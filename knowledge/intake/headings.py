"""Guesses, with care, which short lines of a text are headings."""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge.intake.blocks import Block
from knowledge.intake.wrapping import ends_sentence, is_list_item

_MOST_WORDS, _FEW_WORDS = 14, 7
_MOST_CHARACTERS = 100
_LONG = 25
"""The words of a paragraph that may stand under a heading in plain words."""
_CAPITALISED = 0.7
_NUMBERED = re.compile(
    r"(?i:chapter|part|section|book|article|act|letter|essay|appendix|volume|no\.?|number)\s+(?:[IVXLCivxlc]+|\d+)\b.*"
    r"|(?:[IVX]+\.?|\d{1,2}(?:\.\d{1,2})*\.?)(?:\s+[A-Z].*)?"
    r"|[\w .’'-]*\b(?i:no)\. ?(?:[IVXLCivxlc]+|\d+)\.?"
)
_SMALL = frozenset(
    [
        "a",
        "an",
        "and",
        "as",
        "at",
        "but",
        "by",
        "for",
        "from",
        "in",
        "into",
        "nor",
        "of",
        "on",
        "or",
        "over",
        "per",
        "so",
        "than",
        "the",
        "to",
        "up",
        "upon",
        "via",
        "vs",
        "with",
        "yet",
    ]
)


def guessed(blocks: Sequence[Block]) -> list[Block]:
    """Return blocks with those marked as headings that look like one and have a paragraph to stand above."""
    found = list(blocks)
    for i in range(len(found) - 2, -1, -1):
        block, below = found[i], found[i + 1]
        if not block.heading and _looks_like_one(block.text, found[i - 1] if i else None, below):
            found[i] = Block(block.text, heading=True)
    return found


def _looks_like_one(text: str, above: Block | None, below: Block) -> bool:
    if not _may_be_one(text):
        return False
    if is_set_apart(text):
        return True
    if text.endswith((".", ",", ";", ":", "…", "...")):
        return False
    words = [word for word in re.findall(r"[^\W\d_]+", text) if word.lower() not in _SMALL]
    capitalised = sum(word[0].isupper() for word in words)
    if len(words) > 1 and capitalised >= _CAPITALISED * len(words):
        return True
    ended = above is None or above.heading or ends_sentence(above.text)
    return ended and len(text.split()) <= _FEW_WORDS and (below.heading or len(below.text.split()) >= _LONG)


def is_set_apart(line: str) -> bool:
    """Tell whether a line is written as only headings are: in capitals, or numbered as a chapter is."""
    line = line.strip()
    if not _may_be_one(line) or line.endswith((",", ";", ":")):
        return False
    if _NUMBERED.fullmatch(line):
        return not ends_sentence(line) or len(line.split()) <= 4
    return line.isupper() and sum(c.isalpha() for c in line) > 3


def _may_be_one(text: str) -> bool:
    return (
        0 < len(text) <= _MOST_CHARACTERS
        and "\n" not in text
        and len(text.split()) <= _MOST_WORDS
        and not (text[0].islower() or text[0] in "([*•-–—")
        and (text[0].isdigit() or not is_list_item(text))
    )
