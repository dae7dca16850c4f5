"""What can be wrong with a change to a library. Each error is one sentence for the person who asked for the change."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from knowledge.errors import KnowledgeError


class StoreError(KnowledgeError):
    """The base of all errors of the store."""


class BadDatabaseUrlError(StoreError):
    """The address of the database cannot be used."""


class UnavailableError(StoreError):
    """The database cannot be reached, or refuses; nothing was changed."""


class UnknownSourceError(StoreError):
    """The library has no source of that id."""

    def __init__(self, source_id: str) -> None:
        super().__init__(f"There is no source {source_id!r} in this library.")


class UnknownPassageError(StoreError):
    """A source has no paragraph of that number."""

    def __init__(self, source_id: str, number: int, count: int) -> None:
        super().__init__(f"The source {source_id!r} has paragraphs 1 to {count}, not {number}.")


class UnknownIssueError(StoreError):
    """The library has no issue of that id."""

    def __init__(self, issue_id: str) -> None:
        super().__init__(f"There is no issue {issue_id!r} in this library.")


class UnknownAliasError(StoreError):
    """The library has no group with that name."""

    def __init__(self, name: str) -> None:
        super().__init__(f"The name {name!r} is in no group of this server.")


class UnknownSuggestionError(StoreError):
    """The server has no suggestion of that number."""

    def __init__(self, number: int) -> None:
        super().__init__(f"There is no suggestion {number} in this server.")


class UnknownRevisionError(StoreError):
    """The history has no entry of that number."""

    def __init__(self, number: int) -> None:
        super().__init__(f"There is no entry {number} in the history of this library.")


class NothingToChangeError(StoreError):
    """The library already is as it was asked to become."""


class UnstorableError(StoreError):
    """Something that cannot be kept as it is; the sentence says what about it."""


class TooManyError(StoreError):
    """There is no room for more of something; the sentence says how many there may be."""


class ConflictError(StoreError):
    """Somebody else changed the same thing in the meantime; nothing was overwritten."""

    def __init__(self, what: str, yours: Mapping[str, Any] | None, theirs: Mapping[str, Any] | None) -> None:
        super().__init__(f"{what} was changed in the meantime, so nothing was overwritten.")
        self.yours, self.theirs = yours, theirs
        """What was asked for and what is there now, by field; None where it is not to be there, or is not."""


class AlreadyDecidedError(StoreError):
    """Another moderator decided on the suggestion first."""

    def __init__(self, number: int, state: str, who: int | None) -> None:
        super().__init__(f"Suggestion {number} was already {state}.")
        self.state, self.who = state, who
