"""What each side says on a curated issue, and the issue that somebody means by a few words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from rapidfuzz import fuzz, process, utils

from knowledge.model import Excerpt, Issue, SentenceAddress, Source
from knowledge.search.library import Library

MOST = 3
"""Excerpts of one position."""
_SAME = 75
"""From which likeness, of 100, words are taken to name an issue."""


class Position(NamedTuple):
    """One side of an issue, or one author where sources name no side."""

    name: str
    excerpts: tuple[Excerpt, ...]
    """The most direct first."""


def compare(library: Library, issue: Issue) -> tuple[Position, ...]:
    """Return what each side says on an issue, in the order of the library's sources."""
    positions: dict[str, list[Excerpt]] = {}
    addresses = dict(issue.sentences)
    for source in library.sources:
        excerpts = positions.setdefault(source.side or source.author, [])
        for excerpt in _excerpts(library, source, addresses.get(source.id, ())):
            if len(excerpts) < MOST and not any(excerpt.overlaps(other) for other in excerpts):
                excerpts.append(excerpt)
    return tuple(Position(name, tuple(excerpts)) for name, excerpts in positions.items() if excerpts)


def issues_like(library: Library, words: str, most: int) -> list[Issue]:
    """Return the issues that a few words may mean, the likeliest first; all of them where there are no words."""
    if not words.strip():
        return list(library.issues[:most])
    best: dict[str, tuple[float, Issue]] = {}
    for issue in library.issues:
        names = (issue.id.replace("-", " "), issue.label, *issue.aliases)
        found = process.extractOne(words, names, scorer=fuzz.WRatio, processor=utils.default_process)
        if found:
            best[issue.id] = (found[1], issue)
    ranked = sorted(best.values(), key=lambda item: -item[0])
    return [issue for _, issue in ranked[:most]]


def issue_named(library: Library, words: str) -> Issue | None:
    """Return the issue with an id, a label or an alias, or one that is written almost so."""
    folded = words.strip().casefold()
    for issue in library.issues:
        if folded in (issue.id, issue.label.casefold(), *(alias.casefold() for alias in issue.aliases)):
            return issue
    nearest = issues_like(library, words, 1) if folded else []
    if not nearest:
        return None
    names = (nearest[0].label, *nearest[0].aliases)
    likeness = max(fuzz.ratio(folded, name.casefold()) for name in names)
    return nearest[0] if likeness >= _SAME else None


def _excerpts(library: Library, source: Source, addresses: tuple[SentenceAddress, ...]) -> Iterator[Excerpt]:
    for address in addresses:
        span = library.window_at(source.id, address)
        if span is None:
            continue
        passage = source.passages[address.paragraph - 1]
        yield Excerpt(
            text=passage.text[span.start : span.end],
            source=source.id,
            author=source.author,
            side=source.side,
            paragraph=passage.number,
            citation=library.citation(source, passage.number),
            score=0,
            start=span.start,
        )
