"""BM25 with rank-bm25's own scores, over documents that come and go (the formula: ``formula``).

Scores are those of a ``BM25Okapi`` built afresh on the same documents. Every change moves N, the mean length
and, through the floor, the mean idf, so nothing that contains them can be kept from one change to the next.
What a posting keeps is the pair (frequency, length of the document) as a small number, its *code*: a library
has a few thousand different pairs, and their saturations are one small table, computed again after a change.
A query looks its postings up in that table, multiplies by the idf and sums by document. That is exact after
any change, and fast because the table stays in the processor's nearest cache.

``top`` finds the best documents through the maxima of many small groups of documents, ten times cheaper than
a partition of all scores. Leaving the long lists of common words uncounted until it is known for which
documents they can matter (MaxScore) was tried and is no faster: it saves less than its own passes cost.

rank-bm25 raises ZeroDivisionError on an empty collection; here it scores nothing. In collections of one or
two documents, and for a term in exactly half of them, it scores a match at or below 0, level with or under
documents that do not match. ``scores`` returns those numbers; ``top`` returns matching documents only.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from knowledge.search import selection
from knowledge.search.codes import PairCodes, pack, pack_many, unpack
from knowledge.search.formula import EPSILON, K1, B, Floats, Ints, Statistics, saturate
from knowledge.search.postings import SPAN, Posted, Segment

__all__ = ["EPSILON", "K1", "B", "Bm25Index", "Floats", "Ints", "Statistics", "Vocabulary", "saturate"]

Concept = Mapping[int, float]
"""Term ids that stand for one idea of the question, each with a weight; a document has the idea as well as
its best term does."""
Document = Sequence[int] | Ints
"""Term ids in the order of the text, or any other."""


class Vocabulary:
    """Numbers terms from 0 in the order in which they are first seen."""

    def __init__(self, terms: Iterable[str] = ()) -> None:
        self._ids: dict[str, int] = {term: number for number, term in enumerate(terms)}

    def __len__(self) -> int:
        return len(self._ids)

    def __contains__(self, term: str) -> bool:
        return term in self._ids

    def __iter__(self) -> Iterator[str]:
        return iter(self._ids)

    def add(self, term: str) -> int:
        """Return the id of a term, a new one if it has none."""
        return self._ids.setdefault(term, len(self._ids))

    def get(self, term: str) -> int | None:
        """Return the id of a known term, else None."""
        return self._ids.get(term)


class Top(NamedTuple):
    """The best documents, best first, equal ones in the order of their slots (shapes: at most k)."""

    slots: Ints
    scores: Floats


class _List(NamedTuple):
    """The postings of one term in one segment, the segment's number and what a saturation of 1 is worth."""

    segment: int
    posted: Posted
    factor: float


class _Part(NamedTuple):
    """What a concept adds to scores."""

    lists: list[_List]
    several: bool
    """Whether the lists are of several terms: a document may be in two of them, and the better counts."""
    size: int
    """Postings in all lists."""
    factor: float
    """The largest factor of a list."""


