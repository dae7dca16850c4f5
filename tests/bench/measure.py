"""Measures one engine on one corpus, in a process of its own."""

from __future__ import annotations

import ctypes
import gc
import time
from collections.abc import Callable, Sequence
from functools import partial
from operator import attrgetter
from pathlib import Path
from typing import Any

import numpy as np
from pydantic import BaseModel

from tests.bench import corpus
from tests.bench.engines import ENGINES, Counterpoint, Engine

QUESTIONS = 300
_ROUNDS = 5
_PATIENCE = 20.0
"""Seconds after which an engine is asked no further question."""
_CHANGED = 50
_CHECKED = 20


class Result(BaseModel):
    """What was measured: milliseconds but for the build, which is in seconds, and memory, in megabytes."""

    engine: str
    passages: int
    build: float
    p50: float
    p99: float
    add: float
    edit: float | None
    retire: float | None
    memory: float | None
    scores: list[list[float]]
    """The best scores of the first questions, to compare engines by."""


def best(runs: Sequence[Result]) -> Result:
    """Return the smallest of each number that was measured in some runs of one engine on one corpus."""

    def least(read: Callable[[Result], float | None]) -> float | None:
        return min((value for one in runs if (value := read(one)) is not None), default=None)

    numbers = ("build", "p50", "p99", "add", "edit", "retire", "memory")
    return runs[0].model_copy(update={name: least(attrgetter(name)) for name in numbers})


def run(engine: str, passages: int, every_word: bool) -> Result:
    """Build an index, ask it, change it. Where an engine cannot add, any change means building all anew."""
    made = corpus.make(passages + _CHANGED, QUESTIONS, every_word=every_word)
    first, added = made.passages[:passages], made.passages[passages:]
    under_test = ENGINES[engine]()
    before = _resident()
    build = _seconds(lambda: under_test.build(first))
    after = _resident()
    scores = [under_test.query(words) for words in made.questions[:_CHECKED]]
    times = _asked(under_test, made.questions)
    add = edit = retire = 1000 * build
    if under_test.grows:
        edit = retire = None
        add = _median(under_test.add, [(passage,) for passage in added])
    if isinstance(under_test, Counterpoint):
        slots = range(0, passages, max(passages // _CHANGED, 1))
        edit = _median(under_test.edit, list(zip(slots, added, strict=False)))
        retire = _median(under_test.retire, [(slot,) for slot in slots])
    return Result(
        engine=engine,
        passages=passages,
        build=build,
        p50=float(np.median(times)),
        p99=float(np.percentile(times, 99)),
        add=add,
        edit=edit,
        retire=retire,
        memory=None if before is None or after is None else (after - before) / 1e6,
        scores=scores,
    )


def _asked(engine: Engine, questions: list[list[str]]) -> list[float]:
    """Return the milliseconds that each question takes: the best of some rounds of all questions.

    What other work on the machine costs now and then is left out that way, for every engine alike. A slow engine
    is asked in fewer rounds, or not all.
    """
    best: dict[int, float] = {}
    end = time.perf_counter() + _PATIENCE
    for number, words in list(enumerate(questions)) * _ROUNDS:
        taken = 1000 * _seconds(partial(engine.query, words))
        best[number] = min(taken, best.get(number, taken))
        if time.perf_counter() > end:
            break
    return list(best.values())


def _median(change: Callable[..., object], arguments: list[tuple[Any, ...]]) -> float:
    """Return the median milliseconds of a change made once with each of the arguments."""
    return float(np.median([1000 * _seconds(partial(change, *one)) for one in arguments]))


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _resident() -> int | None:
    """Return the bytes of memory this process holds, None where the system does not say."""
    gc.collect()
    try:
        ctypes.CDLL(None).malloc_trim(0)  # what was freed is given back and not counted
        pages = int(Path("/proc/self/statm").read_text().split()[1])
    except (OSError, AttributeError):
        return None
    return pages * 4096
