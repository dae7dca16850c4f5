"""Facts read ahead of their use, in a thread: a passage takes milliseconds, and others are answered meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

from knowledge.facts import book
from knowledge.search.library import Library


async def read_ahead(library: Library, slots: Iterable[int]) -> None:
    """Read the facts of the passages in some slots of the index; the library may have changed when it is done."""
    passages = [(slot, library.indexed(slot)) for slot in slots]
    await asyncio.to_thread(book.book(library).read, passages)
