"""The windows of some passages laid out in arrays, so that all of them are measured at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain
from typing import NamedTuple

import numpy as np

from knowledge.search.library import IndexedPassage, Unit
from knowledge.search.query import Concept
from knowledge.search.ranking import TUNED_K1, Floats, Ints, Statistics, saturate
from knowledge.sources.curation import Place


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

    def __init__(self, passages: Sequence[IndexedPassage], position: Mapping[Place, int]) -> None:
        """Lay out passages; ``position`` numbers the sentences of which something is known."""
        self.passages = passages
        self.units: list[Unit] = [unit for indexed in passages for unit in indexed.units]
        sizes = [len(indexed.units) for indexed in passages]
        before = np.cumsum(sizes) - sizes
        runs = chain.from_iterable(chain.from_iterable(indexed.windows for indexed in passages))
        self._unit_before = before
        within = np.fromiter(runs, dtype=np.int64).reshape(-1, 2)
        self.of_passage: Ints = np.repeat(np.arange(len(passages)), [len(indexed.windows) for indexed in passages])
        first, last = (within + before[self.of_passage][:, None]).T if within.size else within.T
        self.as_windows = Runs(first, last)
        self.windows: list[Window] = list(map(Window, self.of_passage.tolist(), first.tolist(), last.tolist()))
        every = np.arange(len(self.units))
        self.as_units = Runs(every, every)
        unknown = len(position)
        known = [position.get(unit.place, unknown) for unit in self.units] if unknown else 0
        self._known = np.full(len(self.units), known, dtype=np.int64)
        lengths = np.array([len(unit.terms) for unit in self.units], dtype=np.int64)
        self._length_before = np.concatenate(([0], np.cumsum(lengths)))
        self._terms = np.concatenate([np.zeros(0, np.int64), *(indexed.terms for indexed in passages)])
        self._unit_of_term = np.repeat(every, lengths)

    def counts(self, terms: Sequence[int], runs: Runs) -> Floats:
        """Return how often each of some distinct terms occurs in each run (shape: runs by terms)."""
        running = np.zeros((len(self.units) + 1, len(terms)))
        if len(terms):
            order = np.argsort(terms)
            wanted = np.asarray(terms)[order]
            column = np.minimum(np.searchsorted(wanted, self._terms), wanted.size - 1)
            hit = wanted[column] == self._terms
            np.add.at(running, (self._unit_of_term[hit] + 1, order[column[hit]]), 1.0)
        running = np.cumsum(running, axis=0)
        return running[runs.last + 1] - running[runs.first]

    def match(self, concepts: Sequence[Concept], statistics: Statistics, runs: Runs) -> tuple[Floats, Floats]:
        """Return the BM25 score of each run and how well it has each concept, 0 to 1 (shapes: runs; by concepts).

        A window of two sentences is taken to be of mean length.
        """
        terms = sorted({term for concept in concepts for term in concept.terms})
        column = {term: k for k, term in enumerate(terms)}
        counts = self.counts(terms, runs)
        length = (self._length_before[runs.last + 1] - self._length_before[runs.first]).astype(np.float64)
        weight = np.array([statistics.weight(term) for term in terms])
        gains = weight * saturate(counts, length[:, None], 2 * statistics.mean_length, TUNED_K1)
        there = counts > 0
        score = np.zeros(len(runs.first))
        presence = np.zeros((len(runs.first), len(concepts)))
        for c, concept in enumerate(concepts):
            if concept.terms:
                columns = [column[term] for term in concept.terms]
                shares = np.array(list(concept.terms.values()))
                score += concept.scale * (gains[:, columns] * shares).max(axis=1)
                presence[:, c] = (there[:, columns] * shares).max(axis=1)
        return score, presence

    def spread(self, values: Floats) -> Floats:
        """Give each window the best value of its sentences (shapes: known sentences; windows)."""
        return self.best(self.per_unit(values))

    def best(self, values: Floats) -> Floats:
        """Give each window the best value of its units (shapes: units; windows)."""
        if not self.windows:
            return np.zeros(0)
        edges = np.column_stack((self.as_windows.first, self.as_windows.last + 1)).ravel()
        return np.maximum.reduceat(np.append(values, 0.0), edges)[::2]

    def per_unit(self, values: Floats) -> Floats:
        """Return the value of each unit's sentence, 0 for one of which nothing is known (shape: units)."""
        return np.append(values, 0.0)[self._known]

    def span(self, window: int) -> tuple[IndexedPassage, int, int]:
        """Return the passage of a window and the character range it has there."""
        w = self.windows[window]
        return self.passages[w.passage], self.units[w.first].span.start, self.units[w.last].span.end

    def choose(self, scores: Floats, most: int, per_passage: int = 2) -> list[int]:
        """Return the best windows in order: none overlaps another, at most ``per_passage`` of one passage.

        Equal scores keep the order of the library; a score of 0 is no match.
        """
        chosen: list[int] = []
        for k in np.argsort(-scores, kind="stable"):
            if len(chosen) == most or scores[k] <= 0:
                break
            window = self.windows[int(k)]
            same = [c for c in (self.windows[c] for c in chosen) if c.passage == window.passage]
            apart = all(window.last < other.first or other.last < window.first for other in same)
            if len(same) < per_passage and apart:
                chosen.append(int(k))
        return chosen
