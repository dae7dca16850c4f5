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


class Layout:
    """Passages with their units and windows, and how often each term occurs in each."""

    def __init__(self, library: Library, slots: Ints) -> None:
        """Lay out the passages in some slots of a library's index."""
        self.library, self.slots = library, slots
        index = library.index
        rows, sizes = index.units.gather(slots)
        self._unit_before = np.cumsum(sizes) - sizes
        self._passage_of_unit = np.repeat(np.arange(slots.size), sizes)
        self._start, self._end, self._sentence, lengths = rows.T
        self._length_before = np.concatenate(([0], np.cumsum(lengths, dtype=np.int64)))
        self.units: Sequence[Unit] = OnDemand(len(rows), self._unit)
        every = np.arange(len(rows))
        self.as_units = Runs(every, every)
        runs, counts = index.windows.gather(slots)
        self.of_passage: Ints = np.repeat(np.arange(slots.size), counts)
        """The position in the layout of the passage of each window (shape: windows)."""
        first, last = (runs + self._unit_before[self.of_passage][:, None]).T
        self.as_windows = Runs(first, last)
        self.windows: Sequence[Window] = OnDemand(len(runs), self._window)
        self._terms = index.terms.gather(slots)[0][:, 0]
        self._unit_of_term = np.repeat(every, lengths)
        self._known = library.noted(slots[self._passage_of_unit], self._sentence)

    def _unit(self, number: int) -> Unit:
        terms = self._terms[self._length_before[number] : self._length_before[number + 1]]
        passage = self.passage(int(self._passage_of_unit[number]))
        return passage.unit(int(self._start[number]), int(self._end[number]), int(self._sentence[number]), terms)

    def _window(self, number: int) -> Window:
        runs = self.as_windows
        return Window(int(self.of_passage[number]), int(runs.first[number]), int(runs.last[number]))

    def counts(self, terms: Sequence[int], runs: Runs) -> Floats:
        """Return how often each of some distinct terms occurs in each run (shape: terms by runs)."""
        if not len(terms):
            return np.zeros((0, runs.first.size))
        numbers = np.zeros(len(self.library.vocabulary), dtype=np.int32)  # one look-up a term beats a search
        numbers[np.asarray(terms)] = np.arange(1, len(terms) + 1)
        row = numbers.take(self._terms)
        hit = row.nonzero()[0]
        places = len(self.units) + 1
        cells = (row.take(hit) - 1) * np.int64(places) + self._unit_of_term.take(hit) + 1
        running = np.bincount(cells, minlength=places * len(terms)).reshape(-1, places).cumsum(axis=1)
        return (running.take(runs.last + 1, axis=1) - running.take(runs.first, axis=1)).astype(np.float64)

    def match(self, concepts: Sequence[Concept], statistics: Statistics, runs: Runs) -> tuple[Floats, Floats]:
        """Return the BM25 score of each run and how well it has each concept, 0 to 1 (shapes: runs; by concepts).

        A window of two sentences is taken to be of mean length.
        """
        terms = sorted({term for concept in concepts for term in concept.terms})
        row = {term: k for k, term in enumerate(terms)}
        counts = self.counts(terms, runs)
        length = (self._length_before[runs.last + 1] - self._length_before[runs.first]).astype(np.float64)
        weight = np.array([statistics.weight(term) for term in terms])
        gains = weight[:, None] * saturate(counts, length, 2 * statistics.mean_length, TUNED_K1)
        score = np.zeros(len(runs.first))
        presence = np.zeros((len(runs.first), len(concepts)))
        known = [c for c, concept in enumerate(concepts) if concept.terms]
        if known:
            rows = [row[term] for c in known for term in concepts[c].terms]
            shares = np.array([share for c in known for share in concepts[c].terms.values()])[:, None]
            sizes = np.array([len(concepts[c].terms) for c in known], dtype=np.int64)
            first: Ints = np.cumsum(sizes) - sizes
            presence[:, known] = np.maximum.reduceat((counts > 0)[rows] * shares, first, axis=0).T
            best = np.maximum.reduceat(gains[rows] * shares, first, axis=0)
            for k, c in enumerate(known):
                score += concepts[c].scale * best[k]
        return score, presence

    def spread(self, values: Floats) -> Floats:
        """Give each window the best value of its sentences (shapes: known sentences; windows)."""
        return self.best(self.per_unit(values))

    def best(self, values: Floats) -> Floats:
        """Give each window the best value of its units (shapes: units; windows)."""
        if not self.of_passage.size:
            return np.zeros(0)
        edges = np.column_stack((self.as_windows.first, self.as_windows.last + 1)).ravel()
        return np.maximum.reduceat(np.append(values, 0.0), edges)[::2]

    def per_unit(self, values: Floats) -> Floats:
        """Return the value of each unit's sentence, 0 for one of which nothing is known (shape: units)."""
        return np.append(values, 0.0)[self._known]

    def span(self, window: int) -> tuple[IndexedPassage, int, int]:
        """Return the passage of a window and the character range it has there."""
        w = self.windows[window]
        return self.passage(w.passage), int(self._start[w.first]), int(self._end[w.last])

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
