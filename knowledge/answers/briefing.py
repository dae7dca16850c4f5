"""What a reading brief of an issue is made of: each side's passages, the facts and dates, the sources of all these."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from knowledge.answers import comparing
from knowledge.answers.comparing import Position
from knowledge.facts import book, timeline
from knowledge.facts.fact import Fact
from knowledge.model import FactKind, Issue, Source
from knowledge.search.library import Library

MOST_FACTS, MOST_EVENTS = 8, 8
_KINDS: tuple[FactKind, ...] = ("figure", "acronym", "agreement", "person")
"""What a page of facts tells; quotations and terms stand in the passages."""


class Brief(NamedTuple):
    """An issue with all that the library has on it; values only, so that it can be rendered in a thread."""

    issue: Issue
    positions: tuple[Position, ...]
    """Empty where no source speaks to the issue any longer."""
    facts: tuple[Fact, ...]
    """Each with what it is about, those of the most direct sentences first."""
    events: tuple[Fact, ...]
    """In the order in which they happened."""
    sources: tuple[Source, ...]
    """Those that are quoted, in the order of the library."""

    def source(self, source_id: str) -> Source:
        """Return a quoted source."""
        return next(source for source in self.sources if source.id == source_id)


def brief(library: Library, issue: Issue) -> Brief:
    """Return the brief of an issue."""
    positions = comparing.compare(library, issue)
    found = [fact for fact in book.of_issue(library, issue) if fact.about]
    facts = _once([fact for fact in found if fact.kind in _KINDS])[:MOST_FACTS]
    events = _once([fact for fact in found if fact.kind == "event" and fact.period])[:MOST_EVENTS]
    quoted = {excerpt.source for position in positions for excerpt in position.excerpts}
    quoted |= {fact.sentence.source.id for fact in (*facts, *events)}
    sources = tuple(source for source in library.sources if source.id in quoted)
    return Brief(issue, positions, tuple(facts), tuple(timeline.in_order(events)), sources)


def _once(facts: Sequence[Fact]) -> list[Fact]:
    """Return facts without those that say again what one of them says."""
    return list({(fact.text.casefold(), fact.about.casefold()): fact for fact in reversed(facts)}.values())[::-1]
