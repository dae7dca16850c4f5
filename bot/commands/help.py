"""/help and /about."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord

from bot.cards import pages
from bot.replying import library_of, show
from bot.words import command

if TYPE_CHECKING:
    from bot.client import Counterpoint


@command("help")
async def help_(interaction: discord.Interaction[Counterpoint]) -> None:
    """Show what can be done."""
    await show(interaction, pages.help_page(interaction.client.mentions), private=True)


@command("about")
async def about(interaction: discord.Interaction[Counterpoint]) -> None:
    """Show what the bot is and what it can be asked about."""
    library = await library_of(interaction)
    await show(interaction, pages.about_page(interaction.client.mentions, library.sources), private=True)
