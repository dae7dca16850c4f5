"""What a change is about, and its record: one shape for sources, passages, notes, aliases, issues and settings."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal, NamedTuple

State = Mapping[str, Any]
"""The fields of a subject as plain JSON values, all or some of them."""
SubjectKind = Literal["source", "passage", "note", "fact", "alias", "issue", "settings"]
Kind = Literal["imported", "added", "edited", "retired", "restored", "removed", "settings", "undone"]


class Subject(NamedTuple):
    """What belongs to a server and can be changed."""

    kind: SubjectKind
    id: str | None = None
    """Of a source (for a passage, a note and facts too), an alias group or an issue; None for the settings."""
    paragraph: int | None = None
    """For a passage, a note and facts."""

    @property
    def name(self) -> str:
        """What a sentence calls it, to begin with."""
        match self.kind:
            case "source":
                return f"The source {self.id!r}"
            case "passage":
                return f"Paragraph {self.paragraph} of {self.id!r}"
            case "note":
                return f"The note on paragraph {self.paragraph} of {self.id!r}"
            case "fact":
                return f"What is noted of the facts of paragraph {self.paragraph} of {self.id!r}"
            case "alias":
                return f"The group of names with {self.id!r}"
            case "issue":
                return f"The issue {self.id!r}"
            case "settings":
                return "The setting"


SETTINGS = Subject("settings")


class Revision(NamedTuple):
    """An entry of a library's history."""

    number: int
    at: datetime
    """In UTC."""
    who: int | None
    """The Discord id of the person; None for whoever hosts the bot, FORGOTTEN for somebody who asked to be."""
    kind: Kind
    subject: Subject
    undoes: int | None
    """The entry that this one took back."""
    before: State | None
    after: State | None
    """The fields that changed; None where the subject was not there before, or is not after."""


FORGOTTEN = 0
"""Stands for a person who asked to be forgotten; no id of Discord is 0."""


class Found(NamedTuple):
    """A subject as a change finds it."""

    state: State
    version: int
    """The revision that last touched it; 0 for what is shipped and was never touched."""
    stored: bool = True
    """Whether the server has a copy of its own."""
    passages: tuple[int, ...] = ()
    """For a source the revisions that last touched each passage."""
    position: int = 0
    """For a source that the server has a copy of, the revision that brought it."""


def difference(before: State, after: State) -> tuple[State, State]:
    """Return the fields that differ, as they are before and after."""
    changed = [name for name in after if before.get(name) != after[name]]
    return {name: before.get(name) for name in changed}, {name: after[name] for name in changed}
