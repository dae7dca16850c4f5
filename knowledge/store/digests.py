"""Which servers want a weekly digest, and who posts it: every week one process, once."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

import sqlalchemy as sa

from knowledge.store import tables
from knowledge.store.desk import Desk


class Digest(NamedTuple):
    """What a server wants."""

    guild_id: int
    channel_id: int
    weekday: int
    """0 is Monday."""


class Digests(Desk):
    """Knows the digests."""

    async def digests(self) -> list[Digest]:
        """Return the digests that are switched on, of servers that the bot has not left."""
        guilds = tables.guilds
        query = sa.select(guilds.c.id, guilds.c.digest_channel, guilds.c.digest_weekday).where(
            guilds.c.digest_channel.is_not(None), guilds.c.digest_weekday.is_not(None), guilds.c.left_at.is_(None)
        )
        async with self._database.reading() as connection:
            return [Digest(*row) for row in await connection.execute(query.order_by(guilds.c.id))]

    async def claim_digest(self, guild_id: int, monday: date) -> bool:
        """Take on the digest of a week, named by its Monday; False where it was taken on before.

        Whoever takes it on posts it, or nobody does: rather no digest than two.
        """
        guilds = tables.guilds
        unclaimed = sa.or_(guilds.c.digest_week.is_(None), guilds.c.digest_week < monday)
        update = sa.update(guilds).where(guilds.c.id == guild_id, unclaimed).values(digest_week=monday)
        async with self._database.writing() as connection:
            return (await connection.execute(update)).rowcount == 1
