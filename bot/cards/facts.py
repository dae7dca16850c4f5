"""Cards of facts: a datum large with its sentence, a person, a timeline, a term, quotations."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from typing import NamedTuple

import discord
from discord.ui import LayoutView

from bot.cards.sheet import Sheet, Stretch
from bot.keys import Mark, places
from bot.markup import cut, fit, small
from bot.pressing import button
from knowledge.facts import excerpts, timeline
from knowledge.facts.dates import Period
from knowledge.facts.defining import Definition, Use
from knowledge.facts.fact import Fact
from knowledge.facts.people import Mention, Profile
from knowledge.language.text import Span
from knowledge.model import Excerpt
from knowledge.search.library import Library
from prompts import say

MOST_FACTS = 4
"""Facts on one thing that are shown side by side."""
MOST_CHOICES = 8
LONGEST_LABEL = 100
EVENTS_A_PAGE = 5
QUOTES_A_PAGE = 4
_MOST_ROLES, _MOST_SAID, _MOST_MENTIONS, _MOST_USES = 3, 2, 2, 5
_MOST_DATUM, _MOST_ABOUT, _MOST_CITATION, _MOST_NAME = 240, 240, 120, 80


class Frame(NamedTuple):
    """What is around any card of facts."""

    state: str
    """What a button must remember to show the card again."""
    private: bool
    note: str | None = None


def label(library: Library, fact: Fact) -> str:
    """Return a fact in one line: ``22,730 tons (refined oil that China allegedly supplied): Mastro (2021), ¶10``."""
    citation = library.citation(fact.sentence.source, fact.sentence.passage.number)
    said = f"{fact.by}: {fact.about}" if fact.by and fact.about else fact.by or fact.about
    room = max(LONGEST_LABEL - len(fact.text) - len(citation) - 5, 12)
    return f"{cut(fact.text, 50)} ({cut(said, room)}): {citation}" if said else f"{cut(fact.text, 70)}: {citation}"


def paged(items: int, each: int) -> int:
    """Return how many pages some items fill."""
    return max(1, -(-items // each))


def fact_card(library: Library, facts: Sequence[Fact], frame: Frame) -> LayoutView:
    """Return the card of facts on one thing, the first one large, the others beside it with their dates."""
    page = _Page(frame)
    for number, fact in enumerate(facts):
        if number:
            page.sheet.rule()
        page.sheet.text(f"{'##' if number == 0 else '###'} {fit(fact.text, _MOST_DATUM)}")
        dated = _dated(library, fact)
        lines = [fit(fact.about, _MOST_ABOUT), small(dated) if dated else ""]
        page.sheet.text("\n".join(filter(None, lines)) or None)
        page.quote(excerpts.of_fact(library, fact))
    return page.build()


def profile_card(library: Library, profile: Profile, frame: Frame) -> LayoutView:
    """Return the card of a person: what they are called, what they said, where they appear."""
    page = _Page(frame)
    page.sheet.text(f"## {fit(profile.name, _MOST_NAME)}")
    for fact in profile.roles[:_MOST_ROLES]:
        page.cite(excerpts.of_fact(library, fact), f"**{fit(fact.about, _MOST_ABOUT)}** · ")
    page.sheet.text(None if profile.roles else small(say("facts.no_role")))
    if profile.said:
        page.sheet.rule()
        page.sheet.text(f"### {say('facts.said')}")
        for fact in profile.said[:_MOST_SAID]:
            page.sheet.text(f"“{fit(fact.text, _MOST_ABOUT)}”")
            page.quote(excerpts.of_fact(library, fact))
    mentions = [excerpts.of_sentence(library, mention.sentence, mention.span) for mention in profile.mentions]
    elsewhere = [excerpt for excerpt in mentions if not page.has(excerpt)][:_MOST_MENTIONS]
    if elsewhere:
        page.sheet.rule()
        page.sheet.text(f"### {say('facts.appears')}")
        for excerpt in elsewhere:
            page.quote(excerpt)
    page.sheet.text(small(say("facts.places", places=_places(library, profile.mentions))) if mentions else None)
    return page.build()


def which_card(words: str, choices: Sequence[tuple[str, str]], frame: Frame) -> LayoutView:
    """Return the question which of some people is meant; choices are names with the states of their buttons."""
    page = _Page(frame)
    page.sheet.text(f"### {say('facts.which', words=fit(words, _MOST_NAME))}")
    for start in range(0, len(choices), 4):
        page.sheet.buttons(*(button("look", state, name) for name, state in choices[start : start + 4]))
    return page.sheet.build()


def timeline_card(
    library: Library, events: Sequence[Fact], topic: str, number: int, turns: Sequence[str], frame: Frame
) -> LayoutView:
    """Return a page of events in order; ``turns`` are the states of the pages before and after, if there are any."""
    page = _Page(frame)
    page.sheet.text(
        f"### {say('facts.timeline_on', topic=fit(topic, _MOST_NAME)) if topic.strip() else say('facts.timeline')}"
    )
    for event in events[number * EVENTS_A_PAGE : (number + 1) * EVENTS_A_PAGE]:
        excerpt = excerpts.of_fact(library, event)
        page.sheet.text(
            "\n".join(filter(None, (f"**{fit(_when(event), _MOST_ABOUT)}**", fit(event.about, _MOST_ABOUT))))
        )
        if event.noted:
            page.cite(excerpt)
        else:
            page.quote(excerpt)
    page.turn(number, paged(len(events), EVENTS_A_PAGE), turns)
    return page.build()


def definition_card(library: Library, definition: Definition, frame: Frame) -> LayoutView:
    """Return what a term means to each author."""
    page = _Page(frame)
    page.sheet.text(f"## {fit(definition.term, _MOST_DATUM)}")
    page.sheet.text(f"**{fit(definition.stands_for, _MOST_ABOUT)}**" if definition.stands_for else None)
    author = ""
    for use in definition.uses[:_MOST_USES]:
        if use.sentence.source.author != author:
            author = use.sentence.source.author
            page.sheet.rule()
            page.sheet.text(f"**{fit(author, _MOST_NAME)}**")
        page.quote(_explained(library, use))
    return page.build()


def quotes_card(library: Library, said: Sequence[Fact], number: int, turns: Sequence[str], frame: Frame) -> LayoutView:
    """Return a page of quotations: who said it, to whom, verbatim, where."""
    page = _Page(frame)
    for n, fact in enumerate(said[number * QUOTES_A_PAGE : (number + 1) * QUOTES_A_PAGE]):
        if n:
            page.sheet.rule()
        page.sheet.text(f"### “{fit(fact.text, _MOST_DATUM)}”")
        by, to = fit(fact.by, _MOST_NAME), fit(fact.to, _MOST_NAME)
        who = say("facts.said_to", by=by, to=to) if fact.to else say("facts.said_by", by=by)
        page.sheet.text(f"{who}\n{small(fit(fact.about, _MOST_ABOUT))}" if fact.about else who)
        page.quote(excerpts.of_fact(library, fact))
    page.turn(number, paged(len(said), QUOTES_A_PAGE), turns)
    return page.build()


class _Page:
    """A card under construction that shows no sentence twice."""

    def __init__(self, frame: Frame) -> None:
        self.sheet, self._frame = Sheet(), frame
        self._cited: dict[str, Excerpt] = {}
        self._quoted: set[str] = set()
        self.sheet.text(small(frame.note) if frame.note else None)

    def has(self, excerpt: Excerpt) -> bool:
        """Tell whether a sentence is on the card."""
        return str(Mark.of(excerpt)) in self._cited

    def quote(self, excerpt: Excerpt) -> None:
        """Add a sentence with its citation; of one that is on the card only the citation."""
        mark = str(Mark.of(excerpt))
        self.sheet.text(None if mark in self._quoted else Stretch(excerpt.text, excerpt.highlights))
        self._quoted.add(mark)
        self.cite(excerpt)

    def cite(self, excerpt: Excerpt, before: str = "") -> None:
        """Add where a sentence stands, behind some words of ours."""
        mark = str(Mark.of(excerpt))
        context = None if self.has(excerpt) else button("context", mark, say("card.context"))
        self._cited[mark] = excerpt
        self.sheet.text(before + fit(excerpt.citation, _MOST_CITATION), beside=context)

    def turn(self, number: int, pages: int, turns: Sequence[str]) -> None:
        """Add the buttons to the pages before and after."""
        if turns:
            before, after = turns
            self.sheet.text(small(say("sources.page", number=number + 1, all=pages)))
            self.sheet.buttons(
                button("look", before, say("sources.back"), disabled=number == 0),
                button("look", after, say("sources.on"), disabled=number + 1 == pages),
            )

    def build(self) -> LayoutView:
        """Return the card."""
        share = button("lookshare", self._frame.state, say("card.share"), style=discord.ButtonStyle.primary)
        cited = list(self._cited.values())
        self.sheet.buttons(
            button("cite", f"apa:{places(cited)}", say("card.cite")) if cited else None,
            share if self._frame.private else None,
        )
        return self.sheet.build()


def period_text(period: Period) -> str:
    """Return the days of a period in words, as exactly as they are known."""
    first = period.first
    if period.precision == "day":
        return f"{calendar.month_name[first.month]} {first.day}, {first.year}"
    if period.precision in ("week", "month"):
        return f"{calendar.month_name[first.month]} {first.year}"
    return f"{first.year}s" if period.precision == "decade" else str(first.year)


def _when(event: Fact) -> str:
    """Return a date as the source has it; one that it leaves open as it was resolved, marked as such."""
    period = event.period
    if period is None:
        return event.text
    shown = period_text(period)
    if period.resolved:
        return say("facts.resolved", date=shown, words=event.text)
    return event.text if str(period.first.year) in event.text or period.precision == "decade" else shown


def _dated(library: Library, fact: Fact) -> str | None:
    """Return when a fact was: for an event its date, for another the date that its sentence names."""
    event = timeline.when_of(library, fact)
    if event is None:
        return None
    return None if event is fact and not (event.period and event.period.resolved) else fit(_when(event), _MOST_ABOUT)


def _explained(library: Library, use: Use) -> Excerpt:
    """Return a use with its explanation marked, else the term."""
    at = use.sentence.text.find(use.explanation) if use.explanation else -1
    if use.explanation and at < 0:  # it goes on beyond its sentence
        start = use.sentence.passage.text.find(use.explanation)
        whole = use.sentence._replace(span=Span(start, start + len(use.explanation)))
        return excerpts.of_sentence(library, whole)
    marked = Span(at, at + len(use.explanation)) if use.explanation else use.term
    return excerpts.of_sentence(library, use.sentence, marked)


def _places(library: Library, mentions: Sequence[Mention]) -> str:
    by_source: dict[str, list[int]] = {}
    for mention in mentions:
        source, number = mention.sentence.source, mention.sentence.passage.number
        name = library.citation(source, number).rpartition(", ¶")[0]
        by_source.setdefault(name, []).append(number)
    lines = [f"{name} " + ", ".join(f"¶{n}" for n in dict.fromkeys(numbers)) for name, numbers in by_source.items()]
    return fit("; ".join(lines), 2 * _MOST_ABOUT)
