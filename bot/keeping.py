"""The commands of whoever keeps the libraries: import, export, migrate."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path

from pydantic import ValidationError
from rich.console import Console
from rich.progress import Progress
from rich.text import Text

from bot import files
from bot.settings import Settings
from knowledge.errors import KnowledgeError
from knowledge.model import Source
from knowledge.search.library import ESSAYS
from knowledge.sources import markdown
from knowledge.store.database import Database
from knowledge.store.errors import UnavailableError
from knowledge.store.store import Comparison, Store
from prompts import say

DONE, FAILED, BAD_INPUT, INTERRUPTED = 0, 1, 2, 130
_LARGEST_ID = 2**63 - 1
_MOST_FIELDS = 4


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
            console.print(Text(_described(comparison)), soft_wrap=True)
        if not dry_run:
            await _add(store, guild_id, [c.source for c in compared if c.kind != "same"])
        kinds = [comparison.kind for comparison in compared]
        counts = {kind: kinds.count(kind) for kind in ("new", "changed", "same")}
        print(say("keep.would_import" if dry_run else "keep.imported", guild=guild_id, **counts))

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


def _described(comparison: Comparison) -> str:
    source = comparison.source
    if comparison.kind != "changed":
        return say(f"keep.{comparison.kind}", id=source.id, title=source.title, count=len(source.passages))
    fields = [say("keep.paragraphs", count=comparison.passages)] if comparison.passages else []
    fields += comparison.fields
    shown = ", ".join(fields[:_MOST_FIELDS])
    return say("keep.changed", id=source.id, title=source.title, fields=shown)


def _complain(sentence: str, code: int = BAD_INPUT) -> int:
    print(sentence, file=sys.stderr)
    return code
