"""/suggest: a member proposes a passage or a correction; the moderators decide."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import discord
from discord import app_commands

from bot import forms, lookup
from bot.cards import change, suggestion
from bot.cards.suggestion import Place
from bot.cards.typed import Typed
from bot.choices import paragraph_choices
from bot.errors import Refusal
from bot.forms import Field, Form, Kind
from bot.keys import digest
from bot.logs import logger
from bot.manners import may_write_in
from bot.replying import library_of, show
from bot.words import command, word
from knowledge.model import Source
from knowledge.store.suggestions import LONGEST_REMARK, Suggestion
from prompts import say

if TYPE_CHECKING:
    from bot.client import Counterpoint

    Interaction = discord.Interaction[Counterpoint]

log = logger(__name__)


@app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
@app_commands.allowed_installs(guilds=True, users=False)
@command("suggest")
@app_commands.rename(source=word("option.source"), paragraph=word("option.paragraph"))
@app_commands.describe(source=word("suggest.source_about"), paragraph=word("suggest.paragraph_about"))
async def suggest(
    interaction: Interaction,
    source: str | None = None,
    paragraph: app_commands.Range[int, 1, 99_999] | None = None,
) -> None:
    """Open the form for a correction of a paragraph, or for a new passage."""
    if source is None:
        if paragraph is not None:
            raise Refusal("suggest.which_source")
        await forms.present(interaction, "suggest", ":0")
        return
    found = lookup.source_by_words(await library_of(interaction), source)
    number = lookup.passage_number(found, paragraph) if paragraph is not None else 0
    await forms.present(interaction, "suggest", f"{digest(found.id)}:{number}")


@suggest.autocomplete("source")
async def _sources(interaction: Interaction, typed: str) -> list[lookup.Choice]:
    return lookup.source_choices(await interaction.client.library(interaction.guild_id), typed)


@suggest.autocomplete("paragraph")
async def _paragraphs(interaction: Interaction, typed: str) -> list[app_commands.Choice[int]]:
    return await paragraph_choices(interaction, typed, retired=False)


async def correct(interaction: Interaction, state: str) -> None:
    """Open the form for a correction of the paragraph that a card shows."""
    await forms.present(interaction, "suggest", state)


async def _form(interaction: Interaction, state: str) -> Form:
    source, number = await _place(interaction, state)
    text = source.passages[number - 1].text if source and number else ""
    if len(text) > forms.LONGEST_TEXT:
        raise Refusal("suggest.long", number=number)
    if source is None:
        title = say("form.suggest")
    else:
        title = say("form.suggest_correction" if number else "form.suggest_for", paragraph=number, title=source.title)
    hint = say("form.suggest_hint" if number else "form.suggest_new_hint")
    remark = Field("remark", hint=say("form.remark_hint"), lines=True, most=LONGEST_REMARK)
    return Form(title, [Field("text", text, hint, lines=True, required=True), remark])


async def _sent(interaction: Interaction, state: str, typed: Typed) -> None:
    source, number = await _place(interaction, state)
    text = typed.values["text"].strip()
    if not text:
        raise Refusal("suggest.empty")
    if source and number and text == source.passages[number - 1].text:
        raise Refusal("suggest.same")
    assert interaction.guild_id is not None
    kept = await interaction.client.shelf.store.suggest(
        interaction.guild_id,
        interaction.user.id,
        "correction" if number else "passage",
        source.id if source else None,
        number or None,
        text,
        typed.values["remark"],
    )
    await show(interaction, change.done(say("suggest.thanks", number=kept.id)), private=True)
    await _announce(interaction, kept)


async def _announce(interaction: Interaction, kept: Suggestion) -> None:
    """Show a new suggestion in the channel that the server named for it; it is in the list in any case."""
    channel_id = (await interaction.client.shelf.settings(interaction.guild_id)).suggestion_channel
    channel = interaction.guild.get_channel(channel_id) if interaction.guild and channel_id else None
    if not isinstance(channel, discord.TextChannel) or not may_write_in(channel, channel.guild.me):
        return
    try:
        await channel.send(view=suggestion.card(kept, await place_of(interaction, kept)))
    except discord.HTTPException as error:
        log.warning("suggestion unannounced", guild=interaction.guild_id, code=error.code, status=error.status)


async def place_of(interaction: Interaction, kept: Suggestion) -> Place | None:
    """Return what a suggestion is about as it is now, None where that is nothing or gone."""
    library = await library_of(interaction)
    if kept.source_id is None or kept.source_id not in {source.id for source in library.sources}:
        return None
    assert interaction.guild_id is not None
    stored = await interaction.client.shelf.store.source(interaction.guild_id, kept.source_id)
    if kept.paragraph is None or kept.paragraph > len(stored.passages):
        return Place(stored.source.title)
    passage = stored.source.passages[kept.paragraph - 1]
    return Place(stored.source.title, passage.text, stored.passages[kept.paragraph - 1])


async def _place(interaction: Interaction, state: str) -> tuple[Source | None, int]:
    """Return the source and paragraph that a suggestion is for, None and 0 where it is for none."""
    match = re.fullmatch(r"(\w*)[:.](\d{1,6})", state)
    if match is None:
        raise Refusal("refusal.old_button")
    if interaction.guild_id is None:
        raise Refusal("moderate.only_servers")
    if not match[1]:
        return None, 0
    source, number = lookup.source_by_key(await library_of(interaction), match[1]), int(match[2])
    if number and source.passages[lookup.passage_number(source, number) - 1].retired:
        raise Refusal("suggest.retired", number=number)
    return source, number


FORMS = {"suggest": Kind(_form, _sent, for_moderators=False)}
