"""/library retire and restore: out of all answers at once, and back at once; nothing is deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands

from bot import lookup
from bot.commands.library.changing import confirm, guild_of
from bot.commands.library.group import GROUP
from bot.replying import library_of
from bot.words import word
from knowledge.model import Source

if TYPE_CHECKING:
    from bot.client import Counterpoint

    Interaction = discord.Interaction[Counterpoint]


@GROUP.command(name=word("library.retire"), description=word("library.retire_about"))
@app_commands.rename(source=word("option.source"))
@app_commands.describe(source=word("option.source_about"))
async def retire(interaction: Interaction, source: str) -> None:
    """Take a source out of all answers."""
    found = lookup.source_by_words(await library_of(interaction), source)
    revision = await interaction.client.shelf.store.retire(guild_of(interaction), found.id, interaction.user.id)
    await confirm(interaction, revision.number, "moderate.retired", title=found.title)


@retire.autocomplete("source")
async def _sources(interaction: Interaction, typed: str) -> list[lookup.Choice]:
    return lookup.source_choices(await interaction.client.library(interaction.guild_id), typed)


@GROUP.command(name=word("library.restore"), description=word("library.restore_about"))
@app_commands.rename(source=word("option.source"))
@app_commands.describe(source=word("option.source_about"))
async def restore(interaction: Interaction, source: str) -> None:
    """Bring back a source that was retired."""
    retired = await _retired(interaction)
    found = lookup.source_among(retired, source)
    revision = await interaction.client.shelf.store.restore(guild_of(interaction), found.id, interaction.user.id)
    await confirm(interaction, revision.number, "moderate.restored", title=found.title)


@restore.autocomplete("source")
async def _retired_sources(interaction: Interaction, typed: str) -> list[lookup.Choice]:
    return lookup.choices_among(await _retired(interaction), typed)


async def _retired(interaction: Interaction) -> list[Source]:
    stored = await interaction.client.shelf.store.library(guild_of(interaction))
    return [own.source for own in stored.sources if own.retired]
