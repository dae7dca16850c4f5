"""The one place where something that went wrong becomes a sentence, with an id that is also in the log."""

from __future__ import annotations

import secrets
from typing import NamedTuple

import discord
from discord import app_commands

from bot.logs import logger
from bot.markup import escape
from knowledge.errors import KnowledgeError
from knowledge.store.errors import UnavailableError
from prompts import say

log = logger(__name__)

EXPIRED, TOKEN_EXPIRED, ALREADY_ANSWERED = 10062, 50027, 40060
GONE = frozenset({10003, 10004, 10008})
"""Unknown channel, server or message."""
FORBIDDEN = frozenset({50001, 50013})
TOO_MANY = 429


class Refusal(app_commands.AppCommandError):
    """Something that cannot be done as asked, with a sentence about it: nobody's fault, so it is not logged as one."""

    def __init__(self, key: str, **values: object) -> None:
        """Take the key of a sentence and what it is filled with; text in the values is escaped."""
        shown = {name: escape(value) if isinstance(value, str) else value for name, value in values.items()}
        super().__init__(say(key, **shown))


class Explanation(NamedTuple):
    """What the person is told, and whether the interaction can still carry it."""

    sentence: str
    ours: bool
    """Whether it is a fault of the bot, which is logged with its traceback under ``id``."""
    id: str
    reachable: bool = True


def explain(error: BaseException) -> Explanation:
    """Return what to say about an error."""
    cause = _cause(error)
    fault = secrets.token_hex(4)
    if isinstance(cause, Refusal):
        return Explanation(str(cause), ours=False, id=fault)
    if isinstance(cause, UnavailableError):
        return Explanation(say("fault.no_library"), ours=True, id=fault)
    if isinstance(cause, KnowledgeError):
        return Explanation(escape(str(cause)), ours=False, id=fault)
    if isinstance(cause, app_commands.CommandNotFound | app_commands.CommandSignatureMismatch):
        return Explanation(say("fault.outdated_command"), ours=False, id=fault)
    if isinstance(cause, discord.HTTPException):
        if cause.status >= 500 or cause.status == TOO_MANY:
            return Explanation(say("fault.discord_down"), ours=False, id=fault)
        if cause.code in (EXPIRED, TOKEN_EXPIRED):
            return Explanation(say("fault.expired"), ours=False, id=fault, reachable=False)
        if cause.code in GONE:
            return Explanation(say("fault.message_gone"), ours=False, id=fault)
        if cause.code in FORBIDDEN or isinstance(cause, discord.Forbidden):
            return Explanation(say("fault.missing_permission"), ours=False, id=fault)
    return Explanation(say("fault.ours", id=fault), ours=True, id=fault)


def _cause(error: BaseException) -> BaseException:
    while isinstance(error, app_commands.CommandInvokeError | app_commands.TranslationError) and error.__cause__:
        error = error.__cause__
    return error


def record(error: BaseException, explanation: Explanation, **context: object) -> None:
    """Write an error to the log: our own faults with a traceback, Discord's with a line, refusals not at all."""
    cause = _cause(error)
    if explanation.ours:
        log.error("fault", fault=explanation.id, exc_info=cause, **context)
    elif not isinstance(cause, Refusal | KnowledgeError):
        code = getattr(cause, "code", None)
        log.warning("trouble", fault=explanation.id, kind=type(cause).__name__, code=code, **context)


async def tell(interaction: discord.Interaction[discord.Client], error: BaseException, what: str) -> None:
    """Tell a person what went wrong with their command or click; never raises."""
    explanation = explain(error)
    record(error, explanation, what=what, guild=interaction.guild_id)
    try:
        await _send(interaction, explanation)
    except discord.HTTPException as second:
        log.warning("untold", fault=explanation.id, code=second.code, status=second.status)


async def _send(interaction: discord.Interaction[discord.Client], explanation: Explanation) -> None:
    if explanation.reachable:
        try:
            if interaction.response.is_done():
                await interaction.followup.send(explanation.sentence, ephemeral=True)
            else:
                await interaction.response.send_message(explanation.sentence, ephemeral=True)
        except discord.HTTPException as second:
            if second.code not in (EXPIRED, TOKEN_EXPIRED, ALREADY_ANSWERED):
                raise
        else:
            return
    # Discord takes no more replies for this interaction, so the sentence goes where it came from, naming nobody.
    channel = interaction.channel
    if isinstance(channel, discord.abc.Messageable):
        await channel.send(say("fault.expired"))


async def tell_author(message: discord.Message, error: BaseException) -> None:
    """Tell the author of a message what went wrong with its answer; never raises."""
    explanation = explain(error)
    record(error, explanation, what="message", guild=message.guild.id if message.guild else None)
    try:
        await message.channel.send(explanation.sentence, reference=message.to_reference(fail_if_not_exists=False))
    except discord.HTTPException as second:
        log.warning("untold", fault=explanation.id, code=second.code, status=second.status)
