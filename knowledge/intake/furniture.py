"""Finds what a website puts around an article: newsletter lines, teasers, captions, share buttons."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

from knowledge.intake import characters
from knowledge.intake.blocks import Block

_MOST_WORDS, _MOST_CHARACTERS = 30, 400
"""The longest paragraph that can be furniture."""
_BODY = 0.5
"""The share of the words that stands above the end of an article."""
_TEASER = 0.6
"""How long a paragraph below the end is at most, on average, measured by those above."""


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    parts: dict[str, list[str]] = {}
    for line in Path(__file__).with_suffix(".txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("[") and line.endswith("]"):
            parts[line[1:-1]] = []
        elif line and not line.startswith("#"):
            parts[list(parts)[-1]].append(f"(?:{line})")
    return {name: re.compile("|".join(lines), re.IGNORECASE) for name, lines in parts.items()}


def is_furniture(text: str) -> bool:
    """Tell whether a paragraph is one of those that websites put around and into an article."""
    return _matches(text, _patterns().values())


def _may_end(text: str) -> bool:
    return _matches(text, [_patterns()["ends"]])


def _matches(text: str, patterns: Iterable[re.Pattern[str]]) -> bool:
    if len(text) > _MOST_CHARACTERS or len(text.split()) > _MOST_WORDS:
        return False
    line = " ".join(text.split())
    return any(pattern.fullmatch(line) for pattern in patterns)


def split(blocks: Sequence[Block]) -> tuple[list[Block], list[Block]]:
    """Return the blocks of the article, and those that are furniture, each in their order."""
    end = _end(blocks)
    body, left_out = list(blocks[:end]), list(blocks[end:])
    kept = [block for block in body if not is_furniture(block.text)]
    return kept, [block for block in body if is_furniture(block.text)] + left_out


def _end(blocks: Sequence[Block]) -> int:
    """Return where an article ends: at a line like ``Read more`` that only short paragraphs follow."""
    lengths = [characters.words([block.text]) for block in blocks]
    total, above = sum(lengths), 0
    for i, (block, length) in enumerate(zip(blocks, lengths, strict=True)):
        below = total - above - length
        if above >= _BODY * total and _may_end(block.text):
            following = len(blocks) - i - 1
            if not following or below / following <= _TEASER * above / max(i, 1):
                return i
        above += length
    return len(blocks)
