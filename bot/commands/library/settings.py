"""/library settings: who else may moderate, where suggestions go, and what answers begin with."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import discord

from bot.cards import settings as cards
from bot.commands.library.changing import guild_of
from bot.commands.library.group import GROUP
from bot.digests import writable
from bot.errors import Refusal
from bot.manners import may_write_in
from bot.replying import library_of, show, turn
from bot.rights import may_manage
from bot.words import word
from knowledge.store.errors import NothingToChangeError
from knowledge.store.guild_settings import GuildSettings
from prompts import say

if TYPE_CHECKING:
    from bot.client import Counterpoint

    Interaction = discord.Interaction[Counterpoint]


@GROUP.command(name=word("library.settings"), description=word("library.settings_about"))
async def settings(interaction: Interaction) -> None:
    """Show the settings of the server."""
    now = await interaction.client.shelf.settings(guild_of(interaction))
    await show(interaction, cards.card(*_shown(interaction, now)), private=True)


async def set_role(interaction: Interaction, state: str) -> None:
    """Name the role whose members may moderate, or none; only who may manage the server says who moderates it."""
    if not may_manage(interaction):
        raise Refusal("settings.not_yours")
    role = int(state) if state.isdecimal() else None
    if role == guild_of(interaction):
        raise Refusal("settings.everyone")
    await _change(interaction, [say("settings.role_remark")] if role else [], moderator_role=role)


async def set_channel(interaction: Interaction, state: str) -> None:
    """Name the channel in which suggestions are announced, or none."""
    channel_id = int(state) if state.isdecimal() else None
    channel = interaction.guild.get_channel(channel_id) if interaction.guild and channel_id else None
    if channel_id is not None and not isinstance(channel, discord.TextChannel):
        raise Refusal("settings.bad_channel")
    remarks: list[str] = []
    if isinstance(channel, discord.TextChannel):
        if not may_write_in(channel, channel.guild.me):
            remarks.append(say("settings.silenced"))
        if channel.permissions_for(channel.guild.default_role).view_channel:
            remarks.append(say("settings.open_channel"))
    await _change(interaction, remarks, suggestion_channel=channel_id)


async def set_digest(interaction: Interaction, state: str) -> None:
    """Name the channel of the weekly question, or none; it is on Mondays until another day is chosen."""
    channel_id = int(state) if state.isdecimal() else None
    channel = interaction.guild.get_channel(channel_id) if interaction.guild and channel_id else None
    if channel_id is not None and not isinstance(channel, discord.TextChannel):
        raise Refusal("settings.bad_channel")
    day = (await interaction.client.shelf.settings(guild_of(interaction))).digest_weekday
    await _change(interaction, (), digest_channel=channel_id, digest_weekday=0 if day is None else day)


async def set_digest_day(interaction: Interaction, state: str) -> None:
    """Choose the day of the weekly question."""
    await _change(interaction, (), digest_weekday=int(state) if state.isdecimal() else None)


async def switch(interaction: Interaction, state: str) -> None:
    """Switch a setting on or off."""
    name, _, value = state.partition(":")
    if name not in cards.SWITCHES:
        raise Refusal("refusal.old_button")
    await _change(interaction, (), **{name: value == "1"})


async def _change(interaction: Interaction, remarks: Sequence[str], **fields: object) -> None:
    store, guild = interaction.client.shelf.store, guild_of(interaction)
    try:
        await store.change_settings(guild, interaction.user.id, **fields)
    except NothingToChangeError:
        remarks = [*remarks, say("settings.same")]
    await library_of(interaction)
    now, warnings = _shown(interaction, await store.settings(guild))
    await turn(interaction, cards.card(now, [*remarks, *warnings]))


def _shown(interaction: Interaction, now: GuildSettings) -> tuple[GuildSettings, list[str]]:
    """Return the settings without a role or channel that was deleted, which Discord refuses to show as chosen.

    Beside them stands what they ask for and Discord does not let the bot do.
    """
    server, warnings = interaction.guild, list[str]()
    if server is None:
        return now, warnings
    if now.digest_channel is not None and writable(server, now.digest_channel) is None:
        warnings.append(say("settings.digest_blocked"))
    for field, gone in (("suggestion_channel", "settings.channel_gone"), ("digest_channel", None)):
        channel = getattr(now, field)
        if channel and server.get_channel(channel) is None:
            now = now._replace(**{field: None})
            warnings += [say(gone)] if gone else []
    if now.moderator_role and server.get_role(now.moderator_role) is None:
        now, warnings = now._replace(moderator_role=None), [*warnings, say("settings.role_gone")]
    return now, warnings


ACTIONS = {
    "role": set_role,
    "channel": set_channel,
    "digest": set_digest,
    "digestday": set_digest_day,
    "switch": switch,
}
