"""Which library a Discord server asks."""

from __future__ import annotations

from knowledge.search.library import ESSAYS, Library


class Shelf:
    """Gives every server its library; so far all of them share the shipped essays."""

    def __init__(self, shared: Library | None = None) -> None:
        self._shared = shared or Library.read(ESSAYS)

    def library(self, guild_id: int | None) -> Library:
        """Return the library of a server, or the shared one for direct messages."""
        return self._shared
