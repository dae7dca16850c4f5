"""Repairs typing errors against the words of a library, and tells how rare an English word is."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

from rapidfuzz import process
from rapidfuzz.distance import OSA

from knowledge.language.english import frequencies

_SHORTEST, _SHORT = 4, 5
_RARELY_TYPED = 100
"""Words that the English word list counts no oftener than this are as likely a typo ("chian": 50)."""


def prepare() -> None:
    """Read the English word list now, which takes 0.1 s, and not with the first question that needs it."""
    frequencies()


def is_english(word: str) -> bool:
    """Tell whether a folded word is one that people write on purpose."""
    return frequencies()[word] > _RARELY_TYPED


def rarity(word: str) -> float:
    """Return how much a word says, from 0 for the commonest English words to 1 for rare ones and unknown strings."""
    count = frequencies()[word]
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
