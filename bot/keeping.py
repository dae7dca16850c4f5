"""The commands of whoever keeps the libraries: import, export, migrate, purge."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

from pydantic import ValidationError
from rich.console import Console
from rich.progress import Progress
from rich.text import Text

from bot import files
from bot.incoming import counted, described
from bot.settings import Settings
from knowledge.errors import KnowledgeError
from knowledge.model import Source
from knowledge.search.library import ESSAYS
from knowledge.sources import markdown
from knowledge.store.database import Database
from knowledge.store.errors import UnavailableError
from knowledge.store.servers import DAYS
from knowledge.store.store import Store
from prompts import say

DONE, FAILED, BAD_INPUT, INTERRUPTED = 0, 1, 2, 130
_LARGEST_ID = 2**63 - 1


class _RefusedError(KnowledgeError):
    """What was asked for cannot be done; the text is the sentence to print."""


def import_(paths: list[Path], guild_id: int, given: Mapping[str, str], *, dry_run: bool) -> int:
    """Add files to a server's library, or with ``dry_run`` say what would change; return the exit code.

    ``given`` are fields of a single file that it does not name itself.
    """

    async def act(store: Store) -> None:
        library = await store.library(guild_id)
        known = [*markdown.read_folder(ESSAYS), *(stored.source for stored in library.sources)]
        sources = await files.read(paths, given, {source.id: source.title for source in known})
        compared = await store.compare(guild_id, sources)
        console = Console(highlight=False)
        for comparison in compared:
            console.print(Text(described(comparison)), soft_wrap=True)
        if not dry_run:
            await _add(store, guild_id, [c.source for c in compared if c.kind != "same"])
        print(say("keep.would_import" if dry_run else "keep.imported", guild=guild_id, **counted(compared)))

    return _with_store(guild_id, act)


def export(folder: Path, guild_id: int) -> int:
    """Write a server's own sources into a folder, one file each; return the exit code."""

    async def act(store: Store) -> None:
        sources = await store.export(guild_id)
        try:
            if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
                raise _RefusedError(say("keep.folder_not_empty", folder=folder))
            folder.mkdir(parents=True, exist_ok=True)
            for source in sources:
                (folder / f"{source.id}.md").write_bytes(markdown.render(source).encode())
        except OSError as error:
            raise _RefusedError(say("keep.not_writable", folder=folder, reason=error.strerror)) from None
        print(say("keep.exported", count=len(sources), folder=folder))

    return _with_store(guild_id, act)


def migrate() -> int:
    """Bring the database up to date; return the exit code."""

    async def act(_store: Store) -> None:
        print(say("keep.migrated"))

    return _with_store(None, act)


def purge(*, dry_run: bool) -> int:
    """Delete all that is kept of servers that the bot left long ago, or with ``dry_run`` name them."""

    async def act(store: Store) -> None:
        now = datetime.now(UTC)
        guilds = await (store.due(now) if dry_run else store.purge(now))
        for guild in guilds:
            print(say("keep.purged_one", guild=guild))
        print(say("keep.would_purge" if dry_run else "keep.purged", count=len(guilds), days=DAYS))

    return _with_store(None, act)


def _with_store(guild_id: int | None, act: Callable[[Store], Awaitable[None]]) -> int:
    """Open the store, act, and turn what cannot be done into a sentence."""

    async def run() -> None:
        if guild_id is not None and not 0 < guild_id <= _LARGEST_ID:
            raise _RefusedError(say("keep.bad_guild", guild=guild_id))
        store = Store(Database(Settings().database), markdown.read_folder(ESSAYS))
        try:
            await store.open()
            await act(store)
        finally:
            await store.close()

    try:
        asyncio.run(run())
    except ValidationError as error:
        return _complain(say("host.bad_settings", reason=error.errors()[0]["msg"]))
    except UnavailableError as error:
        return _complain(str(error), FAILED)
    except KnowledgeError as error:
        return _complain(str(error))
    except KeyboardInterrupt:
        return _complain(say("keep.interrupted"), INTERRUPTED)
    return DONE


async def _add(store: Store, guild_id: int, sources: list[Source]) -> None:
    """Add sources one by one: what an interruption leaves undone, the next import does."""
    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:
        for source in progress.track(sources, description=say("keep.importing")):
            await store.add(guild_id, source)


def _complain(sentence: str, code: int = BAD_INPUT) -> int:
    print(sentence, file=sys.stderr)
    return code