class Bm25Index:
    """Documents in numbered slots, ranked by the concepts of a question.

    Slots are numbered in the order in which documents are added; an emptied slot is not used again, so that
    equal scores keep that order.
    """

    def __init__(self, k1: float = K1, b: float = B) -> None:
        self.statistics = Statistics()
        self.segments: list[Segment] = []
        self.codes = PairCodes(k1=k1, b=b)
        self.documents: list[bytes | None] = []
        """The distinct terms of each slot's document, packed; None where the slot is empty."""
        self.lengths: list[int] = []

    @classmethod
    def of(cls, documents: Iterable[Document], k1: float = K1, b: float = B) -> Bm25Index:
        """Return an index of many documents, in slots from 0: as adding them one by one does, but faster."""
        index = cls(k1, b)
        documents = list(documents)
        for first in range(0, len(documents), SPAN):
            index._append(documents[first : first + SPAN])
        return index

    def __len__(self) -> int:
        """Return the number of slots, empty ones included."""
        return len(self.documents)

    @property
    def nbytes(self) -> int:
        """Bytes in use for postings and documents, statistics not counted."""
        documents = sum(map(len, filter(None, self.documents)))
        return documents + sum(segment.nbytes for segment in self.segments)

    def add(self, terms: Document) -> int:
        """Add a document and return its slot."""
        slot = len(self.documents)
        if slot % SPAN == 0:
            self.segments.append(Segment())
        self.documents.append(None)
        self.lengths.append(0)
        self.edit(slot, terms)
        return slot

    def edit(self, slot: int, terms: Document) -> None:
        """Put a document in the place of the one in a slot, or into a slot that was emptied."""
        segment, place = self.segments[slot // SPAN], slot % SPAN
        distinct, frequency = np.unique(np.asarray(terms, dtype=np.int64), return_counts=True)
        codes = self.codes.encode(frequency, len(terms))
        before = self.documents[slot]
        if before is None:
            segment.put(distinct, place, codes)
        else:
            old = unpack(before)
            segment.remove(np.setdiff1d(old, distinct, assume_unique=True), place)
            kept = np.isin(distinct, old, assume_unique=True)
            segment.recode(distinct[kept], place, codes[kept])
            segment.put(distinct[~kept], place, codes[~kept])
            self.statistics.count(old, self.lengths[slot], times=-1)
        self.statistics.count(distinct, len(terms))
        self.documents[slot], self.lengths[slot] = pack(distinct), len(terms)

    def remove(self, slot: int) -> None:
        """Take the document out of a slot; the slot stays empty and scores 0."""
        packed = self.documents[slot]
        if packed is None:
            return
        terms = unpack(packed)
        self.segments[slot // SPAN].remove(terms, slot % SPAN)
        self.statistics.count(terms, self.lengths[slot], times=-1)
        self.documents[slot], self.lengths[slot] = None, 0

    def scores(self, concepts: Iterable[Concept]) -> Floats:
        """Return the score of every slot (shape: slots): rank-bm25's, for one-term concepts of weight 1."""
        return self._total([self._part(concept) for concept in concepts])

    def top(self, concepts: Iterable[Concept], k: int, among: NDArray[np.bool_] | None = None) -> Top:
        """Return the k best of the documents that have a term of the concepts, with the scores of ``scores``.

        ``among`` restricts them to the slots where it is true (shape: slots).
        """
        parts = [part for part in map(self._part, concepts) if part.size]
        if not parts or k < 1:
            return Top(np.zeros(0, dtype=np.int64), np.zeros(0))
        if any(entry.factor <= 0 for part in parts for entry in part.lists):
            return self._top_of_matches(parts, k, among)
        total = self._total(parts) if among is None else self._total(parts) * among
        slots = selection.reaching(total, k)
        return self._chosen(slots, total[slots], k)

    def _top_of_matches(self, parts: list[_Part], k: int, among: NDArray[np.bool_] | None) -> Top:
        """Rank what matches where a match may score 0 or less, which tells it no longer from the rest."""
        match = np.zeros(len(self), dtype=np.bool_)
        for entry in (entry for part in parts for entry in part.lists):
            match[entry.posted.places + np.int64(entry.segment * SPAN)] = True
        matching = np.flatnonzero(match if among is None else match & among)
        return self._chosen(matching, self._total(parts)[matching], k)

    @staticmethod
    def _chosen(slots: Ints, scores: Floats, k: int) -> Top:
        chosen = selection.best(scores, k)
        order = chosen[np.lexsort((slots[chosen], -scores[chosen]))[:k]]
        return Top(slots[order], scores[order])

    def _part(self, concept: Concept) -> _Part:
        lists: list[_List] = []
        for term, weight in concept.items():
            factor = weight * self.statistics.idf(term)
            for number, segment in enumerate(self.segments):
                posted = segment.get(term)
                if posted is not None:
                    lists.append(_List(number, posted, factor))
        several = len(concept) > 1
        size = sum(entry.posted.places.size for entry in lists)
        return _Part(lists, several, size, max((entry.factor for entry in lists), default=0.0))

    def _total(self, parts: Sequence[_Part]) -> Floats:
        """Return what some parts add to the score of every slot (shape: slots)."""
        saturations = self.codes.saturations(self.statistics.mean_length)
        size = sum(part.size for part in parts)
        slots, gains = np.empty(size, dtype=np.int64), np.empty(size)
        held = np.zeros(len(self)) if any(part.several for part in parts) else np.zeros(0)
        end = 0
        for part in parts:
            first = end
            for number, posted, factor in part.lists:
                start, end = end, end + posted.places.size
                slot, gain = slots[start:end], gains[start:end]
                np.add(posted.places, number * SPAN, out=slot, dtype=np.int64)
                np.take(saturations * factor, posted.codes, out=gain, mode="clip")
                if part.several:  # a further term adds what it is better by
                    before = held[slot]
                    held[slot] = np.maximum(gain, before, out=gain)
                    gain -= before
            if part.several:
                held[slots[first:end]] = 0
        if not size:  # bincount of nothing counts in integers
            return np.zeros(len(self))
        return np.bincount(slots, gains, minlength=len(self)).astype(np.float64, copy=False)

    def _append(self, documents: Sequence[Document]) -> None:
        """Add a new segment of documents."""
        lengths = np.array([len(terms) for terms in documents], dtype=np.int64)
        flat = np.concatenate([np.asarray(terms, dtype=np.int64) for terms in documents])
        keys = flat << 16 | np.repeat(np.arange(lengths.size), lengths)
        keys.sort()
        new = np.flatnonzero(np.diff(keys, prepend=-1))
        frequency, keys = np.diff(new, append=keys.size), keys[new]
        terms, places = keys >> 16, (keys & 0xFFFF).astype(np.uint16)
        codes = self.codes.encode(frequency, lengths[places])
        count = np.bincount(terms).astype(np.int32)
        self.segments.append(Segment.of(places, codes, count))
        order = np.argsort(places, kind="stable")
        self.documents += pack_many(terms[order], np.bincount(places, minlength=lengths.size))
        self.lengths += lengths.tolist()
        self.statistics.count_many(lengths.size, int(lengths.sum()), count.astype(np.int64))
