"""Servers that the bot leaves: noticed whenever it happens, forgotten after 30 days, and never by mistake."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from bot.client import Counterpoint
from bot.settings import Settings
from knowledge.shelf import Shelf
from knowledge.store.store import Store
from tests.conftest import CEDAR
from tests.e2e.conftest import MakeBot
from tests.e2e.people import Group

GONE = 55 << 22
LONG_AGO = datetime.now(UTC) - timedelta(days=31)


@pytest.fixture
def store(make_shelf: Callable[[], Shelf]) -> Store:
    """The store as another process sees it."""
    return make_shelf().store


async def _left(store: Store, guild_id: int) -> bool:
    return (await store.servers())[guild_id] is not None


async def test_removing_the_bot_is_noted(group: Group, store: Store) -> None:
    guild_id = group.guild.id
    await store.add(guild_id, CEDAR)
    await group.bot.library(guild_id)
    guild = group.bot.get_guild(guild_id)
    assert guild is not None
    await guild.leave()
    await group.env.settle()
    assert await _left(store, guild_id)
    assert await store.export(guild_id) == [CEDAR], "the library is kept for a while"


async def test_taking_the_bot_back_is_noted(group: Group, store: Store) -> None:
    await store.add(GONE, CEDAR)
    await store.left(GONE, LONG_AGO)
    # As Discord sends it of a new server; the simulated one sends it as after an outage.
    group.env.backend.emit("GUILD_CREATE", {"id": str(GONE), "name": "Seminar"})
    await group.env.settle()
    assert not await _left(store, GONE)


async def test_an_outage_is_no_leaving(group: Group, store: Store) -> None:
    await store.add(group.guild.id, CEDAR)
    group.env.backend.emit("GUILD_DELETE", {"id": str(group.guild.id), "unavailable": True})
    await group.env.settle()
    assert not await _left(store, group.guild.id)


async def test_what_happened_while_the_bot_was_away_is_noticed_at_start(
    group: Group, store: Store, make_bot: MakeBot
) -> None:
    await store.add(GONE, CEDAR)
    await store.add(group.guild.id, CEDAR)
    await store.left(group.guild.id, LONG_AGO)
    await group.env.restart_bot(make_bot())
    await group.env.settle()
    assert await _left(store, GONE)
    assert not await _left(store, group.guild.id), "a server that has the bot is never purged"
    assert await store.export(group.guild.id) == [CEDAR]


async def test_a_server_that_discord_cannot_name_just_now_has_not_left(
    group: Group, store: Store, make_bot: MakeBot
) -> None:
    await store.add(GONE, CEDAR)
    group.env.inject_error("GET", f"/guilds/{GONE}", status=503, times=None)
    await group.env.restart_bot(make_bot())
    await group.env.settle()
    assert not await _left(store, GONE)


async def test_what_was_left_long_ago_is_deleted_once_a_day(group: Group, store: Store) -> None:
    await store.add(GONE, CEDAR)
    await store.left(GONE, LONG_AGO)
    await group.env.advance_time(23 * 3600)
    assert GONE in await store.servers()
    await group.env.advance_time(2 * 3600)
    assert GONE not in await store.servers()


class TestOneOfTwoProcesses:
    @pytest.fixture
    def make_bot(self, settings: Settings, make_shelf: Callable[[], Shelf]) -> MakeBot:
        half = settings.model_copy(update={"shard_count": 2, "shard_ids": (0,)})
        return lambda: Counterpoint(half, make_shelf())

    async def test_the_servers_of_another_process_are_left_alone(self, group: Group, store: Store) -> None:
        mine, theirs = 6 << 22, 7 << 22
        for guild_id in (mine, theirs):
            await store.add(guild_id, CEDAR)
            await store.left(guild_id, LONG_AGO)
        await group.env.advance_time(25 * 3600)
        assert list(await store.servers()) == [theirs]
