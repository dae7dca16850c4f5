"""How each kind of subject is found in the tables and written to them; what cannot be kept is refused here."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, NamedTuple, Protocol

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from knowledge.model import Issue, Source
from knowledge.store import tables, vocabulary
from knowledge.store.errors import TooManyError, UnknownPassageError, UnknownSourceError, UnstorableError
from knowledge.store.guild_settings import GuildSettings, checked
from knowledge.store.states import METADATA, PASSAGE, check, source_of, state_of
from knowledge.store.subjects import Found, State, Subject, SubjectKind

MOST_ISSUES = 200


class Shipped(NamedTuple):
    """What every library begins with, by id."""

    sources: Mapping[str, Source] = {}
    issues: Mapping[str, Issue] = {}


class Scope(NamedTuple):
    """The server that a change is made in, and the transaction."""

    connection: AsyncConnection
    guild_id: int
    shipped: Shipped
    settings: GuildSettings

    @property
    def offered(self) -> Shipped:
        """What is shipped and belongs to the server's library."""
        return self.shipped if self.settings.shipped else Shipped()


class Keeper(Protocol):
    """Finds and writes the subjects of one kind."""

    async def find(self, scope: Scope, subject: Subject) -> Found | None:
        """Return a subject as it is; None where there is none."""
        ...

    async def write(
        self, scope: Scope, subject: Subject, number: int, found: Found | None, state: State | None
    ) -> None:
        """Make a subject what a state says, as revision ``number``; None takes it away.

        Raises UnstorableError or TooManyError for what cannot be kept.
        """
        ...


class _Sources:
    async def find(self, scope: Scope, subject: Subject) -> Found | None:
        source_id = str(subject.id)
        if not is_id(source_id):
            return None
        found = (await read_sources(scope.connection, scope.guild_id, [source_id])).get(source_id)
        shipped = scope.offered.sources.get(source_id)
        return found or (untouched(shipped) if shipped else None)

    async def write(
        self, scope: Scope, subject: Subject, number: int, found: Found | None, state: State | None
    ) -> None:
        sources, passages = tables.sources, tables.passages
        this = sa.and_(sources.c.guild_id == scope.guild_id, sources.c.id == subject.id)
        if state is None:
            await scope.connection.execute(sa.delete(sources).where(this))
            return
        check(source_of(str(subject.id), state))
        fields = {name: state[name] for name in (*METADATA, "retired")}
        if found is not None and found.stored:
            await scope.connection.execute(sa.update(sources).where(this).values(version=number, **fields))
            if found.state["passages"] == state["passages"]:
                return
            theirs = sa.and_(passages.c.guild_id == scope.guild_id, passages.c.source_id == subject.id)
            await scope.connection.execute(sa.delete(passages).where(theirs))
        else:
            row = {"guild_id": scope.guild_id, "id": subject.id, "version": number, "position": number, **fields}
            await scope.connection.execute(sa.insert(sources).values(row))
        before = list(zip(found.state["passages"], found.passages, strict=True)) if found else []
        versions = [
            before[n][1] if n < len(before) and before[n][0] == passage else number
            for n, passage in enumerate(state["passages"])
        ]
        await _insert_passages(scope, str(subject.id), state["passages"], versions)


class _Passages:
    async def find(self, scope: Scope, subject: Subject) -> Found | None:
        source = await KEEPERS["source"].find(scope, Subject("source", subject.id))
        n = subject.paragraph or 0
        if source is None or not 1 <= n <= len(source.passages):
            return None
        return Found(source.state["passages"][n - 1], source.passages[n - 1], source.stored)

    async def write(
        self, scope: Scope, subject: Subject, number: int, found: Found | None, state: State | None
    ) -> None:
        source = await KEEPERS["source"].find(scope, Subject("source", subject.id))
        assert source is not None and subject.paragraph is not None and state is not None
        texts, n = list(source.state["passages"]), subject.paragraph
        texts[n - 1] = state
        check(source_of(str(subject.id), {**source.state, "passages": texts}))
        if not source.stored:  # a shipped essay: the server gets a copy
            fields = {name: source.state[name] for name in (*METADATA, "retired")}
            row = {"guild_id": scope.guild_id, "id": subject.id, "version": 0, "position": number, **fields}
            await scope.connection.execute(sa.insert(tables.sources).values(row))
            await _insert_passages(scope, str(subject.id), source.state["passages"], source.passages)
        passages = tables.passages
        this = sa.and_(
            passages.c.guild_id == scope.guild_id, passages.c.source_id == subject.id, passages.c.number == n
        )
        await scope.connection.execute(sa.update(passages).where(this).values(version=number, **state))


