"""Who said what, to whom, verbatim."""

from __future__ import annotations

from collections.abc import Iterable

from rapidfuzz import fuzz, process, utils

from knowledge.facts import book, finding, people
from knowledge.facts.fact import Fact
from knowledge.search.library import Library

_MOST = 200
_NEAR = 75


def quotations(library: Library, speaker: str = "", topic: str = "") -> list[Fact]:
    """Return the quotations with a known speaker, of one speaker or on one topic where they are named, best first."""
    if topic.strip():
        found: Iterable[Fact] = (hit.fact for hit in finding.find(library, topic, _MOST, kinds=("quotation",)))
    else:
        found = book.of(library, ("quotation",))
    said = [fact for fact in found if fact.by]
    if not speaker.strip():
        return said
    wanted = _terms(library, speaker)
    theirs = {fact.key for name in people.named(library, speaker) for fact in people.profile(library, name).said}
    return [fact for fact in said if fact.key in theirs or (wanted and wanted <= _terms(library, fact.by))]


def speakers(library: Library) -> list[str]:
    """Return everybody whom the sources quote, by the name that is longest: "Xi" is Xi Jinping."""

    def collect() -> list[str]:
        everyone = people.names(library)
        found: dict[str, None] = {}
        for by in dict.fromkeys(fact.by for fact in book.of(library, ("quotation",)) if fact.by):
            full = [name for name in everyone if set(by.split()) <= set(name.split())]
            found[full[0] if len(full) == 1 else by] = None
        return list(found)

    return book.book(library).once("speakers", library, collect)


def speakers_like(library: Library, words: str, most: int) -> list[str]:
    """Return the speakers whose names are most like some words; the first ones where there are no words."""
    everyone = speakers(library)
    if not words.strip():
        return everyone[:most]
    begun = [
        name
        for name in everyone
        if any(part.casefold().startswith(words.strip().casefold()) for part in (*name.split(), name))
    ]
    near = process.extract(
        words, everyone, scorer=fuzz.WRatio, processor=utils.default_process, limit=most, score_cutoff=_NEAR
    )
    return list(dict.fromkeys([*begun, *(name for name, _, _ in near)]))[:most]


def _terms(library: Library, text: str) -> frozenset[str]:
    return frozenset(term.key for term in library.analyzer.terms(text, question=True))
