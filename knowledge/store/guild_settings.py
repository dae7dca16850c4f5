"""What a server can choose."""

from __future__ import annotations

from typing import Any, NamedTuple

from knowledge.store.errors import UnstorableError

_LARGEST_ID = 2**63 - 1
_IDS = ("moderator_role", "suggestion_channel", "digest_channel")


class GuildSettings(NamedTuple):
    """The settings of a server; the defaults hold where it chose nothing."""

    shipped: bool = True
    """Whether the shipped essays belong to the library; an own source takes the place of one with its id."""
    moderator_role: int | None = None
    """The role whose members may change the library, beside those who may manage the server."""
    suggestion_channel: int | None = None
    """Where new suggestions are announced."""
    private: bool = False
    """Whether answers are shown to the asker alone where the asker does not choose."""
    keep_questions: bool = False
    """Whether the text of a question is kept with feedback on its answer; switching it off deletes what was kept."""
    digest_channel: int | None = None
    """Where the weekly digest is posted."""
    digest_weekday: int | None = None
    """The day of the digest: 0 is Monday."""


def checked(fields: dict[str, Any]) -> GuildSettings:
    """Return the settings that some fields describe; raises UnstorableError for a value that cannot be."""
    for name in _IDS:
        value = fields[name]
        if value is not None and not 0 < value <= _LARGEST_ID:
            raise UnstorableError(f"{value} is not the id of a role or a channel.")
    weekday = fields["digest_weekday"]
    if weekday is not None and not 0 <= weekday <= 6:
        raise UnstorableError("The day of the digest is a number from 0 (Monday) to 6 (Sunday).")
    return GuildSettings(**fields)
