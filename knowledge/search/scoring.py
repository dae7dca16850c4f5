"""Scores the documents of one segment for a question, all of them or only those that can be among the best.

The ideas of a question are taken in one order, the rare and heavy ones first, so that every document has its
sum added up in the same order whichever way it is found. The postings of common ideas are the most, and few of
them matter: a document that is among the best has rarer ones too (MaxScore: Turtle and Flood, 1995, "Query
Evaluation: Strategies and Optimizations"). So the commonest ideas are left aside until it is known what a
document must reach, and are then looked up only for the documents that can.

What must be reached comes from a probe: the documents that are best by the rarer ideas get their whole score,
and the k-th best of these is what a document of the result has at least. Every step costs a microsecond or two,
so the postings of a question that has only some thousands are all added up.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from knowledge.search import selection
from knowledge.search.codes import Saturations
from knowledge.search.formula import Floats, Ints
from knowledge.search.postings import Posted, Segment
from knowledge.search.selection import Top

Wanted = NDArray[np.bool_] | None
"""Which documents count (shape: documents of the segment), None for all."""
Term = tuple[int, float]
"""A term and what a saturation of 1 is worth there: its idf times its weight."""
MANY = 16_384
"""From how many postings it pays to leave some aside."""
_AT_ONCE = 16_384
"""How many postings are added up at once: their arrays stay in the processor's nearer caches."""
_RARE_SHARE = 4
"""Before the probe those ideas are added up that hold one in so many of all postings."""
_PROBED = 3
"""How many documents are probed for each that is wanted."""
_SEARCH_COST = 4
"""How many postings are added up in the time in which a document is looked up in a list."""
_SLACK = 1 - 1e-9
"""What keeps a rounding error from putting a document out."""


class Idea(NamedTuple):
    """The postings of one idea of a question in a segment, one list a term, with what the terms are worth."""

    lists: list[tuple[Posted, float]]
    size: int
    factor: float
    """The largest of the terms'."""
    several: bool
    """Whether the idea has several terms, so that a document counts by its best, at least 0."""


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

    def give_back(self, total: Floats, touched: Ints) -> None:
        """Clear what was touched and keep the row for the next who asks."""
        if touched.size * 2 < total.size:
            total[touched] = 0.0
        else:
            total.fill(0.0)
        self._spare = [total]


