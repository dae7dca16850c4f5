"""The index over curated notes and issues: which sentences a question is known to be answered by."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from typing import TypeVar

import numpy as np

from knowledge.bm25.ranking import TUNED_K1, Bm25Index, Concept, Floats, Ints, Statistics, Vocabulary
from knowledge.language.terms import Analyzer
from knowledge.model import Issue
from knowledge.sources.curation import Curation, Place


class PhraseIndex:
    """Short texts, each belonging to an owner; tells how well a question restates the closest one of each."""

    def __init__(self, phrases: Iterable[tuple[int, Sequence[int]]]) -> None:
        """Index phrases given as (owner, term ids), by ascending owners."""
        statistics = Statistics()
        owners: list[int] = []
        postings: dict[int, list[int]] = {}
        for phrase, (owner, terms) in enumerate(phrases):
            owners.append(owner)
            for term in set(terms):
                postings.setdefault(term, []).append(phrase)
        frequency = np.zeros(max(postings, default=-1) + 1, dtype=np.int64)
        for term, posting in postings.items():
            frequency[term] = len(posting)
        statistics.count_many(len(owners), int(frequency.sum()), frequency)
        self._postings: dict[int, tuple[Ints, float]] = {
            term: (np.array(posting, dtype=np.int64), statistics.weight(term)) for term, posting in postings.items()
        }
        """The phrases of each term, and what the term weighs."""
        squares = np.zeros(len(owners))
        for posting, weight in self._postings.values():
            squares[posting] += weight**2
        self._norms: Floats = np.sqrt(np.maximum(squares, 1e-9))
        self._owners, self._first = np.unique(np.array(owners, dtype=np.int64), return_index=True)
        """Who has phrases, and the first phrase of each."""

    def similarity(self, concepts: Sequence[Concept], weights: Sequence[float], owners: int) -> Floats:
        """Return for each owner the cosine of the question with its closest phrase (shape: owners; 0 to 1).

        Both are vectors of term weights; a concept of the question meets a phrase in its best term.
        """
        dot = np.zeros(self._norms.size)
        for concept, weight in zip(concepts, weights, strict=True):
            met = [(*self._postings[term], share) for term, share in concept.items() if term in self._postings]
            if len(met) == 1:
                posting, own, share = met[0]
                dot[posting] += weight * share * own
            elif met:
                gain = np.zeros(dot.size)
                for posting, own, share in met:
                    gain[posting] = np.maximum(gain[posting], share * own)
                dot += weight * gain
        best = np.zeros(owners)
        if dot.size:
            length = math.sqrt(sum(weight * weight for weight in weights)) or 1.0
            best[self._owners] = np.maximum.reduceat(np.minimum(dot / (self._norms * length), 1.0), self._first)
        return best


class NoteIndex:
    """Notes as a BM25 field of their sentence and as single questions; issues by their names and questions.

    All that is known of sentences is in arrays over ``places``.
    """

    def __init__(self, curation: Curation, analyzer: Analyzer, vocabulary: Vocabulary) -> None:
        self.curation = curation
        self.places: tuple[Place, ...] = tuple(dict.fromkeys(_places(curation)))
        """Every sentence that a note, a counterpoint or an issue speaks of."""
        self.position = {place: i for i, place in enumerate(self.places)}
        self.noted = frozenset(place.source for place, note in curation.notes.items() if note.asks)
        """The sources that a careful reader wrote notes for."""
        self._issues_by_place: dict[Place, list[tuple[int, int]]] = {}

        def ids(text: str) -> Sequence[int]:
            return [vocabulary.add(key) for key in analyzer.keys_of_question(text)]

        asks = [[ids(ask) for ask in _asks(curation, place)] for place in self.places]
        self.field = Bm25Index.of(map(_joined, asks), TUNED_K1)
        self.asks = PhraseIndex((owner, terms) for owner, phrases in enumerate(asks) for terms in phrases)
        self._terms = [frozenset(_joined(phrases)) for phrases in asks]
        names = [[ids(name) for name in (issue.label, *issue.aliases, *issue.asks)] for issue in curation.issues]
        self.issue_names = PhraseIndex((owner, terms) for owner, phrases in enumerate(names) for terms in phrases)
        for owner, issue in enumerate(curation.issues):
            for place, rank in _ranked(issue):
                self._issues_by_place.setdefault(place, []).append((owner, rank))
                self._terms[self.position[place]] |= frozenset(_joined(names[owner]))
        members = [(owner, self.position[p], r) for owner, i in enumerate(curation.issues) for p, r in _ranked(i)]
        columns = np.array(members, dtype=np.int64).reshape(-1, 3)
        self._member_issue, self._member_place, self._member_rank = columns.T

    @cached_property
    def vocabulary(self) -> frozenset[int]:
        """The ids of all terms of notes and issues."""
        return frozenset[int]().union(*self._terms)

    def by_issue(self, strengths: Floats, decay: float) -> Floats:
        """Return for each place the strength of its strongest issue (shape: places).

        A place further down in an issue's list keeps ``decay`` of the one before.
        """
        values = np.zeros(len(self.places))
        if self._member_issue.size:
            np.maximum.at(values, self._member_place, strengths[self._member_issue] * decay**self._member_rank)
        return values

    def terms(self, place: Place) -> frozenset[int]:
        """Return the ids of all terms noted for a sentence, those of its issues included."""
        position = self.position.get(place)
        return frozenset() if position is None else self._terms[position]

    def asked(self, place: Place) -> tuple[str, ...]:
        """Return the questions noted for a sentence."""
        return _asks(self.curation, place)

    def has(self, source: str) -> bool:
        """Tell whether a careful reader wrote notes for a source."""
        return source in self.noted

    def counterpoints(self, place: Place) -> tuple[Place, ...] | None:
        """Return what others say on the point of a sentence; None where nobody noted it."""
        note = self.curation.notes.get(place)
        return note.counterpoints if note else None

    def issues_of(self, place: Place) -> list[tuple[int, int]]:
        """Return the issues a sentence speaks to, as (issue, rank in that issue's list) from 0."""
        return self._issues_by_place.get(place, [])


class PlaceFinder:
    """Numbers of places by where they stand in the index, for many sentences at once."""

    def __init__(self, places: Sequence[Place], slot_of: Callable[[Place], int | None]) -> None:
        """``slot_of`` tells the slot of a place's passage, None where it is gone."""
        found = ((slot_of(place), place.address.sentence, number) for number, place in enumerate(places))
        rows = sorted((_key(slot, sentence), number) for slot, sentence, number in found if slot is not None)
        keys, numbers = np.array(rows, dtype=np.int64).reshape(-1, 2).T
        # What is in no list is found behind its end.
        self._keys, self._numbers = np.append(keys, -1), np.append(numbers, len(places))

    def find(self, slots: Ints, sentences: Ints) -> Ints:
        """Return the numbers of the places where some sentences stand, the number of places for none of them.

        Each sentence is given by the slot of its passage and its number there (shapes: sentences).
        """
        keys = _key(slots, sentences)
        at = np.searchsorted(self._keys[:-1], keys)
        return self._numbers[np.where(self._keys[at] == keys, at, -1)]


Whole = TypeVar("Whole", int, Ints)


def _key(slot: Whole, sentence: Whole) -> Whole:
    return slot << 32 | sentence


def _joined(lists: Iterable[Sequence[int]]) -> list[int]:
    return [term for terms in lists for term in terms]


def _places(curation: Curation) -> Iterator[Place]:
    for place, note in curation.notes.items():
        yield place
        yield from note.counterpoints or ()
    yield from curation.asks
    for issue in curation.issues:
        yield from (place for place, _ in _ranked(issue))


def _ranked(issue: Issue) -> Iterator[tuple[Place, int]]:
    for source, addresses in issue.sentences:
        yield from ((Place(source, address), rank) for rank, address in enumerate(addresses))


def _asks(curation: Curation, place: Place) -> tuple[str, ...]:
    note = curation.notes.get(place)
    return (*(note.asks if note else ()), *curation.asks.get(place, ()))
