"""Vectors in little memory: eight bits a number, so that 100,000 of 384 numbers take 39 MB."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge.meaning.encoder import Vectors

Bytes = NDArray[np.int8]
"""Vectors, each stretched so that its largest number is 127 (shape: vectors by dimensions)."""
Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
_LARGEST = 127
_ROWS_AT_ONCE = 1024
"""So many rows, as float32, stay in the processor's nearer cache."""
_FEW = 64


def shrink(vectors: Vectors) -> Bytes:
    """Return vectors in eight bits a number; their lengths are lost (shape as given)."""
    largest = np.abs(vectors).max(axis=1, keepdims=True, initial=1e-9)
    return np.rint(vectors * (_LARGEST / largest)).astype(np.int8)


def unit_vector(vector: NDArray[np.floating[Any]]) -> Vectors:
    """Return a vector of length 1 (shape as given)."""
    return (vector / max(float(np.linalg.norm(vector)), 1e-9)).astype(np.float32)


class VectorIndex:
    """Groups of vectors, numbered by whoever adds them; all of them are compared with a question's."""

    def __init__(self) -> None:
        self._rows: Bytes = np.zeros((0, 0), dtype=np.int8)
        self._per_length: Vectors = np.zeros(0, dtype=np.float32)
        """1 divided by the length of each row; 0 for a row of nothing."""
        self._places: dict[int, tuple[int, int]] = {}
        """The first row of each group and the one after its last."""
        self._lengths: dict[int, float] = {}
        """The length of the sum of each group's unit vectors."""
        self._end = 0
        self._order: tuple[Ints, Ints] | None = None
        """See ``_in_order``; None after a change."""

    def __contains__(self, group: int) -> bool:
        return group in self._places

    @property
    def nbytes(self) -> int:
        """Bytes in use by the arrays."""
        return self._rows.nbytes + self._per_length.nbytes

    def add(self, group: int, rows: Bytes) -> None:
        """Add the vectors of a group that is not there yet (shape: vectors by dimensions)."""
        end = self._end + len(rows)
        if end > len(self._rows):
            self._pack(len(rows), rows.shape[1])
            end = self._end + len(rows)
        self._rows[self._end : end] = rows
        numbers = rows.astype(np.float32)
        per_length = 1 / np.maximum(np.linalg.norm(numbers, axis=1), 1e-9)
        self._per_length[self._end : end] = per_length
        self._lengths[group] = float(np.linalg.norm(per_length @ numbers))
        self._places[group] = (self._end, end)
        self._end, self._order = end, None

    def remove(self, group: int) -> None:
        """Take out a group, if it is there; its rows are used again when room is needed."""
        first, end = self._places.pop(group, (0, 0))
        self._per_length[first:end] = 0
        self._lengths.pop(group, None)
        self._order = None

    def cosines(self, vector: Vectors) -> Vectors:
        """Return the cosine of a unit vector with every row (shape: rows); see ``rows``."""
        found = np.zeros(self._end, dtype=np.float32)
        block = np.empty((_ROWS_AT_ONCE, vector.size), dtype=np.float32)
        for first in range(0, self._end, _ROWS_AT_ONCE):
            end = min(first + _ROWS_AT_ONCE, self._end)
            part = block[: end - first]
            np.copyto(part, self._rows[first:end])
            np.dot(part, vector, out=found[first:end])
        return found * self._per_length[: self._end]

    def rows(self, group: int) -> slice:
        """Return which rows are a group's, none where it is not there; valid until the next change."""
        return slice(*self._places.get(group, (0, 0)))

    def vectors(self, group: int) -> Vectors:
        """Return the unit vectors of a group (shape: vectors by dimensions)."""
        rows = self.rows(group)
        return self._rows[rows].astype(np.float32) * self._per_length[rows, None]

    def together(self, cosines: Vectors, group: int) -> float:
        """Return the cosine with a group's mean vector, from the ``cosines`` with its rows; 0 where it is not there."""
        return float(cosines[self.rows(group)].sum()) / max(self._lengths.get(group, 0.0), 1e-9)

    def closest(self, cosines: Vectors, groups: int) -> Floats:
        """Return the largest cosine of each of the groups 0 to ``groups``, at least 0 (shape: groups)."""
        best = np.zeros(groups)
        order, starts = self._in_order()
        if order.size:
            best[order] = np.maximum(np.maximum.reduceat(cosines, starts), 0)
        return best

    def best(self, cosines: Vectors, most: int, among: Ints) -> Ints:
        """Return those of some groups whose closest rows have the largest of some ``cosines``, ascending.

        At most ``most`` of the groups in ``among``, which ascend (shapes: groups).
        """
        order, starts = self._in_order()
        if not order.size:
            return among[:0]
        wanted = np.isin(order, among)
        groups, reached = order[wanted], np.maximum.reduceat(cosines, starts)[wanted]
        if groups.size > most:
            groups = groups[np.argpartition(-reached, most)[:most]]
        return np.sort(groups)

    def _in_order(self) -> tuple[Ints, Ints]:
        """Return the groups in the order of their rows, and the first row of each (shapes: groups)."""
        if self._order is None:  # a group's rows lie behind those of the groups added before it
            groups = np.array(list(self._places), dtype=np.int64)
            self._order = groups, np.array([first for first, _ in self._places.values()], dtype=np.int64)
        return self._order

    def _pack(self, more: int, dimensions: int) -> None:
        """Lay the rows anew without those that were removed, with room for more."""
        kept = np.concatenate([np.arange(*place) for place in self._places.values()] or [np.arange(0)])
        capacity = kept.size + max(more, kept.size // 8, _FEW)
        rows = np.zeros((capacity, dimensions), dtype=np.int8)
        per_length = np.zeros(capacity, dtype=np.float32)
        if kept.size:
            rows[: kept.size], per_length[: kept.size] = self._rows[kept], self._per_length[kept]
        self._rows, self._per_length, self._end = rows, per_length, kept.size
        first = 0
        for group, (old_first, old_end) in self._places.items():
            self._places[group] = (first, first + old_end - old_first)
            first += old_end - old_first
