"""The passages of a library in the order of their sources: equal scores keep it."""

from __future__ import annotations

from collections.abc import Callable, Container, Hashable, Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from knowledge.bm25.formula import Ints
from knowledge.model import Source


class Chosen(Container[str]):
    """Some sources of an order, by their ids."""

    def __init__(self, order: Order, mask: NDArray[np.bool_]) -> None:
        """``mask`` tells which sources (shape: sources)."""
        self.order, self.mask = order, mask

    def __contains__(self, source_id: object) -> bool:
        number = self.order.number.get(source_id) if isinstance(source_id, str) else None
        return number is not None and bool(self.mask[number])

    def hold(self, slots: Ints) -> NDArray[np.bool_]:
        """Tell which slots are of these sources (shapes: slots)."""
        return self.mask[self.order.source_at[slots]]

    def __bool__(self) -> bool:
        return bool(self.mask.any())

    def __iter__(self) -> Iterator[Source]:
        """Yield the sources in their order."""
        return (self.order.sources[number] for number in np.flatnonzero(self.mask).tolist())


class Order:
    """Sources and the slots of their passages; made anew after a change."""

    def __init__(self, sources: Sequence[Source], slots: Sequence[Sequence[int]]) -> None:
        """``slots`` are those of each source's passages."""
        self.sources = sources
        self.number = {source.id: number for number, source in enumerate(sources)}
        self.slots: Ints = np.array([slot for own in slots for slot in own], dtype=np.int64)
        """All slots in order (shape: slots)."""
        self._source = np.repeat(np.arange(len(sources)), [len(own) for own in slots])
        """The number of the source of each of them (shape: slots)."""
        self.source_at = np.zeros(int(self.slots.max(initial=-1)) + 1, dtype=np.int64)
        """The same by slot (shape: slots of the index)."""
        self.source_at[self.slots] = self._source
        groups: dict[tuple[tuple[str, ...], str | None], int] = {}
        of = [groups.setdefault((source.authors, source.side), len(groups)) for source in sources]
        self._group = np.array(of, dtype=np.int64)
        """Sources by the same authors and of the same side are one group (shape: sources)."""
        self._examples = list(dict(zip(of, sources, strict=True)).values())
        self._chosen: dict[Hashable, Chosen] = {}

    def choose(self, name: Hashable, test: Callable[[Source], bool]) -> Chosen:
        """Return the sources that pass a test of their authors and side, which is made once for all that share them.

        What passed a test is remembered by its ``name``.
        """
        known = self._chosen.get(name)
        if known is None:
            passed = np.array([test(source) for source in self._examples], dtype=bool)
            known = self._chosen[name] = Chosen(self, passed[self._group])
        return known

    def among(self, slots: Ints, source_ids: Iterable[str]) -> NDArray[np.bool_]:
        """Tell for some slots whether their sources are among those of some ids (shape: slots)."""
        mask = np.zeros(len(self.sources), dtype=bool)
        mask[[self.number[source_id] for source_id in source_ids if source_id in self.number]] = True
        return mask[self.source_at[slots]]

    def slots_of(self, within: Container[str]) -> Ints:
        """Return the slots of some sources, in order (shape: slots)."""
        if isinstance(within, Chosen) and within.order is self:
            mask = within.mask
        else:
            mask = np.array([source.id in within for source in self.sources], dtype=bool)
        return self.slots[mask[self._source]] if mask.size else self.slots
