"""Has the indexes of servers' libraries written while they are asked already, and reads them the next time."""

from __future__ import annotations

import asyncio
import logging

from knowledge.background import Background
from knowledge.errors import KnowledgeError
from knowledge.language.thesaurus import Thesaurus
from knowledge.search import saved
from knowledge.search.library import Library
from knowledge.search.saved import Snapshot
from knowledge.store.indexes import IndexStore

log = logging.getLogger(__name__)


class Saver:
    """Keeps the indexes of servers' libraries."""

    def __init__(self, indexes: IndexStore) -> None:
        self._indexes = indexes
        self._writing = Background()

    async def read(self, guild_id: int, thesaurus: Thesaurus) -> bytes | None:
        """Return what is kept of a server's index, None where there is nothing; raises UnavailableError."""
        return await self._indexes.read(guild_id, saved.identity(thesaurus))

    async def keep(self, guild_id: int, library: Library) -> None:
        """Have a library's index written where much is new in it; nobody may change the library meanwhile.

        This returns before it is written.
        """
        snapshot = await asyncio.to_thread(library.snapshot)
        if snapshot is None:
            return
        self._writing.start(guild_id, self._write(guild_id, snapshot))

    def stop(self, guild_id: int) -> None:
        """Write no more for a server."""
        self._writing.stop(guild_id)

    async def close(self) -> None:
        """Finish writing what is being written."""
        await self._writing.finish()

    async def _write(self, guild_id: int, snapshot: Snapshot) -> None:
        try:
            data = await asyncio.to_thread(saved.dump, snapshot)
            await self._indexes.keep(guild_id, snapshot.identity, data)
        except KnowledgeError as error:  # it is read anew the next time, as it was this time
            log.warning("the index of %d is not kept: %s", guild_id, error)
