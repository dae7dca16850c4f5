"""/compare: one issue, both sides beside each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands

from bot import lookup
from bot.cards import comparison
from bot.replying import audience, library_of, show
from bot.words import command, word
from knowledge.answers import comparing

if TYPE_CHECKING:
    from bot.client import Counterpoint


@command("compare")
@app_commands.rename(issue=word("compare.issue"), private=word("option.private"))
@app_commands.describe(issue=word("compare.issue_about"), private=word("option.private_about"))
async def compare(
    interaction: discord.Interaction[Counterpoint], issue: app_commands.Range[str, 1, 200], private: bool | None = None
) -> None:
    """Show what each side says on an issue."""
    private, note = await audience(interaction, private=private)
    library = await library_of(interaction, private=private)
    found = lookup.issue_by_words(library, issue)
    view = comparison.card(found, comparing.compare(library, found), private=private, note=note)
    await show(interaction, view, private=private)


@compare.autocomplete("issue")
async def _issues(interaction: discord.Interaction[Counterpoint], typed: str) -> list[lookup.Choice]:
    return lookup.issue_choices(await interaction.client.library(interaction.guild_id), typed)
