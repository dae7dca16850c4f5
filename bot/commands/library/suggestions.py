"""/library suggestions: what members proposed; moderators accept it, edit it or decline it.

Of two moderators who decide at once, the second is told what the first decided.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import discord

from bot.cards import change
from bot.cards import suggestion as cards
from bot.cards.history import person
from bot.cards.typed import Typed
from bot.commands.library import metadata
from bot.commands.library.changing import confirm, guild_of
from bot.commands.library.group import GROUP
from bot.commands.library.metadata import Metadata
from bot.commands.suggest import place_of
from bot.errors import Refusal
from bot.forms import Field, Form, Kind
from bot.pressing import CardButton, button
from bot.replying import library_of, show, turn
from bot.words import word
from knowledge.intake.reading import Upload, draft
from knowledge.store.errors import AlreadyDecidedError, ConflictError
from knowledge.store.subjects import Revision
from knowledge.store.suggestions import Suggestion
from prompts import say

if TYPE_CHECKING:
    from bot.client import Counterpoint

    Interaction = discord.Interaction[Counterpoint]


@GROUP.command(name=word("library.suggestions"), description=word("library.suggestions_about"))
async def suggestions(interaction: Interaction) -> None:
    """Show the oldest suggestion that is open."""
    await show(interaction, await _page(interaction, 0), private=True)


async def turn_suggestions(interaction: Interaction, state: str) -> None:
    """Show another open suggestion."""
    await turn(interaction, await _page(interaction, int(state) if state.isdecimal() else 0))


async def accept(interaction: Interaction, state: str) -> None:
    """Make a correction as it was proposed."""
    suggestion, expected = await _suggestion(interaction, state)
    await _accept(interaction, suggestion, suggestion.text, expected)


async def decline(interaction: Interaction, state: str) -> None:
    """Leave the library as it is."""
    suggestion, _ = await _suggestion(interaction, f"{state}:0")
    store, guild = interaction.client.shelf.store, guild_of(interaction)
    try:
        decided = await store.decide(guild, suggestion.id, interaction.user.id, "declined")
    except AlreadyDecidedError:
        await _tell_of_decision(interaction, suggestion.id)
        return
    if not await _update_announcement(interaction, decided):
        said = say("suggestions.done_declined", number=decided.id)
        await turn(interaction, change.done(said, then=await _next(interaction)))


async def _page(interaction: Interaction, number: int) -> discord.ui.LayoutView:
    store, guild = interaction.client.shelf.store, guild_of(interaction)
    still_open = await store.suggestions(guild)
    if not still_open:
        return change.done(say("suggestions.none"))
    number = min(number, len(still_open) - 1)
    kept = still_open[number]
    return cards.card(kept, await place_of(interaction, kept), number, len(still_open))


async def _form(interaction: Interaction, state: str) -> Form:
    suggestion, _ = await _suggestion(interaction, state)
    text = Field("text", suggestion.text, lines=True, required=True)
    title = say("form.accept", number=suggestion.id)
    if suggestion.source_id is not None:
        return Form(title, [text])
    nothing = Metadata()
    known = [
        metadata.title_field(nothing),
        metadata.authors_field(nothing),
        metadata.where_field(nothing),
        metadata.side_field(nothing),
    ]
    return Form(title, [*known, text])


async def _sent(interaction: Interaction, state: str, typed: Typed) -> None:
    suggestion, expected = await _suggestion(interaction, state)
    text = typed.values["text"].strip()
    if not text:
        raise Refusal("moderate.empty_passage")
    if suggestion.kind == "correction":
        await _accept(interaction, suggestion, text, expected)
        return
    store, guild, who = interaction.client.shelf.store, guild_of(interaction), interaction.user.id
    found = draft(Upload("suggestion.txt", text.encode()))
    library = await library_of(interaction)
    try:
        if suggestion.source_id is not None:
            texts = [passage.text for passage in found.passages]
            decided, revision = await store.accept_passages(guild, suggestion.id, who, texts)
        else:
            fields = metadata.read({name: value for name, value in typed.values.items() if name != "text"})
            taken = {source.id for source in [*library.sources, *await store.retired(guild)]}
            source = found.with_(**fields).source(taken)
            decided, revision = await store.accept_source(guild, suggestion.id, who, source)
    except AlreadyDecidedError:
        await _tell_of_decision(interaction, suggestion.id)
        return
    await _confirm(interaction, decided, revision)


async def _accept(interaction: Interaction, suggestion: Suggestion, text: str, expected: int) -> None:
    store, guild = interaction.client.shelf.store, guild_of(interaction)
    try:
        decided, revision = await store.accept_correction(guild, suggestion.id, interaction.user.id, text, expected)
    except AlreadyDecidedError:
        await _tell_of_decision(interaction, suggestion.id)
        return
    except ConflictError:
        raise Refusal("suggestions.changed", number=suggestion.id) from None
    await _confirm(interaction, decided, revision)


async def _confirm(interaction: Interaction, decided: Suggestion, revision: Revision) -> None:
    then = None if await _update_announcement(interaction, decided) else await _next(interaction)
    await confirm(interaction, revision.number, "suggestions.done_accepted", then=then, number=decided.id)


async def _next(interaction: Interaction) -> CardButton | None:
    """Return the button that goes on to the suggestions that are still open."""
    still_open = await interaction.client.shelf.store.suggestions(guild_of(interaction))
    return button("suggestions", "0", say("suggestions.next", count=len(still_open))) if still_open else None


async def _tell_of_decision(interaction: Interaction, suggestion_id: int) -> None:
    decided = await interaction.client.shelf.store.suggestion(guild_of(interaction), suggestion_id)
    await _update_announcement(interaction, decided)
    said = say("suggestions.already", number=decided.id, state=decided.state, who=person(decided.decided_by))
    await show(interaction, change.done(said), private=True)


async def _update_announcement(interaction: Interaction, decided: Suggestion) -> bool:
    """Say on the card that was announced what became of the suggestion, where that card was pressed."""
    message = interaction.message
    if message is None or message.flags.ephemeral or interaction.response.is_done():
        return False
    view = cards.card(decided, await place_of(interaction, decided))
    if interaction.response.is_done():
        return False
    await interaction.response.edit_message(view=view)
    return True


async def _suggestion(interaction: Interaction, state: str) -> tuple[Suggestion, int]:
    match = re.fullmatch(r"(\d{1,18}):(\d{1,18})", state)
    if match is None:
        raise Refusal("refusal.old_button")
    kept = await interaction.client.shelf.store.suggestion(guild_of(interaction), int(match[1]))
    return kept, int(match[2])


FORMS = {"accept": Kind(_form, _sent)}
ACTIONS = {"suggestions": turn_suggestions, "accept": accept, "decline": decline}
