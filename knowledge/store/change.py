"""One change to a library: its rows and its revision, in one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from knowledge.store import tables
from knowledge.store.errors import ConflictError, NothingToChangeError
from knowledge.store.guild_settings import GuildSettings
from knowledge.store.keepers import KEEPERS, Scope, Shipped, read_settings
from knowledge.store.subjects import Found, Kind, Revision, State, Subject, difference


class Change:
    """A transaction that holds a server's library for itself, until it is committed."""

    def __init__(self, scope: Scope, version: int) -> None:
        self.scope = scope
        self._version = version

    @classmethod
    async def begin(cls, connection: AsyncConnection, guild_id: int, shipped: Shipped) -> Change:
        """Wait for other changes to this library, and keep them waiting."""
        # A write comes first: SQLite then takes its lock at once, and PostgreSQL makes the row that is locked next.
        await connection.execute(
            sa.text("INSERT INTO guilds (id) VALUES (:id) ON CONFLICT DO NOTHING"), {"id": guild_id}
        )
        version, settings = await read_settings(connection, guild_id, lock=True)
        return cls(Scope(connection, guild_id, shipped, settings), version)

    @property
    def settings(self) -> GuildSettings:
        """The settings of the server, as the change finds them."""
        return self.scope.settings

    async def find(self, subject: Subject) -> Found | None:
        """Return what is to be changed, shipped things too; None where there is none."""
        return await KEEPERS[subject.kind].find(self.scope, subject)

    async def revision(self, number: int) -> Revision | None:
        """Return an entry of the history."""
        revisions = tables.revisions
        query = sa.select(revisions).where(revisions.c.guild_id == self.scope.guild_id, revisions.c.number == number)
        row = (await self.scope.connection.execute(query)).one_or_none()
        return revision_of(row) if row else None

    async def make(
        self,
        kind: Kind,
        who: int | None,
        subject: Subject,
        fields: State | None,
        *,
        expected: int | None = None,
    ) -> Revision:
        """Give a subject some fields, or with None take it away, and write the revision.

        ``expected`` is the version that the person saw, 0 where there was nothing; None where it does not matter.
        Raises NothingToChangeError, UnstorableError, TooManyError, and ConflictError where somebody changed one of the
        fields since.
        """
        found = await self.find(subject)
        before, after = (found.state if found else None), fields
        if before is not None and after is not None:
            before, after = difference(before, after)
        if not after and not before:
            raise NothingToChangeError(f"{subject.name} already is like that.")
        if expected is not None and expected != (found.version if found else 0):
            touched = await self._touched_since(subject, expected)
            if before is None or touched & (after or before).keys():
                raise ConflictError(subject.name, after, before)
        return await self._record(kind, who, subject, found, before, after)

    async def undo(self, undone: Revision, who: int | None) -> Revision:
        """Take a change back; raises ConflictError where what it changed was changed again since."""
        found = await self.find(undone.subject)
        here = found.state if found else None
        if here is not None and undone.before is not None and undone.after is not None:
            here = {name: here.get(name) for name in undone.after}
        if here != undone.after:
            raise ConflictError(undone.subject.name, undone.before, here)
        return await self._record("undone", who, undone.subject, found, here, undone.before, undoes=undone.number)

    async def _touched_since(self, subject: Subject, version: int) -> set[str]:
        """Return the fields of a subject that revisions after a version changed."""
        revisions = tables.revisions
        its_own = sa.and_(
            revisions.c.subject == subject.kind, revisions.c.paragraph.is_not_distinct_from(subject.paragraph)
        )
        if subject.kind == "passage":
            its_own |= revisions.c.subject == "source"
        query = sa.select(revisions).where(
            revisions.c.guild_id == self.scope.guild_id,
            revisions.c.number > version,
            revisions.c.item.is_not_distinct_from(subject.id),
            its_own,
        )
        touched: set[str] = set()
        for row in await self.scope.connection.execute(query):
            touched |= _touched(revision_of(row), subject)
        return touched

    async def _record(
        self,
        kind: Kind,
        who: int | None,
        subject: Subject,
        found: Found | None,
        before: State | None,
        after: State | None,
        *,
        undoes: int | None = None,
    ) -> Revision:
        """Make the change and write its revision."""
        number = self._version + 1
        state = {**(found.state if found else {}), **after} if after is not None else None
        await KEEPERS[subject.kind].write(self.scope, subject, number, found, state)
        guilds = tables.guilds
        update = sa.update(guilds).where(guilds.c.id == self.scope.guild_id).values(version=number)
        await self.scope.connection.execute(update)
        revision = Revision(number, datetime.now(UTC), who, kind, subject, undoes, before, after)
        await self.scope.connection.execute(
            sa.insert(tables.revisions).values(guild_id=self.scope.guild_id, **_row(revision))
        )
        self._version = number
        return revision


def _touched(revision: Revision, subject: Subject) -> set[str]:
    """Return the fields of a subject that a revision changed."""
    if revision.subject == subject:
        return set(revision.after or revision.before or ())
    # The whole source of a passage was put in the place of another.
    before, after = (_passage(state, subject.paragraph or 0) for state in (revision.before, revision.after))
    return {name for name in {*before, *after} if before.get(name) != after.get(name)}


def _passage(state: State | None, number: int) -> Mapping[str, Any]:
    passages = (state or {}).get("passages", ())
    return passages[number - 1] if number <= len(passages) else {}


def _row(revision: Revision) -> dict[str, Any]:
    fields = revision._asdict()
    subject: Subject = fields.pop("subject")
    return {**fields, "subject": subject.kind, "item": subject.id, "paragraph": subject.paragraph}


def revision_of(row: sa.Row[Any]) -> Revision:
    """Return the revision in a row of its table."""
    subject = Subject(row.subject, row.item, row.paragraph)
    return Revision(row.number, row.at, row.who, row.kind, subject, row.undoes, row.before, row.after)
