"""The libraries of all servers: read as they are at one moment, changed in transactions, every change undoable."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable, Mapping
from contextlib import asynccontextmanager
from itertools import zip_longest
from typing import Any, Literal, NamedTuple, TypeVar

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from knowledge.model import Source
from knowledge.store import tables
from knowledge.store.change import Change, Found, Revision, read_sources, revision_of, untouched
from knowledge.store.database import Database
from knowledge.store.errors import (
    ConflictError,
    NothingToChangeError,
    UnknownPassageError,
    UnknownRevisionError,
    UnknownSourceError,
)
from knowledge.store.states import State, check, difference, present, source_of, state_of

_Read = TypeVar("_Read")


class StoredSource(NamedTuple):
    """A source that a server owns; its version and those of its passages are what an edit expects to find."""

    source: Source
    retired: bool
    version: int
    passages: tuple[int, ...]


class StoredLibrary(NamedTuple):
    """What a server owns, at one moment."""

    version: int
    shipped: bool
    """Whether the shipped essays belong to the library too; an own source takes the place of one with its id."""
    sources: tuple[StoredSource, ...]
    """Those changed last come last."""


class Comparison(NamedTuple):
    """What adding a source would do to a library."""

    source: Source
    kind: Literal["new", "changed", "same"]
    fields: tuple[str, ...] = ()
    """The names of the fields that would change, ``passages`` aside."""
    passages: int = 0
    """How many paragraphs would be added, changed or taken away."""


class Store:
    """The libraries in a database. A change is confirmed when its call returns: it then survives anything.

    All methods raise UnavailableError where the database fails, and then nothing was changed.
    """

    def __init__(self, database: Database, shipped: Iterable[Source] = ()) -> None:
        """``shipped`` are the essays of every library; a server that changes one gets a copy of its own."""
        self._database = database
        self._shipped: Mapping[str, Source] = {source.id: source for source in shipped}

    async def open(self) -> None:
        """Bring the database up to date."""
        await self._database.migrate()

    async def close(self) -> None:
        """Close all connections."""
        await self._database.close()

    async def version(self, guild_id: int) -> int:
        """Return the number of changes to a server's library so far."""
        async with self._database.reading() as connection:
            return (await _settings(connection, guild_id))[0]

    async def library(self, guild_id: int) -> StoredLibrary:
        """Return all that a server owns."""

        async def read(connection: AsyncConnection) -> tuple[StoredSource, ...]:
            found = await read_sources(connection, guild_id)
            return tuple(_stored(source_id, source) for source_id, source in found.items())

        (version, shipped), sources = await self._at_one_moment(guild_id, read)
        return StoredLibrary(version, shipped, sources)

    async def changed_since(self, guild_id: int, version: int) -> tuple[StoredLibrary, frozenset[str | None]]:
        """Return the sources that changed after a version, and the ids of all such, deleted ones too.

        None among the ids: the settings changed.
        """

        async def read(connection: AsyncConnection) -> tuple[tuple[StoredSource, ...], frozenset[str | None]]:
            revisions = tables.revisions
            later = sa.and_(revisions.c.guild_id == guild_id, revisions.c.number > version)
            rows = await connection.execute(sa.select(revisions.c.source_id).where(later).distinct())
            touched: frozenset[str | None] = frozenset(row.source_id for row in rows)
            found = await read_sources(connection, guild_id, [i for i in touched if i is not None])
            return tuple(_stored(source_id, source) for source_id, source in found.items()), touched

        (now, shipped), (sources, touched) = await self._at_one_moment(guild_id, read)
        return StoredLibrary(now, shipped, sources), touched

    async def source(self, guild_id: int, source_id: str) -> StoredSource:
        """Return a source of a server, shipped ones too, to be edited; raises UnknownSourceError."""

        async def read(connection: AsyncConnection) -> Found | None:
            return (await read_sources(connection, guild_id, [source_id])).get(source_id)

        (_, shipped), found = await self._at_one_moment(guild_id, read)
        if found is None and shipped and source_id in self._shipped:
            found = untouched(self._shipped[source_id])
        return _stored(source_id, _known(found, source_id))

    async def history(self, guild_id: int, *, before: int | None = None, most: int = 25) -> list[Revision]:
        """Return revisions, the latest first; with ``before`` those older than a number."""
        revisions = tables.revisions
        query = sa.select(revisions).where(revisions.c.guild_id == guild_id)
        if before is not None:
            query = query.where(revisions.c.number < before)
        async with self._database.reading() as connection:
            rows = await connection.execute(query.order_by(revisions.c.number.desc()).limit(most))
            return [revision_of(row) for row in rows]

    async def compare(self, guild_id: int, sources: Iterable[Source]) -> list[Comparison]:
        """Return for each source what adding it would do, and do nothing; raises UnstorableError as adding would."""

        async def read(connection: AsyncConnection) -> dict[str, Found]:
            return await read_sources(connection, guild_id)

        (_, shipped), found = await self._at_one_moment(guild_id, read)
        states = {source_id: state_of(source) for source_id, source in self._shipped.items()} if shipped else {}
        states |= {source_id: dict(own.state) for source_id, own in found.items()}
        return [_compared(source, states.get(source.id)) for source in sources]

    async def add(self, guild_id: int, source: Source, who: int | None = None) -> Revision | None:
        """Add a source, or put it in the place of the one with its id; return None where nothing differs.

        A retired source that is added again is restored. Raises UnstorableError.
        """
        check(source)
        after = state_of(source)
        async with self._change(guild_id) as change:
            found = await change.find(source.id)
            if found is None:
                return await change.record("imported", who, source.id, None, None, after)
            changed = difference(found.state, after)
            return await change.record("imported", who, source.id, found, *changed) if changed[1] else None

    async def retire(self, guild_id: int, source_id: str, who: int | None = None) -> Revision:
        """Take a source out of all answers; raises UnknownSourceError, NothingToChangeError."""
        return await self._set_retired(guild_id, source_id, who, retired=True)

    async def restore(self, guild_id: int, source_id: str, who: int | None = None) -> Revision:
        """Bring a retired source back; raises UnknownSourceError, NothingToChangeError."""
        return await self._set_retired(guild_id, source_id, who, retired=False)

    async def edit(
        self, guild_id: int, source_id: str, who: int | None, fields: Mapping[str, Any], expected: int
    ) -> Revision:
        """Change metadata: ``title``, ``authors``, ``outlet``, ``published``, ``url``, ``side``, ``thesis``.

        ``expected`` is the version of the source that the editor saw. Raises UnknownSourceError, NothingToChangeError,
        UnstorableError, and ConflictError where somebody changed one of these fields since.
        """
        async with self._change(guild_id) as change:
            found = _known(await change.find(source_id), source_id)
            edited = source_of(source_id, {**found.state, **fields})
            before, after = difference(found.state, {**state_of(edited), "retired": found.state["retired"]})
            if not after:
                raise NothingToChangeError(f"The source {source_id!r} already reads like that.")
            if await change.fields_changed_since(source_id, expected) & after.keys():
                raise ConflictError(f"The source {source_id!r}", after, before)
            return await change.record("edited", who, source_id, found, before, after)

    async def edit_passage(
        self, guild_id: int, source_id: str, number: int, who: int | None, text: str, expected: int
    ) -> Revision:
        """Change the text of a passage, of which the editor saw the version ``expected``.

        Raises UnknownSourceError, UnknownPassageError, NothingToChangeError, UnstorableError, ConflictError.
        """
        async with self._change(guild_id) as change:
            found = _known(await change.find(source_id), source_id)
            if not 1 <= number <= len(found.passages):
                raise UnknownPassageError(source_id, number, len(found.passages))
            before, after = {"text": found.state["passages"][number - 1]["text"]}, {"text": text}
            if before == after:
                raise NothingToChangeError(f"Paragraph {number} of {source_id!r} already reads like that.")
            if found.passages[number - 1] != expected:
                raise ConflictError(f"Paragraph {number} of {source_id!r}", after, before)
            return await change.record("edited", who, source_id, found, before, after, paragraph=number)

    async def include_shipped(self, guild_id: int, who: int | None, *, included: bool) -> Revision:
        """Say whether the shipped essays belong to the library; raises NothingToChangeError."""
        async with self._change(guild_id) as change:
            before, after = change.settings, {"shipped": included}
            if before == after:
                raise NothingToChangeError("The settings of this library already say so.")
            return await change.record("settings", who, None, None, before, after)

    async def undo(self, guild_id: int, number: int, who: int | None = None) -> Revision:
        """Take a change back, with a revision of its own: an undo can be undone.

        Raises UnknownRevisionError, and ConflictError where what it changed was changed again since.
        """
        async with self._change(guild_id) as change:
            undone = await change.revision(number)
            if undone is None:
                raise UnknownRevisionError(number)
            source_id, paragraph = undone.source_id, undone.paragraph
            found = await change.find(source_id) if source_id is not None else None
            state = change.settings if source_id is None else found.state if found else None
            here = _present(state, undone)
            if here != undone.after:
                raise ConflictError(_named(undone), undone.before, here)
            return await change.record(
                "undone", who, source_id, found, here, undone.before, paragraph=paragraph, undoes=number
            )

    async def export(self, guild_id: int) -> list[Source]:
        """Return the server's own sources that are not retired, in the order of their ids."""
        stored = await self.library(guild_id)
        return sorted((own.source for own in stored.sources if not own.retired), key=lambda source: source.id)

    async def _set_retired(self, guild_id: int, source_id: str, who: int | None, *, retired: bool) -> Revision:
        async with self._change(guild_id) as change:
            found = _known(await change.find(source_id), source_id)
            if found.state["retired"] == retired:
                raise NothingToChangeError(
                    f"The source {source_id!r} is already retired."
                    if retired
                    else f"The source {source_id!r} is not retired."
                )
            before, after = {"retired": not retired}, {"retired": retired}
            return await change.record("retired" if retired else "restored", who, source_id, found, before, after)

    @asynccontextmanager
    async def _change(self, guild_id: int) -> AsyncGenerator[Change, None]:
        async with self._database.writing() as connection:
            change = Change(connection, guild_id, self._shipped)
            await change.begin()
            yield change

    async def _at_one_moment(
        self, guild_id: int, read: Callable[[AsyncConnection], Awaitable[_Read]]
    ) -> tuple[tuple[int, bool], _Read]:
        """Read in several statements, again where a change came between them."""
        async with self._database.reading() as connection:
            before = await _settings(connection, guild_id)
            while True:
                found = await read(connection)
                after = await _settings(connection, guild_id)
                if after == before:
                    return after, found
                before = after


