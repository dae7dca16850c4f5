"""BM25 with the statistics and the formula of rank-bm25's ``BM25Okapi``, over documents that come and go.

A document is a sequence of term ids. Scores of a query are those of an index that rank-bm25 would build afresh
on the same documents: idf(t) = ln(N - n(t) + 0.5) - ln(n(t) + 0.5), where a negative idf becomes 0.25 times the
mean idf of the vocabulary; a term of frequency f in a document of d terms adds
idf(t) * f * (k1 + 1) / (f + k1 * (1 - b + b * d / mean d)).
Source: Trotman, Puurula, Burgess (2014), "Improvements to BM25 and Language Models Examined", as implemented in
rank-bm25 0.2.2. Unlike it, an empty collection scores nothing instead of raising ZeroDivisionError.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

K1, B, EPSILON = 2.0, 0.75, 0.25

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Concept = Mapping[int, float]
"""Term ids that stand for one idea of the question, each with a weight; a document has the idea as well as its
best term does."""


class Vocabulary:
    """Numbers terms from 0 in the order in which they are first seen."""

    def __init__(self) -> None:
        self._ids: dict[str, int] = {}

    def __len__(self) -> int:
        return len(self._ids)

    def __contains__(self, term: str) -> bool:
        return term in self._ids

    def __iter__(self) -> Iterable[str]:  # pyright: ignore[reportIncompatibleMethodOverride]
        return iter(self._ids)

    def add(self, term: str) -> int:
        """Return the id of a term, a new one if it has none."""
        return self._ids.setdefault(term, len(self._ids))

    def get(self, term: str) -> int | None:
        """Return the id of a known term, else None."""
        return self._ids.get(term)


class Statistics:
    """How many documents there are, how long they are on average, and in how many each term occurs."""

    def __init__(self) -> None:
        self.documents = 0
        self.length = 0
        self._frequency: Ints = np.zeros(256, dtype=np.int64)
        self._idf: Floats | None = None

    def add(self, terms: Sequence[int] | Ints, times: int = 1) -> None:
        """Count one document in; ``times=-1`` counts it out again."""
        distinct = np.fromiter(set(terms), dtype=np.int64)
        if distinct.size and distinct.max() >= self._frequency.size:
            grown = np.zeros(max(int(distinct.max()) + 1, 2 * self._frequency.size), dtype=np.int64)
            grown[: self._frequency.size] = self._frequency
            self._frequency = grown
        self._frequency[distinct] += times
        self.documents += times
        self.length += times * len(terms)
        self._idf = None

    @property
    def mean_length(self) -> float:
        """Mean number of terms in a document; 0 without documents."""
        return self.length / self.documents if self.documents else 0.0

    def frequency(self, term: int) -> int:
        """Return in how many documents a term occurs."""
        return int(self._frequency[term]) if term < self._frequency.size else 0

    def idf(self, term: int | None) -> float:
        """Return the idf of a term, 0 for one that occurs nowhere."""
        weights = self.weights()
        return float(weights[term]) if term is not None and term < weights.size else 0.0

    @property
    def rarest(self) -> float:
        """The idf of a term that occurs in one document."""
        return float(np.log(self.documents - 0.5) - np.log(1.5)) if self.documents > 1 else 1.0

    def weights(self) -> Floats:
        """Return the idf of every term id (shape: at least as many as the vocabulary has)."""
        if self._idf is None:
            self._idf = self._compute()
        return self._idf

    def _compute(self) -> Floats:
        frequency = self._frequency.astype(np.float64)
        used = frequency > 0
        idf = np.zeros_like(frequency)
        idf[used] = np.log(self.documents - frequency[used] + 0.5) - np.log(frequency[used] + 0.5)
        if used.any():
            idf[idf < 0] = EPSILON * idf[used].mean()
        return idf


def saturate(frequency: Floats, length: Floats, mean_length: float) -> Floats:
    """Return the part of the formula that depends on the document: shapes broadcast, 0 where frequency is 0."""
    norm = K1 * (1 - B + B * length / mean_length) if mean_length else np.ones_like(length)
    return frequency * (K1 + 1) / (frequency + norm)


class Bm25Index:
    """Documents in numbered slots, ranked by the concepts of a question."""

    def __init__(self) -> None:
        self.statistics = Statistics()
        self._documents: list[Sequence[int] | Ints | None] = []
        self._lengths: list[int] = []
        self._postings: dict[int, dict[int, int]] = {}

    def __len__(self) -> int:
        """Return the number of slots, empty ones included."""
        return len(self._documents)

    def add(self, terms: Sequence[int] | Ints) -> int:
        """Add a document and return its slot."""
        slot = len(self._documents)
        self._documents.append(terms)
        self._lengths.append(len(terms))
        self.statistics.add(terms)
        for term in terms:
            posting = self._postings.setdefault(term, {})
            posting[slot] = posting.get(slot, 0) + 1
        return slot

    def remove(self, slot: int) -> None:
        """Take the document out of a slot; the slot stays empty and scores 0."""
        terms = self._documents[slot]
        if terms is None:
            return
        self._documents[slot] = None
        self.statistics.add(terms, times=-1)
        for term in set(terms):
            del self._postings[term][slot]

    def scores(self, concepts: Iterable[Concept]) -> Floats:
        """Return the score of every slot (shape: slots). One-term concepts of weight 1 score as rank-bm25 does."""
        total = np.zeros(len(self._documents))
        for concept in concepts:
            best = np.zeros(len(self._documents))
            for term, weight in concept.items():
                posting = self._postings.get(term)
                if posting:
                    slots = np.fromiter(posting, dtype=np.int64)
                    frequency = np.fromiter(posting.values(), dtype=np.float64)
                    length = np.array([self._lengths[slot] for slot in slots], dtype=np.float64)
                    gain = saturate(frequency, length, self.statistics.mean_length)
                    best[slots] = np.maximum(best[slots], weight * self.statistics.idf(term) * gain)
            total += best
        return total
