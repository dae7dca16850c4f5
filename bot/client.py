"""The Discord client: what it listens to, what it never does, and the one door to every command."""

from __future__ import annotations

import asyncio
from datetime import datetime
from typing import Any

import discord
from discord import app_commands

from bot import buttons, conversation, forms
from bot.commands import ALL, library
from bot.commands.suggest import FORMS
from bot.departures import Departures
from bot.digests import Digests
from bot.errors import Refusal, tell
from bot.logs import logger
from bot.manners import Pace, Work
from bot.pressing import CardButton, CardMenu
from bot.quizzes import Quizzes
from bot.registration import Mentions, differences
from bot.rights import check_right, may_moderate
from bot.settings import Settings
from bot.words import CatalogueTranslator
from knowledge.facts import book
from knowledge.search import spelling
from knowledge.search.library import Library
from knowledge.shelf import Shelf

log = logger(__name__)
# This bot does not speak aloud, so a host need not read at every start that it cannot.
discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False


class Tree(app_commands.CommandTree["Counterpoint"]):
    """The commands, installable to servers and to people, with one handler for all that goes wrong."""

    def __init__(self, client: Counterpoint) -> None:
        super().__init__(
            client,
            allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=True, private_channel=True),
            allowed_installs=app_commands.AppInstallationType(guild=True, user=True),
        )
        for command in ALL:
            self.add_command(command)

    async def interaction_check(self, interaction: discord.Interaction[Any], /) -> bool:
        """Let a command in, unless the bot is stopping, the person is too fast or it is for moderators only.

        Typing ahead is always free, and a moderators' command offers nothing to others.
        """
        ahead = interaction.type is discord.InteractionType.autocomplete
        if not ahead:
            self.client.admit(interaction.user.id, interaction.created_at)
        if self._for_moderators(interaction):
            if ahead and not await may_moderate(interaction):
                await interaction.response.autocomplete([])
                return False
            await check_right(interaction)
        return True

    def _for_moderators(self, interaction: discord.Interaction[Any]) -> bool:
        data: Any = interaction.data
        kind = discord.AppCommandType(data.get("type", discord.AppCommandType.chat_input.value))
        command = self.get_command(data["name"], type=kind)
        return command is not None and bool(command.extras.get("for_moderators"))

    async def on_error(self, interaction: discord.Interaction[Any], error: app_commands.AppCommandError, /) -> None:
        """Tell the person what went wrong."""
        if interaction.type is not discord.InteractionType.autocomplete:
            await tell(interaction, error, f"command {interaction.command.name if interaction.command else '?'}")


def _shards(settings: Settings) -> dict[str, Any]:
    """Return which shards this process runs; nothing where Discord is to decide."""
    ids = {"shard_ids": list(settings.shard_ids)} if settings.shard_ids else {}
    return {**ids, "shard_count": settings.shard_count}


class Counterpoint(discord.AutoShardedClient):
    """The bot. It needs no privileged intent and mentions nobody."""

    def __init__(self, settings: Settings, shelf: Shelf | None = None) -> None:
        super().__init__(
            # Enough to be mentioned and to be written to; the text of such messages comes without further intents.
            intents=discord.Intents(guilds=True, guild_messages=True, dm_messages=True),
            allowed_mentions=discord.AllowedMentions.none(),
            **_shards(settings),
            # Nothing waits for the last of the servers, so neither does the log's word that all is ready.
            guild_ready_timeout=0.25,
            # A card is read back from the message that a click or a reply carries, so none are kept.
            max_messages=None,
        )
        self.shelf = shelf or Shelf.on(settings.database, encoder=settings.encoder())
        self.departures = Departures(self)
        self.work = Work()
        self.pace = Pace(settings.cooldown_uses, settings.cooldown_seconds)
        self.mentions = Mentions()
        self.quizzes = Quizzes()
        self.digests = Digests(self)
        self.actions = {**buttons.ACTIONS, **library.ACTIONS}
        self.forms = {**FORMS, **library.FORMS}
        self.tree = Tree(self)

    async def library(self, guild_id: int | None) -> Library:
        """Return the library that a server asks; raises UnavailableError."""
        return await self.shelf.library(guild_id)

    def admit(self, user_id: int, at: datetime) -> None:
        """Count a request and let it in; raises Refusal while stopping and where somebody is too fast."""
        if not self.work.join():
            raise Refusal("refusal.stopping")
        wait = self.pace.wait(user_id, at)
        if wait:
            raise Refusal("refusal.too_fast", seconds=max(1, round(wait)))

    async def setup_hook(self) -> None:
        """Prepare what must stand before the first event: the tables, the model, the buttons of cards posted earlier.

        Raises UnavailableError where the database is not to be had.
        """
        await self.shelf.store.open()
        if self.shelf.shared.meaning is not None:
            await asyncio.to_thread(self.shelf.shared.meaning.encoder.encode, ["Are you there?"])
        await self.tree.set_translator(CatalogueTranslator())
        self.add_dynamic_items(CardButton, CardMenu)
        self.departures.watch()
        self.digests.watch()

    async def read_ahead(self) -> None:
        """Read what the first questions would have to wait for: the English words, the facts of the shared sources."""
        await asyncio.to_thread(spelling.prepare)
        await asyncio.to_thread(book.book(self.shelf.shared).read, book.unread(self.shelf.shared))

    async def close(self) -> None:
        """Leave Discord and the database."""
        self.quizzes.close()
        self.digests.stop()
        self.departures.stop()
        await super().close()
        await self.shelf.close()

    async def check_commands(self) -> None:
        """Learn the ids of the registered commands, and warn where these are not the ones of the code."""
        try:
            registered = await self.tree.fetch_commands()
            changed = await differences(self.tree, None)
        except discord.HTTPException as error:
            log.warning("commands unchecked", status=error.status, code=error.code)
            return
        self.mentions.learn(registered)
        if changed:
            log.warning("commands differ from what is registered; run sync", changed=[str(c) for c in changed])

    async def on_ready(self) -> None:
        """Say in the log that the bot can be asked."""
        log.info("ready", guilds=len(self.guilds), shards=len(self.shards))

    async def on_interaction(self, interaction: discord.Interaction[Any]) -> None:
        """Take a form that was sent."""
        if interaction.type is discord.InteractionType.modal_submit:
            await forms.receive(interaction)

    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Note that a server has the bot, maybe again."""
        await self.departures.joined(guild.id)

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Note that a server removed the bot; an outage of Discord is another event."""
        await self.departures.left(guild.id)

    async def on_message(self, message: discord.Message) -> None:
        """Answer what was said to the bot."""
        await conversation.hear(self, message)
