"""Scores the documents of one segment for a question, all of them or only those that can be among the best.

The postings of all terms that have lists are added up: a few thousand, of a few nanoseconds each, so that every
further step, which costs a microsecond, has to save hundreds of them. The commonest terms have rows (see
``postings``), and most of what they add goes to documents that have nothing else. So rows are only looked up for
the documents that can still be among the best (MaxScore: Turtle and Flood, 1995, "Query Evaluation: Strategies
and Optimizations"). What a document must reach comes from a probe: the documents that are best by the lists get
their whole score, and the k-th best of these is what a document of the result has at least.

Whichever way a document is found, its sum is added up in the same order: lists, ideas of several terms, rows.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from knowledge.bm25 import selection
from knowledge.bm25.codes import Saturations
from knowledge.bm25.formula import Floats, Ints
from knowledge.bm25.postings import Posted, Row, Segment
from knowledge.bm25.selection import Top

Wanted = NDArray[np.bool_] | None
"""Which documents count (shape: documents of the segment), None for all."""
Term = tuple[int, float]
"""A term and what a saturation of 1 is worth there: its idf times its weight."""
_HEAD = 256
"""How many postings, those of the rarest ideas, are looked at to learn what a document must reach."""
_PROBED = 5
"""How many documents are probed for each that is wanted."""
_NOWHERE: Ints = np.zeros(0, dtype=np.int64)
_TINY = float(np.finfo(np.float64).tiny)
_SLACK = 1 - 1e-9
"""What keeps a rounding error from putting a document out."""


class Question(NamedTuple):
    """The terms of each idea, in the order of adding up; a document has an idea as well as its best term does."""

    ideas: list[list[Term]]
    positive: bool
    """Whether all terms are worth more than 0, so that every match scores more than the rest."""


class Scorer:
    """The documents of a segment under one question."""

    def __init__(
        self, segment: Segment, question: Question, saturations: Saturations, size: int, wanted: Wanted = None
    ) -> None:
        """``size`` counts the documents."""
        self.bits, self.size, self.wanted = segment.bits, size, wanted
        self.table, self.most = saturations
        self.lists: list[tuple[Posted, float]] = []
        """The postings of the ideas of one term, and what the terms are worth."""
        self.several: list[list[tuple[Posted, float]]] = []
        """The same of each idea of several terms."""
        self.rows: list[list[tuple[Row, float]]] = []
        """The rows of each idea all of whose terms have one."""
        rows, get = segment.rows if question.positive else {}, segment.get
        for idea in question.ideas:
            if len(idea) == 1:
                term, factor = idea[0]
                if term in rows:
                    self.rows.append([(rows[term], factor)])
                elif (posted := get(term)) is not None:
                    self.lists.append((posted, factor))
            elif all(term in rows for term, _ in idea):
                self.rows.append([(rows[term], factor) for term, factor in idea])
            else:
                self.several.append([(posted, factor) for term, factor in idea if (posted := get(term)) is not None])
        self._plain = question.positive and wanted is None and not self.several
        self._times = max(len(self.lists) + sum(map(len, self.several)), 1)
        """In how many lists a document may be."""

    def total(self) -> Floats:
        """Return the score of every document (shape: documents)."""
        total, _ = self._listed()
        for idea in self.rows:
            total += self._gain(idea)
        return total

    def best(self, k: int, least: float = -math.inf) -> Top:
        """Return the k best documents that have a term; scores under ``least`` may be left out."""
        total, touched = self._listed()
        head = total.take(touched[:_HEAD])
        if self.rows:
            return self._best_with_rows(total, touched, k, max(least, self._probed(touched, head, k)) * _SLACK)
        near = self._at_least(max(least, selection.reached(head, k, self._times)), total, touched)
        near = selection.distinct(near)
        return selection.best_of(near, total.take(near), k)

    def _best_with_rows(self, total: Floats, touched: Ints, k: int, least: float) -> Top:
        """Return the k best by the totals of the lists and the rows; ``least`` is as in ``best``."""
        added, open_ = 0, self._open()
        while added < len(self.rows) and least <= open_[added]:  # a document without any list may be among the best
            total += self._gain(self.rows[added])
            added += 1
            least = max(least, selection.reached(total[:_HEAD], k) * _SLACK)
        floor = least - open_[added]
        near = (total >= max(floor, _TINY)).nonzero()[0] if added else self._at_least(floor, total, touched)
        sums = total.take(near)
        for number in range(added, len(self.rows)):
            sums += self._gain(self.rows[number], near)
            at = (sums >= least - open_[number + 1]).nonzero()[0]
            near, sums = near.take(at), sums.take(at)
        near, at = np.unique(near, return_index=True)
        return selection.best_of(near, sums.take(at), k)

    def _at_least(self, floor: float, total: Floats, touched: Ints) -> Ints:
        """Return the documents with a list whose total reaches ``floor``, some of them several times."""
        telling = touched[: self._telling(touched.size, floor)]
        return telling.compress(total.take(telling) >= floor)

    def _listed(self) -> tuple[Floats, Ints]:
        """Return what the lists give each document, and the places they touch, some several times.

        (Shapes: documents; postings.)
        """
        places, gains = self._decoded(self.lists) if self.lists else (_NOWHERE, np.zeros(0))
        total = np.bincount(places, gains, minlength=self.size)
        total = total.astype(np.float64, copy=False)  # of no places it is whole numbers
        touched = [places]
        for lists in filter(None, self.several):
            places, gains = self._decoded(lists)
            gains += total.take(places)
            np.maximum.at(total, places, gains)  # the best of the terms, and at least nothing
            touched.append(places)
        return total, places if len(touched) == 1 else np.concatenate(touched)

    def _decoded(self, lists: Sequence[tuple[Posted, float]]) -> tuple[Ints, Floats]:
        """Return the places of some lists one behind the other, and what each posting is worth."""
        posted = np.concatenate([posted for posted, _ in lists], dtype=np.int64, casting="unsafe")
        gains = self.table.take(posted & ((1 << self.bits) - 1))
        end = 0
        for run, factor in lists:
            start, end = end, end + run.size
            gain = gains[start:end]
            gain *= factor
        places = np.right_shift(posted, self.bits, out=posted)
        if self.wanted is None:
            return places, gains
        kept = self.wanted.take(places).nonzero()[0]
        return places.take(kept), gains.take(kept)

    def _gain(self, idea: Sequence[tuple[Row, float]], places: Ints | None = None) -> Floats:
        """Return what an idea that has rows adds at some places, at all of them for None (shape: places)."""
        best: Floats | None = None
        for row, factor in idea:
            codes = row[: self.size] if places is None else row.take(places)
            gain = np.empty(codes.size)
            (self.table * factor).take(codes, out=gain, mode="clip")  # "raise" would copy, there and back
            best = gain if best is None else np.maximum(best, gain)
        assert best is not None
        return best if places is not None or self.wanted is None else best * self.wanted

    def _open(self) -> list[float]:
        """Return what the rows from each idea on can add, and 0 for none."""
        open_ = [0.0]
        for idea in reversed(self.rows):
            open_.append(open_[-1] + self.most * max(factor for _, factor in idea))
        return open_[::-1]

    def _telling(self, end: int, floor: float) -> int:
        """Return how many of all postings to look at: documents that have only later ones do not reach ``floor``."""
        open_ = 0.0
        for posted, factor in reversed(self.lists) if self._plain else ():
            open_ += self.most * factor
            if open_ >= floor * _SLACK:
                break
            end -= posted.size
        return end

    def _probed(self, touched: Ints, sums: Floats, k: int) -> float:
        """Return a score that k documents reach: these are among the best by what has been added."""
        at = (sums >= selection.reached(sums, _PROBED * k, self._times)).nonzero()[0]
        places, sums = touched.take(at), sums.take(at)
        for idea in self.rows:
            sums += self._gain(idea, places)
        return selection.reached(sums, k, self._times)
