"""The texts of a saved index, to be claimed by the sources that have them now: whole sources at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import blake2b
from itertools import accumulate
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from knowledge.bm25.formula import Ints

_BYTES = 16
"""Bytes of a digest."""


class Claimable(NamedTuple):
    """Slots of texts, those of a source side by side, with the digests that stand for the texts."""

    slots: Ints
    digests: NDArray[np.uint8]
    """Of each text (shape: 16 bytes a slot)."""
    sizes: Ints
    """How many texts each source has (shape: sources)."""
    of_sources: NDArray[np.uint8]
    """Of each source's texts in one (shape: 16 bytes a source)."""

    @classmethod
    def of(cls, sources: Sequence[dict[int, str]]) -> Self:
        """Return what stands for the texts of some sources, which are given by slot."""
        return cls(
            np.array([slot for texts in sources for slot in texts], dtype=np.int64),
            _array(digest([text]) for texts in sources for text in texts.values()),
            np.array([len(texts) for texts in sources], dtype=np.int64),
            _array(digest(list(texts.values())) for texts in sources),
        )


class Claims:
    """The slots that nobody has claimed yet."""

    def __init__(self, claimable: Claimable) -> None:
        """Raises ValueError where the parts do not fit together."""
        self._slots: list[int] = claimable.slots.tolist()
        self._digests, wholes = claimable.digests.tobytes(), claimable.of_sources.tobytes()
        sizes: list[int] = claimable.sizes.tolist()
        self._ends = list(accumulate(sizes, initial=0))
        if (
            min(sizes, default=0) < 0
            or self._ends[-1] != len(self._slots)
            or (len(self._digests), len(wholes)) != (_BYTES * len(self._slots), _BYTES * len(sizes))
        ):
            raise ValueError("the digests are not of these texts")
        self._sources = {wholes[_BYTES * n : _BYTES * (n + 1)]: n for n in range(len(sizes))}
        """The number of each source; of two with the same texts the later one."""
        self._taken = bytearray(len(self._slots))
        self._texts: dict[bytes, list[int]] | None = None
        """The positions of each text that was free when texts were first claimed one by one."""

    def all_of(self, texts: Sequence[str]) -> list[int] | None:
        """Claim the slots of a source with just these texts; None where there is none, or some were claimed before."""
        number = self._sources.pop(digest(texts), None)
        if number is None:
            return None
        start, end = self._ends[number : number + 2]
        if any(self._taken[start:end]):
            return None
        self._taken[start:end] = b"\1" * (end - start)
        return self._slots[start:end]

    def one_of(self, text: str) -> int | None:
        """Claim a slot of a text; None where no free one is left."""
        if self._texts is None:
            self._texts = {}
            for at, taken in enumerate(self._taken):
                if not taken:
                    self._texts.setdefault(self._digests[_BYTES * at : _BYTES * (at + 1)], []).append(at)
        places = self._texts.get(digest([text]), [])
        while places:
            at = places.pop()
            if not self._taken[at]:
                self._taken[at] = 1
                return self._slots[at]
        return None

    def rest(self) -> list[int]:
        """Return the slots that nobody claimed."""
        return [slot for slot, taken in zip(self._slots, self._taken, strict=True) if not taken]


def digest(texts: Sequence[str]) -> bytes:
    """Return sixteen bytes that stand for some texts in their order."""
    told = " ".join(str(len(text)) for text in texts)  # so that it counts where one ends and the next begins
    return blake2b("\n".join((told, *texts)).encode("utf-8", "surrogatepass"), digest_size=_BYTES).digest()


def _array(digests: Iterable[bytes]) -> NDArray[np.uint8]:
    return np.frombuffer(b"".join(digests), dtype=np.uint8)
