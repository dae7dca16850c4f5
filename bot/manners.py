"""How the bot behaves towards people: not too often, not where it may not speak, and it finishes what it began."""

from __future__ import annotations

import asyncio
from datetime import datetime

import discord
from discord import app_commands

MOST_PEOPLE = 10_000
"""How many people's uses are counted before those who rest are forgotten."""


class Pace:
    """How often one person may ask."""

    def __init__(self, uses: int, seconds: float) -> None:
        self._uses, self._seconds = uses, seconds
        self._people: dict[int, app_commands.Cooldown] = {}

    def wait(self, user_id: int, at: datetime) -> float:
        """Count one use at a time that Discord names; return the seconds to wait where it is one too many, else 0."""
        now = at.timestamp()
        if len(self) > MOST_PEOPLE:
            # Whoever has all uses left again need not be remembered.
            self._people = {p: c for p, c in self._people.items() if c.get_tokens(now) < self._uses}
        cooldown = self._people.setdefault(user_id, app_commands.Cooldown(self._uses, self._seconds))
        return cooldown.update_rate_limit(now) or 0.0

    def __len__(self) -> int:
        return len(self._people)


class Work:
    """The replies under way, so that a stop can wait for them."""

    def __init__(self) -> None:
        self.stopping = False
        self._tasks: set[asyncio.Task[object]] = set()

    def join(self) -> bool:
        """Count the running task as work; False where the bot is stopping and takes no more."""
        task = asyncio.current_task()
        if self.stopping or task is None:
            return False
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return True

    async def finish(self, seconds: float) -> int:
        """Take no more work and wait for what runs; return how many replies did not finish in time."""
        self.stopping = True
        if not self._tasks:
            return 0
        _, unfinished = await asyncio.wait(self._tasks, timeout=seconds)
        return len(unfinished)


def may_speak(interaction: discord.Interaction[discord.Client]) -> bool:
    """Tell whether the bot may write for all to see where an interaction came from."""
    if interaction.guild_id is None:
        return True
    return _may_send(interaction.app_permissions, interaction.channel)


def may_write_in(channel: discord.abc.MessageableChannel, me: discord.Member | None) -> bool:
    """Tell whether the bot may write in a channel of a server."""
    if me is None or not isinstance(channel, discord.abc.GuildChannel | discord.Thread):
        return True
    permissions = channel.permissions_for(me)
    return permissions.view_channel and _may_send(permissions, channel)


def may_share(interaction: discord.Interaction[discord.Client]) -> bool:
    """Tell whether the person may write there too: nobody speaks through the bot where they are silenced."""
    return interaction.guild_id is None or _may_send(interaction.permissions, interaction.channel)


def is_here(interaction: discord.Interaction[discord.Client]) -> bool:
    """Tell whether the bot is a member where an interaction came from, and not only installed by the person."""
    if interaction.guild_id is not None:
        return interaction.client.get_guild(interaction.guild_id) is not None
    return isinstance(interaction.channel, discord.DMChannel)


def may_attach(interaction: discord.Interaction[discord.Client]) -> bool:
    """Tell whether the bot may attach files for all to see where an interaction came from."""
    return interaction.guild_id is None or interaction.app_permissions.attach_files


def may_open_threads(interaction: discord.Interaction[discord.Client]) -> bool:
    """Tell whether both the bot and the person may open a thread on a message where an interaction came from."""
    if not isinstance(interaction.channel, discord.TextChannel) or not is_here(interaction):
        return False
    bot = interaction.app_permissions
    both = bot.create_public_threads and interaction.permissions.create_public_threads
    return both and bot.view_channel and bot.read_message_history


def _may_send(permissions: discord.Permissions, channel: object) -> bool:
    in_thread = isinstance(channel, discord.Thread)
    return permissions.send_messages_in_threads if in_thread else permissions.send_messages
