"""What a sentence offers to a question for a datum: dates, numbers, names, explanations, each with what it is about."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from knowledge.facts import bodies, dates, figures, names
from knowledge.facts.clauses import clause
from knowledge.facts.fact import Fact, Sentence
from knowledge.language.text import Span
from knowledge.model import DatumKind, FactKind

PERSON, BODY, ROLE, ACTOR = 1.0, 0.8, 0.75, 0.7
"""How likely "who" asks for a person, for an organisation, for whoever holds an office, for a government."""
_WORDED = 0.9
"""What a number in words is worth beside one in figures."""
_UNREAD = 0.9
"""What a datum is worth that is no fact of its own: "the two countries", "for a year"."""


class Candidate(NamedTuple):
    """A datum that a sentence offers."""

    span: Span
    """Where it stands in the passage."""
    about: str
    """What the facts say of it."""
    prior: float
    """How likely a question of its kind asks for such a one, from 0 to 1."""
    anchor: int
    """Where in the passage it belongs: the words near to it are what it is about."""


class Found(NamedTuple):
    """A datum in a window, and how much of the question it is about."""

    kind: DatumKind
    window: int
    span: Span
    """Where it stands in the passage."""
    match: float
    worth: float = 0.0
    """The same, less where it is unlikely to be what such a question asks for."""


OFFERED: dict[DatumKind, tuple[FactKind, ...]] = {"when": ("event",), "howmany": ("figure",), "who": ("person",)}
"""The facts that are data of each kind."""


def candidates(kind: DatumKind, sentence: Sentence, facts: list[Fact], question: str) -> Iterator[Candidate]:
    """Yield what a sentence offers to a question of a kind; ``facts`` are its ``OFFERED`` ones."""
    if kind == "when":
        yield from _when(sentence, facts, question)
    elif kind == "howmany":
        yield from _howmany(sentence, facts)
    elif kind == "who":
        yield from _who(sentence, facts)


_LENGTH = re.compile(r"\bhow long\b(?! ago)")
_FORMS = (
    (re.compile(r"\b(?:what|which) year\b"), re.compile(r"\d{4}")),
    (re.compile(r"\b(?:what|which) month\b"), re.compile(r"[A-Z][a-z]{2}")),
    (re.compile(r"\b(?:what|which) (?:percent|share)|\bpercentage\b"), re.compile(r"%|percent|per cent|third|half")),
    (
        re.compile(r"\bhow (?:long|old)\b"),
        re.compile(r"(?:second|minute|hour|day|week|month|quarter|year|decade|centur)"),
    ),
    (re.compile(r"\bhow many (?:dollars|bucks)\b|\bhow much (?:money|cash)\b"), re.compile(r"[$£€¥]|dollar|pound")),
)
"""What a question says of the form of its datum, and that form."""


def fits_form(question: str, datum: str) -> bool:
    """Tell whether a datum has the form that a question names: a year, a month, a percentage, money."""
    folded = question.lower()
    return all(form.search(datum) for words, form in _FORMS if words.search(folded))


def _shift(sentence: Sentence, span: Span) -> Span:
    return Span(span.start + sentence.span.start, span.end + sentence.span.start)


def _rest(sentence: Sentence, spans: Iterator[Span], taken: list[Candidate], prior: float) -> Iterator[Candidate]:
    """Yield what stands outside the data that facts hold."""
    for span in (_shift(sentence, span) for span in spans):
        if not any(other.span.start < span.end and span.start < other.span.end for other in taken):
            yield Candidate(span, "", prior, span.start)


def _when(sentence: Sentence, facts: list[Fact], question: str) -> Iterator[Candidate]:
    found = [Candidate(f.span, f.about, 1.0, f.span.start) for f in facts]
    long = bool(_LENGTH.search(question.lower()))
    spans = (s for s in dates.dates(sentence.text) if long or not dates.is_length(sentence.text[s.start : s.end]))
    yield from found
    yield from _rest(sentence, spans, found, _UNREAD)


def _howmany(sentence: Sentence, facts: list[Fact]) -> Iterator[Candidate]:
    found = [Candidate(f.span, f.about, 1.0 if any(map(str.isdigit, f.text)) else _WORDED, f.span.start) for f in facts]
    yield from found
    yield from _rest(sentence, figures.quantities(sentence.text), found, _UNREAD * _WORDED)


def _who(sentence: Sentence, facts: list[Fact]) -> Iterator[Candidate]:
    found = [Candidate(f.span, f.about, PERSON, f.span.start) for f in facts]
    found += _rest(sentence, names.surnames(sentence.text), found, PERSON * _UNREAD)
    found += _rest(sentence, bodies.bodies(sentence.text), found, BODY)
    found += _rest(sentence, names.offices(sentence.text), found, ROLE)
    found += _rest(sentence, bodies.actors(sentence.text), found, ACTOR)
    roles = [(at, at + len(f.about)) for f in facts if (at := sentence.text.find(f.about)) >= 0]
    for candidate in found:
        start = candidate.span.start - sentence.span.start
        if candidate.prior == PERSON or not any(first <= start < last for first, last in roles):
            yield candidate


def explanation(sentence: Sentence, at: int) -> Span:
    """Return the clause of a sentence that a term stands in, as a range of the passage."""
    return _shift(sentence, clause(sentence.text, at - sentence.span.start))
