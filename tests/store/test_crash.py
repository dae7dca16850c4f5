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
from knowledge.store.database import Database
from knowledge.store.store import Store
from tests.conftest import make_source
from tests.store.conftest import GUILD

KILLS = int(os.environ.get("CRASH_KILLS", "10"))
_WRITER = """
import asyncio, sys
from knowledge.store.database import Database
from knowledge.store.store import Store
from tests.store.test_crash import written

async def write():
    store = Store(Database(sys.argv[1]))
    number = await store.version(int(sys.argv[2]))
    while True:
        number += 1
        await store.add(int(sys.argv[2]), written(number))
        print(number, flush=True)

asyncio.run(write())
"""


def written(number: int) -> Source:
    """Return what the change of some number makes of the one source; it has many rows, so that there are halves."""
    return make_source("book", "A B", *(f"Paragraph {n} as of change {number}." for n in range(1, 41)))


async def _check(store: Store, confirmed: int) -> None:
    version = await store.version(GUILD)
    # The last change may have been made without the word of it coming through.
    assert version in (confirmed, confirmed + 1)
    assert await store.export(GUILD) == [written(version)]
    history = await store.history(GUILD, most=version)
    assert [revision.number for revision in history] == list(range(version, 0, -1))


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
        command = [sys.executable, "-c", _WRITER, url, str(GUILD)]
        root = Path(__file__).parents[2]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=root) as writer:
            assert writer.stdout is not None
            confirmed = [writer.stdout.readline() for _ in range(3 + kill % 4)]
            # At another point within the next change each time; a change takes some milliseconds.
            time.sleep(kill * 0.0007)
            writer.send_signal(signal.SIGKILL)
            confirmed += writer.stdout.readlines()
        asyncio.run(check(int(confirmed[-1])))
