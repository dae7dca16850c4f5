"""What a library's texts mean: the vectors of its sentences, of the noted questions and of the issues' names.

A text whose vector is not there yet waits for it. While any does, questions are answered by words alone: no source is
put behind another for having come later.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from knowledge.meaning.encoder import Encoder, Vectors
from knowledge.meaning.kept import Kept, Texts, digest, make
from knowledge.meaning.vectors import Bytes, VectorIndex
from knowledge.search.formula import Floats


class _Awaited(NamedTuple):
    index: VectorIndex
    group: int
    texts: Texts


class Meaning:
    """Vectors of all that a library compares with a question."""

    def __init__(self, encoder: Encoder, kept: Kept | None = None) -> None:
        """``kept`` are vectors that were made before."""
        self.encoder = encoder
        self.sentences = VectorIndex()
        """For each slot of the passage index a vector for each unit."""
        self.asks = VectorIndex()
        """For each place of which something is noted the questions noted there."""
        self.issues = VectorIndex()
        """For each issue its label, aliases and questions."""
        self._kept: Kept = kept or {}
        self._awaited: dict[bytes, list[_Awaited]] = {}

    @property
    def ready(self) -> bool:
        """Whether all vectors are there."""
        return not self._awaited

    @property
    def awaited(self) -> list[Texts]:
        """The groups of texts whose vectors are to be made and learnt."""
        return [waiting[0].texts for waiting in self._awaited.values()]

    def expect(self, index: VectorIndex, group: int, texts: Iterable[str]) -> None:
        """Add the vectors of some texts, now or when they are learnt."""
        wanted = _Awaited(index, group, tuple(texts))
        if not wanted.texts:
            return
        key = digest(wanted.texts)
        rows = self._kept.get(key)
        if rows is None:
            self._awaited.setdefault(key, []).append(wanted)
        else:
            index.add(group, rows)

    def forget(self, slot: int) -> None:
        """Take out the sentences of a passage."""
        self.sentences.remove(slot)
        for key, waiting in list(self._awaited.items()):
            self._awaited[key] = [one for one in waiting if one.index is not self.sentences or one.group != slot]
            if not self._awaited[key]:
                del self._awaited[key]

    def learn(self, key: bytes, rows: Bytes) -> None:
        """Take the vectors of texts that wait for them (shape: texts by dimensions); any others are let go."""
        for waiting in self._awaited.pop(key, ()):
            waiting.index.add(waiting.group, rows)

    def learn_all(self) -> dict[bytes, Bytes]:
        """Make all vectors that are missing, learn and return them; raises ModelError."""
        made = dict(make(self.encoder, self.awaited))
        for key, rows in made.items():
            self.learn(key, rows)
        return made


def closest(index: VectorIndex, vector: Vectors, groups: int) -> Floats:
    """Return the cosine of a question with the closest text of each group, at least 0 (shape: groups)."""
    best = np.zeros(groups)
    cosines = index.cosines(vector)
    for group in range(groups):
        rows = cosines[index.rows(group)]
        best[group] = rows.max(initial=0.0)
    return best
