"""One change to a library: its rows and its revision, in one transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Literal, NamedTuple

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from knowledge.model import Source
from knowledge.store import tables
from knowledge.store.states import METADATA, State, check, patched, source_of, state_of

Kind = Literal["imported", "edited", "retired", "restored", "settings", "undone"]


class Revision(NamedTuple):
    """An entry of a library's history."""

    number: int
    at: datetime
    """In UTC."""
    who: int | None
    """The Discord id of the person; None for whoever hosts the bot."""
    kind: Kind
    source_id: str | None
    """None for a change of the settings."""
    paragraph: int | None
    """The passage that ``before`` and ``after`` are about; None where they are about the source."""
    undoes: int | None
    """The entry that this one took back."""
    before: State | None
    after: State | None
    """The fields that changed; None where the source was not there before, or is not after."""


class Found(NamedTuple):
    """A source as a change finds it."""

    state: State
    version: int
    """The revision that last touched it; 0 for a shipped essay that the server never touched."""
    passages: Sequence[int]
    """The revisions that last touched each passage."""
    stored: bool = True


def untouched(shipped: Source) -> Found:
    """Return a shipped essay as one that a server did not touch yet."""
    return Found(state_of(shipped), 0, [0] * len(shipped.passages), stored=False)


class Change:
    """A transaction that holds a server's library for itself, until it is committed."""

    def __init__(self, connection: AsyncConnection, guild_id: int, shipped: Mapping[str, Source]) -> None:
        self._connection, self._guild_id, self._shipped = connection, guild_id, shipped
        self._version = 0
        self.settings: State = {}
        """The settings of the server, as the change finds them."""

    async def begin(self) -> None:
        """Wait for other changes to this library, and keep them waiting."""
        # A write comes first: SQLite then takes its lock at once, and PostgreSQL makes the row that is locked next.
        await self._connection.execute(
            sa.text("INSERT INTO guilds (id) VALUES (:id) ON CONFLICT DO NOTHING"), {"id": self._guild_id}
        )
        guilds = tables.guilds
        query = sa.select(guilds.c.version, guilds.c.shipped).where(guilds.c.id == self._guild_id).with_for_update()
        row = (await self._connection.execute(query)).one()
        self._version = row.version
        self.settings = {"shipped": row.shipped}

    async def find(self, source_id: str) -> Found | None:
        """Return a source of the server, or the shipped one that it has not touched; None where there is none."""
        found = await read_sources(self._connection, self._guild_id, [source_id])
        if source_id in found:
            return found[source_id]
        shipped = self._shipped.get(source_id) if self.settings["shipped"] else None
        return untouched(shipped) if shipped else None

    async def fields_changed_since(self, source_id: str, version: int) -> set[str]:
        """Return the fields of a source, not of its passages, that revisions after a version changed."""
        revisions = tables.revisions
        query = sa.select(revisions.c.before, revisions.c.after).where(
            revisions.c.guild_id == self._guild_id,
            revisions.c.number > version,
            revisions.c.source_id == source_id,
            revisions.c.paragraph.is_(None),
        )
        changed: set[str] = set()
        for row in await self._connection.execute(query):
            changed.update(row.after or row.before)
        return changed

    async def revision(self, number: int) -> Revision | None:
        """Return an entry of the history."""
        revisions = tables.revisions
        query = sa.select(revisions).where(revisions.c.guild_id == self._guild_id, revisions.c.number == number)
        row = (await self._connection.execute(query)).one_or_none()
        return revision_of(row) if row else None

    async def record(
        self,
        kind: Kind,
        who: int | None,
        source_id: str | None,
        found: Found | None,
        before: State | None,
        after: State | None,
        *,
        paragraph: int | None = None,
        undoes: int | None = None,
    ) -> Revision:
        """Make the change and write its revision; raises UnstorableError for a source that cannot be kept."""
        number = self._version + 1
        if source_id is None:
            values: dict[str, Any] = {**(after or {})}
        else:
            values = {}
            await self._write(source_id, number, found, _state_after(found, after, paragraph))
        guilds = tables.guilds
        update = sa.update(guilds).where(guilds.c.id == self._guild_id).values(version=number, **values)
        await self._connection.execute(update)
        revision = Revision(number, datetime.now(UTC), who, kind, source_id, paragraph, undoes, before, after)
        await self._connection.execute(
            sa.insert(tables.revisions).values(guild_id=self._guild_id, **revision._asdict())
        )
        self._version = number
        return revision

    async def _write(self, source_id: str, number: int, found: Found | None, state: State | None) -> None:
        sources, passages = tables.sources, tables.passages
        this = sa.and_(sources.c.guild_id == self._guild_id, sources.c.id == source_id)
        if state is None:
            await self._connection.execute(sa.delete(sources).where(this))
            return
        check(source_of(source_id, state))
        fields = {name: state[name] for name in (*METADATA, "retired")}
        if found is not None and found.stored:
            await self._connection.execute(sa.update(sources).where(this).values(version=number, **fields))
            if found.state["passages"] == state["passages"]:
                return
        else:
            row = {"guild_id": self._guild_id, "id": source_id, "version": number, **fields}
            await self._connection.execute(sa.insert(sources).values(row))
        await self._connection.execute(
            sa.delete(passages).where(passages.c.guild_id == self._guild_id, passages.c.source_id == source_id)
        )
        before = list(zip(found.state["passages"], found.passages, strict=True)) if found else []
        rows: list[dict[str, Any]] = []
        for n, passage in enumerate(state["passages"], 1):
            old, version = before[n - 1] if n <= len(before) else (None, number)
            rows.append(
                {
                    "guild_id": self._guild_id,
                    "source_id": source_id,
                    "number": n,
                    "version": version if old == passage else number,
                    **passage,
                }
            )
        await self._connection.execute(sa.insert(passages), rows)


def _state_after(found: Found | None, after: State | None, paragraph: int | None) -> State | None:
    if after is None or found is None:
        return after
    return patched(found.state, after, paragraph)


async def read_sources(
    connection: AsyncConnection, guild_id: int, source_ids: Sequence[str] | None = None
) -> dict[str, Found]:
    """Return a server's own sources by id, all or some, those changed last at the end."""
    sources, passages = tables.sources, tables.passages
    of_sources, of_passages = sources.c.guild_id == guild_id, passages.c.guild_id == guild_id
    if source_ids is not None:
        of_sources &= sources.c.id.in_(source_ids)
        of_passages &= passages.c.source_id.in_(source_ids)
    texts: dict[str, list[sa.Row[Any]]] = {}
    for row in await connection.execute(sa.select(passages).where(of_passages).order_by(passages.c.number)):
        texts.setdefault(row.source_id, []).append(row)
    found: dict[str, Found] = {}
    for row in await connection.execute(sa.select(sources).where(of_sources).order_by(sources.c.version)):
        state: dict[str, Any] = {name: getattr(row, name) for name in (*METADATA, "retired")}
        own = texts.get(row.id, [])
        state["passages"] = [{"text": passage.text, "headings": passage.headings} for passage in own]
        found[row.id] = Found(state, row.version, [passage.version for passage in own])
    return found


def revision_of(row: sa.Row[Any]) -> Revision:
    """Return the revision in a row of its table."""
    fields: dict[str, Any] = dict(row._mapping)  # pyright: ignore[reportPrivateUsage]  SQLAlchemy's documented name
    del fields["guild_id"]
    return Revision(**fields)
