"""What servers' own sources mean, as vectors: kept so that they are made once for all processes, and never shown."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from itertools import islice
from typing import Any

import numpy as np
import sqlalchemy as sa

from knowledge.meaning.kept import Kept
from knowledge.store.database import Database
from knowledge.store.tables import vectors

_AT_ONCE = 500
"""How many digests a statement names; SQLite takes some thousands, and older ones 999."""


class VectorStore:
    """The vectors in a database, by server, model and digest. All methods raise UnavailableError."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def read(self, guild_id: int, model: str, digests: Collection[bytes]) -> dict[bytes, Any]:
        """Return those of some groups' vectors that are kept, by their digests (shapes: texts by dimensions)."""
        found: dict[bytes, Any] = {}
        left = iter([digest.hex() for digest in digests])
        async with self._database.reading() as connection:
            while named := list(islice(left, _AT_ONCE)):
                query = sa.select(vectors.c.digest, vectors.c.texts, vectors.c.numbers).where(
                    vectors.c.guild_id == guild_id, vectors.c.model == model, vectors.c.digest.in_(named)
                )
                for row in await connection.execute(query):
                    numbers = np.frombuffer(row.numbers, dtype=np.int8).reshape(row.texts, -1)
                    found[bytes.fromhex(row.digest)] = numbers
        return found

    async def keep(self, guild_id: int, model: str, made: Kept) -> None:
        """Keep some vectors; where another process was faster, its are kept."""
        rows: list[Mapping[str, Any]] = [
            {"guild": guild_id, "model": model, "digest": key.hex(), "texts": len(rows), "numbers": rows.tobytes()}
            for key, rows in made.items()
        ]
        insert = sa.text(
            "INSERT INTO vectors (guild_id, model, digest, texts, numbers) "
            "VALUES (:guild, :model, :digest, :texts, :numbers) ON CONFLICT DO NOTHING"
        )
        async with self._database.writing() as connection:
            await connection.execute(insert, rows)

    async def tidy(self, guild_id: int, model: str, digests: Collection[bytes]) -> None:
        """Forget the vectors of a server that are another model's, or of texts that it has no longer."""
        wanted = {digest.hex() for digest in digests}
        own = vectors.c.guild_id == guild_id
        async with self._database.writing() as connection:
            await connection.execute(sa.delete(vectors).where(own, vectors.c.model != model))
            rows = await connection.execute(sa.select(vectors.c.digest).where(own))
            left = iter([row.digest for row in rows if row.digest not in wanted])
            while named := list(islice(left, _AT_ONCE)):
                await connection.execute(sa.delete(vectors).where(own, vectors.c.digest.in_(named)))
