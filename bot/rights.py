"""Who may change a server's library: checked here at every step, whatever the client sends or shows."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

import discord

from bot.errors import Refusal
from bot.pressing import Action

if TYPE_CHECKING:
    from bot.client import Counterpoint

    Interaction = discord.Interaction[Counterpoint]

FOR_MODERATORS = {"for_moderators": True}
"""The ``extras`` of a command or menu that the command tree keeps from everybody else, its autocomplete too."""


def may_manage(interaction: Interaction) -> bool:
    """Tell whether a person may manage the server, as Discord computes for every interaction; the owner always may."""
    return interaction.permissions.administrator or interaction.permissions.manage_guild


async def may_moderate(interaction: Interaction) -> bool:
    """Tell whether a person may change the library of the server that an interaction comes from."""
    if interaction.guild_id is None or not isinstance(interaction.user, discord.Member):
        return False
    if may_manage(interaction):
        return True
    role = (await interaction.client.shelf.settings(interaction.guild_id)).moderator_role
    return role is not None and interaction.user.get_role(role) is not None


async def check_right(interaction: Interaction) -> None:
    """Raise Refusal for a person who may not change the library of the server."""
    if interaction.guild_id is None:
        raise Refusal("moderate.only_servers")
    if not await may_moderate(interaction):
        raise Refusal("moderate.no_right")


def moderated(action: Action) -> Action:
    """Return the action of a button that only a moderator may press."""

    @wraps(action)
    async def checked(interaction: discord.Interaction[Any], state: str) -> None:
        await check_right(interaction)
        await action(interaction, state)

    return checked
