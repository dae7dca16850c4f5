"""Whether answers helped, and the questions that the library answers badly."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import NamedTuple

import sqlalchemy as sa

from knowledge.store import tables
from knowledge.store.desk import Desk
from knowledge.store.errors import UnstorableError
from knowledge.store.keepers import is_id

LONGEST_KEY, LONGEST_QUESTION, LONGEST_VERDICT = 80, 1000, 20
MOST_VOTES_OF_ONE = 200
"""How many votes of one member a server keeps; the oldest go."""


class Gap(NamedTuple):
    """A question that the library answers badly, as its members say."""

    question: str | None
    """As it was last asked; None where texts are not kept."""
    verdict: str
    unhelpful: int
    helpful: int
    last: datetime
    """When somebody last said so."""


class Feedback(Desk):
    """Counts what members say of answers."""

    async def feedback(
        self, guild_id: int, who: int, key: str, helpful: bool, question: str | None, verdict: str
    ) -> None:
        """Keep the vote of a member on an answer, in the place of an earlier one on the same.

        The text of the question is kept only where the server's settings say so. Raises UnstorableError.
        """
        if not is_id(key) or not 1 <= len(key) <= LONGEST_KEY or len(verdict) > LONGEST_VERDICT:
            raise UnstorableError("This is not the key of an answer.")
        feedback = tables.feedback
        theirs = sa.and_(feedback.c.guild_id == guild_id, feedback.c.who == who)
        async with self._change(guild_id) as change:
            text = _question(question) if change.settings.keep_questions else None
            connection = change.scope.connection
            await connection.execute(sa.delete(feedback).where(theirs, feedback.c.answer == key))
            oldest = sa.select(feedback.c.answer).where(theirs).order_by(feedback.c.at.desc(), feedback.c.answer)
            too_many = [row.answer for row in await connection.execute(oldest.offset(MOST_VOTES_OF_ONE - 1))]
            if too_many:
                await connection.execute(sa.delete(feedback).where(theirs, feedback.c.answer.in_(too_many)))
            vote = {"guild_id": guild_id, "who": who, "answer": key, "at": datetime.now(UTC)}
            await connection.execute(
                sa.insert(feedback).values(**vote, helpful=helpful, verdict=verdict, question=text)
            )

    async def gaps(self, guild_id: int) -> list[Gap]:
        """Return the questions that more members found badly answered than well, the worst first.

        Where texts are kept, questions that differ only in capitals and space are one; else those on one answer are.
        """
        feedback = tables.feedback
        query = sa.select(feedback).where(feedback.c.guild_id == guild_id).order_by(feedback.c.at)
        grouped: dict[str, Gap] = {}
        async with self._database.reading() as connection:
            for row in await connection.execute(query):
                name = " ".join(row.question.casefold().split()) if row.question else row.answer
                old = grouped.get(name, Gap(None, row.verdict, 0, 0, row.at))
                unhelpful, helpful = old.unhelpful + (not row.helpful), old.helpful + bool(row.helpful)
                grouped[name] = Gap(row.question, row.verdict, unhelpful, helpful, row.at)
        gaps = [gap for gap in grouped.values() if gap.unhelpful > gap.helpful]
        return sorted(gaps, key=lambda gap: (gap.helpful - gap.unhelpful, -gap.last.timestamp()))


def _question(text: str | None) -> str | None:
    kept = "".join(c if c.isprintable() else " " for c in text or "")[:LONGEST_QUESTION].strip()
    return kept or None