class Scorer:
    """The documents of a segment under one question."""

    def __init__(
        self,
        segment: Segment,
        parts: Sequence[Sequence[Term]],
        saturations: Saturations,
        size: int,
        wanted: Wanted = None,
    ) -> None:
        """``parts`` are the terms of each idea, in the order of adding up; ``size`` counts the documents."""
        self.bits, self.size, self.wanted = segment.bits, size, wanted
        self.saturations, self.most = saturations
        self._code = (1 << segment.bits) - 1
        self.ideas: list[Idea] = []
        self.postings = 0
        self.least_factor, self.plain = 1.0, True
        for part in parts:
            lists: list[tuple[Posted, float]] = []
            count, most = 0, 0.0
            for term, factor in part:
                posted = segment.get(term)
                if posted is not None:
                    lists.append((posted, factor))
                    count += posted.size
                    if factor > most:
                        most = factor
                    if factor < self.least_factor:
                        self.least_factor = factor
            if lists:
                self.ideas.append(Idea(lists, count, most, len(part) > 1))
                self.postings += count
                if len(part) > 1:
                    self.plain = False

    def total(self) -> Floats:
        """Return the score of every document (shape: documents)."""
        total = np.zeros(self.size)
        self._add_up(self.ideas, total)
        return total

    def best(self, k: int, scratch: Scratch, least: float = 0.0) -> Top:
        """Return the k best documents that have a term; scores under ``least`` may be left out."""
        total = scratch.take(self.size)
        if self.least_factor <= 0:  # a match may score no more than the rest, or less
            touched = self._add_up(self.ideas, total)
            best = selection.best_of(total, touched, k, len(self.ideas))
        elif self.postings < MANY or len(self.ideas) < 2:
            touched = self._add_up(self.ideas, total)
            best = self._select(total, touched, k, len(self.ideas))
        else:
            best, touched = self._best_of_many(total, k, least)
        scratch.give_back(total, touched)
        return best

    def _select(self, total: Floats, touched: Ints, k: int, times: int) -> Top:
        if touched.size * 2 > self.size:
            return selection.largest(total[: self.size], k)
        return selection.best_of(total, touched, k, times)

    def _gains(self, posted: Posted, factor: float) -> Floats:
        gains = self.saturations.take(posted & self._code)
        gains *= factor
        return gains

    def _add_up(self, ideas: Sequence[Idea], total: Floats) -> Ints:
        """Add to the totals what some ideas add; return the places they touch, each at most once an idea."""
        touched: list[Ints] = []
        few = self.plain and self.postings <= _AT_ONCE and ideas
        for places, gains in [self._decoded([idea.lists[0] for idea in ideas])] if few else self._runs(ideas):
            if self.wanted is not None:
                kept = self.wanted.take(places).nonzero()[0]
                places, gains = places.take(kept), gains.take(kept)
            np.add.at(total, places, gains)
            touched.append(places)
        return touched[0] if len(touched) == 1 else np.concatenate((np.zeros(0, dtype=np.int64), *touched))

    def _runs(self, ideas: Sequence[Idea]) -> Iterator[tuple[Ints, Floats]]:
        """Yield the places of some ideas and what they add there, each idea's once, some thousand at a time."""
        batch: list[tuple[Posted, float]] = []
        room = _AT_ONCE
        for idea in ideas:
            for posted, factor in () if idea.several else idea.lists:
                for start in range(0, posted.size, _AT_ONCE):
                    run = posted[start : start + _AT_ONCE]
                    if run.size > room:
                        yield self._decoded(batch)
                        batch, room = [], _AT_ONCE
                    batch.append((run, factor))
                    room -= run.size
            if idea.several:
                if batch:
                    yield self._decoded(batch)
                    batch, room = [], _AT_ONCE
                yield self._merged(idea)
        if batch:
            yield self._decoded(batch)

    def _decoded(self, lists: Sequence[tuple[Posted, float]]) -> tuple[Ints, Floats]:
        """Return the places of some lists one behind the other, and what each posting is worth."""
        posted = lists[0][0] if len(lists) == 1 else np.concatenate([posted for posted, _ in lists])
        gains = self.saturations.take(posted & self._code)
        end = 0
        for run, factor in lists:
            start, end = end, end + run.size
            gain = gains[start:end]
            gain *= factor
        return (posted >> self.bits).astype(np.int64), gains

    def _merged(self, idea: Idea) -> tuple[Ints, Floats]:
        """Return the places of an idea of several terms, each once, and what its best term is worth there."""
        places, gains = self._decoded(idea.lists)
        order = np.lexsort((gains, places))
        places, gains = places.take(order), gains.take(order)
        last = selection.changes(places[::-1])[::-1]
        return places.compress(last), np.maximum(gains.compress(last), 0.0)

    def _complete(self, idea: Idea, places: Ints, sums: Floats) -> None:
        """Add to the sums of some places what an idea adds there (shapes: places)."""
        best: Floats | None = None
        for posted, factor in idea.lists:
            at = posted.searchsorted((places << self.bits).astype(posted.dtype))
            found = posted.take(at, mode="clip")
            gain = self._gains(found, factor)
            gain *= (found >> self.bits) == places
            best = gain if best is None else np.maximum(best, gain)
        if best is not None:
            sums += np.maximum(best, 0.0) if idea.several else best

    def _best_of_many(self, total: Floats, k: int, least: float) -> tuple[Top, Ints]:
        """Return the k best, and the places that were added to."""
        ideas, count = self.ideas, len(self.ideas)
        open_ = [0.0] * (count + 1)
        for number in range(count - 1, -1, -1):  # what the ideas from each on can add
            open_[number] = open_[number + 1] + ideas[number].factor * self.most
        split, rare = 1, ideas[0].size + ideas[1].size
        while split < count - 1 and rare * _RARE_SHARE <= self.postings:
            split += 1
            rare += ideas[split].size
        touched = self._add_up(ideas[:split], total)
        probe = self._select(total, touched, _PROBED * k, split)
        sums = probe.scores
        for idea in ideas[split:]:
            self._complete(idea, probe.slots, sums)
        if sums.size >= k:
            sums.partition(sums.size - k)
            least = max(least, float(sums[sums.size - k]))
        least *= _SLACK
        while split < count:
            end = split + 1
            if least > open_[split]:
                near = self._near(total, touched, least - open_[split])
                if near.size * _SEARCH_COST < ideas[split].size:
                    return self._completed(total, near, split, least, open_, k), touched
            else:
                while end < count and least <= open_[end]:
                    end += 1
            touched = np.concatenate((touched, self._add_up(ideas[split:end], total)))
            split = end
        return self._select(total, touched, k, count), touched

    def _near(self, total: Floats, touched: Ints, least: float) -> Ints:
        """Return the places whose total is at least so much, ascending, each once."""
        if touched.size * 4 > self.size:
            return (total[: self.size] >= least).nonzero()[0]
        near = touched.take((total.take(touched) >= least).nonzero()[0])
        near.sort()
        return near.compress(selection.changes(near))

    def _completed(self, total: Floats, places: Ints, split: int, least: float, open_: Sequence[float], k: int) -> Top:
        """Return the best of some places once the ideas from ``split`` on are added."""
        sums = total.take(places)
        for number in range(split, len(self.ideas)):
            self._complete(self.ideas[number], places, sums)
            reach = (sums >= least - open_[number + 1]).nonzero()[0]
            places, sums = places.take(reach), sums.take(reach)
        order = np.lexsort((places, -sums))[:k]
        return Top(places.take(order), sums.take(order))
