"""Starting, stopping and registering the bot: the commands of whoever hosts it."""

from __future__ import annotations

import asyncio
import gc
import signal
import sys
from collections.abc import Awaitable, Callable

import aiohttp
import discord
import discord.http

from bot import logs
from bot.client import Counterpoint
from bot.registration import Change, sync
from bot.settings import Settings, settings_or_complaint
from knowledge.errors import KnowledgeError
from prompts import say

DONE, FAILED, BAD_INPUT = 0, 1, 2
FINISH_SECONDS = 7.0
"""How long replies under way may take once the bot is told to stop; hosts kill what lives longer than ten."""
CLOSE_SECONDS = 2.0
_PERMISSIONS = discord.Permissions(
    view_channel=True,
    send_messages=True,
    send_messages_in_threads=True,
    create_public_threads=True,
    attach_files=True,
    read_message_history=True,
)


def run() -> int:
    """Connect to Discord and answer until told to stop; return the exit code."""
    return _host(_serve)


def register(guild_id: int | None) -> int:
    """Register the commands, for one server or for all, and print what changed; return the exit code."""

    async def act(client: Counterpoint, token: str) -> None:
        await client.login(token)
        print(_report(await sync(client, guild_id), guild_id))

    return _host(act)


def _host(act: Callable[[Counterpoint, str], Awaitable[None]]) -> int:
    settings = settings_or_complaint()
    if settings is None:
        return BAD_INPUT
    if settings.discord_token is None:
        print(say("host.no_token").strip(), file=sys.stderr)
        return _offer_chat()
    token = settings.discord_token.get_secret_value().strip()
    logs.configure(settings.log_level, settings.log_format, token)
    if settings.api_url:
        discord.http.Route.BASE = settings.api_url.rstrip("/")
    return asyncio.run(_guarded(settings, token, act))


async def _guarded(settings: Settings, token: str, act: Callable[[Counterpoint, str], Awaitable[None]]) -> int:
    """Act with a client, and turn what stops a host into a sentence."""
    try:
        async with Counterpoint(settings) as client:
            await act(client, token)
    except KnowledgeError as error:
        return _complain(str(error))
    except discord.LoginFailure:
        return _complain(say("host.bad_token"))
    except (aiohttp.ClientError, discord.HTTPException, discord.GatewayNotFound) as error:
        return _complain(say("host.no_network", reason=error))
    return DONE


async def _serve(client: Counterpoint, token: str) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        _on_signal(number, stop.set)
    await client.login(token)
    await client.check_commands()
    assert client.application_id is not None
    print(say("host.invite", url=discord.utils.oauth_url(client.application_id, permissions=_PERMISSIONS)), flush=True)
    ahead = asyncio.ensure_future(_read_ahead(client))
    connection = asyncio.ensure_future(client.connect())
    told = asyncio.ensure_future(stop.wait())
    await asyncio.wait({connection, told}, return_when=asyncio.FIRST_COMPLETED)
    told.cancel()
    if not connection.done():
        await _stop(client)
    await connection
    await ahead


async def _read_ahead(client: Counterpoint) -> None:
    """Read ahead while the bot connects; then leave what is there by now out of the search for garbage.

    To look through all of it takes 0.1 s, in which nobody is answered.
    """
    try:
        await client.read_ahead()
    except Exception:
        # What was not read now is read with the first question that needs it.
        logs.logger(__name__).exception("not read ahead")
    gc.freeze()


async def _stop(client: Counterpoint) -> None:
    log = logs.logger(__name__)
    log.info("stopping")
    unfinished = await client.work.finish(FINISH_SECONDS)
    try:
        await asyncio.wait_for(client.close(), CLOSE_SECONDS)
    except TimeoutError:
        log.warning("closed without a farewell to Discord")
    log.info("stopped", unfinished=unfinished)


def _on_signal(number: signal.Signals, act: Callable[[], None]) -> None:
    try:
        asyncio.get_running_loop().add_signal_handler(number, act)
    except NotImplementedError:
        # Windows has no such handlers on its loop; there Ctrl-C ends the process by itself.
        return


def _report(changes: list[Change], guild_id: int | None) -> str:
    where = say("host.one_server", guild=guild_id) if guild_id else say("host.everywhere")
    what = ", ".join(say(f"host.{change.kind}", name=change.name) for change in changes)
    return say("host.synced", where=where, changes=what or say("host.synced_nothing"))


def _offer_chat() -> int:
    """Offer the conversation in the terminal, to whoever sits at one."""
    if not sys.stdin.isatty():
        print(say("host.chat_hint"), file=sys.stderr)
        return BAD_INPUT
    try:
        wanted = input(say("host.chat_instead")).strip().casefold() in ("", "y", "yes")
    except (EOFError, KeyboardInterrupt):
        return BAD_INPUT
    if not wanted:
        return BAD_INPUT
    from bot import cli

    return cli.chat(sources=None)


def _complain(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return FAILED
