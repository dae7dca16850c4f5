"""BM25 with rank-bm25's own scores, over documents that come and go (the formula: ``formula``).

Scores are those of a ``BM25Okapi`` built afresh on the same documents. Every change moves N, the mean length
and, through the floor, the mean idf, so nothing that contains them can be kept from one change to the next.
What a posting keeps is the pair (frequency, length of the document) as a small number, its *code*: a library
has a few thousand different pairs, and their saturations are one small table, computed again after a change.
A query looks its postings up in that table, multiplies by the idf and sums by document (``scoring``). That is
exact after any change, and fast because the table stays in the processor's nearest cache.

rank-bm25 raises ZeroDivisionError on an empty collection; here it scores nothing. In collections of one or
two documents, and for a term in exactly half of them, it scores a match at or below 0, level with or under
documents that do not match. ``scores`` returns those numbers; ``top`` returns matching documents only.
"""

from __future__ import annotations

import math
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import itemgetter
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from knowledge.bm25.codes import PairCodes, pack, pack_many, unpack
from knowledge.bm25.formula import EPSILON, K1, TUNED_K1, B, Floats, Ints, Statistics, saturate
from knowledge.bm25.postings import SPAN, Segment
from knowledge.bm25.scoring import Question, Scorer, Term
from knowledge.bm25.selection import Top

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


_NONE = Top(np.zeros(0, dtype=np.int64), np.zeros(0))


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
            segment.remove(old[~_among(old, distinct)], place)
            kept = _among(distinct, old)
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
        totals = [scorer.total() for scorer in self._scorers(concepts)]
        return totals[0] if len(totals) == 1 else np.concatenate([np.zeros(0), *totals])

    def top(self, concepts: Iterable[Concept], k: int, among: NDArray[np.bool_] | None = None) -> Top:
        """Return the k best of the documents that have a term of the concepts, with the scores of ``scores``.

        ``among`` restricts them to the slots where it is true (shape: slots).
        """
        best = _NONE
        for number, scorer in enumerate(self._scorers(concepts, among) if k > 0 else ()):
            if not number:
                best = scorer.best(k)
                continue
            places, scores = scorer.best(k, best.scores.item(-1) if best.scores.size == k else -math.inf)
            slots = np.concatenate((best.slots, places + number * SPAN))
            scores = np.concatenate((best.scores, scores))
            order = np.lexsort((slots, -scores))[:k]
            best = Top(slots[order], scores[order])
        return best

    def _scorers(self, concepts: Iterable[Concept], among: NDArray[np.bool_] | None = None) -> Iterator[Scorer]:
        question = self._question(concepts)
        saturations = self.codes.saturations(self.statistics.mean_length)
        for number, segment in enumerate(self.segments):
            first = number * SPAN
            wanted = None if among is None else among[first : first + SPAN]
            yield Scorer(segment, question, saturations, min(SPAN, len(self) - first), wanted)

    def _question(self, concepts: Iterable[Concept]) -> Question:
        """Return the terms of each concept that occur, the rarest concepts first."""
        sized: list[tuple[int, list[Term]]] = []
        frequency, idf_of = self.statistics.frequency, self.statistics.idf_of
        least = 1.0
        for concept in concepts:
            idea: list[Term] = []
            size = 0
            for term, weight in concept.items():
                n = frequency(term)
                if n:
                    factor = weight * idf_of(n)
                    idea.append((term, factor))
                    size += n
                    if factor < least:
                        least = factor
            if idea:
                sized.append((size, idea))
        sized.sort(key=itemgetter(0))
        return Question([idea for _, idea in sized], positive=least > 0)

    def _append(self, flat: NDArray[np.intc], lengths: Ints) -> None:
        """Add a new segment of documents, whose terms lie one behind the other in ``flat``."""
        keys = flat.astype(np.int64) << 32 | np.repeat(np.arange(lengths.size), lengths)
        keys.sort()
        new = np.flatnonzero(np.diff(keys, prepend=-1))
        frequency, keys = np.diff(new, append=keys.size), keys[new]
        terms, places = keys >> 32, keys & 0xFFFFFFFF
        codes = self.codes.encode(frequency, lengths[places])
        count = np.bincount(terms).astype(np.int32)
        self.segments.append(Segment.of(places, codes, count, lengths.size))
        order = np.argsort(places, kind="stable")
        self.documents += pack_many(terms[order], np.bincount(places, minlength=lengths.size))
        self.lengths += lengths.tolist()
        self.statistics.count_many(lengths.size, flat.size, count.astype(np.int64))

    def state(self) -> dict[str, NDArray[Any]]:
        """Return copies of all that ``restored`` takes."""
        state: dict[str, NDArray[Any]] = {
            "pairs": np.array(self.codes.pairs, dtype=np.int64),
            "documents": np.frombuffer(b"".join(filter(None, self.documents)), dtype=np.uint8),
            "sizes": np.array([-1 if one is None else len(one) for one in self.documents], dtype=np.int32),
            "lengths": np.array(self.lengths, dtype=np.int64),
        }
        for number, segment in enumerate(self.segments):
            state[f"postings{number}"], state[f"count{number}"] = segment.state()
        return state

    @classmethod
    def restored(cls, state: Mapping[str, NDArray[Any]], k1: float = K1, b: float = B) -> Self:
        """Return the index of a state; raises KeyError or ValueError for what is none."""
        index = cls(k1, b)
        index.codes = PairCodes(state["pairs"].tolist(), k1, b)
        sizes, packed, index.lengths = state["sizes"], state["documents"].tobytes(), state["lengths"].tolist()
        ends: list[int] = np.cumsum(np.maximum(sizes, 0), dtype=np.int64).tolist()
        if len(index.lengths) != len(ends) or len(packed) != (ends[-1] if ends else 0):
            raise ValueError("the documents are not of these sizes")
        index.documents = [
            None if size < 0 else packed[end - size : end] for size, end in zip(sizes.tolist(), ends, strict=True)
        ]
        index.statistics.count_many(int((sizes >= 0).sum()), sum(index.lengths), np.zeros(0, dtype=np.int64))
        for number in range(-(-len(ends) // SPAN)):
            count = state[f"count{number}"]
            size = min(SPAN, len(ends) - number * SPAN)
            segment = Segment.restored(state[f"postings{number}"], count, size, len(index.codes))
            index.segments.append(segment)
            index.statistics.count_many(0, 0, count.astype(np.int64))
        return index


def _among(ids: Ints, ascending: Ints) -> NDArray[np.bool_]:
    """Tell which ids are among some ascending ones (shape: ids); in lists this short a search beats ``np.isin``."""
    if not ascending.size:
        return np.zeros(ids.size, dtype=np.bool_)
    return ascending.take(ascending.searchsorted(ids), mode="clip") == ids
