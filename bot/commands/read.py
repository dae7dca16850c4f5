"""/read: a passage of a source, with its neighbours."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands

from bot import lookup
from bot.cards import reading
from bot.replying import library_of, show
from bot.words import command, word

if TYPE_CHECKING:
    from bot.client import Counterpoint


@command("read")
@app_commands.rename(source=word("option.source"), paragraph=word("option.paragraph"))
@app_commands.describe(source=word("option.source_about"), paragraph=word("option.paragraph_about"))
async def read(
    interaction: discord.Interaction[Counterpoint], source: str, paragraph: app_commands.Range[int, 1, 99_999] = 1
) -> None:
    """Open a source at a paragraph, for the reader alone."""
    found = lookup.source_by_words(await library_of(interaction), source)
    await show(interaction, reading.page(found, lookup.passage_number(found, paragraph)), private=True)


@read.autocomplete("source")
async def _sources(interaction: discord.Interaction[Counterpoint], typed: str) -> list[lookup.Choice]:
    return lookup.source_choices(await interaction.client.library(interaction.guild_id), typed)
