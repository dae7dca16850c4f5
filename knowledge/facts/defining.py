"""What a term means in the sources' own words, author by author."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from knowledge.facts import book, finding
from knowledge.facts.fact import Fact, Sentence
from knowledge.language import text as language
from knowledge.language.text import Span
from knowledge.model import FactKind
from knowledge.search.library import Library

KINDS: tuple[FactKind, ...] = ("acronym", "term", "agreement")
_USES = 2
"""Sentences shown of one source, beside its explanation."""
_PASSAGES = 60
_EXPLAINS = re.compile(
    r"\b(?:is|are|was|means?|meant|refers? to|called|known as|namely|that is|understand|define[sd]?)\b|[(“—]"
)


class Use(NamedTuple):
    """A sentence with a term, and where the author explains it there."""

    sentence: Sentence
    term: Span
    """Where the term stands in the sentence."""
    explanation: str
    """The author's words that explain it, a run of the passage; empty where the sentence only uses it."""


class Definition(NamedTuple):
    """A term with each author's explanation and use."""

    term: str
    stands_for: str
    """What an acronym stands for, else empty."""
    uses: tuple[Use, ...]
    """Source by source; the explanations first."""


def define(library: Library, term: str) -> Definition | None:
    """Return how the sources explain and use a term, None where they do not use it."""
    wanted = _keys(library, term)
    if not wanted:
        return None
    by_source: dict[str, list[Use]] = {}
    stands_for, shown = "", ""
    for fact in _facts(library, term, wanted):
        if fact.kind == "acronym":
            stands_for = stands_for or fact.about
        elif fact.about:
            shown = shown or fact.text
            by_source.setdefault(fact.sentence.source.id, []).append(Use(fact.sentence, fact.within, fact.about))
    for use in _sentences(library, wanted):
        uses = by_source.setdefault(use.sentence.source.id, [])
        if len(uses) < _USES and all(use.sentence.place != other.sentence.place for other in uses):
            uses.append(use)
    uses = [use for source in library.sources for use in by_source.get(source.id, ())]
    if not uses:
        return None
    first = uses[0]
    return Definition(shown or first.sentence.text[first.term.start : first.term.end], stands_for, tuple(uses))


def terms_like(library: Library, words: str, most: int, *, typing: bool = False) -> list[str]:
    """Return the terms of the sources that some words may mean."""
    hits = finding.find(library, words, 4 * most, kinds=KINDS, typing=typing)
    by_name = sorted(hits, key=lambda hit: not _begins(hit.fact.text, words))
    return list(dict.fromkeys(hit.fact.text for hit in by_name))[:most]


def _begins(term: str, words: str) -> bool:
    folded = language.fold(words.strip())
    return any(word.folded.startswith(folded) for word in language.words(term)) or language.fold(term).startswith(
        folded
    )


def _keys(library: Library, text: str) -> tuple[str, ...]:
    return tuple(term.key for term in library.analyzer.terms(text, question=True))


def _facts(library: Library, term: str, wanted: tuple[str, ...]) -> Iterator[Fact]:
    """Yield the facts of a term, those with an explanation of their own in the order of the sources."""
    hits = finding.find(library, term, 50, kinds=KINDS)
    same = [hit.fact for hit in hits if set(_keys(library, hit.fact.text)) == set(wanted)]
    order = {source.id: n for n, source in enumerate(library.sources)}
    distinct: dict[tuple[object, str], Fact] = {}
    for fact in sorted(same, key=lambda f: (order[f.sentence.source.id], f.sentence.address, f.kind != "term")):
        distinct.setdefault((fact.sentence.place, fact.kind if fact.kind == "acronym" else ""), fact)
    yield from distinct.values()


def _sentences(library: Library, wanted: tuple[str, ...]) -> list[Use]:
    """Return the sentences in which the words of a term stand side by side, explanations first."""
    ids = [library.vocabulary.get(key) for key in wanted]
    if any(not library.has(term) for term in ids):
        return []
    slots = library.passages.top([{term: 1.0} for term in ids if term is not None], _PASSAGES).slots.tolist()
    uses: list[tuple[bool, Use]] = []
    for slot in slots:
        for sentence in book.sentences(library.indexed(slot)):
            found = library.analyzer.terms_of(sentence.text)
            for i in range(len(found) - len(wanted) + 1):
                if tuple(term.key for term in found[i : i + len(wanted)]) == wanted:
                    span = Span(found[i].start, found[i + len(wanted) - 1].end)
                    explains = bool(_EXPLAINS.match(sentence.text[span.end : span.end + 30].strip(' ,;”"')))
                    uses.append((not explains, Use(sentence, span, "")))
                    break
    return [use for _, use in sorted(uses, key=lambda pair: pair[0])]
