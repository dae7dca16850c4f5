"""What a reading brief of an issue is made of: each side's passages, and the sources that they are from."""

from __future__ import annotations

from typing import NamedTuple

from knowledge.answers import comparing
from knowledge.answers.comparing import Position
from knowledge.model import Issue, Source
from knowledge.search.library import Library


class Brief(NamedTuple):
    """An issue with all that the library has on it; values only, so that it can be rendered in a thread."""

    issue: Issue
    positions: tuple[Position, ...]
    """Empty where no source speaks to the issue any longer."""
    sources: tuple[Source, ...]
    """Those that are quoted, in the order of the library."""

    def source(self, source_id: str) -> Source:
        """Return a quoted source."""
        return next(source for source in self.sources if source.id == source_id)


def brief(library: Library, issue: Issue) -> Brief:
    """Return the brief of an issue."""
    positions = comparing.compare(library, issue)
    quoted = {excerpt.source for position in positions for excerpt in position.excerpts}
    return Brief(issue, positions, tuple(source for source in library.sources if source.id in quoted))
