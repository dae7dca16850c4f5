"""The index of passages: texts in numbered slots, with all that ranking needs of them in flat arrays."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple

import numpy as np

from knowledge.bm25.ranking import TUNED_K1, Bm25Index, Ints, Statistics, Vocabulary
from knowledge.language import text as language
from knowledge.language.terms import Analyzer
from knowledge.language.text import Span
from knowledge.model import Passage, SentenceAddress, Source
from knowledge.search.claims import Claims
from knowledge.search.columns import OnDemand, Ragged, Rows
from knowledge.search.wordlist import Wordlist
from knowledge.sources.curation import Place

WINDOW_WORDS = 80
WINDOW_SENTENCES = 3


class _Part(NamedTuple):
    """What is a unit in the index: a sentence of a passage, or a part of one that is longer than a window may be."""

    span: Span
    sentence: int
    words: int
    terms: Sequence[int]


class PassageIndex:
    """Texts in slots. Slots are numbered in the order in which texts are added, and an emptied one stays empty.

    An index that was saved knows its texts by their digests. It is given the texts that are wanted now; of these it
    reads only those it does not have, and then it lets go of the others.
    """

    def __init__(self, analyzer: Analyzer) -> None:
        self.analyzer = analyzer
        self.vocabulary = Vocabulary()
        self.ranking = Bm25Index(TUNED_K1)
        self.statistics = Statistics()
        """Statistics of the units of all passages: what the idf of a window is taken from."""
        self.words = Wordlist()
        self.units = Ragged(4)
        """By slot: the first character of each unit, the one behind its last, its sentence, from 1, and how many
        terms it has."""
        self.windows = Ragged(2)
        """By slot: the first and last unit, from 0, of every run that may be shown."""
        self.terms = Ragged(1)
        """By slot: the ids of the terms of all units, in order."""
        self.claims: Claims | None = None
        """The saved texts that nobody has asked for yet."""
        self.unsaved = 0
        """How many texts were read since the index was saved."""

    def add(self, texts: Sequence[str]) -> list[int]:
        """Index some texts and return their slots; it is fastest where they are all those of a source."""
        if self.claims is None:
            return [self._read(text) for text in texts]
        slots = self.claims.all_of(texts)
        return [self._claim(self.claims, text) for text in texts] if slots is None else slots

    def _claim(self, claims: Claims, text: str) -> int:
        slot = claims.one_of(text)
        return self._read(text) if slot is None else slot

    def settle(self) -> None:
        """Take out the saved texts that nobody asked for."""
        for slot in self.claims.rest() if self.claims is not None else ():
            self.remove(slot)
        self.claims = None

    def remove(self, slot: int) -> None:
        """Take out the text of a slot."""
        ends = np.cumsum(self.units.of(slot)[:, 3])
        for terms in np.split(self.terms.of(slot)[:, 0].astype(np.int64), ends[:-1]) if ends.size else ():
            self.statistics.add(terms, times=-1)
        self.words.remove(slot)
        for rows in (self.units, self.windows, self.terms):
            rows.remove(slot)
        self.ranking.remove(slot)

    def _read(self, text: str) -> int:
        parts = list(self._parts(text))
        for part in parts:
            self.statistics.add(part.terms)
        self.words.add(text)
        self.windows.add(_rows(windows(parts), 2))
        self.units.add(_rows(((*part.span, part.sentence, len(part.terms)) for part in parts), 4))
        terms = list(chain.from_iterable(part.terms for part in parts))
        self.terms.add(_rows(terms, 1))
        self.unsaved += 1
        return self.ranking.add(terms)

    def _parts(self, text: str) -> Iterator[_Part]:
        for number, sentence in enumerate(language.sentences(text), 1):
            for span in language.parts(text, sentence, WINDOW_WORDS):
                part = text[span.start : span.end]
                ids = [self.vocabulary.add(term.key) for term in self.analyzer.terms(part)]
                yield _Part(span, number, language.count_words(part), ids)


class Unit(NamedTuple):
    """A sentence of a passage, or a part of one that is longer than a window may be."""

    span: Span
    place: Place
    terms: Ints
    """Ids of its terms, in order (shape: terms of the unit)."""


@dataclass(eq=False, slots=True)
class IndexedPassage:
    """A passage with its slot in the index. Once it was changed or retired, another object or none stands for it."""

    source: Source
    passage: Passage
    slot: int
    index: PassageIndex

    @property
    def units(self) -> Sequence[Unit]:
        """Its units, each made when it is asked for; none once the passage was taken out."""
        rows, terms = self.index.units.of(self.slot), self.index.terms.of(self.slot)[:, 0]
        ends = np.cumsum(rows[:, 3])

        def unit(number: int) -> Unit:
            start, end, sentence, length = rows[number].tolist()
            return self.unit(start, end, sentence, terms[ends[number] - length : ends[number]])

        return OnDemand(len(rows), unit)

    @property
    def terms(self) -> Ints:
        """Ids of the terms of all units (shape: terms of the passage)."""
        return self.index.terms.of(self.slot)[:, 0].astype(np.int64)

    def unit(self, start: int, end: int, sentence: int, terms: Rows) -> Unit:
        """Return one of its units, by the characters and the sentence it stands in, with its terms."""
        place = Place(self.source.id, SentenceAddress(self.passage.number, sentence))
        return Unit(Span(start, end), place, terms.astype(np.int64))


def windows(parts: Sequence[_Part]) -> Iterator[tuple[int, int]]:
    """Yield the longest runs of at most 3 sentences and 80 words, as first and last unit; every unit is in one.

    A sentence is read with its neighbours, so a run that could be longer is not a window.
    """
    reached = -1
    for first, part in enumerate(parts):
        last, words = first, part.words
        while last + 1 < len(parts):
            after = parts[last + 1]
            if words + after.words > WINDOW_WORDS or after.sentence - part.sentence >= WINDOW_SENTENCES:
                break
            words += after.words
            last += 1
        if last > reached:
            yield first, last
            reached = last


def _rows(values: Iterable[object], width: int) -> Rows:
    return np.array(list(values), dtype=np.int32).reshape(-1, width)
