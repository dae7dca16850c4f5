"""Servers that the bot was removed from: noticed, and after 30 days nothing of them is kept."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import discord
from discord.ext import tasks

from bot.logs import logger
from knowledge.store.errors import UnavailableError

if TYPE_CHECKING:
    from bot.client import Counterpoint

log = logger(__name__)


class Departures:
    """Notes who removed the bot or took it back, and deletes what is due once a day."""

    def __init__(self, client: Counterpoint) -> None:
        self._client = client
        self._store = client.shelf.store

    def watch(self) -> None:
        """Begin with the daily round."""
        self._daily.start()

    def stop(self) -> None:
        """End it."""
        self._daily.cancel()

    async def left(self, guild_id: int) -> None:
        """Note that the bot was removed; what the server owns is kept for a while."""
        self._client.shelf.put_away(guild_id)
        await self._store.left(guild_id, datetime.now(UTC))

    async def joined(self, guild_id: int) -> None:
        """Note that the bot is there again."""
        await self._store.joined(guild_id)

    @tasks.loop(hours=24)
    async def _daily(self) -> None:
        await self._client.wait_until_ready()
        try:
            mine = await self._reconcile()
            purged = await self._store.purge(datetime.now(UTC), among=mine)
        except UnavailableError as error:
            log.warning("departures unchecked", reason=str(error))
            return
        for guild_id in purged:
            log.info("purged", guild=guild_id)

    async def _reconcile(self) -> list[int]:
        """Note who left or came back unseen, among the servers of this process, and return these servers.

        A server that is missing may be one that Discord could not name just now, so Discord is asked about it, and only
        a plain no counts.
        """
        client, mine = self._client, list[int]()
        for guild_id, left_at in (await self._store.servers()).items():
            if (guild_id >> 22) % (client.shard_count or 1) not in client.shards:
                continue
            mine.append(guild_id)
            present = client.get_guild(guild_id) is not None
            if present and left_at is not None:
                await self._store.joined(guild_id)
            elif not present and left_at is None and await self._is_gone(guild_id):
                await self._store.left(guild_id, datetime.now(UTC))
        return mine

    async def _is_gone(self, guild_id: int) -> bool:
        try:
            await self._client.fetch_guild(guild_id, with_counts=False)
        except (discord.NotFound, discord.Forbidden):
            return True
        except discord.HTTPException as error:
            log.warning("server unchecked", guild=guild_id, status=error.status)
        return False
