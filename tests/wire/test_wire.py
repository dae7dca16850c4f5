"""The bot as its host starts it, on a wire: nothing of it is replaced, only Discord is."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import tempfile
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.wire.discord_server import APPLICATION, DiscordServer

QUESTION = "why does China resist sanctions?"
TOKEN = "a-token-of-this-test"
ROOT = Path(__file__).parents[2]
PATIENCE = 30
"""Seconds after which a bot that says nothing is taken to be broken; nothing here waits for them."""


def environment(server: DiscordServer | None) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("COUNTERPOINT_", "DISCORD_"))}
    kept["PYTHONPATH"] = str(ROOT)
    kept["COUNTERPOINT_DATABASE_URL"] = "sqlite://"
    if server is None:
        return kept
    return kept | {"DISCORD_TOKEN": TOKEN, "COUNTERPOINT_API_URL": f"http://{server.url}/api"}


@asynccontextmanager
async def started(
    server: DiscordServer | None, *command: str, stdin: int = asyncio.subprocess.DEVNULL, **settings: str
) -> AsyncGenerator[asyncio.subprocess.Process]:
    # Away from the checkout, where a developer may keep a .env with a real token.
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", *command),
        cwd=tempfile.gettempdir(),
        env=environment(server) | settings,
        stdin=stdin,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def ended(process: asyncio.subprocess.Process) -> tuple[int | None, str, str]:
    out, err = await asyncio.wait_for(process.communicate(), PATIENCE)
    return process.returncode, out.decode(), err.decode()


async def said(server: DiscordServer) -> tuple[str, Any]:
    return await asyncio.wait_for(server.requests.get(), PATIENCE)


def contents(components: list[Mapping[str, Any]]) -> list[str]:
    found: list[str] = []
    for component in components:
        found += [component["content"]] if "content" in component else []
        found += contents(component.get("components", []))
    return found


async def test_a_conversation_over_a_dropped_connection_and_a_rate_limit() -> None:
    async with DiscordServer() as server:
        async with started(server, "sync") as process:
            code, out, err = await ended(process)
        assert code == 0 and "voice" not in err
        assert "added /ask" in out and "added “Find sources”" in out
        async with started(server, "sync") as process:
            assert "nothing had changed" in (await ended(process))[1]

        async with started(server, "run") as process:
            identify = await asyncio.wait_for(server.hellos.get(), PATIENCE)
            assert identify["d"]["token"] == TOKEN

            await server.slash("ask", question=QUESTION)
            kind, reply = await said(server)
            assert kind == "reply" and reply["type"] == 4
            assert f"### {QUESTION}" in contents(reply["data"]["components"])
            assert reply["data"]["allowed_mentions"] == {"parse": []}

            await server.drop()
            resume = await asyncio.wait_for(server.hellos.get(), PATIENCE)
            assert resume["op"] == 6 and resume["d"]["session_id"] == "a-session"

            server.refuse_next_message = True
            await server.say(f"<@{APPLICATION}> {QUESTION}")
            assert await said(server) == ("refused", None)
            kind, message = await said(server)
            assert kind == "message" and f"### {QUESTION}" in contents(message["components"])
            assert message["message_reference"]["fail_if_not_exists"] is False

            process.send_signal(signal.SIGTERM)
            code, out, err = await ended(process)
        assert code == 0
        assert f"client_id={APPLICATION}" in out
        assert "stopped" in err and "differ" not in err
        assert TOKEN not in out + err and QUESTION not in out + err


async def test_commands_that_were_never_registered_are_warned_of() -> None:
    async with DiscordServer() as server, started(server, "run") as process:
        await asyncio.wait_for(server.hellos.get(), PATIENCE)
        process.send_signal(signal.SIGTERM)
        _, _, err = await ended(process)
    assert "commands differ from what is registered; run sync" in err


async def test_without_a_token_the_host_is_told_how_to_get_one() -> None:
    async with started(None, "run") as process:
        code, out, err = await ended(process)
    assert code == 2 and out == ""
    assert "https://discord.com/developers/applications" in err and "python -m bot chat" in err


async def test_a_discord_that_is_not_there_is_a_sentence() -> None:
    async with DiscordServer() as server:
        pass
    async with started(server, "sync") as process:
        code, _, err = await ended(process)
    assert code == 1 and "Discord cannot be reached" in err and "Traceback" not in err


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
@pytest.mark.parametrize(("typed", "code", "talked"), [("n\n", 2, False), ("\n\x04", 0, True)])
async def test_at_a_terminal_a_host_without_a_token_is_offered_the_chat(typed: str, code: int, talked: bool) -> None:
    ours, theirs = os.openpty()
    try:
        async with started(None, "run", stdin=theirs) as process:
            os.write(ours, typed.encode())
            ended_with, out, _ = await ended(process)
    finally:
        os.close(ours)
        os.close(theirs)
    assert "Meanwhile, talk to it here?" in out
    assert (ended_with, "Follow-ups work" in out) == (code, talked)


async def test_a_setting_that_cannot_be_read_is_named() -> None:
    async with DiscordServer() as server, started(server, "run", COUNTERPOINT_SHARD_COUNT="none") as process:
        code, _, err = await ended(process)
    assert code == 2 and "COUNTERPOINT_SHARD_COUNT: Input should be a valid integer" in err


async def test_the_preview_serves_a_page_without_a_token() -> None:
    async with started(None, "preview") as process:
        assert process.stdout is not None
        line = await asyncio.wait_for(process.stdout.readline(), PATIENCE)
        process.send_signal(signal.SIGINT)
        code, _, _ = await ended(process)
    assert code == 0
    assert line.startswith(b"Open http://127.0.0.1:")