async def _insert_passages(scope: Scope, source_id: str, texts: Sequence[State], versions: Sequence[int]) -> None:
    rows: list[dict[str, Any]] = [
        {"guild_id": scope.guild_id, "source_id": source_id, "number": n, "version": version, **text}
        for n, (text, version) in enumerate(zip(texts, versions, strict=True), 1)
    ]
    await scope.connection.execute(sa.insert(tables.passages), rows)


class _Settings:
    async def find(self, scope: Scope, subject: Subject) -> Found | None:
        return Found(scope.settings._asdict(), 0)

    async def write(
        self, scope: Scope, subject: Subject, number: int, found: Found | None, state: State | None
    ) -> None:
        settings = checked({**(state or {})})
        update = sa.update(tables.guilds).where(tables.guilds.c.id == scope.guild_id)
        await scope.connection.execute(update.values(**settings._asdict()))
        if not settings.keep_questions:
            feedback = tables.feedback
            forget = sa.update(feedback).where(feedback.c.guild_id == scope.guild_id, feedback.c.question.is_not(None))
            await scope.connection.execute(forget.values(question=None))


Check = Callable[[Scope, Subject, State], Awaitable[None]]


class _Rows:
    """Subjects that are one row of a table each."""

    def __init__(self, table: sa.Table, keys: Sequence[str], fields: Sequence[str], check: Check | None = None) -> None:
        self._table, self._keys, self._fields, self._check = table, keys, fields, check

    def _key(self, scope: Scope, subject: Subject) -> dict[str, Any]:
        values = [scope.guild_id, subject.id, *([subject.paragraph] if len(self._keys) > 2 else [])]
        return dict(zip(self._keys, values, strict=True))

    async def find(self, scope: Scope, subject: Subject) -> Found | None:
        query = sa.select(self._table).filter_by(**self._key(scope, subject))
        row = (await scope.connection.execute(query)).one_or_none()
        if row is None:
            return None
        return Found({name: getattr(row, name) for name in self._fields}, row.version)

    async def write(
        self, scope: Scope, subject: Subject, number: int, found: Found | None, state: State | None
    ) -> None:
        key = self._key(scope, subject)
        if state is None:
            await scope.connection.execute(sa.delete(self._table).filter_by(**key))
            return
        if self._check is not None:
            await self._check(scope, subject, state)
        if found is not None and found.stored:
            update = sa.update(self._table).filter_by(**key).values(version=number, **state)
            await scope.connection.execute(update)
        else:
            await scope.connection.execute(sa.insert(self._table).values(version=number, **key, **state))


class _Issues(_Rows):
    async def find(self, scope: Scope, subject: Subject) -> Found | None:
        if not is_id(str(subject.id)):
            return None
        found = await super().find(scope, subject)
        shipped = scope.offered.issues.get(str(subject.id))
        return found or (untouched_issue(shipped) if shipped else None)


async def _names_fit(scope: Scope, subject: Subject, state: State) -> None:
    """Refuse a group of names that reads a name of another group, or is one too many."""
    aliases = tables.aliases
    query = sa.select(aliases.c.names).where(aliases.c.guild_id == scope.guild_id, aliases.c.id != subject.id)
    others = [row.names for row in await scope.connection.execute(query)]
    vocabulary.check_beside(state["names"], others)


