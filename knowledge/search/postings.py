"""Which documents have which term, in flat arrays that grow and shrink in place.

A segment holds up to 65,536 documents, so that the place of a document in it fits two bytes; how often the
term occurs there and how long the document is are one more number of two bytes, the code (see ``ranking``).
A posting is thus four bytes. The postings of one term lie side by side, sorted by place, with a little room
behind them; a list that outgrows its room moves to the end of the arrays, and when those are full the whole
segment is packed anew. That takes some 20 ms for a full segment, however large the library is, and
happens once in thousands of changes.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

SPAN = 1 << 16
"""Documents in a segment."""
_SPARE = 1024
"""Postings that even an empty segment has space for."""
_ROOM_SHARE = 16
"""One in so many postings of a packed list is room for more."""
_SHORT = 32
"""Lists up to this many postings are packed all at once, longer ones one by one."""

Ints = NDArray[np.int64]
Places = NDArray[np.uint16]
Codes = NDArray[np.uint16] | NDArray[np.uint32]


class Posted(NamedTuple):
    """The postings of one term: views of the segment's arrays, valid until it changes (shapes: documents)."""

    places: Places
    codes: Codes


class Segment:
    """The postings of some documents, by term."""

    def __init__(self) -> None:
        self._places: Places = np.empty(_SPARE, dtype=np.uint16)
        self._codes: Codes = np.empty(_SPARE, dtype=np.uint16)
        self._end = 0
        self._start: Ints = np.zeros(256, dtype=np.int64)
        self._count: NDArray[np.int32] = np.zeros(256, dtype=np.int32)
        self._room: NDArray[np.int32] = np.zeros(256, dtype=np.int32)

    @classmethod
    def of(cls, places: Places, codes: Codes, count: NDArray[np.int32]) -> Segment:
        """Take over postings that are sorted by term and place (shapes: postings, postings, terms)."""
        segment = cls()
        segment._places, segment._codes, segment._end = places, codes, places.size
        segment._count, segment._room = count, count.copy()
        segment._start = np.cumsum(count, dtype=np.int64) - count
        segment._pack()
        return segment

    @property
    def nbytes(self) -> int:
        """Bytes in use by the arrays."""
        per_posting = self._places.itemsize + self._codes.itemsize
        return self._end * per_posting + self._start.nbytes + self._count.nbytes + self._room.nbytes

    def get(self, term: int) -> Posted | None:
        """Return the postings of a term, None where it has none."""
        if term >= self._count.size:
            return None
        count = int(self._count[term])
        if not count:
            return None
        start = int(self._start[term])
        return Posted(self._places[start : start + count], self._codes[start : start + count])

    def put(self, terms: Ints, place: int, codes: Codes) -> None:
        """Add the postings of a document for distinct terms that it does not have yet (shapes: terms)."""
        if not terms.size:
            return
        self._admit(int(terms.max()) + 1, codes.dtype)
        self._enlarge(terms)
        count = self._count[terms]
        behind = self._start[terms] + count
        later = (count > 0) & (self._places[behind - 1] > place)
        if later.any():  # an edited document keeps its place among those added since
            for term, code in zip(terms[later].tolist(), codes[later].tolist(), strict=True):
                at, end = self._find(term, place), int(self._start[term] + self._count[term])
                for array, value in ((self._places, place), (self._codes, code)):
                    array[at + 1 : end + 1] = array[at:end]
                    array[at] = value
            behind, codes = behind[~later], codes[~later]
        self._places[behind] = place
        self._codes[behind] = codes
        self._count[terms] += 1

    def recode(self, terms: Ints, place: int, codes: Codes) -> None:
        """Give a document new codes for terms that it has (shapes: terms)."""
        self._admit(0, codes.dtype)
        for term, code in zip(terms.tolist(), codes.tolist(), strict=True):
            self._codes[self._find(term, place)] = code

    def remove(self, terms: Ints, place: int) -> None:
        """Take out the postings of a document for terms that it has (shape: terms)."""
        for term in terms.tolist():
            at, end = self._find(term, place), int(self._start[term] + self._count[term])
            for array in (self._places, self._codes):
                array[at : end - 1] = array[at + 1 : end]
        self._count[terms] -= 1

    def _find(self, term: int, place: int) -> int:
        start = int(self._start[term])
        places = self._places[start : start + int(self._count[term])]
        return start + int(places.searchsorted(np.uint16(place)))  # any other type would copy the array

    def _admit(self, terms: int, codes: np.dtype[np.uint16 | np.uint32]) -> None:
        """Make room for term ids below ``terms`` and for codes of a type."""
        if terms > self._count.size:
            more = max(terms, self._count.size * 5 // 4) - self._count.size
            self._start = np.append(self._start, np.zeros(more, dtype=np.int64))
            self._count = np.append(self._count, np.zeros(more, dtype=np.int32))
            self._room = np.append(self._room, np.zeros(more, dtype=np.int32))
        if codes.itemsize > self._codes.itemsize:
            self._codes = self._codes.astype(np.uint32)

    def _enlarge(self, terms: Ints) -> None:
        """Move those lists of some terms that are full to the end, with room for an eighth more, at least one."""
        full = terms[self._count[terms] == self._room[terms]]
        room = self._count[full] + self._count[full] // 8 + 1
        if self._end + int(room.sum()) > self._places.size:
            self._pack(int((self._count[terms] + self._count[terms] // 8 + 1).sum()))
            full = terms[self._count[terms] == self._room[terms]]  # others may have lost their room
            room = self._count[full] + self._count[full] // 8 + 1
        for term, size in zip(full.tolist(), room.tolist(), strict=True):
            old, new, count = int(self._start[term]), self._end, int(self._count[term])
            self._places[new : new + count] = self._places[old : old + count]
            self._codes[new : new + count] = self._codes[old : old + count]
            self._start[term] = new
            self._end += size
        self._room[full] = room

    def _pack(self, need: int = 0) -> None:
        """Lay out all lists anew without gaps, each with a share of its length as room.

        Pages that are never written take no memory, so there is a lot of space behind the lists.
        """
        count, start = self._count, self._start
        room = count + count // _ROOM_SHARE
        behind = np.cumsum(room, dtype=np.int64)
        total = int(room.sum())
        size = total + total // 8 + need + _SPARE
        places = np.empty(size, dtype=np.uint16)
        codes: Codes = np.empty(size, dtype=np.uint16)
        if self._codes.dtype == np.uint32:
            codes = np.empty(size, dtype=np.uint32)
        target = behind - room
        short = np.flatnonzero((count > 0) & (count <= _SHORT))
        sizes = count[short]
        within = np.arange(int(sizes.sum())) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        source, goal = np.repeat(start[short], sizes) + within, np.repeat(target[short], sizes) + within
        places[goal], codes[goal] = self._places[source], self._codes[source]
        long = np.flatnonzero(count > _SHORT)
        moves = np.stack((start[long], target[long], count[long]), axis=1)
        for old, new, n in moves.tolist():
            places[new : new + n] = self._places[old : old + n]
            codes[new : new + n] = self._codes[old : old + n]
        self._places, self._codes, self._start, self._room, self._end = places, codes, target, room, total
