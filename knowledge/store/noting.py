"""What moderators know better of facts: confirmed, corrected, added or hidden, each with its sentence."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import sqlalchemy as sa
from pydantic import ValidationError

from knowledge.sources import factnotes
from knowledge.sources.factnotes import FactNote
from knowledge.store import tables
from knowledge.store.desk import Desk
from knowledge.store.errors import ConflictError, TooManyError, UnstorableError
from knowledge.store.keepers import Scope, check_passage, known_source
from knowledge.store.subjects import Revision, Subject

MOST_FACTS, LONGEST_DATUM, LONGEST_ABOUT = 40, 300, 400


class StoredFact(NamedTuple):
    """A fact as a moderator has it."""

    note: FactNote
    sentence: int
    """The number of its sentence in the passage, counted from 1, when it was noted."""


def fact_note(**fields: Any) -> FactNote:
    """Return a note on a fact, see ``FactNote``; raises UnstorableError for one that cannot be."""
    try:
        note = FactNote(**fields)
    except ValidationError as error:
        reason = str(error.errors()[0]["msg"]).removeprefix("Value error, ")
        raise UnstorableError(f"This is no fact: {reason}.") from None
    for name, text, most in (
        ("datum", note.text, LONGEST_DATUM),
        ("description", note.about, LONGEST_ABOUT),
        ("speaker", note.by, LONGEST_DATUM),
        ("addressee", note.to, LONGEST_DATUM),
    ):
        if len(text) > most:
            raise UnstorableError(f"The {name} of a fact has at most {most} characters, and this one has {len(text)}.")
        if not text.replace("\n", " ").isprintable() and text:
            raise UnstorableError(f"The {name} of a fact has characters that cannot be shown.")
    return note


class FactKeeping(Desk):
    """Changes what is known of facts."""

    async def facts(self, guild_id: int, source_id: str, paragraph: int) -> tuple[StoredFact, ...]:
        """Return what the server's moderators noted of a passage's facts."""

        async def read(scope: Scope) -> tuple[StoredFact, ...]:
            return (await read_facts(scope)).get((source_id, paragraph), ())

        return (await self._at_one_moment(guild_id, read))[2]

    async def set_fact(
        self, guild_id: int, source_id: str, paragraph: int, who: int | None, fact: StoredFact, seen: FactNote | None
    ) -> Revision:
        """Say how a fact of a passage is, in the place of what was noted of it before.

        Everything that it claims to be in the text has to stand there. ``seen`` is the note that the person saw, None
        where there was none. Raises UnknownSourceError, UnknownPassageError, NothingToChangeError, UnstorableError,
        TooManyError, ConflictError.
        """
        async with self._change(guild_id) as change:
            await check_passage(change.scope, source_id, paragraph)
            source = await known_source(change.scope, source_id)
            _check_in_text(fact.note, [passage["text"] for passage in source.state["passages"]], paragraph)
            subject = Subject("fact", source_id, paragraph)
            found = await change.find(subject)
            noted = {(f.note.kind, f.note.text): f for f in _facts(found.state["facts"] if found else ())}
            same = fact.note.kind, fact.note.text
            if (noted[same].note if same in noted else None) != seen:
                raise ConflictError(subject.name, None, None)
            noted[same] = fact
            if len(noted) > MOST_FACTS:
                raise TooManyError(f"At most {MOST_FACTS} facts can be noted of one paragraph.")
            state = {"facts": [_state(one) for one in noted.values()]}
            return await change.make("edited" if found else "added", who, subject, state)


async def read_facts(scope: Scope) -> Mapping[tuple[str, int], tuple[StoredFact, ...]]:
    """Return what a server noted of facts, by source and paragraph."""
    facts = tables.facts
    query = sa.select(facts).where(facts.c.guild_id == scope.guild_id).order_by(facts.c.source_id, facts.c.paragraph)
    return {(row.source_id, row.paragraph): _facts(row.facts) for row in await scope.connection.execute(query)}


def _check_in_text(note: FactNote, passages: list[str], paragraph: int) -> None:
    """Raise UnstorableError where a note claims to be in the text what is not."""
    passage = passages[paragraph - 1]
    missing = factnotes.missing(note, passage, passage, "\n".join(passages))
    if missing is None:
        return
    if missing == note.about:
        raise UnstorableError(
            f"What is said of a {note.kind} has to be in the author's words, and {missing!r} does not stand "
            f"in ¶{paragraph}."
        )
    where = f"¶{paragraph}" if missing == note.text else "this source"
    raise UnstorableError(f"{missing!r} does not stand in {where}; write it exactly as the author does.")


def _state(fact: StoredFact) -> dict[str, Any]:
    return {"sentence": fact.sentence, **fact.note.model_dump(exclude_defaults=True)}


def _facts(states: Any) -> tuple[StoredFact, ...]:
    return tuple(
        StoredFact(FactNote(**{name: value for name, value in state.items() if name != "sentence"}), state["sentence"])
        for state in states
    )