async def _issue_fits(scope: Scope, subject: Subject, state: State) -> None:
    """Refuse a label that another issue has, and one issue too many."""
    issues = tables.issues
    query = sa.select(issues.c.id, issues.c.label).where(issues.c.guild_id == scope.guild_id, issues.c.id != subject.id)
    own = {row.id: row.label for row in await scope.connection.execute(query)}
    if len(own) >= MOST_ISSUES:
        raise TooManyError(f"This server has {MOST_ISSUES} issues already, which is the most: remove one first.")
    labels = {issue.id: issue.label for issue in scope.offered.issues.values() if issue.id != subject.id} | own
    for issue_id, label in labels.items():
        if label.casefold() == state["label"].casefold():
            raise UnstorableError(f"The issue {issue_id!r} already has the label {label!r}.")


KEEPERS: Mapping[SubjectKind, Keeper] = {
    "source": _Sources(),
    "passage": _Passages(),
    "settings": _Settings(),
    "note": _Rows(tables.notes, ("guild_id", "source_id", "paragraph"), ("asks",)),
    "fact": _Rows(tables.facts, ("guild_id", "source_id", "paragraph"), ("facts",)),
    "alias": _Rows(tables.aliases, ("guild_id", "id"), ("names",), _names_fit),
    "issue": _Issues(tables.issues, ("guild_id", "id"), ("label", "asks", "passages"), _issue_fits),
}


def is_id(text: str) -> bool:
    """Tell whether something typed may be asked of a database as an id; PostgreSQL refuses some characters."""
    return text.isascii() and text.isprintable()


async def known_source(scope: Scope, source_id: str) -> Found:
    """Return a source of a library; raises UnknownSourceError."""
    found = await KEEPERS["source"].find(scope, Subject("source", source_id))
    if found is None:
        raise UnknownSourceError(source_id)
    return found


async def check_passage(scope: Scope, source_id: str, paragraph: int) -> None:
    """Raise UnknownSourceError or UnknownPassageError where a library does not have a passage."""
    source = await known_source(scope, source_id)
    if not 1 <= paragraph <= len(source.passages):
        raise UnknownPassageError(source_id, paragraph, len(source.passages))


def untouched(shipped: Source) -> Found:
    """Return a shipped essay as one that a server did not touch yet."""
    return Found(state_of(shipped), 0, stored=False, passages=(0,) * len(shipped.passages))


def untouched_issue(shipped: Issue) -> Found:
    """Return what a server changed of a shipped issue where it changed nothing yet."""
    return Found({"label": shipped.label, "asks": [], "passages": {}}, 0, stored=False)


async def read_sources(
    connection: AsyncConnection, guild_id: int, source_ids: Sequence[str] | None = None
) -> dict[str, Found]:
    """Return a server's own sources by id, all or some, in the order in which they were first added."""
    sources, passages = tables.sources, tables.passages
    of_sources, of_passages = sources.c.guild_id == guild_id, passages.c.guild_id == guild_id
    if source_ids is not None:
        of_sources &= sources.c.id.in_(source_ids)
        of_passages &= passages.c.source_id.in_(source_ids)
    texts: dict[str, list[sa.Row[Any]]] = {}
    for row in await connection.execute(sa.select(passages).where(of_passages).order_by(passages.c.number)):
        texts.setdefault(row.source_id, []).append(row)
    found: dict[str, Found] = {}
    for row in await connection.execute(sa.select(sources).where(of_sources).order_by(sources.c.position)):
        state: dict[str, Any] = {name: getattr(row, name) for name in (*METADATA, "retired")}
        own = texts.get(row.id, [])
        state["passages"] = [{name: getattr(passage, name) for name in PASSAGE} for passage in own]
        versions = tuple(passage.version for passage in own)
        found[row.id] = Found(state, row.version, passages=versions, position=row.position)
    return found


async def read_settings(connection: AsyncConnection, guild_id: int, *, lock: bool = False) -> tuple[int, GuildSettings]:
    """Return the version of a server's library and its settings; with ``lock`` nobody else may change them until the
    transaction ends.
    """
    guilds = tables.guilds
    query = sa.select(guilds.c.version, *(guilds.c[name] for name in GuildSettings._fields))
    query = query.where(guilds.c.id == guild_id)
    row = (await connection.execute(query.with_for_update() if lock else query)).one_or_none()
    return (row[0], GuildSettings(*row[1:])) if row else (0, GuildSettings())
