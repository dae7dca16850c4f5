"""Events in the order in which they happened."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date

from knowledge.facts import book, finding
from knowledge.facts.dates import Period, written
from knowledge.facts.fact import Fact
from knowledge.search.library import Library

_MOST = 200
"""Events on one topic at most."""
FIRST_DAY, LAST_DAY = date(1, 1, 1), date(9999, 12, 31)
_BOUND = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


def timeline(library: Library, topic: str = "", first: date = FIRST_DAY, last: date = LAST_DAY) -> list[Fact]:
    """Return the events of a library between two days, in order; on a topic only where one is given."""
    if topic.strip():
        events: Iterable[Fact] = (hit.fact for hit in finding.find(library, topic, _MOST, kinds=("event",)))
    else:
        events = book.of(library, ("event",))
    return in_order([event for event in events if event.period and event.period.overlaps(first, last)])


def in_order(facts: Sequence[Fact]) -> list[Fact]:
    """Return facts by their dates, the earlier and shorter period first; those without a date last."""
    return sorted(
        facts, key=lambda fact: (fact.period.first, fact.period.last) if fact.period else (LAST_DAY, LAST_DAY)
    )


def bound(text: str) -> Period | None:
    """Return the days that somebody names as ``2017``, ``2017-03`` or ``2017-03-25``; None for anything else."""
    if not _BOUND.fullmatch(text.strip()):
        return None
    try:
        return written(text.strip())
    except ValueError:
        return None


def when_of(library: Library, fact: Fact) -> Fact | None:
    """Return the event that dates a fact: the one nearest to it in its sentence."""
    slot = library.slot_of(fact.sentence.place)
    if fact.kind == "event" or slot is None:
        return fact if fact.kind == "event" else None
    events = [e for e in book.in_passages(library, (slot,), ("event",)) if e.sentence.place == fact.sentence.place]
    return min(events, key=lambda event: abs(event.span.start - fact.span.start), default=None)
