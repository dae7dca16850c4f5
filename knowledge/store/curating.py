"""What moderators know of their sources: the questions a passage answers, names of one thing, issues."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import sqlalchemy as sa

from knowledge.language import text as language
from knowledge.store import tables, vocabulary
from knowledge.store.change import Change
from knowledge.store.desk import Desk
from knowledge.store.errors import (
    TooManyError,
    UnknownAliasError,
    UnknownIssueError,
    UnstorableError,
)
from knowledge.store.keepers import Scope, check_passage, untouched_issue
from knowledge.store.subjects import Found, Revision, Subject

MOST_ASKS, LONGEST_ASK = 30, 300
LONGEST_LABEL = 100
MOST_PASSAGES = 100
_LONGEST_SLUG = 60
_BLANKS = re.compile(r"\s+")


class StoredNote(NamedTuple):
    """The questions that a passage answers."""

    asks: tuple[str, ...] = ()
    version: int = 0
    """What a change expects to find; 0 where there is no note."""


class StoredAlias(NamedTuple):
    """A group of names of one thing."""

    id: str
    """What its revisions are about: the name that was first when it was made, folded."""
    names: tuple[str, ...]
    version: int


class StoredIssue(NamedTuple):
    """An issue of the server, or what it changed of a shipped one."""

    id: str
    label: str
    asks: tuple[str, ...] = ()
    """For a shipped issue further questions, beside its own."""
    passages: Mapping[str, tuple[int, ...]] = {}
    """For each source the paragraphs that speak to it, the most direct first; for a shipped issue further ones."""
    version: int = 0
    """What a change expects to find; 0 for a shipped issue that was not touched."""
    shipped: bool = False


class Curating(Desk):
    """Changes notes, aliases and issues."""

    async def noted(self, guild_id: int, source_id: str, paragraph: int) -> StoredNote:
        """Return the server's note on a passage, an empty one where there is none."""

        async def read(scope: Scope) -> StoredNote:
            return (await read_notes(scope)).get((source_id, paragraph), StoredNote())

        return (await self._at_one_moment(guild_id, read))[2]

    async def note(
        self, guild_id: int, source_id: str, paragraph: int, who: int | None, *, asks: Sequence[str], expected: int
    ) -> Revision:
        """Say which questions a passage answers, beside those that are shipped; none takes the note away.

        The note stays when the passage is edited. ``expected`` is the version of the note that the person saw. Raises
        UnknownSourceError, UnknownPassageError, NothingToChangeError, UnstorableError, TooManyError, ConflictError.
        """
        lines = _lines(asks)
        async with self._change(guild_id) as change:
            await check_passage(change.scope, source_id, paragraph)
            subject = Subject("note", source_id, paragraph)
            found = await change.find(subject)
            kind = "removed" if not lines else "edited" if found else "added"
            return await change.make(kind, who, subject, {"asks": lines} if lines else None, expected=expected)

    async def aliases(self, guild_id: int) -> tuple[StoredAlias, ...]:
        """Return the server's groups of names, in the order of their first names."""
        return (await self._at_one_moment(guild_id, read_aliases))[2]

    async def set_alias(
        self,
        guild_id: int,
        who: int | None,
        name: str,
        others: Sequence[str],
        expected: int | None = None,
        group_id: str | None = None,
    ) -> Revision:
        """Say that some names are names of one thing; a group that begins with ``name``, or has the id, is replaced.

        A group with a name of the shipped thesaurus joins the shipped group. With ``expected``, the version of the
        group that the person saw, raises ConflictError; also NothingToChangeError, UnstorableError, TooManyError.
        """
        names = vocabulary.group([name, *others])
        vocabulary.check(names)
        async with self._change(guild_id) as change:
            subject = Subject("alias", group_id or vocabulary.key(name))
            kind = "edited" if await change.find(subject) else "added"
            return await change.make(kind, who, subject, {"names": names}, expected=expected)

    async def remove_alias(self, guild_id: int, who: int | None, name: str) -> Revision:
        """Take away the group that has a name; raises UnknownAliasError."""
        async with self._change(guild_id) as change:
            for group in await read_aliases(change.scope):
                if vocabulary.key(name) in map(vocabulary.key, group.names):
                    return await change.make("removed", who, Subject("alias", group.id), None)
        raise UnknownAliasError(name)

    async def issues(self, guild_id: int) -> tuple[StoredIssue, ...]:
        """Return the issues of a library, shipped ones first, those that nobody changed too."""

        async def read(scope: Scope) -> tuple[StoredIssue, ...]:
            own = {issue.id: issue for issue in await read_issues(scope)}
            shipped = scope.offered.issues
            first = [own.pop(i, None) or _issue(i, untouched_issue(issue), shipped) for i, issue in shipped.items()]
            return (*first, *own.values())

        return (await self._at_one_moment(guild_id, read))[2]

    async def issue(self, guild_id: int, issue_id: str) -> StoredIssue:
        """Return an issue to be edited; raises UnknownIssueError."""
        for issue in await self.issues(guild_id):
            if issue.id == issue_id:
                return issue
        raise UnknownIssueError(issue_id)

    async def set_issue(
        self,
        guild_id: int,
        issue_id: str | None,
        who: int | None,
        *,
        label: str,
        asks: Sequence[str] = (),
        passages: Mapping[str, Sequence[int]],
        expected: int = 0,
    ) -> Revision:
        """Create an issue, or say what it is called, which questions name it and which passages speak to it.

        With ``issue_id`` None a new one gets its id from its label; the revision's subject has it. What is said of a
        shipped issue is added to it, but for the label, which takes the place of its own. ``expected`` is the version
        that the person saw. Raises UnknownIssueError, UnknownSourceError, UnknownPassageError, NothingToChangeError,
        UnstorableError, TooManyError, ConflictError.
        """
        lines = _lines(asks)
        named = _label(label)
        async with self._change(guild_id) as change:
            state = {"label": named, "asks": lines, "passages": await _checked(change, passages)}
            if issue_id is None:
                subject = Subject("issue", await _free_id(change, label))
                return await change.make("added", who, subject, state)
            subject = Subject("issue", issue_id)
            if await change.find(subject) is None:
                raise UnknownIssueError(issue_id)
            return await change.make("edited", who, subject, state, expected=expected)

    async def remove_issue(self, guild_id: int, issue_id: str, who: int | None, expected: int) -> Revision:
        """Take an issue of the server away, or from a shipped one what was changed of it.

        Raises UnknownIssueError, NothingToChangeError, ConflictError.
        """
        async with self._change(guild_id) as change:
            subject = Subject("issue", issue_id)
            if await change.find(subject) is None:
                raise UnknownIssueError(issue_id)
            shipped = change.scope.shipped.issues.get(issue_id)
            state = untouched_issue(shipped).state if shipped else None
            return await change.make("removed", who, subject, state, expected=expected)


