"""A server's library as a whole: read at one moment, compared, exported; its history, and changes taken back."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from itertools import zip_longest
from typing import Literal, NamedTuple

import sqlalchemy as sa

from knowledge.model import Source
from knowledge.store import tables
from knowledge.store.change import revision_of
from knowledge.store.curating import StoredAlias, StoredIssue, StoredNote, read_aliases, read_issues, read_notes
from knowledge.store.desk import Desk
from knowledge.store.errors import UnknownRevisionError
from knowledge.store.guild_settings import GuildSettings
from knowledge.store.keepers import Scope, read_settings, read_sources
from knowledge.store.noting import StoredFact, read_facts
from knowledge.store.states import check, source_of, state_of
from knowledge.store.subjects import Found, Revision, State, Subject, difference


class StoredSource(NamedTuple):
    """A source that a server owns; its version and those of its passages are what an edit expects to find."""

    source: Source
    retired: bool
    version: int
    passages: tuple[int, ...]
    position: int
    """The revision that first brought it; sources are in that order."""


class StoredLibrary(NamedTuple):
    """What a server owns, at one moment."""

    version: int
    settings: GuildSettings
    sources: tuple[StoredSource, ...]
    """In the order in which they were first added."""
    notes: Mapping[tuple[str, int], StoredNote]
    """By source id and paragraph."""
    aliases: tuple[StoredAlias, ...]
    issues: tuple[StoredIssue, ...]
    facts: Mapping[tuple[str, int], tuple[StoredFact, ...]] = {}
    """What was noted of facts, by source id and paragraph."""


class Comparison(NamedTuple):
    """What adding a source would do to a library."""

    source: Source
    kind: Literal["new", "changed", "same"]
    fields: tuple[str, ...] = ()
    """The names of the fields that would change, ``passages`` aside."""
    passages: int = 0
    """How many paragraphs would be added, changed or taken away."""


class Libraries(Desk):
    """Reads libraries and their histories, and takes changes back."""

    async def version(self, guild_id: int) -> int:
        """Return the number of changes to a server's library so far."""
        async with self._database.reading() as connection:
            return (await read_settings(connection, guild_id))[0]

    async def library(self, guild_id: int) -> StoredLibrary:
        """Return all that a server owns."""
        version, settings, (found, rest) = await self._at_one_moment(guild_id, _read_all)
        return StoredLibrary(version, settings, _stored(found), *rest)

    async def changed_since(self, guild_id: int, version: int) -> tuple[StoredLibrary, frozenset[Subject]]:
        """Return what a server owns, but only those sources that changed after a version, and all that changed."""

        async def read(scope: Scope) -> tuple[frozenset[Subject], dict[str, Found], Curated]:
            revisions = tables.revisions
            columns = revisions.c.subject, revisions.c.item, revisions.c.paragraph
            later = sa.and_(revisions.c.guild_id == guild_id, revisions.c.number > version)
            rows = await scope.connection.execute(sa.select(*columns).where(later).distinct())
            touched = frozenset(Subject(row.subject, row.item, row.paragraph) for row in rows)
            ids = {str(subject.id) for subject in touched if subject.kind in ("source", "passage")}
            return touched, await read_sources(scope.connection, guild_id, list(ids)), await _read_curated(scope)

        now, settings, (touched, found, rest) = await self._at_one_moment(guild_id, read)
        return StoredLibrary(now, settings, _stored(found), *rest), touched

    async def retired(self, guild_id: int) -> tuple[Source, ...]:
        """Return the sources that were retired."""
        sources = tables.sources
        query = sa.select(sources.c.id).where(sources.c.guild_id == guild_id, sources.c.retired)
        async with self._database.reading() as connection:
            ids = (await connection.scalars(query)).all()
            found = await read_sources(connection, guild_id, ids)
            return tuple(source_of(source_id, own.state) for source_id, own in found.items() if own.state["retired"])

    async def history(
        self, guild_id: int, *, before: int | None = None, most: int = 25, source_id: str | None = None
    ) -> list[Revision]:
        """Return revisions, the latest first; with ``before`` those older than a number.

        With ``source_id`` only those of a source, its passages, and the notes on them and their facts.
        """
        revisions = tables.revisions
        query = sa.select(revisions).where(revisions.c.guild_id == guild_id)
        if source_id is not None:
            of_sources = revisions.c.subject.in_(("source", "passage", "note", "fact"))
            query = query.where(of_sources, revisions.c.item == source_id)
        if before is not None:
            query = query.where(revisions.c.number < before)
        async with self._database.reading() as connection:
            rows = await connection.execute(query.order_by(revisions.c.number.desc()).limit(most))
            return [revision_of(row) for row in rows]

    async def undo(self, guild_id: int, number: int, who: int | None = None) -> Revision:
        """Take a change back, with a revision of its own: an undo can be undone.

        Raises UnknownRevisionError, ConflictError where what it changed was changed again since, and UnstorableError or
        TooManyError where there is no room for it any more.
        """
        async with self._change(guild_id) as change:
            undone = await change.revision(number)
            if undone is None:
                raise UnknownRevisionError(number)
            return await change.undo(undone, who)

    async def compare(self, guild_id: int, sources: Iterable[Source]) -> list[Comparison]:
        """Return for each source what adding it would do, and do nothing; raises UnstorableError as adding would."""

        wanted = list(sources)

        async def read(scope: Scope) -> dict[str, Found]:
            return await read_sources(scope.connection, guild_id, [source.id for source in wanted])

        _, settings, found = await self._at_one_moment(guild_id, read)
        shipped = self._shipped.sources.values() if settings.shipped else ()
        states = {source.id: state_of(source) for source in shipped}
        states |= {source_id: dict(own.state) for source_id, own in found.items()}
        compared: list[Comparison] = []
        for source in wanted:
            compared.append(_compared(source, states.get(source.id)))
            await asyncio.sleep(0)  # a millisecond each, and others are waiting
        return compared

    async def export(self, guild_id: int) -> list[Source]:
        """Return the server's own sources that are not retired, in the order of their ids.

        Retired passages are in them: the file of a source keeps their text, and their numbers in its front matter.
        """
        stored = await self.library(guild_id)
        return sorted((own.source for own in stored.sources if not own.retired), key=lambda source: source.id)


Curated = tuple[
    Mapping[tuple[str, int], StoredNote],
    tuple[StoredAlias, ...],
    tuple[StoredIssue, ...],
    Mapping[tuple[str, int], tuple[StoredFact, ...]],
]


async def _read_curated(scope: Scope) -> Curated:
    return await read_notes(scope), await read_aliases(scope), await read_issues(scope), await read_facts(scope)


async def _read_all(scope: Scope) -> tuple[dict[str, Found], Curated]:
    return await read_sources(scope.connection, scope.guild_id), await _read_curated(scope)


def stored_source(source_id: str, found: Found) -> StoredSource:
    """Return a source as it is handed out."""
    source = source_of(source_id, found.state)
    return StoredSource(source, bool(found.state["retired"]), found.version, found.passages, found.position)


def _stored(found: Mapping[str, Found]) -> tuple[StoredSource, ...]:
    return tuple(stored_source(source_id, source) for source_id, source in found.items())


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
