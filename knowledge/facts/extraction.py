"""The facts of one sentence, found by rules. A datum and what is said of it are the sentence's own characters."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge.facts import bodies, dates, figures, names, quotations
from knowledge.facts.clauses import clause, gist
from knowledge.facts.dates import Period
from knowledge.facts.fact import Fact, Sentence
from knowledge.language.text import Span
from knowledge.model import FactKind


def facts(sentence: Sentence, wrote: Period | None) -> list[Fact]:
    """Return the facts of a sentence in the order of its text; a datum that stands there twice is one fact."""
    found: dict[tuple[FactKind, str], Fact] = {}
    for fact in sorted(_all(sentence, wrote), key=lambda fact: fact.span):
        found.setdefault((fact.kind, fact.text), fact)
    return list(found.values())


def _all(sentence: Sentence, wrote: Period | None) -> Iterator[Fact]:
    text = sentence.text

    def fact(kind: FactKind, span: Span, about: Span | None) -> Fact:
        shift = sentence.span.start
        said = text[about.start : about.end] if about else ""
        return Fact(kind, sentence, Span(span.start + shift, span.end + shift), said)

    for span in dates.dates(text):
        period = dates.resolve(
            sentence.passage.text, Span(span.start + sentence.span.start, span.end + sentence.span.start), wrote
        )
        if period is not None:
            yield fact("event", span, gist(text, span))._replace(period=period)
    for span in figures.quantities(text):
        if figures.is_figure(text, span):
            yield fact("figure", span, gist(text, span))
    for name, role in names.people(text):
        yield fact("person", name, role)
    for span in bodies.bodies(text):
        yield fact("organisation", span, None)
    for span in bodies.agreements(text):
        yield fact("agreement", span, None)
    for short, long in quotations.acronyms(text):
        yield fact("acronym", short, long)
    for span, speaker, spoken in quotations.quotations(text):
        if spoken:
            yield fact("quotation", span, None)._replace(by=text[speaker.start : speaker.end] if speaker else "")
        else:
            yield fact("term", span, clause(text, span.start))
    for span in quotations.so_called(text):
        yield fact("term", span, clause(text, span.start))
