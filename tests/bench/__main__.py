"""The command: measures every engine that is installed, each in fresh processes, and compares."""

from __future__ import annotations

import argparse
import importlib.util
import subprocess
import sys
from pathlib import Path

from tests.bench import measure, report
from tests.bench.engines import ENGINES
from tests.bench.goals import goals
from tests.bench.measure import Result

_MODULES = {
    "rank-bm25": ("rank_bm25",),
    "bm25s": ("bm25s",),
    "bm25s, Numba": ("bm25s", "numba"),
    "tantivy": ("tantivy",),
}
_PICTURE = Path(__file__).parents[2] / "docs" / "bench.svg"


def main(arguments: list[str] | None = None) -> int:
    """Run the bench; the exit code is 1 where our scores are not rank-bm25's."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--small", action="store_true", help="300 passages, to check that it works")
    parser.add_argument("--passages", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    parser.add_argument("--runs", type=int, default=1, help="processes an engine gets, in turn with the others")
    parser.add_argument("--engine", choices=ENGINES, help="measure one engine here and print it as JSON")
    parser.add_argument("--every-word", action="store_true", help="keep stop words, as the bot does not")
    parser.add_argument("--markdown", action="store_true", help="print the table as Markdown")
    parser.add_argument("--picture", type=Path, default=_PICTURE, help="where to draw it")
    asked = parser.parse_args(arguments)
    sizes: list[int] = [300] if asked.small else asked.passages
    if asked.engine:
        print(measure.run(asked.engine, sizes[0], asked.every_word).model_dump_json())
        return 0
    engines = [engine for engine in ENGINES if _installed(engine)]
    results = [result for size in sizes for result in _measured(engines, size, asked.runs, asked.every_word)]
    report.show(results, asked.markdown)
    if not asked.small and importlib.util.find_spec("matplotlib"):
        report.draw(results, asked.picture)
    exact = True
    for size in sizes:
        of_size = list(goals([result for result in results if result.passages == size]))
        exact &= of_size[0].met
        shown = of_size if size == max(sizes) else of_size[:1]  # only the scores are the same goal for any number
        print(f"{size:,} passages", *shown, sep="\n  ")
    return 0 if exact else 1


def _installed(engine: str) -> bool:
    if any(importlib.util.find_spec(module) is None for module in _MODULES.get(engine, ())):
        print(f"{engine} is not installed and left out: pip install -e '.[bench]'", file=sys.stderr)
        return False
    return True


def _measured(engines: list[str], passages: int, runs: int, every_word: bool) -> list[Result]:
    """Return the best of some runs of each engine, which take turns: what else the machine does hits all alike."""
    by_run = [[_apart(engine, passages, every_word) for engine in engines] for _ in range(runs)]
    return [measure.best(of_engine) for of_engine in zip(*by_run, strict=True)]


def _apart(engine: str, passages: int, every_word: bool) -> Result:
    command = [sys.executable, "-m", "tests.bench", "--engine", engine, "--passages", str(passages)]
    done = subprocess.run(
        command + ["--every-word"] * every_word,
        stdout=subprocess.PIPE,
        check=True,
        text=True,
        cwd=Path(__file__).parents[2],
    )
    return Result.model_validate_json(done.stdout)


if __name__ == "__main__":
    sys.exit(main())
