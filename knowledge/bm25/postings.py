"""Which documents have which term, in flat arrays that grow and shrink in place.

A segment holds up to 262,144 documents. How often a term occurs in a document and how long that is are one
small number, the code (see ``ranking``). A posting is the place of the document in the segment and the code,
packed into four bytes: 18 bits and 14; where a library has more codes than 14 bits number, eight bytes. The
postings of one term lie side by side, sorted by place, with a little room behind them; a list that outgrows
its room moves to the end of the array, and when that is full the whole segment is packed anew. That happens
once in thousands of changes.

A term that is in every few documents has a row instead: a code for each place, 0 where the term is not. A row
takes about as much memory as the list would, and to look a document up in it is one step.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

SPAN = 1 << 18
"""Documents in a segment."""
CODE_BITS = 14
"""Bits of a code in a posting of four bytes."""
_WIDE_CODE_BITS = 32
"""Bits of a code in a posting of eight."""
_SPARE = 1024
"""Postings that even an empty segment has space for."""
_ROOM_SHARE = 16
"""One in so many postings of a packed list is room for more."""
_SHORT = 32
"""Lists up to this many postings are packed all at once, longer ones one by one."""
_ROW_SHARE = 6
"""A term that is in more than one of so many documents gets a row when the segment is packed."""
_ROW_LEAST = 4096
"""Up to so many postings a list is as good."""

Ints = NDArray[np.int64]
Posted = NDArray[np.uint32 | np.uint64]
"""Postings of one term, by place: ``place << bits | code`` (shape: documents)."""
Row = NDArray[np.uint16 | np.uint32]
"""The code of one term at each place, 0 where the term is not (shape: documents, and room for more)."""


class Segment:
    """The postings of some documents, by term."""

    def __init__(self) -> None:
        self.bits = CODE_BITS
        """How many bits of a posting are its code."""
        self.rows: dict[int, Row] = {}
        """The terms that have a row and no list."""
        self._size = self._row_size = 0  # places in use, and those that rows have
        self._posted: Posted = np.empty(_SPARE, dtype=np.uint32)
        self._end = 0
        self._start: Ints = np.zeros(256, dtype=np.int64)
        self._count: NDArray[np.int32] = np.zeros(256, dtype=np.int32)
        self._room: NDArray[np.int32] = np.zeros(256, dtype=np.int32)

    @classmethod
    def of(cls, places: Ints, codes: Ints, count: NDArray[np.int32], documents: int) -> Segment:
        """Take over the postings of so many documents, sorted by term and place (shapes: postings, postings, terms)."""
        segment = cls()
        segment._widen(codes)
        segment._take_over(segment._packed(places, codes), count, documents)
        return segment

    def get(self, term: int) -> Posted | None:
        """Return the postings of a term, None where it has none; where they change, these may not be its any more."""
        count = self._count.item(term) if term < self._count.size else 0
        if count:
            start = self._start.item(term)
            return self._posted[start : start + count]
        row = self.rows.get(term)
        return None if row is None else self._of_row(row)

    def put(self, terms: Ints, place: int, codes: Ints) -> None:
        """Add the postings of a document for distinct terms that it does not have yet (shapes: terms)."""
        self._reach(place + 1)
        self._widen(codes)
        self._admit(int(terms.max(initial=-1)) + 1)
        need = self._grown(terms)
        if self._end + int(need.sum()) > self._posted.size:
            self._pack(int(need.sum()))
        listed = self._set(terms, place, codes)
        terms, codes = terms[listed], codes[listed]
        self._enlarge(terms)
        posted = self._packed(np.int64(place), codes)
        count = self._count[terms]
        behind = self._start[terms] + count
        later = (count > 0) & (self._posted[behind - 1] > posted)
        if later.any():  # an edited document keeps its place among those added since
            for (at, end), value in zip(self._find(terms[later], place), posted[later], strict=True):
                self._posted[at + 1 : end + 1] = self._posted[at:end]
                self._posted[at] = value
            behind, posted = behind[~later], posted[~later]
        self._posted[behind] = posted
        self._count[terms] += 1

    def recode(self, terms: Ints, place: int, codes: Ints) -> None:
        """Give a document new codes for terms that it has (shapes: terms)."""
        self._widen(codes)
        listed = self._set(terms, place, codes)
        terms, codes = terms[listed], codes[listed]
        at = [at for at, _ in self._find(terms, place)]
        self._posted[at] = self._packed(np.int64(place), codes)

    def remove(self, terms: Ints, place: int) -> None:
        """Take out the postings of a document for terms that it has (shape: terms)."""
        terms = terms[self._set(terms, place, np.zeros_like(terms))]
        for at, end in self._find(terms, place):
            self._posted[at : end - 1] = self._posted[at + 1 : end]
        self._count[terms] -= 1

    def _reach(self, size: int) -> None:
        """Make the rows long enough for so many documents, with room for an eighth more."""
        self._size = max(self._size, size)
        if size > self._row_size:
            more = size + size // 8 - self._row_size
            self._row_size += more
            self.rows = {term: np.append(row, np.zeros(more, dtype=row.dtype)) for term, row in self.rows.items()}

    def _set(self, terms: Ints, place: int, codes: Ints) -> NDArray[np.bool_]:
        """Set the codes of a document in the rows that some terms have; tell which have none (shapes: terms)."""
        listed = np.ones(terms.size, dtype=np.bool_)
        if self.rows:
            for number, (term, code) in enumerate(zip(terms.tolist(), codes.tolist(), strict=True)):
                if (row := self.rows.get(term)) is not None:
                    row[place] = code
                    listed[number] = False
        return listed

    def _of_row(self, row: Row) -> Posted:
        places = row.nonzero()[0]
        return self._packed(places, row[places])

    def _packed(self, places: Ints | np.int64, codes: Ints | Row) -> Posted:
        return (places << self.bits | codes).astype(self._posted.dtype)

    def _find(self, terms: Ints, place: int) -> list[tuple[int, int]]:
        """Return where in the lists of some terms a place is or would be, and where each list ends."""
        posted, first = self._posted, self._posted.dtype.type(place << self.bits)  # another type would copy all
        starts = self._start[terms]
        ends: list[int] = (starts + self._count[terms]).tolist()
        return [
            (start + int(posted[start:end].searchsorted(first)), end)
            for start, end in zip(starts.tolist(), ends, strict=True)
        ]

    def _widen(self, codes: Ints) -> None:
        """Make the postings eight bytes long where some codes need it, and the codes in rows four."""
        if self.bits == CODE_BITS and codes.size and int(codes.max()) >> CODE_BITS:
            old = self._posted.astype(np.int64)
            self.bits = _WIDE_CODE_BITS
            self._posted = np.empty(0, dtype=np.uint64)
            self._posted = self._packed(old >> CODE_BITS, old & ((1 << CODE_BITS) - 1))
            self.rows = {term: row.astype(np.uint32) for term, row in self.rows.items()}

    def _admit(self, terms: int) -> None:
        """Make room for term ids below ``terms``."""
        if terms > self._count.size:
            more = max(terms, self._count.size * 5 // 4) - self._count.size
            self._start = np.append(self._start, np.zeros(more, dtype=np.int64))
            self._count = np.append(self._count, np.zeros(more, dtype=np.int32))
            self._room = np.append(self._room, np.zeros(more, dtype=np.int32))

    def _grown(self, terms: Ints) -> Ints:
        """Return the room that the lists of some terms get where they have to move (shapes: terms)."""
        count = self._count[terms].astype(np.int64)
        return count + count // 8 + 1

    def _enlarge(self, terms: Ints) -> None:
        """Move those lists of some terms that are full to the end, where there must be room for them."""
        full = terms[self._count[terms] == self._room[terms]]
        room = self._grown(full)
        for term, size in zip(full.tolist(), room.tolist(), strict=True):
            old, new, count = int(self._start[term]), self._end, int(self._count[term])
            self._posted[new : new + count] = self._posted[old : old + count]
            self._start[term] = new
            self._end += size
        self._room[full] = room

    def _pack(self, need: int = 0) -> None:
        """Lay out all lists anew without gaps, each with a share of its length as room.

        Pages that are never written take no memory, so there is a lot of space behind the lists.
        """
        self._make_rows()
        count, start = self._count, self._start
        room = count + count // _ROOM_SHARE
        behind = np.cumsum(room, dtype=np.int64)
        total = int(room.sum())
        posted = np.empty_like(self._posted, shape=total + total // 8 + need + _SPARE)
        target = behind - room
        short = np.flatnonzero((count > 0) & (count <= _SHORT))
        posted[_runs(target[short], count[short])] = self._posted[_runs(start[short], count[short])]
        long = np.flatnonzero(count > _SHORT)
        moves: list[list[int]] = [start[long].tolist(), target[long].tolist(), count[long].tolist()]
        for old, new, n in zip(*moves, strict=True):
            posted[new : new + n] = self._posted[old : old + n]
        self._posted, self._start, self._room, self._end = posted, target, room, total

    def _make_rows(self) -> None:
        """Turn the lists of the commonest terms into rows."""
        dtype = np.uint16 if self.bits == CODE_BITS else np.uint32
        for term in np.flatnonzero(self._count > max(self._size // _ROW_SHARE, _ROW_LEAST)).tolist():
            row: Row = np.zeros(self._row_size, dtype=dtype)
            start = int(self._start[term])
            posted = self._posted[start : start + int(self._count[term])]
            row[posted >> self.bits] = posted & ((1 << self.bits) - 1)
            self.rows[term] = row
            self._count[term] = 0

    def state(self) -> tuple[Posted, NDArray[np.int32]]:
        """Return copies of all postings by term, and how many each term has; ``restored`` takes them."""
        rows = {term: self._of_row(row) for term, row in self.rows.items()}
        count = self._count.copy()
        for term, posted in rows.items():
            count[term] = posted.size
        start = np.cumsum(count, dtype=np.int64) - count
        every = np.empty_like(self._posted, shape=int(count.sum(dtype=np.int64)))
        every[_runs(start, self._count)] = self._posted[_runs(self._start, self._count)]
        for term, posted in rows.items():
            every[start[term] : start[term] + posted.size] = posted
        return every, count

    @classmethod
    def restored(cls, posted: Posted, count: NDArray[np.int32], documents: int, codes: int) -> Segment:
        """Return the segment of a state, of so many documents and codes; raises ValueError where these do not fit."""
        segment = cls()
        segment.bits = CODE_BITS if posted.dtype == np.uint32 else _WIDE_CODE_BITS
        mask = posted.dtype.type((1 << segment.bits) - 1)
        if posted.size and not ((posted >> segment.bits).max() < documents and (posted & mask).max() < codes):
            raise ValueError("there are no such documents, or codes")
        if (count < 0).any() or int(count.sum(dtype=np.int64)) != posted.size:
            raise ValueError("the terms do not have these postings")
        segment._take_over(posted, count, documents)
        return segment

    def _take_over(self, posted: Posted, count: NDArray[np.int32], documents: int) -> None:
        self._posted, self._end = posted, posted.size
        self._count, self._room = count.copy(), count.copy()
        self._start = np.cumsum(count, dtype=np.int64) - count
        self._reach(documents)
        self._pack()


def _runs(start: Ints, sizes: NDArray[np.int32]) -> Ints:
    """Return the indices of runs that start somewhere and have some sizes, one behind the other (shapes: runs)."""
    before = np.cumsum(sizes, dtype=np.int64) - sizes
    first = np.repeat(start - before, sizes)
    return first + np.arange(first.size)
