"""What adding a draft would do to a library: for a person to see before anything is changed."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import NamedTuple

from knowledge.answers.relating import IssueFinder, Relation
from knowledge.errors import KnowledgeError
from knowledge.intake.draft import Draft
from knowledge.intake.errors import IntakeError
from knowledge.model import Source
from knowledge.search.library import Library
from knowledge.search.similar import Twin, similar
from knowledge.store.errors import UnknownSourceError, UnstorableError
from knowledge.store.libraries import Comparison, StoredSource
from knowledge.store.store import Store


class Like(NamedTuple):
    """A paragraph of a draft that the library has nearly so already."""

    paragraph: int
    twin: Twin


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
    likes: tuple[Like, ...] = ()
    """Its paragraphs that are near-duplicates of others, in order; of the source that it names as its own are none."""
    relations: tuple[Relation, ...] = ()
    """The issues that it may speak to."""


async def review(store: Store, library: Library, guild_id: int, draft: Draft) -> Review:
    """Return what adding a draft to a server's library would do; ``library`` is that library. Changes nothing."""
    finder = IssueFinder(library)
    taken = {source.id for source in library.sources}
    version = await store.version(guild_id)
    relations = tuple(await asyncio.to_thread(finder.related, draft.passages))
    seen = Review(draft, version, likes=tuple([like async for like in _likes(library, draft)]), relations=relations)
    try:
        own = draft.source()
        there = await _stored(store, guild_id, own.id)
        new = own if there is None else await _renamed(store, guild_id, draft, taken | {own.id})
        replacing, *_ = await store.compare(guild_id, [own, new])
    except (IntakeError, UnstorableError) as error:
        return seen._replace(problem=error)
    return seen._replace(new=new, there=there, replacing=replacing if there else None)


async def _likes(library: Library, draft: Draft) -> AsyncIterator[Like]:
    itself = next((source for source in library.sources if source.id == draft.id), None)
    own = {library.citation(itself, passage.number) for passage in itself.passages} if itself else set[str]()
    for passage in draft.passages:
        twins = [twin for twin in similar(library, passage.text) if twin.citation not in own]
        if twins:
            yield Like(passage.number, twins[0])
        await asyncio.sleep(0)  # a millisecond each, and others are waiting


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
