"""Servers that the bot left: their libraries are kept for a while, then nothing of them."""

from __future__ import annotations

from collections.abc import Container
from datetime import datetime, timedelta

import sqlalchemy as sa

from knowledge.store import tables
from knowledge.store.desk import Desk

DAYS = 30
"""How long a library is kept after the bot left its server."""


class Servers(Desk):
    """Knows which servers the bot left, and when."""

    async def servers(self) -> dict[int, datetime | None]:
        """Return all servers of which anything is kept, with when the bot left; None where it did not."""
        guilds = tables.guilds
        async with self._database.reading() as connection:
            rows = await connection.execute(sa.select(guilds.c.id, guilds.c.left_at).order_by(guilds.c.id))
            return {row.id: row.left_at for row in rows}

    async def left(self, guild_id: int, at: datetime) -> None:
        """Note that the bot left a server; an earlier leaving stands."""
        guilds = tables.guilds
        update = sa.update(guilds).where(guilds.c.id == guild_id, guilds.c.left_at.is_(None))
        async with self._database.writing() as connection:
            await connection.execute(update.values(left_at=at))

    async def joined(self, guild_id: int) -> None:
        """Note that the bot is in a server."""
        guilds = tables.guilds
        update = sa.update(guilds).where(guilds.c.id == guild_id, guilds.c.left_at.is_not(None))
        async with self._database.writing() as connection:
            await connection.execute(update.values(left_at=None))

    async def due(self, now: datetime, days: int = DAYS) -> list[int]:
        """Return the servers that the bot left so many days ago or more."""
        guilds = tables.guilds
        query = sa.select(guilds.c.id).where(guilds.c.left_at <= now - timedelta(days=days)).order_by(guilds.c.id)
        async with self._database.reading() as connection:
            return list((await connection.scalars(query)).all())

    async def purge(self, now: datetime, days: int = DAYS, *, among: Container[int] | None = None) -> list[int]:
        """Delete everything of the servers that are due, each in a transaction of its own; return their ids.

        ``among`` restricts them to some servers.
        """
        due = [guild_id for guild_id in await self.due(now, days) if among is None or guild_id in among]
        return [guild_id for guild_id in due if await self._delete(guild_id, now, days)]

    async def _delete(self, guild_id: int, now: datetime, days: int) -> bool:
        guilds = tables.guilds
        due = sa.and_(guilds.c.id == guild_id, guilds.c.left_at <= now - timedelta(days=days))
        async with self._database.writing() as connection:
            # A write comes first: it waits for whoever changes the server, and sees whether the bot is back.
            locked = await connection.execute(sa.update(guilds).where(due).values(version=guilds.c.version))
            if not locked.rowcount:
                return False
            for table in reversed(tables.metadata.sorted_tables):
                column = table.c.id if table is guilds else table.c.guild_id
                await connection.execute(sa.delete(table).where(column == guild_id))
        return True
