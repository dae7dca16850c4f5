"""/discuss: an open question with each side's strongest passage, in a thread of its own where that is allowed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands

from bot import lookup
from bot.cards import discussion as cards
from bot.discussion import Topic, discussed_in, next_topic, threads_of, topic_on
from bot.errors import Refusal
from bot.logs import logger
from bot.manners import may_open_threads
from bot.replying import audience, library_of, show
from bot.words import command, word
from prompts import say

if TYPE_CHECKING:
    from bot.client import Counterpoint

    Interaction = discord.Interaction[Counterpoint]

log = logger(__name__)


@command("discuss")
@app_commands.rename(issue=word("compare.issue"))
@app_commands.describe(issue=word("discuss.issue_about"))
async def discuss(
    interaction: discord.Interaction[Counterpoint], issue: app_commands.Range[str, 1, 200] | None = None
) -> None:
    """Open a discussion of an issue, or of the one whose turn it is."""
    private, note = await audience(interaction, private=False)
    topic = await _topic(interaction, issue, private=private)
    for thread in threads_of(interaction.client.user, interaction.channel):
        if thread.name == topic.name:
            raise Refusal("refusal.discussed_already", thread=thread.id)
    opens = not private and may_open_threads(interaction)
    if not private and not opens and isinstance(interaction.channel, discord.TextChannel):
        note = say("discuss.no_thread")
    await show(interaction, cards.card(*topic, note=note), private=private)
    if opens:
        await _open_thread(interaction, topic.name)


@discuss.autocomplete("issue")
async def _issues(interaction: discord.Interaction[Counterpoint], typed: str) -> list[lookup.Choice]:
    return lookup.issue_choices(await interaction.client.library(interaction.guild_id), typed)


async def _open_thread(interaction: Interaction, name: str) -> None:
    try:
        card = await interaction.original_response()
        await card.create_thread(name=name)
    except discord.HTTPException as error:
        # A server has only so many open threads, and what is allowed may change at any moment.
        log.warning("no thread", guild=interaction.guild_id, status=error.status, code=error.code)
        await interaction.followup.send(say("discuss.thread_failed"), ephemeral=True)


async def _topic(interaction: Interaction, issue: str | None, *, private: bool) -> Topic:
    shipped = interaction.client.shelf.shared.issues
    if issue is not None:
        library = await library_of(interaction, private=private)
        return topic_on(library, lookup.issue_by_words(library, issue), shipped)
    # Looking back takes a request to Discord, so the reply may come late.
    await interaction.response.defer(ephemeral=private)
    lately = await discussed_in(interaction.client.user, interaction.channel)
    library = await library_of(interaction, private=private)
    place = interaction.channel_id or interaction.user.id
    return next_topic(library, shipped, place, interaction.created_at.date(), lately)
