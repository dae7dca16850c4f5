"""A page to hand out, before it is written down in a format."""

from __future__ import annotations

from typing import NamedTuple

from bot.cards.facts import period_text
from knowledge.answers.briefing import Brief
from knowledge.citing import Run, cite
from knowledge.facts.fact import Fact
from knowledge.model import Excerpt, Source
from prompts import say


class Quotation(NamedTuple):
    """An author's words, and how a text points to them."""

    text: str
    citation: str


class Entry(NamedTuple):
    """A fact or an event in a line."""

    head: str
    """The datum, or when it was."""
    text: str
    citation: str


class Side(NamedTuple):
    """The words of one side."""

    name: str
    quotations: tuple[Quotation, ...]


class Page(NamedTuple):
    """A reading brief of an issue."""

    title: str
    question: str
    """What a group may discuss when all have read."""
    sides: tuple[Side, ...]
    remark: str | None
    """That one side alone speaks to the issue, where it is so."""
    facts: tuple[Entry, ...]
    timeline: tuple[Entry, ...]
    references: tuple[tuple[Run, ...], ...]


def page_of(brief: Brief, question: str) -> Page:
    """Return the page of a brief, cited in APA style. Takes some milliseconds for each citation."""

    in_text: dict[tuple[str, int], str] = {}

    def citation(source: Source, paragraph: int) -> str:
        place = source.id, paragraph
        if place not in in_text:
            in_text[place] = cite(source, "apa", paragraph).in_text
        return in_text[place]

    def quotation(excerpt: Excerpt) -> Quotation:
        return Quotation(excerpt.text, citation(brief.source(excerpt.source), excerpt.paragraph))

    def entry(head: str, fact: Fact) -> Entry:
        return Entry(head, fact.about, citation(fact.sentence.source, fact.sentence.passage.number))

    return Page(
        title=brief.issue.label,
        question=question,
        sides=tuple(Side(p.name, tuple(map(quotation, p.excerpts))) for p in brief.positions),
        remark=say("compare.one_side", name=brief.positions[0].name) if len(brief.positions) == 1 else None,
        facts=tuple(entry(fact.text, fact) for fact in brief.facts),
        timeline=tuple(entry(_when(event), event) for event in brief.events),
        references=tuple(sorted((cite(source, "apa").entry for source in brief.sources), key=_text)),
    )


def _when(event: Fact) -> str:
    """Return when an event was; what the source dates only loosely, as it was resolved, beside its words."""
    period = event.period
    if period is None or (not period.resolved and str(period.first.year)[:3] in event.text):
        return event.text
    words = f" (“{event.text}”)" if period.resolved else ""
    return period_text(period) + words


def _text(runs: tuple[Run, ...]) -> str:
    return "".join(run.text for run in runs).casefold()
