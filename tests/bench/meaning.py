"""What meaning costs: the model, the search over its vectors, and the whole bot.

``python -m tests.bench.meaning`` prints three tables.

Each model and each bot is measured in a fresh process. Each number has its peer beside it, measured in the same run,
for machines differ: the model in eight bits and as it is packaged, the search over eight-bit vectors and over float32,
the bot with meaning and without.
"""

from __future__ import annotations

import argparse
import asyncio
import importlib
import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from rich.console import Console
from rich.table import Table

from knowledge.language import text
from knowledge.meaning import encoder as encoders
from knowledge.meaning.vectors import VectorIndex, shrink, unit_vector
from knowledge.search.library import ESSAYS
from knowledge.sources import markdown

QUESTION = "why does China resist sanctions?"
_DIMENSIONS, _IN_A_PASSAGE, _REPEATS = 384, 5, 15
_ANSWERS = 50
_TABLES = ("model", "search", "bot")


def main(arguments: list[str] | None = None) -> int:
    """Print the tables."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.meaning", description=__doc__)
    parser.add_argument("--only", choices=_TABLES, help="print one table")
    parser.add_argument("--vectors", type=int, default=100_000)
    parser.add_argument("--model", choices=("packaged", "ours"), help="measure one model here and print what it costs")
    asked = parser.parse_args(arguments)
    if asked.model:
        print(*_model(as_packaged=asked.model == "packaged"))
        return 0
    tables: tuple[str, ...] = (asked.only,) if asked.only else _TABLES
    if "model" in tables:
        _show("The model", ("", "MB", "tokens a second", "ms a question"), [_apart("packaged"), _apart("ours")])
    if "search" in tables:
        _show("A search", ("vectors", "", "MB", "ms"), _search(asked.vectors))
    if "bot" in tables:
        heads = ("meaning", "s to the gateway", "MB after one", "MB after all", "ms an answer")
        bots = [asyncio.run(_bot(meaning)) for meaning in ("off", "on")]
        _show(f"The bot, {_ANSWERS} answers from the two essays", heads, bots)
    return 0


def _show(title: str, heads: tuple[str, ...], rows: list[list[str]]) -> None:
    table = Table(*heads, title=title, title_justify="left")
    for row in rows:
        table.add_row(*row)
    Console(width=100).print(table)


def _apart(which: str) -> list[str]:
    command = [sys.executable, "-m", "tests.bench.meaning", "--model", which]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True, cwd=Path(__file__).parents[2])
    return [which, *done.stdout.split()]


def _model(*, as_packaged: bool) -> tuple[str, str, str]:
    """Return the megabytes that a model takes when it has read some sentences, its speed, and a question's time."""
    passages = [passage.text for source in markdown.read_folder(ESSAYS) for passage in source.passages]
    sentences = [passage[one.start : one.end] for passage in passages for one in text.sentences(passage)]
    if as_packaged:
        int8: Any = importlib.import_module("knowledge.meaning.int8")
        int8.in_int8 = lambda model: model  # pyright: ignore[reportUnknownLambdaType]
    found = encoders.find()
    assert found is not None
    model = found
    tokenizers: Any = importlib.import_module("tokenizers")
    tokenizer = tokenizers.Tokenizer.from_file(str(Path(encoders.__file__).parent / "minilm" / encoders.TOKENIZER))
    tokens = sum(len(one.ids) for one in tokenizer.encode_batch(sentences))
    importlib.import_module("onnxruntime")
    before = _megabytes("self")
    model.encode(sentences)
    after = _megabytes("self")
    every = min(_seconds(lambda: model.encode(sentences)) for _ in range(3))
    question = float(np.median([_seconds(lambda: model.encode([QUESTION])) for _ in range(_REPEATS)]))
    return _difference(before, after), f"{tokens / every:.0f}", f"{1000 * question:.1f}"


def _search(count: int) -> list[list[str]]:
    """Return what a search over some vectors costs, in eight bits and in float32 by one product."""
    random = np.random.default_rng(1)
    numbers = random.normal(size=(count, _DIMENSIONS)).astype(np.float32)
    numbers /= np.linalg.norm(numbers, axis=1, keepdims=True)
    index = VectorIndex()
    for first in range(0, count, _IN_A_PASSAGE):
        index.add(first, shrink(numbers[first : first + _IN_A_PASSAGE]))
    question = unit_vector(random.normal(size=_DIMENSIONS))
    ours: list[float] = []
    theirs: list[float] = []
    for _ in range(_REPEATS):
        theirs.append(_seconds(lambda: numbers @ question))
        ours.append(_seconds(lambda: index.cosines(question)))
    peer = [f"{count:,}", "float32, numpy's product", f"{numbers.nbytes / 1e6:.1f}", f"{1000 * np.median(theirs):.2f}"]
    return [peer, [peer[0], "ours, eight bits", f"{index.nbytes / 1e6:.1f}", f"{1000 * np.median(ours):.2f}"]]


async def _bot(meaning: str) -> list[str]:
    """Return what the bot costs, started as its host starts it, with Discord on loopback."""
    from tests.wire.discord_server import DiscordServer
    from tests.wire.test_wire import said, started

    lines = (Path(__file__).parents[1] / "questions" / "essays.jsonl").read_text(encoding="utf-8").splitlines()
    questions: list[str] = [json.loads(line)["question"] for line in lines[:_ANSWERS]]
    times: list[float] = []
    held: list[float | None] = []
    async with DiscordServer() as server:
        begun = time.perf_counter()
        async with started(server, "run", COUNTERPOINT_SEMANTIC=meaning, COUNTERPOINT_COOLDOWN_USES="1000") as process:
            await server.hellos.get()
            there = time.perf_counter() - begun
            for question in questions:
                asked = time.perf_counter()
                await server.slash("ask", question=question)
                await said(server)
                times.append(1000 * (time.perf_counter() - asked))
                held.append(_megabytes(process.pid))
    return [meaning, f"{there:.1f}", _shown(held[0]), _shown(held[-1]), f"{np.median(times):.1f}"]


def _megabytes(process: int | str) -> float | None:
    """Return what a process holds of memory, None where the system does not say."""
    try:
        return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * 4096 / 1e6
    except OSError:
        return None


def _difference(before: float | None, after: float | None) -> str:
    return "?" if before is None or after is None else _shown(after - before)


def _shown(megabytes: float | None) -> str:
    return "?" if megabytes is None else f"{megabytes:.0f}"


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


if __name__ == "__main__":
    sys.exit(main())
