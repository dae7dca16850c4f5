"""Work that goes on while a server is answered already: at most one piece a server."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any


class Background:
    """Tasks by server; new work takes the place of what was going on."""

    def __init__(self) -> None:
        self._tasks: dict[int, asyncio.Task[None]] = {}

    def start(self, guild_id: int, work: Coroutine[Any, Any, None]) -> None:
        """Begin some work for a server, and stop what was going on for it."""
        self.stop(guild_id)
        task = self._tasks[guild_id] = asyncio.create_task(work)
        task.add_done_callback(lambda done: self._tasks.get(guild_id) is done and self._tasks.pop(guild_id))

    def stop(self, guild_id: int) -> None:
        """Cancel the work for a server, if there is any."""
        task = self._tasks.pop(guild_id, None)
        if task is not None:
            task.cancel()

    async def finish(self) -> None:
        """Wait until all work is done."""
        await asyncio.gather(*self._tasks.values(), return_exceptions=True)

    async def close(self) -> None:
        """Cancel all work and wait until it has ended."""
        tasks = list(self._tasks.values())
        for guild_id in list(self._tasks):
            self.stop(guild_id)
        await asyncio.gather(*tasks, return_exceptions=True)
