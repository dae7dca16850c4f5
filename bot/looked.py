"""What a card of facts shows: all that is needed to look it up again, in the id of a button.

So such a card needs no memory of ours: it can be paged and shared after any restart, by anybody who sees it.
"""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING, Literal, NamedTuple, get_args

import discord

from bot.cards import facts as cards
from bot.errors import Refusal
from bot.keys import digest, source_of
from bot.markup import cut
from bot.replying import audience, library_of, show
from knowledge.facts import book, defining, finding, people, quoting, timeline
from knowledge.facts.dates import Period
from knowledge.facts.fact import Fact
from knowledge.search.library import Library

if TYPE_CHECKING:
    from bot.client import Counterpoint

    Interaction = discord.Interaction[Counterpoint]

Kind = Literal["fact", "who", "when", "define", "quote"]
LONGEST_WORDS = 76
"""Characters of what somebody types to look up: with the rest it fits the id of a button."""
LONGEST_SPEAKER = LONGEST_TOPIC = 30
_MANY = 60
"""More passages than this whose facts nobody has asked for yet are read in a thread."""
_NEAREST = 5
_STATE = re.compile(r"([a-z]+):(\d{1,5}):(.*)", re.DOTALL)
_PLACE = re.compile(r"([0-9a-f]{10})\.(\d{1,5})\.([0-9a-f]{16})")


class Looked(NamedTuple):
    """What was looked up."""

    kind: Kind
    words: tuple[str, ...]
    """What was typed or chosen; for ``when`` the topic, the first and the last day; for ``quote`` speaker and topic."""
    page: int = 0

    @classmethod
    def parse(cls, state: str) -> Looked:
        """Read what ``str`` wrote; raises Refusal for anything else."""
        match = _STATE.fullmatch(state)
        for known in get_args(Kind):
            if match and match[1] == known:
                return cls(known, tuple(match[3].split(":")), int(match[2]))
        raise Refusal("refusal.old_button")

    def __str__(self) -> str:
        return ":".join((self.kind, str(self.page), *(word.replace(":", " ") for word in self.words)))

    def turns(self, pages: int) -> list[str]:
        """Return the states of the pages before and after; none where there is one page."""
        page = min(self.page, pages - 1)
        both = (max(page - 1, 0), min(page + 1, pages - 1))
        # Two buttons of one card need two ids, also where one of them cannot be pressed.
        return [str(self._replace(page=p)) + ":" * n for n, p in enumerate(both)] if pages > 1 else []


def place_of(fact: Fact) -> str:
    """Return what stands for a fact in a choice or a button."""
    return f"{digest(fact.sentence.source.id)}.{fact.sentence.passage.number}.{fact.key}"


async def reply(interaction: Interaction, looked: Looked, *, private: bool | None) -> None:
    """Look something up and show it, to all where the bot may speak and it is not asked to be private."""
    private, note = await audience(interaction, private=private)
    view = await view_of(interaction, looked, private=private, note=note)
    await show(interaction, view, private=private)


async def view_of(
    interaction: Interaction, looked: Looked, *, private: bool, note: str | None = None
) -> discord.ui.LayoutView:
    """Look something up and return its card; raises Refusal with what is near where there is nothing."""
    library = await _read_library(interaction, private=private)
    frame = cards.Frame(str(looked), private=private, note=note)
    if looked.kind == "fact":
        return _fact(library, looked, frame)
    if looked.kind == "who":
        return _who(library, looked, frame)
    if looked.kind == "when":
        return _when(library, looked, frame)
    if looked.kind == "define":
        return _define(library, looked, frame)
    return _quote(library, looked, frame)


async def _read_library(interaction: Interaction, *, private: bool) -> Library:
    """Return the library of the server with all facts read; where that takes long, Discord is told so."""
    library = await library_of(interaction, private=private)
    while len(unread := book.unread(library)) > _MANY:
        if not interaction.response.is_done():
            await interaction.response.defer(ephemeral=private, thinking=True)
        await asyncio.to_thread(book.book(library).read, unread)
        library = await library_of(interaction, private=private)
    return library


