"""What adding a draft would do to a library: for a person to see before anything is changed."""

from __future__ import annotations

import asyncio
from typing import NamedTuple

from knowledge.answers.relating import IssueFinder, Relation
from knowledge.errors import KnowledgeError
from knowledge.intake.draft import Draft
from knowledge.model import Source
from knowledge.search.library import Library
from knowledge.store.errors import UnknownSourceError
from knowledge.store.store import Comparison, Store, StoredSource


class Review(NamedTuple):
    """A draft beside the library as it was at one version."""

    draft: Draft
    version: int
    """The version of the library; what changed later was not seen."""
    problem: KnowledgeError | None = None
    """Why it cannot be added as it is."""
    new: Source | None = None
    """The draft as a source of its own."""
    there: StoredSource | None = None
    """The source whose place it can take instead: it has the same id, or was written by the same author in one year."""
    replacing: Comparison | None = None
    """What taking its place would change."""
    relations: tuple[Relation, ...] = ()
    """The issues that it may speak to."""


async def review(store: Store, library: Library, guild_id: int, draft: Draft) -> Review:
    """Return what adding a draft to a server's library would do; ``library`` is that library. Changes nothing."""
    finder = IssueFinder(library)
    taken = {source.id for source in library.sources}
    version = await store.version(guild_id)
    seen = Review(draft, version, relations=tuple(await asyncio.to_thread(finder.related, draft.passages)))
    try:
        own = draft.source()
        there = await _stored(store, guild_id, own.id)
        new = own if there is None else await _renamed(store, guild_id, draft, taken | {own.id})
        replacing, *_ = await store.compare(guild_id, [own, new])
    except KnowledgeError as error:
        return seen._replace(problem=error)
    return seen._replace(new=new, there=there, replacing=replacing if there else None)


async def _renamed(store: Store, guild_id: int, draft: Draft, taken: set[str]) -> Source:
    """Return the draft under an id that nothing in the library has, retired sources included."""
    while True:
        source = draft.model_copy(update={"id": None}).source(taken)
        if await _stored(store, guild_id, source.id) is None:
            return source
        taken.add(source.id)


async def _stored(store: Store, guild_id: int, source_id: str) -> StoredSource | None:
    try:
        return await store.source(guild_id, source_id)
    except UnknownSourceError:
        return None
