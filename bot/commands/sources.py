"""/sources: what the library holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord

from bot.cards import sources as pages
from bot.replying import library_of, show
from bot.words import command

if TYPE_CHECKING:
    from bot.client import Counterpoint


@command("sources")
async def sources(interaction: discord.Interaction[Counterpoint]) -> None:
    """Show the first page of the library, to the person who asked alone."""
    await show(interaction, pages.page((await library_of(interaction)).sources, 0), private=True)
