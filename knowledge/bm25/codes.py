"""Small numbers for larger things: codes for pairs of frequency and length, two bytes for a term id."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from knowledge.bm25.formula import K1, B, Floats, Ints, saturate

_STEP = 65535
"""The largest distance of two term ids that two bytes hold; that number itself means "so much further"."""
_NO_PAIR = 1 << 32
"""Frequency 0 in a document of one term, which saturates to 0."""


class Saturations(NamedTuple):
    """What each code is worth where a weight of 1 is at stake (shape: codes), and the largest of that."""

    table: Floats
    most: float


class PairCodes:
    """Numbers the pairs (frequency of a term, length of the document) that occur; keeps their saturations.

    Code 0 is no pair: it stands for a term that a document does not have.
    """

    def __init__(self, pairs: Sequence[int] = (_NO_PAIR,), k1: float = K1, b: float = B) -> None:
        """Take over pairs as ``pairs`` returns them; raises ValueError for others."""
        if not pairs or pairs[0] != _NO_PAIR:
            raise ValueError("these are not the pairs of any codes")
        self.k1, self.b = k1, b
        self._codes: dict[int, int] = {pair: code for code, pair in enumerate(pairs)}
        self._saturations = Saturations(np.zeros(0), 0.0)
        self._mean_length = -1.0

    def __len__(self) -> int:
        """Return the number of codes."""
        return len(self._codes)

    @property
    def pairs(self) -> list[int]:
        """All pairs in the order of their codes: length times 2^32 plus frequency."""
        return list(self._codes)

    def encode(self, frequency: Ints, length: Ints | int) -> Ints:
        """Return the codes of some pairs (shapes: pairs)."""
        pairs = (np.asarray(length, dtype=np.int64) << 32) | frequency
        distinct, which = np.unique(pairs, return_inverse=True)
        codes = [self._codes.setdefault(pair, len(self._codes)) for pair in distinct.tolist()]
        return np.array(codes, dtype=np.int64)[which]

    def saturations(self, mean_length: float) -> Saturations:
        """Return the saturation of every code, for a mean length."""
        if self._mean_length != mean_length or self._saturations.table.size != len(self._codes):
            pairs = np.fromiter(self._codes, dtype=np.int64, count=len(self._codes))
            frequency, length = (pairs & 0xFFFFFFFF).astype(np.float64), (pairs >> 32).astype(np.float64)
            table = saturate(frequency, length, mean_length, self.k1, self.b)
            self._saturations = Saturations(table, float(table.max(initial=0.0)))
            self._mean_length = mean_length
        return self._saturations


def pack(ids: Ints) -> bytes:
    """Return ascending term ids as two bytes each, the distance from the id before; ``unpack`` undoes it."""
    return pack_many(ids, np.array([ids.size]))[0]


def pack_many(ids: Ints, sizes: Ints) -> list[bytes]:
    """Pack many runs of ascending ids that lie one behind the other (shapes: all ids, runs)."""
    first = (np.cumsum(sizes) - sizes)[sizes > 0]
    distance = np.diff(ids, prepend=0)
    distance[first] = ids[first]
    steps, rest = np.divmod(distance, _STEP)
    behind = np.cumsum(steps + 1)
    packed: NDArray[np.uint16] = np.full(int(behind[-1]) if behind.size else 0, _STEP, dtype=np.uint16)
    packed[behind - 1] = rest
    data = packed.tobytes()
    ends = np.append(0, 2 * behind)[np.cumsum(sizes)].tolist()
    return [data[start:end] for start, end in zip([0, *ends], ends, strict=False)]


def unpack(packed: bytes) -> Ints:
    """Return the ids of a packed run."""
    distance = np.frombuffer(packed, dtype=np.uint16)
    ids = np.cumsum(distance, dtype=np.int64)
    return ids[distance != _STEP]
