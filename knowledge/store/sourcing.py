"""What is done to sources and their passages: added, edited, retired, restored."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from knowledge.model import Source
from knowledge.store.desk import Desk
from knowledge.store.errors import ConflictError, NothingToChangeError
from knowledge.store.keepers import Scope, check_passage, known_source
from knowledge.store.libraries import StoredSource, stored_source
from knowledge.store.states import check, source_of, state_of
from knowledge.store.subjects import Found, Revision, Subject, difference


class Sourcing(Desk):
    """Changes the sources of libraries."""

    async def source(self, guild_id: int, source_id: str) -> StoredSource:
        """Return a source of a server, shipped ones too, to be edited; raises UnknownSourceError."""

        async def read(scope: Scope) -> Found:
            return await known_source(scope, source_id)

        _, _, found = await self._at_one_moment(guild_id, read)
        return stored_source(source_id, found)

    async def add(
        self, guild_id: int, source: Source, who: int | None = None, seen: int | None = None
    ) -> Revision | None:
        """Add a source, or put it in the place of the one with its id; return None where nothing differs.

        A retired source that is added again is restored. ``seen`` is the version of the library that the person saw.
        Raises UnstorableError, and ConflictError where somebody changed the source with its id after that.
        """
        check(source)
        subject, after = Subject("source", source.id), state_of(source)
        async with self._change(guild_id) as change:
            found = await change.find(subject)
            later = found is not None and seen is not None and max(found.version, *found.passages) > seen
            if found is not None and later and difference(found.state, after)[1]:
                raise ConflictError(subject.name, after, found.state)
            try:
                return await change.make("imported", who, subject, after)
            except NothingToChangeError:
                return None

    async def retire(
        self, guild_id: int, source_id: str, who: int | None = None, paragraph: int | None = None
    ) -> Revision:
        """Take a source, or one paragraph of it, out of all answers; the numbers of the others do not move.

        Raises UnknownSourceError, UnknownPassageError, NothingToChangeError.
        """
        return await self._set_retired(guild_id, source_id, who, paragraph, retired=True)

    async def restore(
        self, guild_id: int, source_id: str, who: int | None = None, paragraph: int | None = None
    ) -> Revision:
        """Bring a retired source or paragraph back; raises as ``retire`` does."""
        return await self._set_retired(guild_id, source_id, who, paragraph, retired=False)

    async def edit(
        self, guild_id: int, source_id: str, who: int | None, fields: Mapping[str, Any], expected: int
    ) -> Revision:
        """Change metadata: ``title``, ``authors``, ``outlet``, ``published``, ``url``, ``side``, ``thesis``.

        ``expected`` is the version of the source that the editor saw. Raises UnknownSourceError, NothingToChangeError,
        UnstorableError, and ConflictError where somebody changed one of these fields since.
        """
        async with self._change(guild_id) as change:
            subject = Subject("source", source_id)
            state = (await known_source(change.scope, source_id)).state
            edited = state_of(source_of(source_id, {**state, **fields}), retired=state["retired"])
            return await change.make("edited", who, subject, edited, expected=expected)

    async def edit_passage(
        self, guild_id: int, source_id: str, number: int, who: int | None, text: str, expected: int
    ) -> Revision:
        """Change the text of a passage, of which the editor saw the version ``expected``.

        Raises UnknownSourceError, UnknownPassageError, NothingToChangeError, UnstorableError, ConflictError.
        """
        async with self._change(guild_id) as change:
            await check_passage(change.scope, source_id, number)
            subject = Subject("passage", source_id, number)
            return await change.make("edited", who, subject, {"text": text}, expected=expected)

    async def _set_retired(
        self, guild_id: int, source_id: str, who: int | None, paragraph: int | None, *, retired: bool
    ) -> Revision:
        async with self._change(guild_id) as change:
            if paragraph is None:
                subject = Subject("source", source_id)
                await known_source(change.scope, source_id)
            else:
                subject = Subject("passage", source_id, paragraph)
                await check_passage(change.scope, source_id, paragraph)
            found = await change.find(subject)
            if found is not None and found.state["retired"] == retired:
                raise NothingToChangeError(f"{subject.name} {'already is' if retired else 'is not'} retired.")
            return await change.make("retired" if retired else "restored", who, subject, {"retired": retired})
