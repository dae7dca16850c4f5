"""Every window that may be shown, scored for a question: BM25 of the window, fused with the other signals.

Each signal is a share of what the question asks for, so that 1 means the same everywhere and a score does not
depend on how long the question is.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from typing import Generic, NamedTuple, TypeVar

import numpy as np

from knowledge.bm25 import selection
from knowledge.bm25.ranking import Floats, Ints
from knowledge.meaning.encoder import Vectors
from knowledge.search.layout import Layout, Runs
from knowledge.search.library import Library
from knowledge.search.meaning import Meant
from knowledge.search.query import Query

Share = TypeVar("Share", Floats, float)
"""A signal of every window, or the weight of a signal."""
CANDIDATES = 64
"""How many passages are looked at closely."""
_NOTED_ENOUGH = 0.3
"""How well a question must restate a note for the noted passage to be looked at closely."""
_ISSUE_DECAY = 0.95
"""What a place further down in an issue's list of sentences keeps of the issue's strength."""


class Signals(NamedTuple, Generic[Share]):
    """What speaks for each window; as weights, what each counts.

    Those of meaning are cosines, and 0 where questions are answered by words alone.
    """

    window: Share
    """BM25 of the window."""
    passage: Share
    """BM25 of the passage it stands in."""
    notes: Share
    """BM25 of the questions noted for its sentences, as one field a sentence."""
    ask: Share
    """How well the question restates the closest single noted question."""
    issue: Share
    """How well the question names an issue that its sentences speak to."""
    sentence: Share
    """Meaning: how close the question is to the closest of its sentences."""
    context: Share
    """Meaning: how close it is to the passage as a whole."""
    restated: Share
    """Meaning: how close it is to the closest question noted for its sentences."""


WORDS = Signals(window=0.3, passage=0.2, notes=2.5, ask=1.5, issue=0.8, sentence=0, context=0, restated=0)
"""Weights where questions are answered by words alone."""
BOTH = WORDS._replace(window=0.2, sentence=1, context=0.5, restated=1)
"""Weights with meaning."""
WITHOUT_NOTES_WORDS, WITHOUT_NOTES_BOTH = 12.0, 4.0
"""What a source's own text counts where it has no notes and other sources of the library have."""


class Scores:
    """How well a question fits all that a library has: its passages, its notes, its issues."""

    def __init__(self, library: Library, query: Query) -> None:
        notes, places = library.notes, len(library.notes.places)
        concepts, weights = query.scaled, [concept.weight for concept in query.concepts]
        self.asks = notes.asks.similarity(concepts, weights, places)
        """How well it restates the closest single question noted for each sentence, 0 to 1 (shape: places)."""
        # Of few notes most words are in every other one, which weighs less than nothing there.
        self.fields: Floats = np.maximum(notes.field.scores(concepts), 0.0)
        """BM25 of the questions noted for each sentence, as one field (shape: places)."""
        self.issues = notes.issue_names.similarity(concepts, weights, len(library.issues))
        """How well it names each issue, 0 to 1 (shape: issues)."""
        self.passages: Floats = np.maximum(library.passages.scores(concepts), 0.0)
        """BM25 of each passage (shape: slots of the passage index)."""
        self.meant = None if library.meaning is None or query.vector is None else Meant(library.meaning, query.vector)
        self.restated: Floats = self.meant.asks(places) if self.meant else np.zeros(places)
        """Meaning: how close it is to the closest question noted for each sentence (shape: places)."""


