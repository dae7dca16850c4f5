"""How much of a question a datum is about: which of the question's words stand around it, and how near."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping

from knowledge.answers.evidence import Candidate
from knowledge.facts import book
from knowledge.facts.clauses import piece_of
from knowledge.facts.fact import Fact, Sentence
from knowledge.language.text import Span
from knowledge.model import FactKind
from knowledge.search.query import Query
from knowledge.search.retrieval import Retrieval

_ABOUT, _CLAUSE, _BESIDE, _SENTENCE, NOTED, _WINDOW = 1.0, 0.9, 0.8, 0.65, 0.5, 0.3
"""What a word of the question counts that stands in what a datum is about, in its clause, in the next one, elsewhere in
its sentence, in a question noted for that, or in another sentence of the window."""
_YEAR = re.compile(r"\b(?:1[0-9]|20)\d\d\b")
FORM_WORDS = frozenset(
    {"year", "month", "day", "date", "time", "times", "percent", "percentage", "number", "amount", "share"}
    | {"person", "who", "dollars", "tons"}
)
"""Words of a question that say of what form its datum is, and not what it is about."""


def match_of(found: Retrieval, window: int, sentence: Sentence, candidate: Candidate) -> float:
    """Return how much of the question a datum is about, 0 to 1."""
    if not in_its_year(found, window):
        return 0.0
    levels = levels_of(found, window, sentence, candidate)
    subject = [concept for concept in found.query.concepts if concept.folded not in FORM_WORDS]
    # A word that only the question before has says less of which of several it is than of what they all are.
    weights = [concept.weight * concept.scale for concept in subject]
    if not any(weights):
        return 1.0
    gained = (
        weight * max((share * levels.get(term, 0.0) for term, share in concept.terms.items()), default=0.0)
        for weight, concept in zip(weights, subject, strict=True)
    )
    return sum(gained) / sum(weights)


def in_its_year(found: Retrieval, window: int) -> bool:
    """Tell whether a year that a question names is one of the window's, or the one its source was published in."""
    asked = set(_YEAR.findall(found.query.text))
    indexed, start, end = found.span(window)
    return asked <= {*_YEAR.findall(indexed.passage.text[start:end]), indexed.source.year}


def closeness(found: Retrieval, sentence: Sentence, candidate: Candidate, asked: frozenset[int]) -> float:
    """Return how near to a datum the nearest word of the question stands, 1 for right beside it."""
    start, end = candidate.span.start - sentence.span.start, candidate.span.end - sentence.span.start
    vocabulary, best = found.library.vocabulary, 0.0
    for term in found.library.analyzer.terms_of(sentence.text):
        if vocabulary.get(term.key) in asked and not start <= term.start < end:
            apart = sentence.text[end : term.start] if term.start >= end else sentence.text[term.end : start]
            best = max(best, 1 / max(len(apart.split()), 1))
    return best


def levels_of(found: Retrieval, window: int, sentence: Sentence, candidate: Candidate) -> dict[int, float]:
    """Return the terms around a datum with what each counts."""
    levels: dict[int, float] = {}

    def count(terms: Iterable[int], level: float) -> None:
        for term in terms:
            levels[term] = max(levels.get(term, 0.0), level)

    _, start, end = found.span(window)
    passage = sentence.passage.text
    count(terms_of(found, passage[start:end]), _WINDOW)
    count(found.library.notes.terms(sentence.place), NOTED)
    text = sentence.text
    here = piece_of(text, candidate.anchor - sentence.span.start)
    for term in found.library.analyzer.terms_of(text):
        term_id = found.library.vocabulary.get(term.key)
        if term_id is not None:
            apart = abs(piece_of(text, term.start) - here)
            count((term_id,), (_CLAUSE, _BESIDE)[apart] if apart < 2 else _SENTENCE)
    count(terms_of(found, candidate.about), _ABOUT)
    return levels


def sentences(found: Retrieval, window: int, kinds: Collection[FactKind] = ()) -> Iterator[tuple[Sentence, list[Fact]]]:
    """Yield the sentences of a window with the facts of some kinds that stand in it."""
    indexed, start, end = found.span(window)
    library = found.library
    slot = library.slot_of(indexed.units[0].place)
    facts = book.book(library).of_passage(slot, indexed, kinds) if kinds and slot is not None else ()
    for sentence in book.sentences(indexed):
        if sentence.span.start < end and start < sentence.span.end:
            shown = Span(max(sentence.span.start, start), min(sentence.span.end, end))
            here = (fact for fact in facts if fact.sentence.address == sentence.address)
            yield sentence._replace(span=shown), [f for f in here if start <= f.span.start and f.span.end <= end]


def own_terms(query: Query) -> frozenset[int]:
    """Return the ids of the question's own words and their aliases."""
    return frozenset(term for concept in query.concepts for term, share in concept.terms.items() if share == 1)


def terms_of(found: Retrieval, text: str) -> Mapping[int, int]:
    """Return the ids of the terms of a text with the place where each first stands."""
    terms: dict[int, int] = {}
    for term in found.library.analyzer.terms_of(text):
        term_id = found.library.vocabulary.get(term.key)
        terms.setdefault(-1 - len(terms) if term_id is None else term_id, term.start)
    return terms
