"""The windows of some passages laid out in arrays, so that all of them are measured at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from knowledge.bm25.ranking import TUNED_K1, Floats, Ints, Statistics, saturate
from knowledge.search.columns import OnDemand
from knowledge.search.library import Library
from knowledge.search.passages import IndexedPassage, Unit
from knowledge.search.query import Concept


class Window(NamedTuple):
    """A run of units of one passage: the passage's position in the layout, and the first and last unit's."""

    passage: int
    first: int
    last: int


class Runs(NamedTuple):
    """Runs of units, one row a run: windows, or single units."""

    first: Ints
    last: Ints


_NOTHING = np.zeros(1)
"""What stands behind the last unit."""


class Layout:
    """Passages with their units and windows, and how often each term occurs in each."""

    def __init__(self, library: Library, slots: Ints) -> None:
        """Lay out the passages in some slots of a library's index."""
        self.library, self.slots = library, slots
        index = library.index
        rows, self._sizes = index.units.gather(slots)
        self._unit_before = np.cumsum(self._sizes) - self._sizes
        self._passage_of_unit = np.repeat(np.arange(slots.size), self._sizes)
        self._start, self._end, self._sentence, lengths = rows.T
        self._length_before = np.concatenate(([0], np.cumsum(lengths, dtype=np.int64)))
        self.units: Sequence[Unit] = OnDemand(len(rows), self._unit)
        runs, counts = index.windows.gather(slots)
        self.of_passage: Ints = np.repeat(np.arange(slots.size), counts)
        """The position in the layout of the passage of each window (shape: windows)."""
        first, last = (runs + self._unit_before[self.of_passage][:, None]).T
        self.as_windows = Runs(first, last)
        self._edges = np.column_stack((first, last + 1)).ravel()
        self.windows: Sequence[Window] = OnDemand(len(runs), self._window)
        self._terms = index.terms.gather(slots)[0][:, 0]
        self._unit_of_term = np.repeat(np.arange(len(rows)), lengths)
        known = library.noted(slots[self._passage_of_unit], self._sentence)
        self._known = (known < len(library.notes.places)).nonzero()[0]
        """The units of whose sentences something is known (shape: known units)."""
        self._place = known[self._known]
        """The numbers of those sentences' places (shape: known units)."""
        self._running: dict[tuple[int, ...], Ints] = {}
        """What ``_count`` returned for some terms."""

    def _unit(self, number: int) -> Unit:
        terms = self._terms[self._length_before[number] : self._length_before[number + 1]]
        passage = self.passage(int(self._passage_of_unit[number]))
        return passage.unit(int(self._start[number]), int(self._end[number]), int(self._sentence[number]), terms)

    def _window(self, number: int) -> Window:
        runs = self.as_windows
        return Window(int(self.of_passage[number]), int(runs.first[number]), int(runs.last[number]))

    def counts(self, terms: tuple[int, ...], runs: Runs) -> Floats:
        """Return how often each of some distinct terms occurs in each run (shape: terms by runs)."""
        running = self._running.get(terms)
        if running is None:
            running = self._running[terms] = self._count(terms)
        return (running.take(runs.last + 1, axis=1) - running.take(runs.first, axis=1)).astype(np.float64)

    def _count(self, terms: tuple[int, ...]) -> Ints:
        """Return how often each term occurs before each unit, and in all of them (shape: terms by units and one)."""
        numbers = np.zeros(len(self.library.vocabulary), dtype=np.int32)  # one look-up a term beats a search
        numbers[np.array(terms, dtype=np.int64)] = np.arange(1, len(terms) + 1)
        row = numbers.take(self._terms)
        hit = row.nonzero()[0]
        places = len(self.units) + 1
        cells = (row.take(hit) - 1) * np.int64(places) + self._unit_of_term.take(hit) + 1
        return np.bincount(cells, minlength=places * len(terms)).reshape(-1, places).cumsum(axis=1)

    def match(self, concepts: Sequence[Concept], statistics: Statistics, runs: Runs) -> Floats:
        """Return the BM25 score of each run (shape: runs); one of two sentences is taken to be of mean length."""
        known = [concept for concept in concepts if concept.terms]
        terms = _terms_of(known)
        score = np.zeros(len(runs.first))
        if not known:
            return score
        length = (self._length_before[runs.last + 1] - self._length_before[runs.first]).astype(np.float64)
        gains = saturate(self.counts(terms, runs), length, 2 * statistics.mean_length, TUNED_K1)
        gains *= np.array([statistics.weight(term) for term in terms])[:, None]
        row = {term: k for k, term in enumerate(terms)}
        for concept in known:
            best = [
                gains[row[term]] if share == 1 else gains[row[term]] * share for term, share in concept.terms.items()
            ]
            score += concept.scale * (best[0] if len(best) == 1 else np.maximum.reduce(best))
        return score

    def presence(self, concepts: Sequence[Concept], run: Window) -> Floats:
        """Return how well a run of units has each concept, 0 to 1 (shape: concepts)."""
        terms = _terms_of(concepts)
        counts = self.counts(terms, Runs(np.array([run.first]), np.array([run.last])))[:, 0]
        here = {term for term, count in zip(terms, counts.tolist(), strict=True) if count}
        return np.array([max((c.terms[term] for term in here & c.terms.keys()), default=0.0) for c in concepts])

    def spread(self, values: Floats) -> Floats:
        """Give each window the best value of its sentences (shapes: the notes' places; windows)."""
        return self.best(self.per_unit(values)) if self._known.size else np.zeros(len(self.windows))

    def best(self, values: Floats) -> Floats:
        """Give each window the best value of its units (shapes: units; windows)."""
        if not self.of_passage.size:
            return np.zeros(0)
        return np.maximum.reduceat(np.concatenate((values, _NOTHING)), self._edges)[::2]

    def per_unit(self, values: Floats) -> Floats:
        """Return the value of each unit's sentence, 0 for one of which nothing is known (shape: units)."""
        spread = np.zeros(len(self.units))
        spread[self._known] = values.take(self._place)
        return spread

    def span(self, window: int) -> tuple[IndexedPassage, int, int]:
        """Return the passage of a window and the character range it has there."""
        w = self.windows[window]
        return self.passage(w.passage), int(self._start[w.first]), int(self._end[w.last])

    def whole(self, window: Window) -> Window:
        """Return the passage that a window is of, as the run of all its units."""
        first = self._unit_before.item(window.passage)
        return Window(window.passage, first, first + self._sizes.item(window.passage) - 1)

    def passage(self, position: int) -> IndexedPassage:
        """Return a passage by its position in the layout."""
        return self.library.indexed(int(self.slots[position]))

    def choose(self, scores: Floats, most: int, per_passage: int = 2) -> list[int]:
        """Return the best windows in order: none overlaps another, at most ``per_passage`` of one passage.

        Equal scores keep the order of the library; a score of 0 is no match.
        """
        chosen: list[int] = []
        taken: dict[int, list[Window]] = {}
        order: list[int] = np.argsort(-scores, kind="stable").tolist()
        for k in order:
            if len(chosen) == most or scores[k] <= 0:
                break
            window = self.windows[k]
            same = taken.setdefault(window.passage, [])
            apart = all(window.last < other.first or other.last < window.first for other in same)
            if len(same) < per_passage and apart:
                chosen.append(k)
                same.append(window)
        return chosen


def _terms_of(concepts: Sequence[Concept]) -> tuple[int, ...]:
    return tuple(sorted({term for concept in concepts for term in concept.terms}))
