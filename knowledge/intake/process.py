"""Reads files in a child process, so that a hostile one harms nothing: it can be stopped, and has little to take."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import signal
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from knowledge.intake import limits
from knowledge.intake.draft import Draft
from knowledge.intake.errors import IntakeError
from knowledge.intake.reading import Upload

log = logging.getLogger(__name__)

_ROOT = Path(__file__).parents[2]
_KEPT = ("PATH", "LD_LIBRARY_PATH", "SYSTEMROOT", "TMPDIR", "TEMP")
"""What the child gets of our environment: no token, no address of a database."""
_LONGEST_ANSWER = 64 * limits.MEGABYTE
_TOO_LONG = "Reading the file takes too long: hand in a shorter one, or paste the text."
_TOO_LARGE = "The file is damaged, or takes too much memory to read: save it anew and smaller, or paste the text."
_DAMAGED = "The file is damaged: open it, save it anew and hand that in, or paste the text."
_OUT_OF_TIME = {-getattr(signal, "SIGXCPU", signal.SIGTERM)}
"""How a process ends that has used up its time."""
_PATIENCE = 5.0
"""The seconds in which a process that has closed its output ends."""
_turns: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Semaphore] = WeakKeyDictionary()


async def read(uploads: Sequence[Upload]) -> list[Draft | IntakeError]:
    """Return for each file, in their order, what can be found in it, or why nothing can.

    Raises IntakeError where the files are too many, or too large together.
    """
    limits.check_together(len(upload.data) for upload in uploads)
    turns = _turns.setdefault(asyncio.get_running_loop(), asyncio.Semaphore(limits.PROCESSES))
    child = _Child()
    async with turns:
        try:
            return [await child.read(upload) for upload in uploads]
        finally:
            await child.stop()


class _Child:
    """A process that reads one file after the other; a new one takes over where it died."""

    def __init__(self) -> None:
        self._process: Process | None = None

    async def read(self, upload: Upload) -> Draft | IntakeError:
        try:
            limits.check_file(upload.name, len(upload.data))
        except IntakeError as error:
            return error
        process = self._process = self._process or await _started()
        try:
            answer = await asyncio.wait_for(_asked(process, upload), limits.SECONDS)
        except TimeoutError:
            await self.stop()
            return IntakeError(_TOO_LONG)
        if answer.endswith(b"\n"):
            return await asyncio.to_thread(_received, answer)
        code = await self._died(process)
        log.warning("the process that reads files died with %s", code)
        return IntakeError(_TOO_LONG if code in _OUT_OF_TIME else _TOO_LARGE)

    async def stop(self) -> None:
        """End the process, whatever it does."""
        process, self._process = self._process, None
        if process is not None:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()

    async def _died(self, process: Process) -> int:
        """Return the exit code of a process that closed its output: minus the number of the signal that ended it."""
        with suppress(TimeoutError):
            await asyncio.wait_for(process.wait(), _PATIENCE)
        await self.stop()
        return await process.wait()


async def _started() -> Process:
    environment = {name: os.environ[name] for name in _KEPT if name in os.environ} | {"PYTHONPATH": str(_ROOT)}
    command = (sys.executable, "-P", "-m", "knowledge.intake.child", str(limits.MEMORY_BYTES))
    return await asyncio.create_subprocess_exec(
        *command, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, env=environment, limit=_LONGEST_ANSWER
    )


async def _asked(process: Process, upload: Upload) -> bytes:
    """Hand a file to a child and return its answer, one line; less where it dies."""
    assert process.stdin and process.stdout
    try:
        process.stdin.write(
            json.dumps([upload.name, len(upload.data), limits.PROCESSOR_SECONDS]).encode() + b"\n" + upload.data
        )
        await process.stdin.drain()
        return await process.stdout.readline()
    except (ConnectionError, ValueError):
        return b""


def _received(line: bytes) -> Draft | IntakeError:
    answer: dict[str, Any] = json.loads(line)
    if "draft" in answer:
        return Draft.model_validate(answer["draft"])
    if "fault" in answer:
        log.warning("a file could not be read: %s", answer["fault"])
    return IntakeError({"memory": _TOO_LARGE, "fault": _DAMAGED}.get(next(iter(answer)), answer.get("error", _DAMAGED)))
