"""Rows of whole numbers in flat arrays, in groups that come and go.

An object for each sentence of a library would take a hundred times the memory, and the rows of many groups are wanted
at once: they are gathered with a few array operations.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple, Self, TypeVar, overload

import numpy as np
from numpy.typing import NDArray

from knowledge.bm25.formula import Ints

Item = TypeVar("Item", covariant=True)
Rows = NDArray[np.int32]
_FEW = 64
"""So many rows, and groups, even an empty one has room for."""


class _Arrays(NamedTuple):
    """All of a ``Ragged`` but its counters. It is replaced as a whole, so that another thread reads what fits."""

    rows: Rows
    first: Ints
    """The first row of each group."""
    sizes: NDArray[np.int32]
    """How many rows each group has."""


class Ragged:
    """Groups of rows, numbered from 0 as they are added. The number of a group that was removed is not used again."""

    def __init__(self, width: int) -> None:
        """``width`` is how many numbers a row has."""
        self._arrays = _Arrays(np.zeros((0, width), dtype=np.int32), np.zeros(0, np.int64), np.zeros(0, np.int32))
        self._groups = self._end = self._holes = 0

    @classmethod
    def restored(cls, rows: Rows, sizes: NDArray[np.int32]) -> Self:
        """Return groups of some sizes whose rows lie one behind the other; raises ValueError where these do not fit."""
        if rows.ndim != 2 or sizes.ndim != 1 or (sizes < 0).any() or int(sizes.sum(dtype=np.int64)) != len(rows):
            raise ValueError("the groups do not have these rows")
        ragged = cls(rows.shape[1])
        ragged._groups, ragged._end = sizes.size, len(rows)
        ragged._arrays = _Arrays(rows, np.cumsum(sizes, dtype=np.int64) - sizes, sizes)
        return ragged

    def __len__(self) -> int:
        """Return the number of groups, removed ones included."""
        return self._groups

    @property
    def nbytes(self) -> int:
        """Bytes in use by the arrays."""
        return sum(array.nbytes for array in self._arrays)

    @property
    def rows(self) -> Rows:
        """Return the rows of all groups in order (shape: rows by width)."""
        return self.gather(np.arange(self._groups))[0]

    def add(self, rows: Rows) -> int:
        """Add a group and return its number (shape: rows by width)."""
        group, end = self._groups, self._end + len(rows)
        if end > len(self._arrays.rows) or group >= self._arrays.first.size:
            self._pack(len(rows))
            end = self._end + len(rows)
        arrays = self._arrays
        arrays.rows[self._end : end] = rows
        arrays.first[group], arrays.sizes[group] = self._end, len(rows)
        self._groups, self._end = group + 1, end
        return group

    def remove(self, group: int) -> None:
        """Take out the rows of a group; their room is used again when there is much of it."""
        self._holes += int(self._arrays.sizes[group])
        self._arrays.sizes[group] = 0
        if self._holes > _FEW and self._holes * 2 > self._end:
            self._pack(0)

    def of(self, group: int) -> Rows:
        """Return the rows of a group, none where it was removed; a view that keeps what it shows."""
        arrays = self._arrays
        first = arrays.first.item(group)
        return arrays.rows[first : first + arrays.sizes.item(group)]

    def gather(self, groups: Ints) -> tuple[Rows, Ints]:
        """Return the rows of some groups one behind the other, and how many each has (shapes: rows; groups)."""
        arrays = self._arrays
        sizes = arrays.sizes[groups].astype(np.int64)
        return arrays.rows.take(spread(arrays.first[groups], sizes), axis=0), sizes

    def state(self) -> tuple[Rows, NDArray[np.int32]]:
        """Return copies of the rows and the sizes that ``restored`` takes."""
        return self.rows, self._arrays.sizes[: self._groups].copy()

    def _pack(self, more: int) -> None:
        """Lay the rows anew without those that were removed, with room for more of them and for more groups."""
        old, groups = self._arrays, self._groups
        kept, left = self.gather(np.arange(groups))
        rows = np.empty((len(kept) + max(more, len(kept) // 8, _FEW), old.rows.shape[1]), dtype=np.int32)
        rows[: len(kept)] = kept
        room = groups + max(groups // 8, _FEW)
        first, sizes = np.zeros(room, dtype=np.int64), np.zeros(room, dtype=np.int32)
        first[:groups], sizes[:groups] = np.cumsum(left) - left, left
        self._arrays, self._end, self._holes = _Arrays(rows, first, sizes), len(kept), 0


def spread(first: Ints, sizes: Ints) -> Ints:
    """Return the numbers of some runs, each from its first one on, one behind the other (shapes: runs; numbers)."""
    before = np.cumsum(sizes) - sizes
    return np.arange(int(sizes.sum())) + np.repeat(first - before, sizes)


class OnDemand(Sequence[Item]):
    """Items that are made each time they are asked for: most of many never are."""

    def __init__(self, size: int, make: Callable[[int], Item]) -> None:
        self._numbers, self._make = range(size), make

    def __len__(self) -> int:
        return len(self._numbers)

    @overload
    def __getitem__(self, at: int) -> Item: ...
    @overload
    def __getitem__(self, at: slice) -> list[Item]: ...
    def __getitem__(self, at: int | slice) -> Item | list[Item]:
        """Return an item, or those of a slice; raises IndexError."""
        numbers = self._numbers[at]
        return [self._make(k) for k in numbers] if isinstance(numbers, range) else self._make(numbers)
