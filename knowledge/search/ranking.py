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

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from knowledge.search import selection
from knowledge.search.codes import PairCodes, pack, pack_many, unpack
from knowledge.search.formula import EPSILON, K1, TUNED_K1, B, Floats, Ints, Statistics, saturate
from knowledge.search.postings import SPAN, Posted, Segment

__all__ = [
    "EPSILON",
    "K1",
    "TUNED_K1",
    "B",
    "Bm25Index",
    "Floats",
    "Ints",
    "Statistics",
    "Vocabulary",
    "saturate",
]

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


class _Term(NamedTuple):
    """A term of a concept, and what each code is worth there (shape: codes)."""

    id: int
    worth: Floats
    factor: float
    """What a saturation of 1 is worth: the term's idf times its weight."""


class _Found(NamedTuple):
    """The postings of a term in one segment, and what each code is worth."""

    posted: Posted
    worth: Floats
    several: bool
    """Whether other terms stand for the same concept, so that a document counts by the better."""
    first: bool
    """Whether a new concept begins here."""


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
        flat, lengths = array("i"), array("i")
        for terms in documents:
            flat.frombytes(np.asarray(terms, dtype=np.intc).tobytes())
            lengths.append(len(terms))
            if len(lengths) == SPAN:
                index._append(np.array(flat), np.array(lengths, dtype=np.int64))
                flat, lengths = array("i"), array("i")
        if lengths:
            index._append(np.array(flat), np.array(lengths, dtype=np.int64))
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
        return self._total(self._parts(concepts))

    def top(self, concepts: Iterable[Concept], k: int, among: NDArray[np.bool_] | None = None) -> Top:
        """Return the k best of the documents that have a term of the concepts, with the scores of ``scores``.

        ``among`` restricts them to the slots where it is true (shape: slots).
        """
        parts = self._parts(concepts)
        if not parts or k < 1:
            return Top(np.zeros(0, dtype=np.int64), np.zeros(0))
        total = self._total(parts) if among is None else self._total(parts) * among
        if min(term.factor for part in parts for term in part) > 0:
            slots = selection.largest(total, k)
        else:  # a match may score 0 or less, which tells it no longer from the rest
            match = self._matching(parts)
            slots = selection.best_of(total, np.flatnonzero(match if among is None else match & among), k)
        return Top(slots, total[slots])

    def _parts(self, concepts: Iterable[Concept]) -> list[list[_Term]]:
        """Return the terms of each concept that occur; a concept without one is left out."""
        saturations = self.codes.saturations(self.statistics.mean_length)
        parts: list[list[_Term]] = []
        for concept in concepts:
            part: list[_Term] = []
            for term, weight in concept.items():
                if self.statistics.frequency(term):
                    factor = weight * self.statistics.idf(term)
                    part.append(_Term(term, factor * saturations, factor))
            if part:
                parts.append(part)
        return parts

    def _total(self, parts: Sequence[Sequence[_Term]]) -> Floats:
        """Return what some parts add to the score of every slot (shape: slots)."""
        sizes = [min(SPAN, len(self) - first) for first in range(0, len(self), SPAN)]
        segments = zip(self.segments, sizes, strict=True)
        totals = [self._count(segment, parts, size) for segment, size in segments]
        return totals[0] if len(totals) == 1 else np.concatenate([np.zeros(0), *totals])

    @staticmethod
    def _count(segment: Segment, parts: Sequence[Sequence[_Term]], size: int) -> Floats:
        """Return what some parts add to the scores of a segment that holds ``size`` slots (shape: size)."""
        found: list[_Found] = []
        for part in parts:
            first, several = True, len(part) > 1
            for term in part:
                posted = segment.get(term.id)
                if posted is not None:
                    found.append(_Found(posted, term.worth, several, first))
                    first = False
        if not found:
            return np.zeros(size)
        places = np.concatenate([entry.posted.places for entry in found], dtype=np.int64)
        gains = np.empty(places.size)
        held = np.zeros(size if any(entry.several for entry in found) else 0)
        end = begin = 0
        for posted, worth, several, first in found:
            start, end = end, end + posted.places.size
            gain = worth.take(posted.codes, out=gains[start:end], mode="clip")
            if several:  # a further term adds what it is better by
                if first:
                    held[places[begin:start]] = 0
                    begin = start
                at = places[start:end]
                before = held[at]
                held[at] = np.maximum(gain, before, out=gain)
                gain -= before
        return np.bincount(places, gains, minlength=size).astype(np.float64, copy=False)

    def _matching(self, parts: Sequence[Sequence[_Term]]) -> NDArray[np.bool_]:
        """Tell for every slot whether its document has a term of the parts (shape: slots)."""
        match = np.zeros(len(self), dtype=np.bool_)
        for number, segment in enumerate(self.segments):
            for term in (term for part in parts for term in part):
                posted = segment.get(term.id)
                if posted is not None:
                    match[posted.places + np.int64(number * SPAN)] = True
        return match

    def _append(self, flat: NDArray[np.intc], lengths: Ints) -> None:
        """Add a new segment of documents, whose terms lie one behind the other in ``flat``."""
        keys = flat.astype(np.int64) << 16 | np.repeat(np.arange(lengths.size), lengths)
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
        self.statistics.count_many(lengths.size, flat.size, count.astype(np.int64))
