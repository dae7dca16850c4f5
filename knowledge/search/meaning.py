"""What a library's texts mean: the vectors of its sentences and of the questions noted for them.

A text whose vector is not there yet waits for it. While any does, questions are answered by words alone: no source is
put behind another for having come later.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import NamedTuple

import numpy as np

from knowledge.bm25.formula import Floats, Ints
from knowledge.meaning.encoder import Encoder, Vectors
from knowledge.meaning.kept import Kept, Texts, digest
from knowledge.meaning.languages import knows_many
from knowledge.meaning.vectors import Bytes, VectorIndex


class _Awaited(NamedTuple):
    into: VectorIndex
    group: int
    texts: Texts


class Meaning:
    """Vectors of all that a library compares with a question."""

    def __init__(self, encoder: Encoder, kept: Kept | None = None) -> None:
        self.encoder = encoder
        self.kept: Kept = kept or {}
        """Vectors that were made before, for whatever library."""
        self.sentences = VectorIndex()
        """For each slot of the passage index a vector for each unit."""
        self.asks = VectorIndex()
        """For each place of which something is noted the questions noted there."""
        self._awaited: dict[bytes, list[_Awaited]] = {}
        self._digests: dict[int, bytes] = {}
        """The digest of each passage's sentences, by slot."""
        self._asked: set[bytes] = set()
        """The digests of the noted questions."""

    @property
    def ready(self) -> bool:
        """Whether all vectors are there."""
        return not self._awaited

    @property
    def awaited(self) -> dict[bytes, Texts]:
        """The groups of texts whose vectors are to be made and learnt, by their digests."""
        return {key: waiting[0].texts for key, waiting in self._awaited.items()}

    @property
    def digests(self) -> frozenset[bytes]:
        """The digests of the sentences of all passages and of all noted questions."""
        return frozenset(self._digests.values()) | self._asked

    @cached_property
    def many_languages(self) -> bool:
        """Whether questions in other languages find these texts; raises ModelError."""
        return knows_many(self.encoder)

    def expect(self, index: VectorIndex, group: int, texts: Iterable[str]) -> None:
        """Add the vectors of some texts, now or when they are learnt."""
        wanted = _Awaited(index, group, tuple(texts))
        if not wanted.texts:
            return
        key = digest(wanted.texts)
        if index is self.sentences:
            self._digests[group] = key
        else:
            self._asked.add(key)
        rows = self.kept.get(key)
        if rows is None:
            self._awaited.setdefault(key, []).append(wanted)
        else:
            index.add(group, rows)

    def expect_asks(self, noted: Iterable[Iterable[str]]) -> None:
        """Put the questions noted for each place in the place of those there were."""
        for key, waiting in list(self._awaited.items()):
            left = [one for one in waiting if one.into is self.sentences]
            self._awaited[key] = left
            if not left:
                del self._awaited[key]
        self.asks = VectorIndex()
        self._asked = set[bytes]()
        for place, asks in enumerate(noted):
            self.expect(self.asks, place, asks)

    def anew(self) -> Meaning:
        """Return the meaning of another library, with the same model and kept vectors."""
        return Meaning(self.encoder, self.kept)

    def forget(self, slot: int) -> None:
        """Take out the sentences of a passage."""
        self.sentences.remove(slot)
        key = self._digests.pop(slot, b"")
        waiting = [one for one in self._awaited.pop(key, ()) if one.into is not self.sentences or one.group != slot]
        if waiting:
            self._awaited[key] = waiting

    def learn(self, key: bytes, rows: Bytes) -> None:
        """Take the vectors of texts that wait for them (shape: texts by dimensions); any others are let go."""
        for waiting in self._awaited.pop(key, ()):
            waiting.into.add(waiting.group, rows)

    def learn_all(self, made: Iterable[tuple[bytes, Bytes]]) -> None:
        """Take many, each with its digest."""
        for key, rows in made:
            self.learn(key, rows)


class Meant:
    """What something means beside what a library's texts mean."""

    def __init__(self, meaning: Meaning, vector: Vectors) -> None:
        """``vector`` is the unit vector of a question, or of an excerpt (shape: dimensions)."""
        self._meaning, self._vector = meaning, vector
        self._cosines = meaning.sentences.cosines(vector)

    def sentences(self, slots: Iterable[int]) -> Floats:
        """Return the cosines with all units of some passages (shape: units)."""
        rows = self._meaning.sentences.rows
        found = [self._cosines[rows(slot)] for slot in slots]
        return np.concatenate(found).astype(np.float64) if found else np.zeros(0)

    def passages(self, slots: Iterable[int]) -> Floats:
        """Return the cosines with the mean vectors of some passages (shape: slots)."""
        return np.array([self._meaning.sentences.together(self._cosines, slot) for slot in slots])

    def best(self, most: int, among: Ints) -> Ints:
        """Return the slots of the passages with the closest units, ascending: at most ``most`` of some (slots)."""
        return self._meaning.sentences.best(self._cosines, most, among)

    def asks(self, places: int) -> Floats:
        """Return the cosine with the closest noted question of each place, at least 0 (shape: places)."""
        index = self._meaning.asks
        return index.closest(index.cosines(self._vector), places)
