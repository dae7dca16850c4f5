"""Measures whole answers, from the question to the ``Answer``: ``python -m tests.bench.answers``.

Each library is the two essays with their notes, and so many made passages beside them (see ``corpus``): the sources of
twenty passages by fifty authors on two sides and on none. The project's own questions are asked once each, so that
nothing is remembered from an earlier time. Beside each time stands that of rank-bm25 alone, which scores the same
passages for the same words and does nothing else. The index of a large library is kept in the cache folder, so that
only the first run takes minutes; how long it takes to load is measured too, the making of the passages not counted.
Below the table stand the goals set for these sizes.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from rank_bm25 import BM25Okapi

from knowledge.answers.answering import answer
from knowledge.facts import book
from knowledge.model import Passage, Source
from knowledge.search import saved, spelling
from knowledge.search.index_files import IndexFile
from knowledge.search.library import ESSAYS, Library
from tests.bench import corpus
from tests.bench.goals import Goal

QUESTIONS = Path(__file__).parents[1] / "questions" / "essays.jsonl"
_PER_SOURCE, _AUTHORS, _PER_SENTENCE = 20, 50, 17
ANSWER = {0: 3.0, 10_000: 5.0, 100_000: 15.0}
"""Milliseconds that an answer may take at the median, by the number of made passages."""
LOAD = {100_000: 1000.0}
"""Milliseconds that loading a saved index may take."""
_OF_PEER = 20
"""How many questions rank-bm25 is asked: it takes long, and always as long."""


class Result(NamedTuple):
    """Milliseconds of an answer, of rank-bm25's scores, and of loading the saved index."""

    passages: int
    p50: float
    p99: float
    peer: float
    load: float


def goals(made: int, result: Result) -> Iterator[Goal]:
    """Yield the goals set for a library of so many made passages."""
    if made in ANSWER:
        yield Goal(f"answer p50 at {result.passages:,} passages, ms", result.p50, ANSWER[made])
    if made in LOAD:
        yield Goal(f"load at {result.passages:,} passages, ms", result.load, LOAD[made])


def run(made: int, most: int | None = None) -> Result:
    """Measure a library of so many made passages beside the essays, with all questions or the first few."""
    essays = Library.read(ESSAYS)
    sources = [*essays.sources, *_sources(made)]
    file = IndexFile(Path(__file__).parent / str(made))
    kept = Library(sources, essays.notes.curation, index=file.read())
    data = saved.dump(saved.snapshot(kept.index, kept.texts()))
    file.write(data)
    del kept
    libraries: list[Library] = []
    load = _milliseconds(lambda: libraries.append(Library(sources, essays.notes.curation, index=data)))
    library = libraries[0]
    spelling.prepare()
    book.book(essays).read(book.unread(essays))
    questions = [json.loads(line)["question"] for line in QUESTIONS.read_text(encoding="utf-8").splitlines()][:most]
    answer(library, "what is this about?")  # what is made once for all questions is there, as in a bot that runs
    times = [_milliseconds(lambda: answer(library, question)) for question in questions]  # noqa: B023  called at once
    peer: Any = BM25Okapi([library.indexed(slot).terms.tolist() for slot in library.slots().tolist()])
    asked = [
        [library.vocabulary.get(term.key) for term in library.analyzer.terms(question, question=True)]
        for question in questions[:_OF_PEER]
    ]
    peers = [_milliseconds(lambda: peer.get_scores(terms)) for terms in asked]  # noqa: B023  the same
    return Result(
        len(library.slots()), float(np.median(times)), float(np.percentile(times, 99)), float(np.median(peers)), load
    )


def _sources(passages: int) -> Iterator[Source]:
    texts = [_text(words) for words in corpus.make(passages, 1, every_word=True).passages] if passages else []
    for number, first in enumerate(range(0, passages, _PER_SOURCE)):
        own = texts[first : first + _PER_SOURCE]
        yield Source(
            id=f"made-{number}",
            title=f"Made {number}",
            authors=(f"Author {number % _AUTHORS}",),
            side=("For", "Against", None)[number % 3],
            published=str(1990 + number % 30),
            passages=tuple(Passage(number=k, text=text) for k, text in enumerate(own, 1)),
        )


def _text(words: list[str]) -> str:
    sentences = (" ".join(words[k : k + _PER_SENTENCE]) for k in range(0, len(words), _PER_SENTENCE))
    return " ".join(f"{sentence[0].upper()}{sentence[1:]}." for sentence in sentences)


def _milliseconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - start)


def main(arguments: list[str] | None = None) -> int:
    """Print one line a library."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.answers", description=__doc__)
    parser.add_argument("--passages", type=int, nargs="+", default=[0, 10_000, 100_000], help="made ones")
    parser.add_argument("--questions", type=int, help="ask only the first few")
    asked = parser.parse_args(arguments)
    print("passages  answer p50, ms  p99, ms  rank-bm25 alone, ms  ratio  load, ms")
    results: list[tuple[int, Result]] = []
    for made in asked.passages:
        r = run(made, asked.questions)
        print(f"{r.passages:8,}  {r.p50:14.2f}  {r.p99:7.2f}  {r.peer:19.2f}  {r.p50 / r.peer:5.2f}  {r.load:8.0f}")
        results.append((made, r))
    for made, r in results:
        for goal in goals(made, r):
            print(goal)
    return 0


if __name__ == "__main__":
    sys.exit(main())
