"""Joins lines that were broken to fit a width."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from knowledge.language.english import frequencies

HYPHENS = "-‐\x02\ufffe"
"""Hyphens, and what PDFium writes for one at the end of a line."""
_BROKEN = re.compile(rf"([^\W\d_]+(?:['’][^\W\d_]+)*)[{HYPHENS}]$")
_WORD = re.compile(r"[^\W\d_]+(?:[-‐][^\W\d_]+)*")
_LIST_ITEM = re.compile(r"(?:[•▪●◦‣–*-]|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)])[ \t]+\S")
_DASH = re.compile(r"\S(?:—|––|--|/)$")
_RANGE = re.compile(r"\d–$")
_FIRST = re.compile(r"\w*(?:['’]\w+)*")
_LONGEST_WORD = 60
_END = re.compile(r"[.!?…:;][\"'”’»)\]]*(?:\[?\d{1,3}\]?|\*)?\s*$")
_PREFIXES = frozenset(["co", "de", "pre", "re"])
"""What has a hyphen before its own last letter: re-election, co-operation."""
_RARE, _COMMON = 100, 1000
"""How often the English word list counts what is hardly written in one word, and words that stand on their own."""


class Joined(NamedTuple):
    """Lines made into one, and how many words were put together again."""

    text: str
    words: int


def vocabulary(texts: Iterable[str]) -> Counter[str]:
    """Return the words of a text with their frequency, hyphenated ones in one piece, in lower case."""
    return Counter(word.lower() for text in texts for word in _WORD.findall(text))


def ends_sentence(line: str) -> bool:
    """Tell whether a line ends as a sentence does, or as what introduces a list or a quotation."""
    return bool(_END.search(line[-12:]))


def is_list_item(line: str) -> bool:
    """Tell whether a line begins as an item of a list does."""
    return bool(_LIST_ITEM.match(line))


def joined(lines: Sequence[str], known: Mapping[str, int]) -> Joined:
    """Return lines as one; ``known`` are the words of the whole text, which tell ``long-term`` from ``govern-ment``."""
    parts: list[str] = []
    words = 0
    for line in filter(None, (" ".join(line.split()) for line in lines)):
        before = parts[-1][-_LONGEST_WORD:] if parts else ""
        broken = _BROKEN.search(before)
        if broken and line[0].isalnum():
            whole = _is_one_word(broken[1], _FIRST.findall(line[:_LONGEST_WORD])[0], known)
            parts[-1] = parts[-1][:-1] + ("" if whole else "-")
            words += whole
        elif before and not _DASH.search(before) and not (_RANGE.search(before) and line[0].isdigit()):
            parts.append(" ")
        parts.append(line)
    return Joined("".join(parts), words)


def _is_one_word(left: str, right: str, known: Mapping[str, int]) -> bool:
    """Tell whether a hyphen at the end of a line only breaks the word."""
    if left.isupper() != right.isupper() or not (right.islower() or right.isupper()):
        return False
    left, right = left.lower(), right.lower()
    whole, parts = known.get(left + right, 0), known.get(f"{left}-{right}", 0)
    if whole or parts:
        return whole >= parts
    english = frequencies()
    whole, parts = english.get(left + right, 0), (english.get(left, 0), english.get(right, 0))
    if left in _PREFIXES and right[0] == left[-1]:
        return False
    return whole >= _RARE or min(parts) < (_COMMON if whole else 1)
