"""The facts of one sentence, found by rules. A datum and what is said of it are the sentence's own characters."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator

from knowledge.facts import bodies, dates, figures, names, quotations
from knowledge.facts.clauses import clause, gist
from knowledge.facts.dates import Period
from knowledge.facts.fact import Fact, Sentence
from knowledge.language.text import Span
from knowledge.model import FactKind

Finder = Callable[[Sentence, Period | None], Iterator[Fact]]
"""Finds facts in a sentence that was written at some time."""


def facts(sentence: Sentence, wrote: Period | None, kinds: Collection[FactKind]) -> list[Fact]:
    """Return a sentence's facts of some kinds in the order of its text; a datum that stands there twice is one fact."""
    found: dict[tuple[FactKind, str], Fact] = {}
    every = (fact for finder, of in _FINDERS if not of.isdisjoint(kinds) for fact in finder(sentence, wrote))
    for fact in sorted(every, key=lambda fact: fact.span):
        if fact.kind in kinds:
            found.setdefault((fact.kind, fact.text), fact)
    return list(found.values())


def _fact(kind: FactKind, sentence: Sentence, span: Span, about: Span | None = None) -> Fact:
    shift = sentence.span.start
    said = sentence.text[about.start : about.end] if about else ""
    return Fact(kind, sentence, Span(span.start + shift, span.end + shift), said)


def _events(sentence: Sentence, wrote: Period | None) -> Iterator[Fact]:
    for span in dates.dates(sentence.text):
        event = _fact("event", sentence, span, gist(sentence.text, span))
        period = dates.resolve(sentence.passage.text, event.span, wrote)
        if period is not None:
            yield event._replace(period=period)


def _figures(sentence: Sentence, wrote: Period | None) -> Iterator[Fact]:
    text = sentence.text
    for span in figures.quantities(text):
        if figures.is_figure(text, span):
            yield _fact("figure", sentence, span, gist(text, span))


def _people(sentence: Sentence, wrote: Period | None) -> Iterator[Fact]:
    for name, role in names.people(sentence.text):
        yield _fact("person", sentence, name, role)


def _organisations(sentence: Sentence, wrote: Period | None) -> Iterator[Fact]:
    for span in bodies.bodies(sentence.text):
        yield _fact("organisation", sentence, span)


def _agreements(sentence: Sentence, wrote: Period | None) -> Iterator[Fact]:
    for span in bodies.agreements(sentence.text):
        yield _fact("agreement", sentence, span)


def _acronyms(sentence: Sentence, wrote: Period | None) -> Iterator[Fact]:
    for short, long in quotations.acronyms(sentence.text):
        yield _fact("acronym", sentence, short, long)


def _quoted(sentence: Sentence, wrote: Period | None) -> Iterator[Fact]:
    text = sentence.text
    for span, speaker, spoken in quotations.quotations(text):
        if spoken:
            yield _fact("quotation", sentence, span)._replace(by=text[speaker.start : speaker.end] if speaker else "")
        else:
            yield _fact("term", sentence, span, clause(text, span.start))
    for span in quotations.so_called(text):
        yield _fact("term", sentence, span, clause(text, span.start))


_FINDERS: tuple[tuple[Finder, frozenset[FactKind]], ...] = (
    (_events, frozenset({"event"})),
    (_figures, frozenset({"figure"})),
    (_people, frozenset({"person"})),
    (_organisations, frozenset({"organisation"})),
    (_agreements, frozenset({"agreement"})),
    (_acronyms, frozenset({"acronym"})),
    (_quoted, frozenset({"quotation", "term"})),
)
"""What finds which kinds."""
