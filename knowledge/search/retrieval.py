"""Every window that may be shown, scored for a question: BM25 of the window, fused with the other signals.

Each signal is a share of what the question asks for, so that 1 means the same everywhere and a score does not
depend on how long the question is.
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from knowledge.search.library import IndexedPassage, Library, Unit
from knowledge.search.query import Query
from knowledge.search.ranking import Floats, saturate
from knowledge.sources.curation import Place

CANDIDATES = 200
"""How many passages are looked at closely."""
_NOTED_ENOUGH = 0.3
"""How well a question must restate a note for the noted passage to be looked at closely."""
_ISSUE_DECAY = 0.95
"""What a place further down in an issue's list of sentences keeps of the issue's strength."""


class Signals(NamedTuple):
    """What speaks for each window; as weights, what each counts."""

    window: Floats | float
    """BM25 of the window."""
    passage: Floats | float
    """BM25 of the passage it stands in."""
    notes: Floats | float
    """BM25 of the questions noted for its sentences, as one field a sentence."""
    ask: Floats | float
    """How well the question restates the closest single noted question."""
    issue: Floats | float
    """How well the question names an issue that its sentences speak to."""


WEIGHTS = Signals(window=0.5, passage=0.2, notes=1.0, ask=2.0, issue=1.0)


class Window(NamedTuple):
    """A run of units of one passage, by their positions in the block."""

    passage: int
    first: int
    last: int


class Block:
    """The windows of the passages that may answer a query, with all signals: one row a window."""

    def __init__(self, library: Library, query: Query, within: Container[str] | None = None) -> None:
        """Score a library's windows; ``within`` restricts them to some source ids."""
        self.library, self.query = library, query
        notes = library.notes
        concepts, weights = query.scaled, [concept.weight for concept in query.concepts]
        asks = notes.asks.similarity(concepts, weights, len(notes.places))
        fields = notes.field.scores(concepts)
        self.issues = notes.issue_names.similarity(concepts, weights, len(library.issues))
        """How well the question names each issue of the library, 0 to 1."""
        by_passage = library.passages.scores(concepts)
        noted = [place for place, ask in zip(notes.places, asks, strict=True) if ask > _NOTED_ENOUGH]
        slots = _candidates(library, by_passage, noted, within)
        self.passages: list[IndexedPassage] = [library.indexed(slot) for slot in slots]
        self.units: list[Unit] = [unit for indexed in self.passages for unit in indexed.units]
        self.windows = self._laid_out()
        self._first = np.array([w.first for w in self.windows], dtype=np.int64)
        self._last = np.array([w.last for w in self.windows], dtype=np.int64)
        of_passage = np.array([w.passage for w in self.windows], dtype=np.int64)
        self._count_terms()

        asked = query.weight or 1.0
        self.signals = Signals(
            window=self._bm25(self._first, self._last) / asked,
            passage=by_passage[slots][of_passage] / asked,
            notes=self.spread(dict(zip(notes.places, fields, strict=True))) / asked,
            ask=self.spread(dict(zip(notes.places, asks, strict=True))),
            issue=self.spread(self._issue_places()),
        )
        self.presence = self._presence(self._first, self._last)
        """How well each window has each concept of the question, 0 to 1 (shape: windows by concepts)."""
        self.coverage: Floats = self.presence @ np.array(weights) / asked
        """The share of the question's weight that each window has."""
        self.score = self.fused(WEIGHTS)

    def fused(self, weights: Signals) -> Floats:
        """Return the weighted sum of the signals (shape: windows)."""
        total = np.zeros(len(self.windows))
        for weight, signal in zip(weights, self.signals, strict=True):
            total += weight * signal
        return total

    def _laid_out(self) -> list[Window]:
        windows: list[Window] = []
        before = 0
        for p, indexed in enumerate(self.passages):
            windows += [Window(p, before + first, before + last) for first, last in indexed.windows]
            before += len(indexed.units)
        return windows

    def _count_terms(self) -> None:
        """Count each term of the question in each unit, as running sums: a window is a difference of two rows."""
        wanted = sorted({term for concept in self.query.concepts for term in concept.terms})
        self._column = {term: k for k, term in enumerate(wanted)}
        lengths = np.array([unit.terms.size for unit in self.units], dtype=np.int64)
        self._length = np.concatenate(([0.0], np.cumsum(lengths)))
        counts = np.zeros((len(self.units) + 1, len(wanted)))
        if wanted and self.units:
            flat = np.concatenate([unit.terms for unit in self.units])
            unit = np.repeat(np.arange(1, lengths.size + 1), lengths)
            column = np.minimum(np.searchsorted(wanted, flat), len(wanted) - 1)
            hit = np.array(wanted)[column] == flat
            np.add.at(counts, (unit[hit], column[hit]), 1.0)
        self._running = np.cumsum(counts, axis=0)

    def _bm25(self, first: NDArray[np.int64], last: NDArray[np.int64]) -> Floats:
        statistics = self.library.units
        frequency = self._running[last + 1] - self._running[first]
        length = self._length[last + 1] - self._length[first]
        total = np.zeros(len(first))
        for concept in self.query.concepts:
            best = np.zeros(len(first))
            for term, share in concept.terms.items():
                gain = saturate(frequency[:, self._column[term]], length, 2 * statistics.mean_length)
                best = np.maximum(best, share * statistics.idf(term) * gain)
            total += concept.scale * best
        return total

    def _presence(self, first: NDArray[np.int64], last: NDArray[np.int64]) -> Floats:
        there = self._running[last + 1] > self._running[first]
        presence = np.zeros((len(first), len(self.query.concepts)))
        for c, concept in enumerate(self.query.concepts):
            for term, share in concept.terms.items():
                presence[:, c] = np.maximum(presence[:, c], share * there[:, self._column[term]])
        return presence

    def _issue_places(self) -> dict[Place, float]:
        by_place: dict[Place, float] = {}
        for issue, strength in zip(self.library.issues, self.issues, strict=True):
            for source, addresses in issue.sentences:
                for rank, address in enumerate(addresses):
                    place = Place(source, address)
                    by_place[place] = max(by_place.get(place, 0.0), float(strength) * _ISSUE_DECAY**rank)
        return by_place

    def spread(self, by_place: Mapping[Place, float]) -> Floats:
        """Give each window the best value of its sentences (shape: windows); a sentence without one has 0."""
        if not by_place or not self.windows:
            return np.zeros(len(self.windows))
        per_unit = np.array([by_place.get(unit.place, 0.0) for unit in self.units])
        edges = np.column_stack((self._first, self._last + 1)).ravel()
        return np.maximum.reduceat(np.append(per_unit, 0.0), edges)[::2]

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


def _candidates(
    library: Library, by_passage: Floats, noted: list[Place], within: Container[str] | None
) -> NDArray[np.int64]:
    slots = np.array(
        [slot for slot in library.slots() if within is None or library.indexed(slot).source.id in within],
        dtype=np.int64,
    )
    if slots.size > CANDIDATES:
        scores = by_passage[slots]
        best = slots[np.argpartition(scores, -CANDIDATES)[-CANDIDATES:]]
        extra = [slot for place in noted if (slot := library.slot_of(place)) is not None]
        slots = np.union1d(best[by_passage[best] > 0], np.intersect1d(np.array(extra, dtype=np.int64), slots))
    return slots
