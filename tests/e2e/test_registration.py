from __future__ import annotations

import pytest
import simcord
from structlog.testing import capture_logs

from bot.client import Counterpoint
from bot.registration import differences, sync


async def test_the_first_sync_adds_all_and_the_second_nothing(
    simcord_env: simcord.Env, simcord_bot: Counterpoint
) -> None:
    assert {change.kind for change in await sync(simcord_bot, None)} == {"added"}
    assert await sync(simcord_bot, None) == []


async def test_what_changed_is_named(
    simcord_env: simcord.Env, simcord_bot: Counterpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    await sync(simcord_bot, None)
    simcord_bot.tree.remove_command("cite")
    command = simcord_bot.tree.get_command("ask")
    assert command is not None
    monkeypatch.setattr(command, "description", "Another description")
    changed = [str(change) for change in await differences(simcord_bot.tree, None)]
    assert changed == ["changed /ask", "removed /cite"]
    await sync(simcord_bot, None)
    assert await differences(simcord_bot.tree, None) == []


async def test_one_server_is_synced_apart(simcord_env: simcord.Env, simcord_bot: Counterpoint) -> None:
    guild = simcord_env.create_guild()
    assert len(await sync(simcord_bot, guild.id)) == 16
    assert await sync(simcord_bot, guild.id) == []
    assert len(await differences(simcord_bot.tree, None)) == 16


async def test_the_bot_warns_where_the_registered_commands_are_not_those_of_the_code(
    simcord_env: simcord.Env, simcord_bot: Counterpoint
) -> None:
    with capture_logs() as logs:
        await simcord_bot.check_commands()
        await sync(simcord_bot, None)
        await simcord_bot.check_commands()
    assert [line["log_level"] for line in logs] == ["warning"]
    assert "added /ask" in logs[0]["changed"]


async def test_a_discord_that_cannot_tell_does_not_keep_the_bot_from_starting(
    simcord_env: simcord.Env, simcord_bot: Counterpoint
) -> None:
    simcord_env.inject_error("GET", "/applications/*/commands", status=503)
    with capture_logs() as logs:
        await simcord_bot.check_commands()
    assert logs[0]["event"] == "commands unchecked"
