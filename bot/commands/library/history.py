"""/library history: who changed what, and taking it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord

from bot.commands.library.changing import confirm, guild_of
from bot.errors import Refusal
from knowledge.store.errors import ConflictError

if TYPE_CHECKING:
    from bot.client import Counterpoint

    Interaction = discord.Interaction[Counterpoint]


async def undo(interaction: Interaction, state: str) -> None:
    """Take back an entry of the history, which is an entry of its own."""
    number = int(state)
    try:
        revision = await interaction.client.shelf.store.undo(guild_of(interaction), number, interaction.user.id)
    except ConflictError:
        raise Refusal("moderate.undo_conflict", number=number) from None
    await confirm(interaction, revision.number, "moderate.undone", number=number)
