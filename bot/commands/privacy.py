"""/privacy: what is kept about somebody, and having it removed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands

from bot.cards import privacy as cards
from bot.replying import show, turn
from bot.words import command, word

if TYPE_CHECKING:
    from bot.client import Counterpoint

    Interaction = discord.Interaction[Counterpoint]


@command("privacy")
@app_commands.rename(forget=word("privacy.forget"))
@app_commands.describe(forget=word("privacy.forget_about"))
async def privacy(interaction: Interaction, forget: bool = False) -> None:
    """Show what becomes of what people write, or ask whether all of theirs shall be forgotten."""
    kept = await interaction.client.shelf.store.what_is_kept(interaction.user.id)
    view = cards.confirmation(kept) if forget else cards.page(interaction.client.mentions, kept)
    await show(interaction, view, private=True)


async def ask_to_forget(interaction: Interaction, _state: str) -> None:
    """Ask whether all that is kept about the person who pressed shall be forgotten."""
    kept = await interaction.client.shelf.store.what_is_kept(interaction.user.id)
    await turn(interaction, cards.confirmation(kept))


async def forget_now(interaction: Interaction, _state: str) -> None:
    """Forget the person who pressed, whoever the card was for."""
    await turn(interaction, cards.forgotten(await interaction.client.shelf.store.forget(interaction.user.id)))
