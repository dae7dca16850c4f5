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
_TINY = float(np.finfo(np.float64).tiny)
_SLACK = 1 - 1e-9
"""What keeps a rounding error from putting a document out."""


class Question(NamedTuple):
    """The terms of each idea, in the order of adding up; a document has an idea as well as its best term does."""

    ideas: list[list[Term]]
    positive: bool
    """Whether all terms are worth more than 0, so that every match scores more than the rest."""


class Scratch:
    """A row of zeros to add up scores in. Clearing what was touched is cheaper than making a new one."""

    def __init__(self) -> None:
        self._spare: list[Floats] = []

    def take(self, size: int) -> Floats:
        """Return zeros that nobody else has until they are given back (shape: at least ``size``)."""
        try:
            zeros = self._spare.pop()  # one step: two threads never get the same
        except IndexError:
            zeros = np.zeros(0)
        return zeros if zeros.size >= size else np.zeros(size * 9 // 8)

    def give_back(self, total: Floats, touched: Ints | None) -> None:
        """Clear what was touched, None for all, and keep the row for the next who asks."""
        if touched is not None and touched.size * 8 < total.size:
            total[touched] = 0.0
        else:
            total.fill(0.0)
        self._spare = [total]


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
        total = np.zeros(self.size)
        self._add_lists(total)
        for idea in self.rows:
            total += self._gain(idea)
        return total

    def best(self, k: int, scratch: Scratch, least: float = -math.inf) -> Top:
        """Return the k best documents that have a term; scores under ``least`` may be left out."""
        total = scratch.take(self.size)
        touched = self._add_lists(total)
        head = total.take(touched[:_HEAD])
        added = 0
        if self.rows:
            open_ = self._open()
            least = max(least, self._probed(touched, head, k)) * _SLACK
            whole = total[: self.size]
            while added < len(self.rows) and least <= open_[added]:  # a document without any list may be among the best
                whole += self._gain(self.rows[added])
                added += 1
                least = max(least, selection.reached(whole[:_HEAD], k) * _SLACK)
            floor = least - open_[added]
        else:
            floor = least = max(least, selection.reached(head, k, self._times))
        if added:
            near = (total[: self.size] >= max(floor, _TINY)).nonzero()[0]
            sums = total.take(near)
        else:
            telling = touched[: self._telling(touched.size, floor)]
            sums = total.take(telling)
            at = (sums >= floor).nonzero()[0]
            near, sums = telling.take(at), sums.take(at)
        if added < len(self.rows):
            for idea in self.rows[added:]:
                sums += self._gain(idea, near)
            at = (sums >= least).nonzero()[0]
            near, sums = near.take(at), sums.take(at)
        scratch.give_back(total, None if added else touched)
        return selection.best_of(near, sums, k, 1 if added else self._times)

    def _add_lists(self, total: Floats) -> Ints:
        """Add to the totals what the lists add; return the places they touch, some several times."""
        touched: list[Ints] = []
        if self.lists:
            places, gains = self._decoded(self.lists)
            np.add.at(total, places, gains)
            touched.append(places)
        for lists in filter(None, self.several):
            places, gains = self._decoded(lists)
            gains += total.take(places)
            np.maximum.at(total, places, gains)  # the best of the terms, and at least nothing
            touched.append(places)
        return touched[0] if len(touched) == 1 else np.concatenate((np.zeros(0, dtype=np.int64), *touched))

    def _decoded(self, lists: Sequence[tuple[Posted, float]]) -> tuple[Ints, Floats]:
        """Return the places of some lists one behind the other, and what each posting is worth."""
        posted = np.concatenate([posted for posted, _ in lists])
        gains = self.table.take(posted & ((1 << self.bits) - 1))
        end = 0
        for run, factor in lists:
            start, end = end, end + run.size
            gain = gains[start:end]
            gain *= factor
        places = (posted >> self.bits).astype(np.int64)
        if self.wanted is None:
            return places, gains
        kept = self.wanted.take(places).nonzero()[0]
        return places.take(kept), gains.take(kept)

    def _gain(self, idea: Sequence[tuple[Row, float]], places: Ints | None = None) -> Floats:
        """Return what an idea that has rows adds at some places, at all of them for None (shape: places)."""
        best: Floats | None = None
        for row, factor in idea:
            gain = self.table.take(row[: self.size] if places is None else row.take(places))
            gain *= factor
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
