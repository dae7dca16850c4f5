"""What members propose for the library: a passage, or a correction of one. Moderators decide."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, Literal, NamedTuple

import sqlalchemy as sa

from knowledge.model import Source
from knowledge.store import tables
from knowledge.store.change import Change
from knowledge.store.desk import Desk
from knowledge.store.errors import (
    AlreadyDecidedError,
    TooManyError,
    UnknownSuggestionError,
    UnstorableError,
)
from knowledge.store.keepers import Scope, check_passage, known_source
from knowledge.store.states import check, state_of
from knowledge.store.subjects import Revision, State, Subject

SuggestionKind = Literal["passage", "correction"]
SuggestionState = Literal["open", "accepted", "declined"]
MOST_OPEN_OF_ONE, MOST_OPEN = 5, 200
LONGEST_TEXT, LONGEST_REMARK = 4000, 1000


class Suggestion(NamedTuple):
    """Something a member proposed."""

    id: int
    """Counted from 1 in each server."""
    at: datetime
    who: int
    kind: SuggestionKind
    source_id: str | None
    paragraph: int | None
    text: str
    """The passage as it should read."""
    remark: str
    """Where it is from, or why."""
    state: SuggestionState
    decided_by: int | None
    decided_at: datetime | None


class Suggestions(Desk):
    """Takes suggestions in and keeps what was decided on them."""

    async def suggest(
        self,
        guild_id: int,
        who: int,
        kind: SuggestionKind,
        source_id: str | None,
        paragraph: int | None,
        text: str,
        remark: str = "",
    ) -> Suggestion:
        """Keep a suggestion for the moderators; a correction names the passage that it corrects.

        Raises UnknownSourceError, UnknownPassageError, UnstorableError, and TooManyError where the member or the server
        has as many open ones as there may be.
        """
        text, remark = _text(text, "A suggestion", LONGEST_TEXT), _text(remark, "A remark", LONGEST_REMARK)
        if not text:
            raise UnstorableError("A suggestion needs a text.")
        suggestions = tables.suggestions
        async with self._change(guild_id) as change:
            await _check_place(change.scope, kind, source_id, paragraph)
            ours = suggestions.c.guild_id == guild_id
            still_open = sa.and_(ours, suggestions.c.state == "open")
            query = sa.select(suggestions.c.who, sa.func.count()).where(still_open).group_by(suggestions.c.who)
            counts: dict[int, int] = {row[0]: row[1] for row in await change.scope.connection.execute(query)}
            if counts.get(who, 0) >= MOST_OPEN_OF_ONE:
                raise TooManyError(
                    f"{MOST_OPEN_OF_ONE} suggestions of yours are still open: wait until one is decided."
                )
            if sum(counts.values()) >= MOST_OPEN:
                raise TooManyError(
                    f"This server has {MOST_OPEN} open suggestions, which is the most: ask a moderator to decide some."
                )
            latest = await change.scope.connection.scalar(sa.select(sa.func.max(suggestions.c.number)).where(ours))
            suggestion = Suggestion(
                (latest or 0) + 1, datetime.now(UTC), who, kind, source_id, paragraph, text, remark, "open", None, None
            )
            await change.scope.connection.execute(sa.insert(suggestions).values(guild_id=guild_id, **_row(suggestion)))
        return suggestion

    async def suggestions(self, guild_id: int, *, state: SuggestionState = "open") -> list[Suggestion]:
        """Return the suggestions in a state, the oldest first."""
        suggestions = tables.suggestions
        query = sa.select(suggestions).where(suggestions.c.guild_id == guild_id, suggestions.c.state == state)
        async with self._database.reading() as connection:
            return [_suggestion(row) for row in await connection.execute(query.order_by(suggestions.c.number))]

    async def suggestion(self, guild_id: int, suggestion_id: int) -> Suggestion:
        """Return a suggestion; raises UnknownSuggestionError."""
        suggestions = tables.suggestions
        query = sa.select(suggestions).where(suggestions.c.guild_id == guild_id, suggestions.c.number == suggestion_id)
        async with self._database.reading() as connection:
            row = (await connection.execute(query)).one_or_none()
        if row is None:
            raise UnknownSuggestionError(suggestion_id)
        return _suggestion(row)

    async def decide(
        self, guild_id: int, suggestion_id: int, who: int, state: Literal["accepted", "declined"]
    ) -> Suggestion:
        """Accept or decline a suggestion, which changes nothing else; of two who decide at once the second is told.

        Raises UnknownSuggestionError, AlreadyDecidedError.
        """
        async with self._change(guild_id) as change:
            return await _decide(change, suggestion_id, who, state)

    async def accept_correction(
        self, guild_id: int, suggestion_id: int, who: int, text: str, expected: int
    ) -> tuple[Suggestion, Revision]:
        """Accept a correction and change its passage, to ``text``, both or neither.

        ``expected`` is the version of the passage that the moderator saw. Raises UnknownSuggestionError,
        AlreadyDecidedError, and all that ``edit_passage`` raises.
        """
        async with self._change(guild_id) as change:
            suggestion = await _decide(change, suggestion_id, who, "accepted")
            assert suggestion.source_id is not None and suggestion.paragraph is not None
            await check_passage(change.scope, suggestion.source_id, suggestion.paragraph)
            subject = Subject("passage", suggestion.source_id, suggestion.paragraph)
            return suggestion, await change.make("edited", who, subject, {"text": text}, expected=expected)

    async def accept_passages(
        self, guild_id: int, suggestion_id: int, who: int, texts: Sequence[str]
    ) -> tuple[Suggestion, Revision]:
        """Accept new passages for a source, which go to its end, so that no citation moves; both or neither.

        Raises UnknownSuggestionError, AlreadyDecidedError, UnknownSourceError, UnstorableError.
        """
        async with self._change(guild_id) as change:
            suggestion = await _decide(change, suggestion_id, who, "accepted")
            assert suggestion.source_id is not None
            source = await known_source(change.scope, suggestion.source_id)
            new: list[State] = [{"text": text, "headings": [], "retired": False} for text in texts]
            fields = {"passages": [*source.state["passages"], *new]}
            return suggestion, await change.make("edited", who, Subject("source", suggestion.source_id), fields)

    async def accept_source(
        self, guild_id: int, suggestion_id: int, who: int, source: Source
    ) -> tuple[Suggestion, Revision]:
        """Accept what was proposed as a source of its own; both or neither.

        Raises UnknownSuggestionError, AlreadyDecidedError, UnstorableError, and ConflictError where the library has a
        source of that id.
        """
        check(source)
        async with self._change(guild_id) as change:
            suggestion = await _decide(change, suggestion_id, who, "accepted")
            subject = Subject("source", source.id)
            return suggestion, await change.make("imported", who, subject, state_of(source), expected=0)


async def _decide(change: Change, suggestion_id: int, who: int, state: Literal["accepted", "declined"]) -> Suggestion:
    suggestions, connection = tables.suggestions, change.scope.connection
    this = sa.and_(suggestions.c.guild_id == change.scope.guild_id, suggestions.c.number == suggestion_id)
    row = (await connection.execute(sa.select(suggestions).where(this))).one_or_none()
    if row is None:
        raise UnknownSuggestionError(suggestion_id)
    suggestion = _suggestion(row)
    if suggestion.state != "open":
        raise AlreadyDecidedError(suggestion_id, suggestion.state, suggestion.decided_by)
    decision = {"state": state, "decided_by": who, "decided_at": datetime.now(UTC)}
    await connection.execute(sa.update(suggestions).where(this).values(decision))
    return suggestion._replace(**decision)


async def _check_place(scope: Scope, kind: SuggestionKind, source_id: str | None, paragraph: int | None) -> None:
    if kind == "correction" and (source_id is None or paragraph is None):
        raise UnstorableError("A correction needs the paragraph that it corrects.")
    if source_id is not None and paragraph is not None:
        await check_passage(scope, source_id, paragraph)
    elif source_id is not None:
        await known_source(scope, source_id)


def _text(text: str, what: str, most: int) -> str:
    stripped = text.strip()
    if len(stripped) > most:
        raise UnstorableError(f"{what} has at most {most} characters, and this has {len(stripped)}.")
    if "\0" in stripped or any(0xD800 <= ord(character) <= 0xDFFF for character in stripped):
        raise UnstorableError(f"{what} has characters that cannot be kept.")
    return stripped


def _row(suggestion: Suggestion) -> dict[str, Any]:
    fields = suggestion._asdict()
    return {"number": fields.pop("id"), **fields}


def _suggestion(row: sa.Row[Any]) -> Suggestion:
    return Suggestion(row.number, *(getattr(row, name) for name in Suggestion._fields[1:]))
