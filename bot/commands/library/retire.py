"""/library retire and restore: out of all answers at once, and back at once; nothing is deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands

from bot import lookup
from bot.choices import paragraph_choices
from bot.commands.library.changing import confirm, guild_of
from bot.commands.library.group import GROUP
from bot.replying import library_of
from bot.words import word
from knowledge.model import Source

if TYPE_CHECKING:
    from bot.client import Counterpoint

    Interaction = discord.Interaction[Counterpoint]

Paragraph = app_commands.Range[int, 1, 99_999]


@GROUP.command(name=word("library.retire"), description=word("library.retire_about"))
@app_commands.rename(source=word("option.source"), paragraph=word("option.paragraph"))
@app_commands.describe(source=word("option.source_about"), paragraph=word("library.retire_paragraph"))
async def retire(interaction: Interaction, source: str, paragraph: Paragraph | None = None) -> None:
    """Take a source, or one of its paragraphs, out of all answers."""
    found = lookup.source_by_words(await library_of(interaction), source)
    if paragraph is not None:
        lookup.passage_number(found, paragraph)
    store, guild = interaction.client.shelf.store, guild_of(interaction)
    revision = await store.retire(guild, found.id, interaction.user.id, paragraph)
    key = "moderate.retired" if paragraph is None else "moderate.retired_paragraph"
    await confirm(interaction, revision.number, key, title=found.title, number=paragraph)


@retire.autocomplete("source")
async def _sources(interaction: Interaction, typed: str) -> list[lookup.Choice]:
    return lookup.source_choices(await interaction.client.library(interaction.guild_id), typed)


@retire.autocomplete("paragraph")
async def _paragraphs(interaction: Interaction, typed: str) -> list[app_commands.Choice[int]]:
    return await paragraph_choices(interaction, typed, retired=False)


@GROUP.command(name=word("library.restore"), description=word("library.restore_about"))
@app_commands.rename(source=word("option.source"), paragraph=word("option.paragraph"))
@app_commands.describe(source=word("option.source_about"), paragraph=word("library.restore_paragraph"))
async def restore(interaction: Interaction, source: str, paragraph: Paragraph | None = None) -> None:
    """Bring back a source, or one of its paragraphs, that was retired."""
    store, guild = interaction.client.shelf.store, guild_of(interaction)
    if paragraph is None:
        found = lookup.source_among(await store.retired(guild), source)
    else:
        found = lookup.source_by_words(await library_of(interaction), source)
        lookup.passage_number(found, paragraph)
    revision = await store.restore(guild, found.id, interaction.user.id, paragraph)
    key = "moderate.restored" if paragraph is None else "moderate.restored_paragraph"
    await confirm(interaction, revision.number, key, title=found.title, number=paragraph)


@restore.autocomplete("source")
async def _retired_sources(interaction: Interaction, typed: str) -> list[lookup.Choice]:
    library = await interaction.client.library(interaction.guild_id)
    retired = await interaction.client.shelf.store.retired(guild_of(interaction))
    return lookup.choices_among([*retired, *filter(_has_retired, library.sources)], typed)


@restore.autocomplete("paragraph")
async def _retired_paragraphs(interaction: Interaction, typed: str) -> list[app_commands.Choice[int]]:
    return await paragraph_choices(interaction, typed, retired=True)


def _has_retired(source: Source) -> bool:
    return any(passage.retired for passage in source.passages)
