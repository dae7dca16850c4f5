"""The measurements as a table, with ratios to ours, and as a picture."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from tests.bench.measure import Result

_COLUMNS: tuple[tuple[str, Callable[[Result], float | None]], ...] = (
    ("query p50, ms", lambda result: result.p50),
    ("query p99, ms", lambda result: result.p99),
    ("add one, ms", lambda result: result.add),
    ("build, s", lambda result: result.build),
    ("memory, MB", lambda result: result.memory),
)
_PANELS: tuple[tuple[str, Callable[[Result], float | None]], ...] = (
    ("One question, best ten (median, ms)", lambda result: result.p50),
    ("One passage added and searchable (ms)", lambda result: result.add),
    ("Memory of the index (MB)", lambda result: result.memory),
)
_STYLES = (("o", "-"), ("s", "--"), ("^", "-."), ("P", "-."), ("D", ":"), ("v", (0, (3, 1, 1, 1, 1, 1))))


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def _cell(value: float | None, ours: float | None) -> str:
    if value is None:
        return "?"
    if ours is None or ours <= 0 or value == ours:
        return _number(value)
    return f"{_number(value)} (×{_number(value / ours)})"


def rows(results: Sequence[Result]) -> list[list[str]]:
    """Return the lines of the table; a ratio says how many times ours a number is."""
    ours = {result.passages: result for result in results if result.engine == "Counterpoint"}
    return [
        [f"{result.passages:,}", result.engine]
        + [_cell(read(result), read(ours[result.passages])) for _, read in _COLUMNS]
        for result in results
    ]


def show(results: Sequence[Result], markdown: bool) -> None:
    """Print the table."""
    heads = ["passages", "engine", *(head for head, _ in _COLUMNS)]
    if markdown:
        lines = [heads, ["--:", "---", *("--:" for _ in _COLUMNS)], *rows(results)]
        print("\n".join(f"| {' | '.join(line)} |" for line in lines))
        return
    table = Table(*heads)
    for line in rows(results):
        table.add_row(*line)
    Console(width=130).print(table)


def draw(results: Sequence[Result], path: Path) -> None:
    """Draw the measurements by number of passages; engines differ by mark and line, not only by colour."""
    matplotlib: Any = importlib.import_module("matplotlib")
    matplotlib.use("Agg")
    matplotlib.rcParams |= {"svg.hashsalt": "counterpoint", "svg.fonttype": "none", "font.size": 9}
    pyplot: Any = importlib.import_module("matplotlib.pyplot")
    figure, panels = pyplot.subplots(1, len(_PANELS), figsize=(12, 4), layout="constrained")
    engines = list(dict.fromkeys(result.engine for result in results))
    for panel, (title, read) in zip(panels, _PANELS, strict=True):
        for engine, (marker, line) in zip(engines, _STYLES[: len(engines)], strict=True):
            points = [(r.passages, v) for r in results if r.engine == engine and (v := read(r)) is not None]
            if points:
                panel.plot(*zip(*points, strict=True), marker=marker, linestyle=line, label=engine)
        panel.set(title=title, xlabel="passages", xscale="log", yscale="log")
        panel.grid(alpha=0.3)
    panels[0].legend()
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, metadata={"Date": None})
    pyplot.close(figure)
