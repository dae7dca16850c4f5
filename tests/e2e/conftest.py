from __future__ import annotations

from collections.abc import AsyncIterator, Callable

import pytest
import pytest_asyncio
import simcord

from bot.client import Counterpoint
from bot.errors import Refusal
from bot.registration import sync
from bot.settings import Settings
from bot.shelf import Shelf
from knowledge.search.library import Library
from tests.e2e.people import Group

MakeBot = Callable[[], Counterpoint]


@pytest.fixture
def library(essays: Library) -> Library:
    return essays


@pytest.fixture
def settings(monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.delenv("DISCORD_TOKEN", raising=False)
    return Settings(_env_file=None, cooldown_uses=100, shard_count=1)  # pyright: ignore[reportCallIssue]


@pytest.fixture
def make_bot(settings: Settings, library: Library) -> MakeBot:
    return lambda: Counterpoint(settings, Shelf(library))


@pytest.fixture
def simcord_bot(make_bot: MakeBot) -> Counterpoint:
    return make_bot()


@pytest_asyncio.fixture
async def group(
    simcord_env: simcord.Env, simcord_bot: Counterpoint, request: pytest.FixtureRequest
) -> AsyncIterator[Group]:
    await sync(simcord_bot, None)
    guild = simcord_env.create_guild()
    channel = guild.create_text_channel("seminar")
    ann, ben = (guild.add_member(simcord_env.create_user(name)) for name in ("ann", "ben"))
    yield Group(simcord_env, simcord_bot, guild, channel, ann, ben)
    # A refusal is an answer; any other error has to be one that the test provoked.
    raised = [getattr(error, "original", error) for error in simcord_env.errors]
    if request.node.get_closest_marker("provokes_errors") is None:
        assert [error for error in raised if not isinstance(error, Refusal)] == []
