"""How sources are cited beside an excerpt: short, and so that no two of a library are cited alike."""

from __future__ import annotations

from collections import Counter

from knowledge.model import Source


class Citations:
    """The authors and years of sources that come and go."""

    def __init__(self) -> None:
        self._alike: Counter[tuple[tuple[str, ...], str | None]] = Counter()
        """How many sources have the same authors and year."""

    def add(self, source: Source) -> None:
        """Count in a source."""
        self._alike[source.names, source.year] += 1

    def remove(self, source: Source) -> None:
        """Count out a source."""
        self._alike[source.names, source.year] -= 1

    def of(self, source: Source, *, known: bool) -> str:
        """Return how a source is cited, ``Mastro (2021)``; a title tells an author's works of one year apart.

        ``known`` tells whether it is among those counted; one that is not is cited as it will be.
        """
        *rest, last = source.names
        who = f"{source.names[0]} et al." if len(rest) > 1 else " and ".join((*rest, last))
        alike = self._alike[source.names, source.year] + (not known)
        title = f", {source.title.partition(':')[0]}" if alike > 1 else ""
        return f"{who} ({source.year or 'n.d.'}){title}"
