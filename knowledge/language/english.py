"""How often English words are written."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import numpy as np


class Frequencies:
    """How often each of many words is used, in a tenth of the memory that a dictionary takes."""

    def __init__(self, counts: Mapping[str, int]) -> None:
        words = sorted(counts)
        self._words = np.array([word.encode() for word in words])
        self._counts = np.array([counts[word] for word in words], dtype=np.int64)

    def __getitem__(self, word: str) -> int:
        """Return how often a lower-case word is used, 0 for an unknown one."""
        wanted = word.encode("utf-8", "replace")
        at = int(np.searchsorted(self._words, np.bytes_(wanted)))
        return int(self._counts[at]) if at < self._words.size and self._words[at] == wanted else 0


@cache
def frequencies() -> Frequencies:
    """Return how often English words are used; the first call takes 0.1 s."""
    from spellchecker import SpellChecker  # slow to load: only where somebody asks

    return Frequencies(SpellChecker(language="en", distance=1).word_frequency.dictionary)
