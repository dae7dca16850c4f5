"""The statistics and the formula of rank-bm25's ``BM25Okapi``, for documents that come and go.

idf(t) = ln(N - n(t) + 0.5) - ln(n(t) + 0.5), where a negative idf becomes 0.25 times the mean idf of the
vocabulary; a term of frequency f in a document of d terms adds
idf(t) * f * (k1 + 1) / (f + k1 * (1 - b + b * d / mean d)).
Source: Trotman, Puurula, Burgess (2014), "Improvements to BM25 and Language Models Examined", as implemented
in rank-bm25 0.2.2. Operations are in its order, so that results have the same bits.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

K1, B, EPSILON = 1.5, 0.75, 0.25
"""The defaults of rank-bm25."""
LEAST_WEIGHT = 0.1
"""What a term counts at least where signals are fused."""
TUNED_K1 = 2.0
"""Where the frequency of a term saturates in the essays and their notes, tuned on our development questions."""

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


class Statistics:
    """How many documents there are, how long they are on average, and in how many each term occurs."""

    def __init__(self) -> None:
        self.documents = 0
        self.length = 0
        self._frequency: Ints = np.zeros(256, dtype=np.int64)
        self._floor: float | None = None
        self._idf: dict[int, float] = {}
        """The idf by number of documents, of what was asked for since the last change."""

    def add(self, terms: Sequence[int] | Ints, times: int = 1) -> None:
        """Count one document in; ``times=-1`` counts it out again."""
        self.count(np.unique(np.asarray(terms, dtype=np.int64)), len(terms), times)

    def count(self, distinct: Ints, length: int, times: int = 1) -> None:
        """Count in a document of some distinct terms, ``length`` terms in all; ``times=-1`` counts it out."""
        if distinct.size:
            self._admit(int(distinct[-1]) + 1)
            self._frequency[distinct] += times
        self._changed(times, times * length)

    def count_many(self, documents: int, length: int, frequency: Ints) -> None:
        """Count in many documents: how many, of how many terms in all, and in how many each term is."""
        self._admit(frequency.size)
        self._frequency[: frequency.size] += frequency
        self._changed(documents, length)

    def _changed(self, documents: int, length: int) -> None:
        self.documents += documents
        self.length += length
        self._floor = None
        self._idf = {}

    def _admit(self, terms: int) -> None:
        if terms > self._frequency.size:
            grown = np.zeros(max(terms, self._frequency.size * 5 // 4), dtype=np.int64)
            grown[: self._frequency.size] = self._frequency
            self._frequency = grown

    @property
    def mean_length(self) -> float:
        """Mean number of terms in a document; 0 without documents."""
        return self.length / self.documents if self.documents else 0.0

    def frequency(self, term: int) -> int:
        """Return in how many documents a term occurs."""
        return self._frequency.item(term) if term < self._frequency.size else 0

    def idf(self, term: int | None) -> float:
        """Return the idf of a term, 0 for one that occurs nowhere."""
        n = self.frequency(term) if term is not None else 0
        return self.idf_of(n) if n else 0.0

    def idf_of(self, n: int) -> float:
        """Return the idf of a term that occurs in n documents, at least 1."""
        known = self._idf
        if n not in known:
            idf = math.log(self.documents - n + 0.5) - math.log(n + 0.5)
            known[n] = idf if idf >= 0 else self.floor
        return known[n]

    def weight(self, term: int) -> float:
        """Return what a term of the collection counts in a fusion of signals: its idf, and a little where that is none.

        In a collection of one or two documents rank-bm25 gives every term an idf of 0 or less.
        """
        n = self.frequency(term)
        return max(self.idf_of(n), LEAST_WEIGHT) if n else 0.0

    @property
    def rarest(self) -> float:
        """The idf of a term that occurs in one document."""
        return float(np.log(self.documents - 0.5) - np.log(1.5)) if self.documents > 1 else 1.0

    @property
    def floor(self) -> float:
        """What stands for a negative idf: 0.25 times the mean idf of all terms that occur.

        An idf depends only on how many documents a term is in, so terms are first counted by that.
        """
        if self._floor is None:
            terms = np.bincount(self._frequency)
            terms[0] = 0
            n = np.flatnonzero(terms)
            idf = np.log(self.documents - n + 0.5) - np.log(n + 0.5)
            self._floor = EPSILON * float(idf @ terms[n]) / float(terms.sum()) if n.size else 0.0
        return self._floor


def saturate(frequency: Floats, length: Floats, mean_length: float, k1: float = K1, b: float = B) -> Floats:
    """Return what the document contributes to the formula (shapes broadcast; 0 where frequency is 0)."""
    norm = k1 * (1 - b + b * length / mean_length) if mean_length else np.ones_like(length)
    return frequency * (k1 + 1) / (frequency + norm)
