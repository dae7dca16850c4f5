"""What a goal is, and those of the ranking, set for 100,000 passages: whether the measurements meet them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from tests.bench.measure import Result

QUERY, CHANGE = 0.5, 1.0
"""Milliseconds that a question (at the median) and a change of one passage may take."""
DIFFERENCE = 1e-9
"""How far a score may be from rank-bm25's."""
_PEERS = ("bm25s", "bm25s, Numba", "tantivy")


class Goal(NamedTuple):
    """One goal, the number that was measured, and how much it may be."""

    name: str
    measured: float
    most: float

    @property
    def met(self) -> bool:
        """Whether the number is small enough."""
        return self.measured <= self.most

    def __str__(self) -> str:
        return f"{'met ' if self.met else 'MISSED'}  {self.name}: {self.measured:.3g}, at most {self.most:.3g}"


def goals(results: Sequence[Result]) -> Iterator[Goal]:
    """Yield the goals that can be judged by results of one number of passages."""
    by_engine = {result.engine: result for result in results}
    ours = by_engine["Counterpoint"]
    yield Goal("score, largest difference from rank-bm25", difference(ours, by_engine["rank-bm25"]), DIFFERENCE)
    yield Goal("query p50, ms", ours.p50, QUERY)
    for peer in _PEERS:
        if peer in by_engine:
            yield Goal(f"query p50, ms, beside {peer}", ours.p50, by_engine[peer].p50)
            yield Goal(f"query p99, ms, beside {peer}", ours.p99, by_engine[peer].p99)
    for name, measured in (("add", ours.add), ("edit", ours.edit), ("retire", ours.retire)):
        if measured is not None:
            yield Goal(f"{name} one, ms", measured, CHANGE)
    memory = by_engine["bm25s"].memory if "bm25s" in by_engine else None
    if ours.memory is not None and memory is not None:
        yield Goal("memory, MB, beside bm25s", ours.memory, memory)


def difference(ours: Result, theirs: Result) -> float:
    """Return how far our best scores are from rank-bm25's; infinity where there are more or fewer of them."""
    worst = 0.0
    for mine, others in zip(ours.scores, theirs.scores, strict=True):
        matches = [score for score in others if score > 0]
        if len(mine) != len(matches):
            return float("inf")
        worst = max([worst, *(abs(a - b) for a, b in zip(mine, matches, strict=True))])
    return worst
