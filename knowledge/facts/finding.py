"""Finding facts by a few words, also while the last one is still being typed."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from knowledge.facts import book
from knowledge.facts.fact import Fact
from knowledge.language import text as language
from knowledge.language.terms import stopwords
from knowledge.model import FactKind
from knowledge.search.library import Library
from knowledge.search.query import understand

PASSAGES, PASSAGES_TYPING = 40, 16
"""How many passages are looked into for facts; fewer while somebody types."""
_PATIENCE_SECONDS = 0.015
"""How long passages are read for the first time while somebody types."""
_COMPLETIONS = 24
"""How many words of the library a word that is being typed may become."""
_DATUM, _ABOUT, _SENTENCE = 1.0, 0.9, 0.4
"""What a typed word counts in the datum, in what it is about, and elsewhere in its sentence."""
ENOUGH, NEAR = 0.5, 0.2
"""The share of the typed words, by weight, that a fact must have to be meant, or to be offered instead."""
_BESIDE = 0.33
"""The share of the words of what a fact is about that another must have to be shown beside it."""
_TELLING = 1.5
"""The idf of a word that two facts on one thing share at least: not a country that is everywhere."""
_ALIKE = 0.85
"""The share of the best fact's score from which another is about the same thing."""
_ORDER: tuple[FactKind, ...] = (
    *("figure", "event", "acronym", "term", "quotation", "person", "agreement", "organisation"),
)
"""Which kind comes first where facts fit equally well."""
_LEAST_TYPED = 2
"""Letters from which a word that is being typed is completed."""


class Hit(NamedTuple):
    """A fact and how much of what was typed it has, 0 to 1."""

    fact: Fact
    score: float


class Wanted(NamedTuple):
    """A typed word: the terms it may be with their shares, what it says, and the beginning of one unfinished."""

    terms: Mapping[int, float]
    weight: float
    prefix: str = ""


def find(
    library: Library,
    words: str,
    most: int,
    *,
    kinds: Iterable[FactKind] | None = None,
    typing: bool = False,
    least: float = ENOUGH,
) -> list[Hit]:
    """Return the facts that have the most of some words, best first; where there are no words, the first facts.

    ``typing``: the last word may be unfinished. ``least``: the share of the words, by weight, that a fact has.
    """
    passages, seconds = (PASSAGES_TYPING, _PATIENCE_SECONDS) if typing else (PASSAGES, math.inf)
    wanted = _wanted(library, words, typing=typing)
    if not wanted:
        if language.printable(words):
            return []
        slots = [int(slot) for slot in library.slots()[:passages]]
        first = [Hit(fact, 1.0) for fact in book.in_passages(library, slots, kinds, seconds)]
        return sorted(first, key=lambda hit: not hit.fact.confirmed)[:most]
    slots = _slots(library, wanted, passages)
    hits = [Hit(fact, _score(library, fact, wanted)) for fact in book.in_passages(library, slots, kinds, seconds)]
    best = sorted(
        (hit for hit in hits if hit.score >= least), key=lambda hit: (-hit.score, _ORDER.index(hit.fact.kind))
    )
    return best[:most]


def side_by_side(hits: Sequence[Hit]) -> list[Fact]:
    """Return the facts of the best hit's kind that fit about as well: those that are on the same thing."""
    return [hit.fact for hit in hits if hit.fact.kind == hits[0].fact.kind and hit.score >= _ALIKE * hits[0].score]


def beside(library: Library, fact: Fact, most: int) -> list[Fact]:
    """Return other facts of the kind that are about the same thing, best first: how else that trade changed."""
    hits = find(library, fact.about or fact.text, PASSAGES, kinds=(fact.kind,), least=0.0)
    own = _about(library, fact)
    alike: list[tuple[float, Fact]] = []
    for other in (hit.fact for hit in hits if hit.fact != fact):
        terms = _about(library, other)
        shared = own & terms
        if any(library.units.weight(term) >= _TELLING for term in shared):
            alike.append((len(shared) / min(len(own), len(terms)), other))
    return [other for share, other in sorted(alike, key=lambda pair: -pair[0]) if share >= _BESIDE][:most]


def _about(library: Library, fact: Fact) -> frozenset[int]:
    words = (term for term in library.analyzer.terms_of(fact.about) if not any(map(str.isdigit, term.key)))
    terms = (library.vocabulary.get(word.key) for word in words)
    return frozenset(term for term in terms if term is not None)


def at(library: Library, source: str, paragraph: int, key: str) -> Fact | None:
    """Return the fact with a key in a passage, or in any of its source where that moved; None where it is gone."""
    slots = library.slots({source}).tolist()
    for slot in sorted(slots, key=lambda slot: abs(library.indexed(slot).passage.number - paragraph)):
        for fact in book.in_passages(library, (slot,)):
            if fact.key == key:
                return fact
    return None


def _wanted(library: Library, words: str, *, typing: bool) -> list[Wanted]:
    text = language.printable(words)
    finished, prefix = text, ""
    if typing and text and text[-1].isalnum() and not words.endswith(" "):
        finished, _, prefix = text.rpartition(" ")
    query = understand(finished, library)
    wanted = [Wanted(concept.terms, concept.weight) for concept in query.concepts]
    folded = language.fold(prefix)
    if len(folded) >= _LEAST_TYPED:
        terms = dict.fromkeys(_completions(library, folded), 1.0)
        whole = understand(prefix, library).concepts
        terms |= dict(whole[0].terms) if whole else {}
        if terms or folded not in stopwords():
            weight = max((library.units.weight(term) for term in terms), default=library.units.rarest)
            wanted.append(Wanted(terms, weight, folded))
    return wanted


def _completions(library: Library, prefix: str) -> list[int]:
    """Return the terms of the library's commonest words that begin as a word does."""
    begun = [word for word in library.spellings if word.startswith(prefix) and word not in stopwords()]
    begun.sort(key=lambda word: -library.spellings[word])
    terms = (library.analyzer.terms_of(word) for word in begun[:_COMPLETIONS])
    ids = (library.vocabulary.get(term[0].key) for term in terms if term)
    return [term_id for term_id in dict.fromkeys(ids) if term_id is not None]


def _slots(library: Library, wanted: Sequence[Wanted], most: int) -> list[int]:
    """Return the passages whose words fit best, and those of which readers noted a fact in such words."""
    concepts = [concept.terms for concept in wanted if concept.terms]
    slots: list[int] = library.passages.top(concepts, most).slots.tolist() if concepts else []
    noted = book.book(library).noted_with({term for concept in concepts for term in concept}, library)
    found = (library.slot_of(place) for place in noted)
    return list(dict.fromkeys([*slots, *(slot for slot in found if slot is not None)]))


def _score(library: Library, fact: Fact, wanted: Sequence[Wanted]) -> float:
    levels: dict[int, float] = {}
    folded: list[tuple[str, float]] = []
    for text, level in (
        (fact.sentence.text, _SENTENCE),
        (fact.about, _ABOUT),
        (f"{fact.by} {fact.to}", _ABOUT),
        (fact.text, _DATUM),
    ):
        for term in library.analyzer.terms_of(text):
            folded.append((term.folded, level))
            term_id = library.vocabulary.get(term.key)
            if term_id is not None:
                levels[term_id] = level
    total = sum(word.weight for word in wanted) or 1.0
    gained = 0.0
    for word in wanted:
        known = max((share * levels.get(term, 0.0) for term, share in word.terms.items()), default=0.0)
        begun = (
            max((level for text, level in folded if text.startswith(word.prefix)), default=0.0) if word.prefix else 0.0
        )
        gained += word.weight * max(known, begun)
    return gained / total
