"""The process that reads what strangers hand in, one file after the other, within limits that it sets itself first."""

from __future__ import annotations

import json
import os
import sys
from contextlib import suppress
from typing import Any, BinaryIO

from knowledge.intake.errors import IntakeError
from knowledge.intake.reading import Upload, draft

_NETWORK = ("socket.connect", "socket.sendto", "socket.getaddrinfo", "socket.gethostby")
_PROGRAMS = ("subprocess.Popen", "os.exec", "os.fork", "os.posix_spawn", "os.system")


def main() -> None:
    """Answer each file on standard input with one line of JSON on standard output.

    The argument is the most memory, in bytes. Before each file stands a line of JSON: its name, its size and the
    seconds that its reading may take of the processor.
    """
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever else prints does not reach our reader
    _confine(int(sys.argv[1]))
    files = sys.stdin.buffer
    while header := files.readline():
        name, size, seconds = json.loads(header)
        _allow(seconds)
        answers.write(json.dumps(_answer(files, name, size)).encode() + b"\n")
        answers.flush()


def _answer(files: BinaryIO, name: str, size: int) -> dict[str, Any]:
    try:
        return {"draft": draft(Upload(name, files.read(size))).model_dump()}
    except IntakeError as error:
        return {"error": str(error)}
    except MemoryError:
        return {"memory": True}
    except Exception as error:  # whatever an extractor stumbles over: the next file may be a good one
        trace = error.__traceback__
        while trace and trace.tb_next:
            trace = trace.tb_next
        place = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else "?"
        return {"fault": f"{type(error).__name__} at {place}"}


def _confine(memory: int) -> None:
    """Give up what no reader of files needs: memory without end, writing, the network, other programs."""
    with suppress(ImportError, OSError, ValueError):  # not every system has such limits, or keeps to them
        import resource

        os.nice(10)
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    sys.addaudithook(_forbid)


def _allow(seconds: int) -> None:
    """Limit the processor's time from now on."""
    with suppress(ImportError, OSError, ValueError):
        import resource

        used = resource.getrusage(resource.RUSAGE_SELF)
        soft = int(used.ru_utime + used.ru_stime) + 1 + seconds
        resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.getrlimit(resource.RLIMIT_CPU)[1]))


def _forbid(event: str, _arguments: object) -> None:
    if event.startswith(_NETWORK + _PROGRAMS):
        raise PermissionError(event)


if __name__ == "__main__":
    main()
