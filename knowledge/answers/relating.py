"""The issues that a text which is not in the library yet may speak to: proposed, for a person to confirm."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import NamedTuple

import numpy as np

from knowledge.bm25.ranking import TUNED_K1, Bm25Index, Floats
from knowledge.language import text as language
from knowledge.model import Issue, Passage, SentenceAddress
from knowledge.search.library import Library
from knowledge.sources.curation import Place

MOST_SENTENCES = 5
"""How many sentences are proposed for one issue."""
_LIKE = 0.25
"""How well the best two sentences must fit an issue on average, and others to be proposed too.

The two shipped essays speak to 73 issues in all; 67 of these reach it although the essay's own sentences are left out
of them. Of 162 papers on the American constitution 7 reach it with any of the 42 issues.
"""
_BACKGROUND = 500
_SHORT = 9.0
"""What is added to the weight of a sentence, so that a short one does not fit an issue by one common word."""


class Relation(NamedTuple):
    """An issue, with the sentences that speak to it."""

    issue: Issue
    sentences: tuple[SentenceAddress, ...]
    """The most direct first."""


class IssueFinder:
    """Finds by BM25 over the names of each issue and the sentences that are known to speak to it."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._issues = library.issues
        # Some passages stand behind the issues, so that a word has a sensible idf where there are only a few issues.
        passages = (library.indexed(slot).terms for slot in library.slots()[:_BACKGROUND].tolist())
        self._index = Bm25Index.of(chain((list(_terms(library, i)) for i in library.issues), passages), TUNED_K1)

    def related(self, passages: Iterable[Passage]) -> list[Relation]:
        """Return the issues that some passages may speak to, the likeliest first."""
        addresses: list[SentenceAddress] = []
        rows: list[Floats] = []
        for passage in passages if self._issues else ():
            for number, span in enumerate(language.sentences(passage.text), 1):
                addresses.append(SentenceAddress(passage.number, number))
                rows.append(self._fits(passage.text[span.start : span.end]))
        if not rows:
            return []
        fits = np.array(rows)
        best = np.sort(fits, axis=0)[-2:].mean(axis=0)
        relations: list[Relation] = []
        for number in np.argsort(-best, kind="stable").tolist():
            if best[number] >= _LIKE:
                order: list[int] = np.argsort(-fits[:, number], kind="stable")[:MOST_SENTENCES].tolist()
                sentences = tuple(addresses[i] for i in order if fits[i, number] >= _LIKE)
                relations.append(Relation(self._issues[number], sentences))
        return relations

    def _fits(self, sentence: str) -> Floats:
        """Return how well a sentence fits each issue: its score as a share of its own weight (shape: issues)."""
        units, vocabulary = self._library.units, self._library.vocabulary
        keys = {term.key for term in self._library.analyzer.terms(sentence)}
        ids = [i for key in sorted(keys) if (i := vocabulary.get(key)) is not None]
        known = [units.idf(i) for i in ids if units.frequency(i)]
        weight = sum(known) + (len(keys) - len(known)) * units.rarest
        return self._index.scores([{i: 1.0} for i in ids])[: len(self._issues)] / (weight + _SHORT)


def _terms(library: Library, issue: Issue) -> Iterator[int]:
    for name in (issue.label, *issue.aliases, *issue.asks):
        for term in library.analyzer.terms(name, question=True):
            number = library.vocabulary.get(term.key)
            if number is not None:
                yield number
    for source, addresses in issue.sentences:
        for address in addresses:
            slot = library.slot_of(Place(source, address))
            for unit in library.indexed(slot).units if slot is not None else ():
                if unit.place.address == address:
                    yield from unit.terms.tolist()
