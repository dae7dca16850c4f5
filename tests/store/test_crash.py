"""A process that is killed while it writes: every change that it confirmed is there, and no half one."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from knowledge.model import Source
from knowledge.store.curating import StoredIssue
from knowledge.store.database import Database
from knowledge.store.store import Store
from tests.conftest import make_source
from tests.store.conftest import ANN, GUILD

KILLS = int(os.environ.get("CRASH_KILLS", "6"))
_WRITER = """
import asyncio, sys
from knowledge.store.curating import StoredIssue
from knowledge.store.database import Database
from knowledge.store.store import Store
from tests.store.test_crash import done, step

async def write():
    store = Store(Database(sys.argv[1]))
    number = await done(store)
    while True:
        number += 1
        await step(store, number)
        print(number, flush=True)

asyncio.run(write())
"""
STEPS = ("add", "note", "alias", "issue", "settings", "suggest", "decide")


def written(number: int) -> Source:
    """Return what a step makes of the one source; it has many rows, so that there are halves."""
    return make_source("book", "A B", *(f"Paragraph {n} as of step {number}." for n in range(1, 41)))


async def step(store: Store, number: int) -> None:
    """Make the change of some number, counted from 1."""
    match STEPS[(number - 1) % len(STEPS)]:
        case "add":
            await store.add(GUILD, written(number), ANN)
        case "note":
            expected = (await store.noted(GUILD, "book", 1)).version
            await store.note(GUILD, "book", 1, ANN, asks=[f"Why {number}?"], expected=expected)
        case "alias":
            await store.set_alias(GUILD, ANN, "the deal", [f"deal{number}"])
        case "issue":
            issues = await store.issues(GUILD) or [StoredIssue("", "")]
            label, passages = f"Issue {number}", {"book": [number % 40 + 1]}
            known, version = issues[0].id or None, issues[0].version
            await store.set_issue(GUILD, known, ANN, label=label, passages=passages, expected=version)
        case "settings":
            await store.change_settings(GUILD, ANN, digest_channel=number)
        case "suggest":
            await store.suggest(GUILD, ANN, "correction", "book", 1, f"Suggestion {number}.")
        case _:
            (suggestion,) = await store.suggestions(GUILD)
            await store.decide(GUILD, suggestion.id, ANN, "accepted")


async def done(store: Store) -> int:
    """Return how many steps were made."""
    suggested, decided = await store.suggestions(GUILD), await store.suggestions(GUILD, state="accepted")
    return await store.version(GUILD) + len(suggested) + 2 * len(decided)


async def _check(store: Store, confirmed: int) -> None:
    number = await done(store)
    # The last change may have been made without the word of it coming through.
    assert number in (confirmed, confirmed + 1)
    last = {kind: number - (number - 1 - n) % len(STEPS) for n, kind in enumerate(STEPS)}
    library = await store.library(GUILD)
    assert [own.source for own in library.sources] == [written(last["add"])]
    assert [note.asks for note in library.notes.values()] == _if(last["note"], (f"Why {last['note']}?",))
    assert [group.names for group in library.aliases] == _if(last["alias"], ("the deal", f"deal{last['alias']}"))
    issues = [(issue.label, issue.passages) for issue in library.issues]
    assert issues == _if(last["issue"], (f"Issue {last['issue']}", {"book": (last["issue"] % 40 + 1,)}))
    assert library.settings.digest_channel == (last["settings"] if last["settings"] > 0 else None)
    suggestions = [*await store.suggestions(GUILD, state="accepted"), *await store.suggestions(GUILD)]
    texts = [f"Suggestion {n}." for n in range(6, number + 1, len(STEPS))]
    assert [suggestion.text for suggestion in suggestions] == texts
    history = await store.history(GUILD, most=number)
    assert [revision.number for revision in history] == list(range(library.version, 0, -1))


def _if(step: int, value: object) -> list[object]:
    return [value] if step > 0 else []


def test_a_killed_writer_loses_nothing_confirmed(url: str) -> None:
    async def prepare() -> None:
        store = Store(Database(url))
        await store.open()
        await store.close()

    async def check(confirmed: int) -> None:
        store = Store(Database(url))
        await _check(store, confirmed)
        await store.close()

    asyncio.run(prepare())
    for kill in range(KILLS):
        command = [sys.executable, "-c", _WRITER, url]
        root = Path(__file__).parents[2]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=root) as writer:
            assert writer.stdout is not None
            confirmed = [writer.stdout.readline() for _ in range(3 + kill % 4)]
            # At another point within the next change each time; a change takes some milliseconds.
            time.sleep(kill * 0.0007)
            writer.send_signal(signal.SIGKILL)
            confirmed += writer.stdout.readlines()
        asyncio.run(check(int(confirmed[-1])))
