"""What is kept about people, told and forgotten. It is all here: no other table has the id of a person."""

from __future__ import annotations

from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from knowledge.store import tables
from knowledge.store.desk import Desk
from knowledge.store.subjects import FORGOTTEN


class Kept(NamedTuple):
    """How much is kept, or was until now, about a person in all servers."""

    revisions: int
    """Changes to libraries that they made."""
    suggestions: int
    decisions: int
    """Suggestions of others that they decided on."""
    votes: int


Forgotten = Kept


class Members(Desk):
    """Tells and removes what is kept about people."""

    async def what_is_kept(self, user_id: int) -> Kept:
        """Return how much is kept about a person."""
        async with self._database.reading() as connection:
            return await _count(connection, user_id)

    async def forget(self, user_id: int) -> Forgotten:
        """Remove a person from everything, in all servers, and return how much there was.

        Their votes and suggestions are deleted. What they changed and decided stays, by FORGOTTEN.
        """
        revisions, suggestions, feedback = tables.revisions, tables.suggestions, tables.feedback
        async with self._database.writing() as connection:
            # A write comes first, so that SQLite waits for its turn and what is counted is what is forgotten.
            await connection.execute(sa.update(revisions).where(revisions.c.who == -1).values(who=FORGOTTEN))
            kept = await _count(connection, user_id)
            await connection.execute(sa.update(revisions).where(revisions.c.who == user_id).values(who=FORGOTTEN))
            await connection.execute(sa.delete(suggestions).where(suggestions.c.who == user_id))
            decided = sa.update(suggestions).where(suggestions.c.decided_by == user_id)
            await connection.execute(decided.values(decided_by=FORGOTTEN))
            await connection.execute(sa.delete(feedback).where(feedback.c.who == user_id))
        return kept


async def _count(connection: AsyncConnection, user_id: int) -> Kept:
    columns = tables.revisions.c.who, tables.suggestions.c.who, tables.suggestions.c.decided_by, tables.feedback.c.who
    counts = [await connection.scalar(sa.select(sa.func.count()).where(column == user_id)) for column in columns]
    return Kept(*(count or 0 for count in counts))
