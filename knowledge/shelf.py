"""Which library a server asks: loaded when first asked, kept up to date with the store, put away when long unused."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from dataclasses import dataclass, field

from knowledge.learning import Learner
from knowledge.meaning.encoder import Encoder
from knowledge.opening import open_folder
from knowledge.search.library import ESSAYS, Library
from knowledge.sources import curation
from knowledge.store.database import Database
from knowledge.store.store import Store, StoredLibrary
from knowledge.store.vectors import VectorStore

MOST_LIBRARIES = 64
"""How many libraries of servers with sources of their own are kept in memory."""
_MOST_AT_ONCE = 8
"""More changed sources than this are indexed afresh in a thread, so that no answer to another server waits."""


@dataclass
class _Place:
    """A library on the shelf; whoever holds the lock brings it up to date."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    library: Library | None = None
    version: int = 0


class Shelf:
    """Gives every server its library, as the store has it at that moment."""

    def __init__(
        self, store: Store, shared: Library, most: int = MOST_LIBRARIES, learner: Learner | None = None
    ) -> None:
        """``shared`` holds the shipped essays: what direct messages and servers without own sources ask.

        Where it has meaning, so have all libraries that ``learner`` completes.
        """
        self.store = store
        self._learner = learner
        self.shared = shared
        self._shipped = frozenset(source.id for source in shared.sources)
        self._most = most
        self._places: OrderedDict[int, _Place] = OrderedDict()

    @classmethod
    def on(cls, database_url: str, shared: Library | None = None, encoder: Encoder | None = None) -> Shelf:
        """Return a shelf on a database, see ``Database``; raises BadDatabaseUrlError, ModelError."""
        shared = shared or open_folder(ESSAYS, encoder)
        database = Database(database_url)
        return cls(Store(database, shared.sources), shared, learner=Learner(VectorStore(database)))

    async def close(self) -> None:
        """Stop making vectors and leave the database."""
        if self._learner is not None:
            await self._learner.close()
        await self.store.close()

    async def library(self, guild_id: int | None) -> Library:
        """Return the library of a server, or the shared one for direct messages, with all changes made so far.

        To be used before the next ``await``: a later change alters the same object. Raises UnavailableError.
        """
        if guild_id is None:
            return self.shared
        place = self._places.setdefault(guild_id, _Place())
        self._places.move_to_end(guild_id)
        async with place.lock:
            library = await self._up_to_date(guild_id, place)
        if library is self.shared:
            self._put_away(guild_id)
        while len(self._places) > self._most:
            self._put_away(next(iter(self._places)))
        return library

    def _put_away(self, guild_id: int) -> None:
        self._places.pop(guild_id, None)
        if self._learner is not None:
            self._learner.stop(guild_id)

    async def _up_to_date(self, guild_id: int, place: _Place) -> Library:
        version = await self.store.version(guild_id)
        if version == 0:
            return self.shared
        if place.library is not None and place.version == version:
            return place.library
        if place.library is None or not await self._apply_changes(guild_id, place, place.library):
            stored = await self.store.library(guild_id)
            place.library = await self._load(stored)
            place.version = stored.version
        if self._learner is not None and place.library.meaning is not None:
            await self._learner.complete(guild_id, place.library.meaning)
        return place.library

    async def _apply_changes(self, guild_id: int, place: _Place, library: Library) -> bool:
        """Bring a loaded library up to date source by source; False where it has to be loaded afresh."""
        stored, touched = await self.store.changed_since(guild_id, place.version)
        # Curated notes point into the shipped essays, so a change there is more than a change of one source.
        if library is self.shared or None in touched or touched & self._shipped or len(touched) > _MOST_AT_ONCE:
            return False
        here = {source.id for source in library.sources}
        for source_id in touched & here:
            library.retire(str(source_id))
        for own in stored.sources:
            if not own.retired:
                library.add(own.source)
        place.version = stored.version
        return True

    async def _load(self, stored: StoredLibrary) -> Library:
        if stored.shipped and not stored.sources:
            return self.shared
        return await asyncio.to_thread(self._build, stored)

    def _build(self, stored: StoredLibrary) -> Library:
        own = {one.source.id for one in stored.sources}
        shipped = [source for source in self.shared.sources if source.id not in own] if stored.shipped else []
        sources = [*shipped, *(one.source for one in stored.sources if not one.retired)]
        standing = curation.standing(self.shared.notes.curation, self.shared.sources, sources)
        meaning = self.shared.meaning.anew() if self.shared.meaning else None
        return Library(sources, standing, meaning=meaning)
