"""What the buttons of the cards do.

All of them work after a restart, for everybody who sees the card, because a button's id and the card's own text hold
all there is to know (see ``bot.keys`` and ``bot.asked``). A press on a card that all can see answers the person who
pressed, in private: nobody changes what the others read. Private cards turn their pages in place.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import discord

from bot import forms, looked, lookup, quizzes
from bot.asked import Asked
from bot.cards import citation, comparison, reading, sources
from bot.cards.answer import asked_on, question_of
from bot.commands.cite import style_named
from bot.commands.privacy import ask_to_forget, forget_now
from bot.commands.suggest import correct
from bot.errors import Refusal
from bot.keys import Mark, author_of
from bot.looked import Looked
from bot.manners import may_share, may_speak
from bot.pressing import Action
from bot.replying import answer_view, library_of, show, turn
from bot.voting import vote
from knowledge.answers import comparing
from prompts import say

if TYPE_CHECKING:
    from bot.client import Counterpoint

    Interaction = discord.Interaction[Counterpoint]


async def in_context(interaction: Interaction, state: str) -> None:
    """Show an excerpt in its paragraph; where it is no longer there, say so and show what is."""
    mark = Mark.parse(state)
    source = lookup.source_by_key(await library_of(interaction), mark.source)
    if mark.paragraph > len(source.passages):
        raise Refusal("refusal.passage_gone", title=source.title)
    text = reading.readable(source, mark.paragraph)
    if not mark.stands_in(text):
        note = None if source.passages[mark.paragraph - 1].retired else say("reading.edited")
        await show(interaction, reading.page(source, mark.paragraph, note=note), private=True)
        return
    span = (mark.start, mark.start + mark.length)
    page = reading.page(source, mark.paragraph, start=reading.start_for(text, span), bold=span)
    await show(interaction, page, private=True)


async def more(interaction: Interaction, state: str) -> None:
    """Show the rest of what was found."""
    await show(
        interaction, await answer_view(interaction, await _asked(interaction, state), private=True), private=True
    )


async def swap(interaction: Interaction, state: str) -> None:
    """Let the other side lead."""
    await turn(interaction, await answer_view(interaction, await _asked(interaction, state), private=True))


async def share(interaction: Interaction, state: str) -> None:
    """Post a private answer for all to see."""
    _check_sharing(interaction)
    asked = await _asked(interaction, state, private=False)
    await show(interaction, await answer_view(interaction, asked, private=False), private=False)


async def try_question(interaction: Interaction, question: str) -> None:
    """Ask a question that was suggested."""
    await show(interaction, await answer_view(interaction, Asked(question_of(question)), private=True), private=True)


async def cite(interaction: Interaction, state: str) -> None:
    """Show how the sources of a card are cited."""
    await show(interaction, await _citation(interaction, state), private=True)


async def restyle(interaction: Interaction, state: str) -> None:
    """Show the same references in another style."""
    await turn(interaction, await _citation(interaction, state))


async def open_page(interaction: Interaction, state: str) -> None:
    """Open a source from the library."""
    await show(interaction, await _page(interaction, state, private=True), private=True)


async def turn_page(interaction: Interaction, state: str) -> None:
    """Turn the page of a source."""
    await turn(interaction, await _page(interaction, state, private=True))


async def share_page(interaction: Interaction, state: str) -> None:
    """Post the page of a source for all to see."""
    _check_sharing(interaction)
    await show(interaction, await _page(interaction, state, private=False), private=False)


async def list_sources(interaction: Interaction, state: str) -> None:
    """Turn the page of the library."""
    number = int(state) if state.isdecimal() else 0
    await turn(interaction, sources.page((await library_of(interaction)).sources, number))


async def show_sides(interaction: Interaction, state: str) -> None:
    """Show all that each side says on the issue of a discussion."""
    await show(interaction, await _comparison(interaction, state, private=True), private=True)


async def share_comparison(interaction: Interaction, state: str) -> None:
    """Post a private comparison for all to see."""
    _check_sharing(interaction)
    await show(interaction, await _comparison(interaction, state, private=False), private=False)


async def look(interaction: Interaction, state: str) -> None:
    """Look facts up: a page further, or the one who was meant."""
    await turn(interaction, await looked.view_of(interaction, Looked.parse(state), private=True))


async def share_look(interaction: Interaction, state: str) -> None:
    """Post a private card of facts for all to see."""
    _check_sharing(interaction)
    view = await looked.view_of(interaction, Looked.parse(state), private=False)
    await show(interaction, view, private=False)


ACTIONS: dict[str, Action] = {
    "context": in_context,
    "more": more,
    "swap": swap,
    "share": share,
    "try": try_question,
    "cite": cite,
    "style": restyle,
    "open": open_page,
    "page": turn_page,
    "post": share_page,
    "sources": list_sources,
    "sides": show_sides,
    "compare": share_comparison,
    "vote": vote,
    "quiz": quizzes.take_answer,
    "quizon": quizzes.go_on,
    "quizstop": quizzes.stop,
    "look": look,
    "lookshare": share_look,
    "form": forms.reopen,
    "correct": correct,
    "forget": ask_to_forget,
    "forgetnow": forget_now,
}


async def _asked(interaction: Interaction, state: str, *, private: bool = True) -> Asked:
    """Return what the pressed card answers; raises Refusal where it cannot be read back."""
    asked = asked_on(interaction.message) if interaction.message else None
    if asked is None:
        raise Refusal("refusal.old_button")
    asked = asked.with_state(state)
    if asked.author and author_of(await library_of(interaction, private=private), asked.author) is None:
        raise Refusal("refusal.source_gone")
    return asked


async def _citation(interaction: Interaction, state: str) -> discord.ui.LayoutView:
    style, _, places = state.partition(":")
    found = lookup.places(await library_of(interaction), places)
    return citation.card(found, style_named(style), places)


async def _comparison(interaction: Interaction, issue_id: str, *, private: bool) -> discord.ui.LayoutView:
    library = await library_of(interaction, private=private)
    issue = next((issue for issue in library.issues if issue.id == issue_id), None)
    if issue is None:
        raise Refusal("refusal.issue_gone")
    return comparison.card(issue, comparing.compare(library, issue), private=private)


async def _page(interaction: Interaction, state: str, *, private: bool) -> discord.ui.LayoutView:
    match = re.fullmatch(r"(\w+):(\d+):(\d+)", state)
    if match is None:
        raise Refusal("refusal.old_button")
    source = lookup.source_by_key(await library_of(interaction, private=private), match[1])
    number, start = int(match[2]), int(match[3])
    if not 1 <= number <= len(source.passages):
        raise Refusal("refusal.passage_gone", title=source.title)
    # A passage that became shorter since is shown from its beginning.
    start = start if start < len(reading.readable(source, number)) else 0
    return reading.page(source, number, start=start, private=private)


def _check_sharing(interaction: Interaction) -> None:
    if not may_speak(interaction):
        raise Refusal("refusal.bot_silenced")
    if not may_share(interaction):
        raise Refusal("refusal.you_silenced")
