"""The group of the moderators' commands."""

from __future__ import annotations

import discord
from discord import app_commands

from bot.rights import FOR_MODERATORS
from bot.words import word

GROUP = app_commands.Group(
    name=word("library.name"),
    description=word("library.about"),
    # What Discord shows to whom; ``bot.rights`` checks it again, and lets in the role that a server names.
    default_permissions=discord.Permissions(manage_guild=True),
    allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=False, private_channel=False),
    allowed_installs=app_commands.AppInstallationType(guild=True, user=False),
    extras=FOR_MODERATORS,
)
