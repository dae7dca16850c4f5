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


class UnknownRevisionError(StoreError):
    """The history has no entry of that number."""

    def __init__(self, number: int) -> None:
        super().__init__(f"There is no entry {number} in the history of this library.")


class NothingToChangeError(StoreError):
    """The library already is as it was asked to become."""


class UnstorableError(StoreError):
    """A source, or the text of a passage, that would not come back from an export as it went in."""


class ConflictError(StoreError):
    """Somebody else changed the same thing in the meantime; nothing was overwritten."""

    def __init__(self, what: str, yours: Mapping[str, Any] | None, theirs: Mapping[str, Any] | None) -> None:
        super().__init__(f"{what} was changed in the meantime, so nothing was overwritten.")
        self.yours, self.theirs = yours, theirs
        """What was asked for and what is there now, by field; None where the source is not to be there, or is not."""
