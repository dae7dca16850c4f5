"""What is kept about people, told and forgotten. It is all here: no other table has the id of a person."""

from __future__ import annotations

from typing import NamedTuple

import sqlalchemy as sa

from knowledge.store import tables
from knowledge.store.desk import Desk
from knowledge.store.subjects import FORGOTTEN


class Kept(NamedTuple):
    """How much is kept, or was until now, about a person in all servers."""

    revisions: int
    """Changes to libraries that they made."""
    suggestions: int
    """What they proposed."""
    decisions: int
    """Suggestions of others that they decided on."""
    votes: int
    """What they said of answers."""


class Members(Desk):
    """Tells and removes what is kept about people."""

    async def what_is_kept(self, user_id: int) -> Kept:
        """Return how much is kept about a person."""
        async with self._database.reading() as connection:
            count = sa.select(sa.func.count())
            return Kept(*[await connection.scalar(count.where(rows)) or 0 for rows in _theirs(user_id)])

    async def forget(self, user_id: int) -> Kept:
        """Remove a person from everything, in all servers, and return how much there was.

        Their votes and suggestions are deleted. What they changed and decided stays, by FORGOTTEN.
        """
        changed, proposed, decided, voted = _theirs(user_id)
        async with self._database.writing() as connection:
            counts = [
                (await connection.execute(statement)).rowcount
                for statement in (
                    sa.update(tables.revisions).where(changed).values(who=FORGOTTEN),
                    sa.delete(tables.suggestions).where(proposed),
                    sa.update(tables.suggestions).where(decided).values(decided_by=FORGOTTEN),
                    sa.delete(tables.feedback).where(voted),
                )
            ]
        return Kept(*counts)


def _theirs(user_id: int) -> tuple[sa.ColumnElement[bool], ...]:
    """Return which rows are theirs, in the order of Kept."""
    revisions, suggestions, feedback = tables.revisions, tables.suggestions, tables.feedback
    return (
        revisions.c.who == user_id,
        suggestions.c.who == user_id,
        sa.and_(suggestions.c.decided_by == user_id, suggestions.c.who != user_id),
        feedback.c.who == user_id,
    )
