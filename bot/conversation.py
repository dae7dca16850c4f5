"""What is said to the bot without a command: mentions, direct messages, replies; and what was asked before."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import discord

from bot.asked import Asked, resolve
from bot.cards import answer as answers
from bot.cards import pages
from bot.errors import Refusal, tell_author
from bot.logs import logger
from bot.manners import may_write_in
from knowledge.answers.answering import LONGEST
from prompts import say

if TYPE_CHECKING:
    from bot.client import Counterpoint

log = logger(__name__)
LOOK_BACK = 20
"""How many messages of a thread are searched for the latest card."""
_MENTION = re.compile(r"<(?:@[!&]?|#)\d+>")
_EMOJI = re.compile(r"<a?:(\w+):\d+>")


async def hear(client: Counterpoint, message: discord.Message) -> None:
    """Answer a message, where it is one to the bot."""
    if client.user is None or message.author.bot or not _is_addressed(client.user, message):
        return
    try:
        client.admit(message.author.id, message.created_at)
        await _answer(client, message)
    except Exception as error:
        await tell_author(message, error)


def _is_addressed(me: discord.ClientUser, message: discord.Message) -> bool:
    ordinary = message.type in (discord.MessageType.default, discord.MessageType.reply)
    return ordinary and (message.guild is None or me in message.mentions)


async def _answer(client: Counterpoint, message: discord.Message) -> None:
    question = answers.question_of(words_of(message))
    if len(words_of(message)) > LONGEST:
        raise Refusal("error.long_question", length=len(words_of(message)), most=LONGEST)
    if not question:
        await _send(message, pages.greeting(client.mentions))
        return
    library = await client.library(message.guild.id if message.guild else None)
    asked = Asked(question, await _before(client, message))
    answer, votable = resolve(library, asked), message.guild is not None
    await _send(message, answers.card(asked, answer, len(library.sources), votable=votable))


def words_of(message: discord.Message) -> str:
    """Return what a message says on one line, without the mentions in it."""
    return " ".join(text_of(message).split())


def text_of(message: discord.Message) -> str:
    """Return what a message, or the one that it forwards, says line by line, without the mentions in it."""
    forwarded = [snapshot.content for snapshot in message.message_snapshots]
    return _EMOJI.sub(r"\1", _MENTION.sub(" ", message.content or "\n\n".join(forwarded)))


async def _send(message: discord.Message, view: discord.ui.LayoutView) -> None:
    """Reply in the channel, or to the author alone where the bot may not write."""
    me = message.guild.me if message.guild else None
    if may_write_in(message.channel, me):
        await message.channel.send(view=view, reference=message.to_reference(fail_if_not_exists=False))
        return
    try:
        await message.author.send(say("card.silenced_channel"))
        await message.author.send(view=view)
    except discord.Forbidden:
        log.info("unheard", guild=message.guild.id if message.guild else None)


async def _before(client: Counterpoint, message: discord.Message) -> str | None:
    """Return the question that a message follows up: of the card it replies to, else of the conversation."""
    reference = message.reference
    if reference is not None and reference.message_id is not None:
        replied = reference.resolved
        if not isinstance(replied, discord.Message):
            return None
        asked = answers.asked_on(replied) if replied.author == client.user else None
        return asked.context if asked else None
    return await asked_before(client, message.channel)


async def asked_before(client: Counterpoint, channel: object) -> str | None:
    """Return what the latest card of a thread or of a direct conversation had answered, None where there is none."""
    if not isinstance(channel, discord.Thread | discord.DMChannel):
        return None
    try:
        async for message in channel.history(limit=LOOK_BACK):
            if message.author == client.user and (asked := answers.asked_on(message)):
                return asked.context
        if isinstance(channel, discord.Thread) and isinstance(channel.parent, discord.TextChannel):
            # A thread that was opened on a message has its id.
            start = await channel.parent.fetch_message(channel.id)
            asked = answers.asked_on(start) if start.author == client.user else None
            return asked.context if asked else None
    except discord.HTTPException:
        # Without the permission to read back, a question is taken by itself.
        return None
    return None
