"""Which library a server asks: loaded when first asked, kept up to date with the store, put away when long unused."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from dataclasses import dataclass, field

from knowledge.search.library import ESSAYS, Library
from knowledge.sources import curation
from knowledge.store.database import Database
from knowledge.store.guild_settings import GuildSettings
from knowledge.store.libraries import StoredLibrary
from knowledge.store.store import Store

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

    def __init__(self, store: Store, shared: Library, most: int = MOST_LIBRARIES) -> None:
        """``shared`` holds the shipped essays: what direct messages and servers without own sources ask."""
        self.store = store
        self.shared = shared
        self._shipped = frozenset(source.id for source in shared.sources)
        self._most = most
        self._places: OrderedDict[int, _Place] = OrderedDict()

    @classmethod
    def on(cls, database_url: str, shared: Library | None = None) -> Shelf:
        """Return a shelf on a database, see ``Database``; raises BadDatabaseUrlError."""
        shared = shared or Library.read(ESSAYS)
        return cls(Store(Database(database_url), shared.sources, shared.issues), shared)

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
            self._places.pop(guild_id, None)
        while len(self._places) > self._most:
            self._places.popitem(last=False)
        return library

    async def settings(self, guild_id: int | None) -> GuildSettings:
        """Return the settings of a server, the defaults for direct messages; raises UnavailableError."""
        return GuildSettings() if guild_id is None else await self.store.settings(guild_id)

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
        return place.library

    async def _apply_changes(self, guild_id: int, place: _Place, library: Library) -> bool:
        """Bring a loaded library up to date source by source; False where it has to be loaded afresh."""
        stored, touched = await self.store.changed_since(guild_id, place.version)
        # Curated notes point into the shipped essays, so a change there is more than a change of one source.
        kinds = {subject.kind for subject in touched}
        ids = {str(subject.id) for subject in touched}
        if library is self.shared or kinds - {"source", "passage"} or ids & self._shipped or len(ids) > _MOST_AT_ONCE:
            return False
        here = {source.id for source in library.sources}
        for source_id in ids & here:
            library.retire(source_id)
        for own in stored.sources:
            if not own.retired:
                library.add(own.source)
        place.version = stored.version
        return True

    async def _load(self, stored: StoredLibrary) -> Library:
        if stored.settings.shipped and not stored.sources:
            return self.shared
        return await asyncio.to_thread(self._build, stored)

    def _build(self, stored: StoredLibrary) -> Library:
        own = {one.source.id for one in stored.sources}
        shipped = [source for source in self.shared.sources if source.id not in own] if stored.settings.shipped else []
        sources = [*shipped, *(one.source for one in stored.sources if not one.retired)]
        return Library(sources, curation.standing(self.shared.notes.curation, self.shared.sources, sources))
