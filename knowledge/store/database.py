"""The connection to SQLite or PostgreSQL: opened, kept up to date, and used in transactions."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, nullcontext
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from sqlalchemy import event
from sqlalchemy.engine.interfaces import DBAPIConnection, DBAPICursor
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from knowledge.store.errors import BadDatabaseUrlError, UnavailableError

_DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+asyncpg", "postgres": "postgresql+asyncpg"}
_PATIENCE_SECONDS = 30
"""How long a writer waits for another one's transaction in SQLite; a transaction takes milliseconds."""
_SWITCHES, _BETWEEN_SWITCHES_SECONDS = 100, 0.02
"""How often, and how fast, switching a new file to a write-ahead log is tried while others do the same."""
_MIGRATING = 0x636F756E
"""The number of the PostgreSQL lock under which one process at a time brings the tables up to date."""


def sqlite_url(file: Path) -> str:
    """Return the address of a SQLite file."""
    return sa.URL.create("sqlite", database=str(file)).render_as_string()


class Database:
    """A database of libraries. Connects when first used; one event loop may use it."""

    def __init__(self, url: str) -> None:
        """Take an address like ``sqlite:///data/counterpoint.sqlite`` or ``postgresql://user:password@host/name``.

        Raises BadDatabaseUrlError for any other kind.
        """
        self._engine = _engine(url)
        # In memory there is one connection for all, and it knows one transaction at a time.
        alone = self._engine.dialect.name == "sqlite" and self._engine.url.database in (None, "", ":memory:")
        self._turn = asyncio.Lock() if alone else nullcontext()

    @asynccontextmanager
    async def reading(self) -> AsyncGenerator[AsyncConnection, None]:
        """Give a connection to read from; raises UnavailableError."""
        with _Translated():
            async with self._turn, self._engine.connect() as connection:
                yield connection

    @asynccontextmanager
    async def writing(self) -> AsyncGenerator[AsyncConnection, None]:
        """Give a transaction that is committed at the end and rolled back on any error; raises UnavailableError."""
        with _Translated():
            async with self._turn, self._engine.begin() as connection:
                yield connection

    async def migrate(self) -> None:
        """Bring the tables up to date, which may be to create them; raises UnavailableError."""
        sqlite = self._engine.dialect.name == "sqlite"
        if sqlite and self._engine.url.database:
            try:
                Path(self._engine.url.database).absolute().parent.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise UnavailableError(f"The folder of the database cannot be made: {error}.") from None
        with _Translated():
            async with self._engine.connect() as connection:
                await connection.execution_options(begin="BEGIN IMMEDIATE")
                async with connection.begin():
                    if not sqlite:
                        await connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_MIGRATING})")
                    await connection.run_sync(_upgrade)

    async def close(self) -> None:
        """Close all connections."""
        await self._engine.dispose()


class _Translated:
    """Turns what a driver raises into a sentence."""

    def __enter__(self) -> None:
        return

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        if isinstance(error, IntegrityError):
            return
        if isinstance(error, DBAPIError):
            raise UnavailableError(f"The database refuses: {_first_line(error.orig)}.") from error
        if isinstance(error, OSError | PoolTimeoutError) or type(error).__module__.startswith("asyncpg"):
            raise UnavailableError(f"The database cannot be reached: {_first_line(error)}.") from error


def _first_line(error: BaseException | None) -> str:
    lines = str(error).splitlines()
    return lines[0].removesuffix(".") if lines else type(error).__name__


def _engine(address: str) -> AsyncEngine:
    try:
        url = sa.make_url(address)
        driver = _DRIVERS[url.get_backend_name()]
    except (ArgumentError, KeyError, ValueError):
        raise BadDatabaseUrlError(
            "The address of the database must begin with sqlite:/// or postgresql://, as in sqlite:///data/library.sqlite."
        ) from None
    if driver != _DRIVERS["sqlite"]:
        return create_async_engine(url.set(drivername=driver), pool_pre_ping=True)
    engine = create_async_engine(url.set(drivername=driver), connect_args={"timeout": _PATIENCE_SECONDS})
    event.listen(engine.sync_engine, "connect", _configure_sqlite)
    event.listen(engine.sync_engine, "begin", _begin_sqlite)
    return engine


def _configure_sqlite(connection: DBAPIConnection, _record: object) -> None:
    # The driver would begin transactions by itself, and only before some statements; see _begin_sqlite.
    connection.isolation_level = None
    cursor = connection.cursor()
    _use_write_ahead_log(cursor)
    # FULL: what was confirmed survives a power cut, not only a crash of ours.
    for pragma in ("synchronous = FULL", "foreign_keys = ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _use_write_ahead_log(cursor: DBAPICursor) -> None:
    """Switch the file to a write-ahead log, once for all; SQLite does not wait its turn there as it does elsewhere."""
    for attempt in range(_SWITCHES):
        try:
            cursor.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError:
            if attempt + 1 == _SWITCHES:
                raise
            time.sleep(_BETWEEN_SWITCHES_SECONDS)
        else:
            return


def _begin_sqlite(connection: sa.Connection) -> None:
    options: Any = connection.get_execution_options()
    connection.exec_driver_sql(options.get("begin", "BEGIN"))


def _upgrade(connection: sa.Connection) -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
