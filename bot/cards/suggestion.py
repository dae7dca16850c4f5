"""What a member proposed for the library, as moderators see it: what would change, who asks, and what to do."""

from __future__ import annotations

from typing import NamedTuple

import discord
from discord.ui import LayoutView

from bot.cards.difference import difference
from bot.cards.history import person
from bot.cards.sheet import Sheet, Stretch
from bot.markup import fit, small
from bot.pressing import button
from knowledge.store.suggestions import Suggestion
from prompts import say

_MOST_TITLE = 200
_MOST_CHANGE = 2000
_MOST_REMARK = 700


class Place(NamedTuple):
    """The source or passage that a suggestion is about, as it is now."""

    title: str
    text: str | None = None
    version: int = 0
    """Of the passage: what accepting expects to find."""


def card(suggestion: Suggestion, place: Place | None, number: int | None = None, count: int = 0) -> LayoutView:
    """Return the card of a suggestion; with ``number`` as one of so many that are open, from 0."""
    sheet = Sheet()
    sheet.text(f"### {say('suggestions.one', number=suggestion.id)}")
    when = discord.utils.format_dt(suggestion.at, "f")
    sheet.text(f"{_about(suggestion, place)}\n{small(f'{person(suggestion.who)} · {when}')}")
    sheet.rule()
    if place is not None and place.text is not None:
        sheet.text(difference(place.text, suggestion.text, _MOST_CHANGE))
    else:
        sheet.text(Stretch(suggestion.text))
    if suggestion.remark:
        sheet.text(say("suggestions.remark", remark=fit(suggestion.remark, _MOST_REMARK)))
    if suggestion.state != "open":
        sheet.text(small(say(f"suggestions.{suggestion.state}", who=person(suggestion.decided_by))))
        return sheet.build()
    state = f"{suggestion.id}:{place.version if place else 0}"
    accept = discord.ButtonStyle.success
    if suggestion.kind == "correction":
        first = button("accept", state, say("suggestions.accept"), style=accept)
        second = button("form", f"accept:{state}", say("suggestions.edit"))
    else:
        first, second = button("form", f"accept:{state}", say("suggestions.accept_new"), style=accept), None
    decline = button("decline", str(suggestion.id), say("suggestions.decline"), style=discord.ButtonStyle.danger)
    sheet.buttons(first, second, decline)
    if number is not None and count > 1:
        sheet.text(small(say("suggestions.page", number=number + 1, all=count)))
        sheet.buttons(
            button("suggestions", str(number - 1), say("sources.back"), disabled=number == 0),
            button("suggestions", str(number + 1), say("sources.on"), disabled=number + 1 == count),
        )
    return sheet.build()


def _about(suggestion: Suggestion, place: Place | None) -> str:
    if place is None:
        return say("suggestions.of_nothing" if suggestion.source_id is None else "suggestions.of_gone")
    title = fit(place.title, _MOST_TITLE)
    if suggestion.kind == "correction":
        return say("suggestions.correction", title=title, paragraph=suggestion.paragraph)
    return say("suggestions.of_source", title=title)