async def read_notes(scope: Scope) -> Mapping[tuple[str, int], StoredNote]:
    """Return a server's notes by source and paragraph."""
    notes = tables.notes
    query = sa.select(notes).where(notes.c.guild_id == scope.guild_id).order_by(notes.c.source_id, notes.c.paragraph)
    rows = await scope.connection.execute(query)
    return {(row.source_id, row.paragraph): StoredNote(tuple(row.asks), row.version) for row in rows}


async def read_aliases(scope: Scope) -> tuple[StoredAlias, ...]:
    """Return a server's groups of names."""
    aliases = tables.aliases
    query = sa.select(aliases).where(aliases.c.guild_id == scope.guild_id).order_by(aliases.c.id)
    return tuple(StoredAlias(row.id, tuple(row.names), row.version) for row in await scope.connection.execute(query))


async def read_issues(scope: Scope) -> tuple[StoredIssue, ...]:
    """Return a server's own issues and what it changed of shipped ones."""
    issues = tables.issues
    query = sa.select(issues).where(issues.c.guild_id == scope.guild_id).order_by(issues.c.id)
    rows = await scope.connection.execute(query)
    return tuple(
        _issue(
            row.id,
            Found({"label": row.label, "asks": row.asks, "passages": row.passages}, row.version),
            scope.shipped.issues,
        )
        for row in rows
    )


def _issue(issue_id: str, found: Found, shipped: Mapping[str, object]) -> StoredIssue:
    state = found.state
    passages = {source_id: tuple(numbers) for source_id, numbers in state["passages"].items()}
    return StoredIssue(issue_id, state["label"], tuple(state["asks"]), passages, found.version, issue_id in shipped)


def _lines(texts: Iterable[str]) -> list[str]:
    """Return questions without superfluous space, each once; raises UnstorableError, TooManyError."""
    lines = list(dict.fromkeys(line for text in texts if (line := _BLANKS.sub(" ", text).strip())))
    if len(lines) > MOST_ASKS:
        raise TooManyError(f"There may be at most {MOST_ASKS} questions, and these are {len(lines)}.")
    for line in lines:
        if len(line) > LONGEST_ASK:
            raise UnstorableError(
                f"A question has at most {LONGEST_ASK} characters, and {line[:20]!r}… has {len(line)}."
            )
        if not line.isprintable() or not any(language.words(line)):
            raise UnstorableError(f"{line[:40]!r} is not a question in words.")
    return lines


def _label(text: str) -> str:
    label = _BLANKS.sub(" ", text).strip()
    if not 1 <= len(label) <= LONGEST_LABEL or not label.isprintable() or not any(language.words(label)):
        raise UnstorableError(f"The label of an issue is a few words, of at most {LONGEST_LABEL} characters.")
    return label


async def _checked(change: Change, passages: Mapping[str, Sequence[int]]) -> dict[str, list[int]]:
    chosen = {source_id: list(dict.fromkeys(numbers)) for source_id, numbers in passages.items() if numbers}
    if sum(map(len, chosen.values())) > MOST_PASSAGES:
        raise TooManyError(f"At most {MOST_PASSAGES} passages may speak to one issue.")
    for source_id, numbers in chosen.items():
        for number in numbers:
            await check_passage(change.scope, source_id, number)
    return chosen


async def _free_id(change: Change, label: str) -> str:
    """Return the slug of a label, with a number where an issue has it already."""
    plain = unicodedata.normalize("NFKD", label).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:_LONGEST_SLUG].strip("-") or "issue"
    free, number = slug, 1
    while free in change.scope.shipped.issues or await change.find(Subject("issue", free)):
        number += 1
        free = f"{slug}-{number}"
    return free
