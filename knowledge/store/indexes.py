"""The indexes of servers' libraries: kept so that their texts are read once for all processes, and never shown."""

from __future__ import annotations

import sqlalchemy as sa

from knowledge.store.database import Database
from knowledge.store.tables import indexes


class IndexStore:
    """The saved indexes in a database, one a server. All methods raise UnavailableError."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def read(self, guild_id: int, identity: str) -> bytes | None:
        """Return the index of a server that was made by the same as one would be now, None where there is none."""
        query = sa.select(indexes.c.data).where(indexes.c.guild_id == guild_id, indexes.c.identity == identity)
        async with self._database.reading() as connection:
            return (await connection.scalars(query)).one_or_none()

    async def keep(self, guild_id: int, identity: str, data: bytes) -> None:
        """Keep an index in the place of those that were kept of a server; of one that was purged nothing is kept."""
        insert = sa.text(
            "INSERT INTO indexes (guild_id, identity, data) "
            "SELECT :guild, :identity, :data FROM guilds WHERE id = :guild ON CONFLICT DO NOTHING"
        ).bindparams(
            sa.bindparam("guild", guild_id, sa.BigInteger),
            sa.bindparam("identity", identity, sa.String),
            sa.bindparam("data", data, sa.LargeBinary),
        )
        async with self._database.writing() as connection:
            await connection.execute(sa.delete(indexes).where(indexes.c.guild_id == guild_id))
            await connection.execute(insert)