class Retrieval(Layout):
    """The windows of the passages that may answer a query, with all signals: one row a window."""

    def __init__(
        self, library: Library, query: Query, within: Container[str] | None = None, scores: Scores | None = None
    ) -> None:
        """Score a library's windows; ``within`` restricts them to some source ids.

        ``scores`` are those of the same query, where there are any already.
        """
        self.query = query
        self.scores = scores = scores or Scores(library, query)
        self.issues, self.meant, self.restated = scores.issues, scores.meant, scores.restated
        slots = _candidates(library, scores, within)
        self.complete = slots.size == library.order.slots.size
        """Whether all passages of the library were looked at closely."""
        super().__init__(library, slots)

        self._asked = query.weight or 1.0
        self.signals = Signals(
            window=self.match(query.concepts, library.units, self.as_windows) / self._asked,
            passage=scores.passages[slots][self.of_passage] / self._asked,
            notes=self.spread(scores.fields) / self._asked,
            ask=self.spread(scores.asks),
            issue=self.spread(library.notes.by_issue(self.issues, _ISSUE_DECAY)),
            **self._meaning(),
        )
        self.weights = BOTH if self.meant else WORDS
        fair = self._fairness()
        own = ("window", "passage", "sentence", "context")
        fairly = self.signals._replace(**{name: fair * getattr(self.signals, name) for name in own})
        self.score = weighted(fairly, self.weights)

    def among(self, within: Container[str]) -> Retrieval:
        """Return the windows of some sources for the same query."""
        return Retrieval(self.library, self.query, within, self.scores)

    def _meaning(self) -> dict[str, Floats]:
        """Return the signals of meaning by name."""
        if self.meant is None:
            return dict.fromkeys(("sentence", "context", "restated"), np.zeros(len(self.windows)))
        return {
            "sentence": self.best(self.meant.sentences(self.slots.tolist())),
            "context": self.meant.passages(self.slots.tolist())[self.of_passage],
            "restated": self.spread(self.restated),
        }

    def like(self, window: int) -> Vectors:
        """Return the unit vectors of a window's units (shape: units by dimensions); there must be meaning."""
        assert self.library.meaning is not None
        w = self.windows[window]
        before = int(self._unit_before[w.passage])
        vectors = self.library.meaning.sentences.vectors(int(self.slots[w.passage]))
        return vectors[w.first - before : w.last + 1 - before]

    def near(self, vector: Vectors) -> Floats:
        """Return for each window the cosine of its closest unit with a unit vector (shape: windows)."""
        assert self.library.meaning is not None
        return self.best(Meant(self.library.meaning, vector).sentences(self.slots.tolist()))

    def _fairness(self) -> Floats | float:
        """Return what makes up for the notes that a window's source does not have while others have theirs."""
        if not self.library.notes.noted:
            return 1.0
        noted = self.library.order.among(self.slots, self.library.notes.noted)
        more = WITHOUT_NOTES_WORDS if self.meant is None else WITHOUT_NOTES_BOTH
        return np.where(noted, 1.0, more)[self.of_passage]

    def unit_scores(self, units: Ints) -> Floats:
        """Return how well some single units fit the question (shapes: units)."""
        bm25 = self.match(self.query.concepts, self.library.units, Runs(units, units))
        noted, asked = (self.per_unit(values).take(units) for values in (self.scores.fields, self.scores.asks))
        w = self.weights
        return w.window * bm25 / self._asked + w.notes * noted / self._asked + w.ask * asked


def weighted(signals: Sequence[Floats], weights: Sequence[float]) -> Floats:
    """Return the weighted sum of some signals of one shape."""
    total = np.zeros_like(signals[0])
    for weight, signal in zip(weights, signals, strict=True):
        total += weight * signal
    return total


def _candidates(library: Library, scores: Scores, within: Container[str] | None) -> Ints:
    """Return the slots of the passages to be looked at closely, in the order of the library."""
    slots = library.slots(within)
    if slots.size <= CANDIDATES:
        return slots
    wanted = np.zeros(scores.passages.size, dtype=bool)
    wanted[slots[selection.largest(scores.passages[slots], CANDIDATES).slots]] = True
    if scores.meant is not None:
        wanted[scores.meant.best(CANDIDATES, slots)] = True
    for number in np.flatnonzero(scores.asks > _NOTED_ENOUGH).tolist():
        slot = library.slot_of(library.notes.places[number])
        if slot is not None:
            wanted[slot] = True
    return slots[wanted[slots]]
