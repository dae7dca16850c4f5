from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
import simcord
from simcord.backend import serializers

from bot.client import Counterpoint
from bot.errors import Refusal
from bot.registration import sync
from bot.settings import Settings
from knowledge.search.library import Library
from knowledge.shelf import Shelf
from knowledge.store.database import Database, sqlite_url
from knowledge.store.errors import StoreError
from tests.e2e.people import Group

MakeBot = Callable[[], Counterpoint]


@pytest.fixture
def library(essays: Library) -> Library:
    return essays


@pytest.fixture
def settings(monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.delenv("DISCORD_TOKEN", raising=False)
    return Settings(_env_file=None, cooldown_uses=100, shard_count=1)  # pyright: ignore[reportCallIssue]


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with its tables, to be copied: making them takes longer than most tests."""
    file = tmp_path_factory.mktemp("database") / "empty.sqlite"

    async def make() -> None:
        database = Database(sqlite_url(file))
        await database.migrate()
        await database.close()

    asyncio.run(make())
    return file


@pytest.fixture
def database_url(empty_database: Path, tmp_path: Path) -> str:
    return sqlite_url(Path(shutil.copy(empty_database, tmp_path / "library.sqlite")))


@pytest_asyncio.fixture
async def make_shelf(library: Library, database_url: str) -> AsyncGenerator[Callable[[], Shelf]]:
    """Return what opens the libraries as another process would; all are closed at the end, as a restart does not."""
    shelves: list[Shelf] = []

    def make() -> Shelf:
        shelves.append(Shelf.on(database_url, library))
        return shelves[-1]

    yield make
    for shelf in shelves:
        await shelf.store.close()


@pytest.fixture
def make_bot(settings: Settings, make_shelf: Callable[[], Shelf]) -> MakeBot:
    return lambda: Counterpoint(settings, make_shelf())


@pytest.fixture
def simcord_bot(make_bot: MakeBot) -> Counterpoint:
    return make_bot()


@pytest.fixture(autouse=True)
def attachments_are_listed_as_discord_does(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave files that a component shows out of a message's attachments (discord-api-docs, pull request 8279)."""
    whole = serializers.message_payload

    def payload(*arguments: Any, **options: Any) -> Any:
        message: Any = whole(*arguments, **options)
        return {**message, "attachments": []} if message.get("components") else message

    monkeypatch.setattr(serializers, "message_payload", payload)


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
        assert [error for error in raised if not isinstance(error, Refusal | StoreError)] == []
