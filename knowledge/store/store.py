"""The libraries of all servers: read as they are at one moment, changed in transactions, every change undoable."""

from __future__ import annotations

from knowledge.store.configuring import Configuring
from knowledge.store.curating import Curating
from knowledge.store.digests import Digests
from knowledge.store.feedback import Feedback
from knowledge.store.libraries import Libraries
from knowledge.store.members import Members
from knowledge.store.noting import FactKeeping
from knowledge.store.servers import Servers
from knowledge.store.sourcing import Sourcing
from knowledge.store.suggestions import Suggestions


class Store(Libraries, Sourcing, Curating, FactKeeping, Configuring, Suggestions, Feedback, Members, Servers, Digests):
    """All that is kept, in one database. A change is confirmed when its call returns: it then survives anything.

    All methods raise UnavailableError where the database fails, and then nothing was changed.
    """

    async def open(self) -> None:
        """Bring the database up to date."""
        await self._database.migrate()

    async def close(self) -> None:
        """Close all connections."""
        await self._database.close()
