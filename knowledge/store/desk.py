"""What all parts of the store have in common: one database, and how it is read and changed."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from typing import TypeVar

from knowledge.model import Issue, Source
from knowledge.store.change import Change
from knowledge.store.database import Database
from knowledge.store.guild_settings import GuildSettings
from knowledge.store.keepers import Scope, Shipped, read_settings

_Read = TypeVar("_Read")


class Desk:
    """A part of the store. All methods raise UnavailableError where the database fails; then nothing was changed."""

    def __init__(self, database: Database, shipped: Iterable[Source] = (), issues: Iterable[Issue] = ()) -> None:
        """``shipped`` are the essays of every library, ``issues`` theirs; a server changes a copy of its own."""
        self._database = database
        self._shipped = Shipped({source.id: source for source in shipped}, {issue.id: issue for issue in issues})

    @asynccontextmanager
    async def _change(self, guild_id: int) -> AsyncGenerator[Change, None]:
        """Hold a server's library for a change that is made when the block ends, or not at all."""
        async with self._database.writing() as connection:
            yield await Change.begin(connection, guild_id, self._shipped)

    async def _at_one_moment(
        self, guild_id: int, read: Callable[[Scope], Awaitable[_Read]]
    ) -> tuple[int, GuildSettings, _Read]:
        """Read in several statements, again where a change came between them."""
        async with self._database.reading() as connection:
            before = await read_settings(connection, guild_id)
            while True:
                found = await read(Scope(connection, guild_id, self._shipped, before[1]))
                after = await read_settings(connection, guild_id)
                if after == before:
                    return *after, found
                before = after
