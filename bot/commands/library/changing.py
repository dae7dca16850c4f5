"""What every change by a moderator has in common: it is searchable before it is confirmed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord

from bot.cards import change
from bot.errors import Refusal
from bot.markup import escape
from bot.replying import library_of, turn
from prompts import say

if TYPE_CHECKING:
    from bot.client import Counterpoint

    Interaction = discord.Interaction[Counterpoint]


def guild_of(interaction: Interaction) -> int:
    """Return the server that an interaction comes from; raises Refusal in a direct message."""
    if interaction.guild_id is None:
        raise Refusal("moderate.only_servers")
    return interaction.guild_id


async def confirm(interaction: Interaction, revision: int, key: str, **values: object) -> None:
    """Bring the library up to date with a change that is stored, then say that it was made; text is escaped."""
    await library_of(interaction)
    shown = {name: escape(value) if isinstance(value, str) else value for name, value in values.items()}
    await turn(interaction, change.done(say(key, **shown), revision))