def _fact(library: Library, looked: Looked, frame: cards.Frame) -> discord.ui.LayoutView:
    words = looked.words[0]
    chosen = _PLACE.fullmatch(words)
    if chosen:
        source = source_of(library, chosen[1])
        fact = finding.at(library, source.id, int(chosen[2]), chosen[3]) if source else None
        if fact is None:
            raise Refusal("refusal.fact_gone")
        found = [fact, *finding.beside(library, fact, cards.MOST_FACTS - 1)]
    else:
        found = finding.side_by_side(finding.find(library, words, cards.MOST_FACTS)) if words.strip() else []
    if not found:
        near = finding.find(library, words, _NEAREST, least=finding.NEAR)
        raise _refusal("fact", words, [cards.label(library, hit.fact) for hit in near] or _some(library))
    return cards.fact_card(library, found, frame)


def _who(library: Library, looked: Looked, frame: cards.Frame) -> discord.ui.LayoutView:
    words = looked.words[0]
    found = [name for name in people.names(library) if digest(name) == words] or people.named(library, words)
    if not found:
        raise _refusal("person", words, people.like(library, words, _NEAREST) or people.like(library, "", _NEAREST))
    if len(found) > 1:
        choices = [(name, str(Looked("who", (digest(name),)))) for name in found[: cards.MOST_CHOICES]]
        return cards.which_card(words, choices, frame)
    return cards.profile_card(library, people.profile(library, found[0]), frame)


def _when(library: Library, looked: Looked, frame: cards.Frame) -> discord.ui.LayoutView:
    topic, first, last = (*looked.words, "", "")[:3]
    start, end = _bound(first), _bound(last)
    events = timeline.timeline(
        library,
        topic,
        *([start.first] if start else [timeline.FIRST_DAY]),
        *([end.last] if end else [timeline.LAST_DAY]),
    )
    if not events:
        near = [event.about or event.text for event in timeline.timeline(library)[:_NEAREST]]
        raise _refusal("event", topic or f"{first}–{last}", near)
    pages = cards.paged(len(events), cards.EVENTS_A_PAGE)
    return cards.timeline_card(library, events, topic, min(looked.page, pages - 1), looked.turns(pages), frame)


def _bound(typed: str) -> Period | None:
    if not typed.strip():
        return None
    period = timeline.bound(typed)
    if period is None:
        raise Refusal("refusal.no_date", words=cut(typed, 40))
    return period


def _define(library: Library, looked: Looked, frame: cards.Frame) -> discord.ui.LayoutView:
    definition = defining.define(library, looked.words[0])
    if definition is None:
        near = defining.terms_like(library, looked.words[0], _NEAREST) or defining.terms_like(library, "", _NEAREST)
        raise _refusal("term", looked.words[0], near)
    return cards.definition_card(library, definition, frame)


def _quote(library: Library, looked: Looked, frame: cards.Frame) -> discord.ui.LayoutView:
    speaker, topic = (*looked.words, "")[:2]
    said = quoting.quotations(library, speaker, topic)
    if not said:
        near = quoting.speakers_like(library, speaker, _NEAREST) or quoting.speakers_like(library, "", _NEAREST)
        raise _refusal("quotation", " · ".join(filter(str.strip, (speaker, topic))), near)
    pages = cards.paged(len(said), cards.QUOTES_A_PAGE)
    return cards.quotes_card(library, said, min(looked.page, pages - 1), looked.turns(pages), frame)


def _some(library: Library) -> list[str]:
    return [cards.label(library, hit.fact) for hit in finding.find(library, "", _NEAREST)]


def _refusal(what: str, words: str, near: list[str]) -> Refusal:
    shown = "; ".join(cut(name, 100) for name in near)
    key = f"refusal.no_{what}" if near else "refusal.no_facts"
    return Refusal(key, words=cut(words, 100), near=shown)
