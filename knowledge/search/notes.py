"""The index over curated notes and issues: which sentences a question is known to be answered by."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from knowledge.language.terms import Analyzer
from knowledge.search.ranking import Bm25Index, Concept, Floats, Statistics, Vocabulary
from knowledge.sources.curation import Curation, Place


class PhraseIndex:
    """Short texts, each belonging to an owner; tells how well a question restates the closest one of each."""

    def __init__(self) -> None:
        self.statistics = Statistics()
        self._owners: list[int] = []
        self._sizes: list[int] = []
        self._postings: dict[int, list[int]] = {}

    def add(self, owner: int, terms: Sequence[int]) -> None:
        """Add one phrase of an owner."""
        distinct = sorted(set(terms))
        phrase = len(self._owners)
        self._owners.append(owner)
        self._sizes.append(len(distinct))
        self.statistics.add(distinct)
        for term in distinct:
            self._postings.setdefault(term, []).append(phrase)

    def similarity(self, concepts: Sequence[Concept], weights: Sequence[float], owners: int) -> Floats:
        """Return for each owner the cosine of the question with its closest phrase (shape: owners; 0 to 1).

        Both are vectors of term weights; a concept of the question meets a phrase in its best term.
        """
        best = np.zeros(owners)
        if not self._owners:
            return best
        idf = self.statistics.weights()
        dot = np.zeros(len(self._owners))
        for concept, weight in zip(concepts, weights, strict=True):
            gain = np.zeros(len(self._owners))
            for term, share in concept.items():
                posting = self._postings.get(term)
                if posting:
                    gain[posting] = np.maximum(gain[posting], share * idf[term])
            dot += weight * gain
        norms = self._norms()
        length = float(np.sqrt(np.sum(np.square(weights)))) or 1.0
        np.maximum.at(best, np.array(self._owners), dot / (norms * length))
        return np.minimum(best, 1.0)

    def _norms(self) -> Floats:
        idf = self.statistics.weights()
        squares = np.zeros(len(self._owners))
        for term, posting in self._postings.items():
            squares[posting] += idf[term] ** 2
        return np.sqrt(np.maximum(squares, 1e-9))


class NoteIndex:
    """Notes as a BM25 field of their sentence and as single questions; issues by their names and questions."""

    def __init__(self, curation: Curation, analyzer: Analyzer, vocabulary: Vocabulary) -> None:
        self.curation = curation
        self.places: tuple[Place, ...] = tuple(place for place, note in curation.notes.items() if note.asks)
        self._noted = frozenset(place.source for place in self.places)
        self._terms: dict[Place, frozenset[int]] = {}
        self.field = Bm25Index()
        self.asks = PhraseIndex()
        self.issue_names = PhraseIndex()
        self.issue_field = Bm25Index()

        def ids(text: str) -> list[int]:
            return [vocabulary.add(term.key) for term in analyzer.terms(text, question=True)]

        for owner, place in enumerate(self.places):
            asks = [ids(ask) for ask in curation.notes[place].asks]
            self.field.add(_joined(asks))
            self._terms[place] = frozenset(_joined(asks))
            for terms in asks:
                self.asks.add(owner, terms)
        self._issues_by_place: dict[Place, list[tuple[int, int]]] = {}
        for owner, issue in enumerate(curation.issues):
            for source, addresses in issue.sentences:
                for rank, address in enumerate(addresses):
                    self._issues_by_place.setdefault(Place(source, address), []).append((owner, rank))
            names = [ids(name) for name in (issue.label, *issue.aliases, *issue.asks)]
            self.issue_field.add(_joined(names))
            for terms in names:
                self.issue_names.add(owner, terms)
            for source, addresses in issue.sentences:
                for address in addresses:
                    place = Place(source, address)
                    self._terms[place] = self._terms.get(place, frozenset()) | frozenset(_joined(names))

    def terms(self, place: Place) -> frozenset[int]:
        """Return the ids of all terms noted for a sentence, those of its issues included."""
        return self._terms.get(place, frozenset())

    def has(self, source: str) -> bool:
        """Tell whether anybody wrote notes for a source."""
        return source in self._noted

    def counterpoints(self, place: Place) -> tuple[Place, ...] | None:
        """Return what others say on the point of a sentence; None where nobody noted it."""
        note = self.curation.notes.get(place)
        return note.counterpoints if note else None

    def issues_of(self, place: Place) -> list[tuple[int, int]]:
        """Return the issues a sentence speaks to, as (issue, rank in that issue's list) from 0."""
        return self._issues_by_place.get(place, [])


def _joined(lists: Iterable[Sequence[int]]) -> list[int]:
    return [term for terms in lists for term in terms]