async def _settings(connection: AsyncConnection, guild_id: int) -> tuple[int, bool]:
    guilds = tables.guilds
    query = sa.select(guilds.c.version, guilds.c.shipped).where(guilds.c.id == guild_id)
    row = (await connection.execute(query)).one_or_none()
    return (row.version, row.shipped) if row else (0, True)


def _known(found: Found | None, source_id: str) -> Found:
    if found is None:
        raise UnknownSourceError(source_id)
    return found


def _stored(source_id: str, found: Found) -> StoredSource:
    source = source_of(source_id, found.state)
    return StoredSource(source, bool(found.state["retired"]), found.version, tuple(found.passages))


def _compared(source: Source, state: State | None) -> Comparison:
    check(source)
    if state is None:
        return Comparison(source, "new")
    before, after = difference(state, state_of(source))
    if not after:
        return Comparison(source, "same")
    pairs = zip_longest(before.get("passages", ()), after.get("passages", ()))
    passages = sum(1 for old, new in pairs if old != new)
    return Comparison(source, "changed", tuple(name for name in after if name != "passages"), passages)


def _present(state: State | None, undone: Revision) -> State | None:
    """Return what a revision changed as it is now."""
    if state is None:
        return None
    if undone.after is None or undone.before is None:
        return state
    return present(state, undone.after, undone.paragraph)


def _named(revision: Revision) -> str:
    if revision.source_id is None:
        return "The setting"
    if revision.paragraph is None:
        return f"The source {revision.source_id!r}"
    return f"Paragraph {revision.paragraph} of {revision.source_id!r}"
