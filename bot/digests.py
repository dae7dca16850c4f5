"""The weekly digest: one question to discuss, in the channel that a server chose, once a week."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import discord
from discord.ext import tasks

from bot.cards import discussion as cards
from bot.discussion import discussed_in, next_topic
from bot.errors import Refusal
from bot.logs import logger
from bot.manners import may_write_in
from knowledge.store.digests import Digest
from knowledge.store.errors import UnavailableError
from prompts import say

if TYPE_CHECKING:
    from bot.client import Counterpoint

log = logger(__name__)
HOUR = 14
"""From which hour UTC a digest is posted on its day: morning in America, afternoon in Europe, evening in Asia."""
_MINUTES = 30
"""How often it is looked whether one is due."""


class Digests:
    """Posts the digests of the servers of this process."""

    def __init__(self, client: Counterpoint) -> None:
        self._client = client

    def watch(self) -> None:
        """Begin to look for digests that are due."""
        self._due.start()

    def stop(self) -> None:
        """End it."""
        self._due.cancel()

    @tasks.loop(minutes=_MINUTES)
    async def _due(self) -> None:
        await self._client.wait_until_ready()
        try:
            await self.post_due(discord.utils.utcnow())
        except UnavailableError as error:
            log.warning("digests unposted", reason=str(error))

    async def post_due(self, now: datetime) -> None:
        """Post what is due; raises UnavailableError."""
        now = now.astimezone(UTC)
        if now.hour < HOUR:
            return
        for digest in await self._client.shelf.store.digests():
            # A server that is not known here is another process's.
            guild = self._client.get_guild(digest.guild_id)
            if guild is not None and digest.weekday == now.weekday():
                await self._post(guild, digest, now)

    async def _post(self, guild: discord.Guild, digest: Digest, now: datetime) -> None:
        channel = writable(guild, digest.channel_id)
        if channel is None:
            # Whoever looks at the settings is told there; the digest is posted once it can be, on its day.
            log.warning("digest skipped", guild=guild.id, channel=digest.channel_id)
            return
        monday = now.date() - timedelta(days=now.weekday())
        if not await self._client.shelf.store.claim_digest(guild.id, monday):
            return
        try:
            await self._ask(channel, now)
        except Refusal as nothing:
            log.info("digest without a question", guild=guild.id, reason=str(nothing))
        except discord.HTTPException as error:
            log.warning("digest failed", guild=guild.id, status=error.status, code=error.code)

    async def _ask(self, channel: discord.TextChannel, now: datetime) -> None:
        lately = await discussed_in(self._client.user, channel)
        library = await self._client.library(channel.guild.id)
        topic = next_topic(library, self._client.shelf.shared.issues, channel.id, now.date(), lately)
        message = await channel.send(view=cards.card(*topic, note=say("discuss.digest")))
        allowed = channel.permissions_for(channel.guild.me)
        if allowed.create_public_threads and allowed.read_message_history:
            await message.create_thread(name=topic.name)


def writable(guild: discord.Guild, channel_id: int) -> discord.TextChannel | None:
    """Return a channel of a server, None where it is gone or the bot may not write in it."""
    channel = guild.get_channel(channel_id)
    return channel if isinstance(channel, discord.TextChannel) and may_write_in(channel, guild.me) else None
