"""Repairs typing errors against the words of a library, and tells how rare an English word is."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from functools import cache

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA

_SHORTEST, _SHORT = 4, 5
_RARELY_TYPED = 100
"""Words that the English word list counts no oftener than this are as likely a typo ("chian": 50)."""


class _Frequencies:
    """How often each of many words is used, in a tenth of the memory that a dictionary takes."""

    def __init__(self, counts: Mapping[str, int]) -> None:
        words = sorted(counts)
        self._words = np.array([word.encode() for word in words])
        self._counts = np.array([counts[word] for word in words], dtype=np.int64)

    def get(self, word: str) -> int:
        """Return how often a word is used, 0 for an unknown one."""
        wanted = word.encode("utf-8", "replace")
        at = int(np.searchsorted(self._words, np.bytes_(wanted)))
        return int(self._counts[at]) if at < self._words.size and self._words[at] == wanted else 0


@cache
def _english() -> _Frequencies:
    from spellchecker import SpellChecker  # takes 0.1 s: only where a question has a word the library lacks

    return _Frequencies(SpellChecker(language="en", distance=1).word_frequency.dictionary)


def prepare() -> None:
    """Read the English word list now, which takes 0.1 s, and not with the first question that needs it."""
    _english()


def is_english(word: str) -> bool:
    """Tell whether a folded word is one that people write on purpose."""
    return _english().get(word) > _RARELY_TYPED


def rarity(word: str) -> float:
    """Return how much a word says, from 0 for the commonest English words to 1 for rare ones and unknown strings."""
    count = _english().get(word)
    return min(1.0, max(0.0, 1.0 - (math.log10(count + 1) - 3.0) / 4)) if count else 1.0


def repair(word: str, spellings: Mapping[str, int], other_words: Iterable[str]) -> str | None:
    """Return what a mistyped word was meant to be, None where nothing is near enough.

    ``spellings`` are the words of the library with their frequency; they are preferred to ``other_words``. The
    distance is optimal string alignment (a swap of neighbours counts once): 1 for up to five letters, where the first
    one must be right ("Yoon" is not "Moon"), else 2.
    """
    if len(word) < _SHORTEST or not word.isalpha():
        return None
    cutoff = 1 if len(word) <= _SHORT else 2
    best: tuple[float, str] | None = None
    for words, penalty in ((list(spellings), 0.0), (list(other_words), 0.5)):
        for near, distance, _ in process.extract(word, words, scorer=OSA.distance, score_cutoff=cutoff, limit=None):
            elsewhere = near[0] != word[0]
            if len(near) < _SHORTEST - 1 or (elsewhere and len(word) <= _SHORT):
                continue
            cost = distance + penalty + 0.4 * elsewhere - min(spellings.get(near, 0), 9) / 100
            if best is None or (cost, near) < best:
                best = (cost, near)
    return best[1] if best else None
