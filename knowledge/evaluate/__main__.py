"""Run a question file through the engine and print the measures.

python -m knowledge.evaluate                     the project's own questions on the shipped essays
python -m knowledge.evaluate FILE --sources DIR  other questions, other sources
python -m knowledge.evaluate --bare              without notes and issues, as a new source would be
python -m knowledge.evaluate --words             by words alone, as where the extra ``semantic`` is not installed
python -m knowledge.evaluate --misses            and what went wrong
python -m knowledge.evaluate --fit               the weights of the verdict and of the other side's silence, fitted anew
python -m knowledge.evaluate --fit --beside FILE DIR   the same with another debate, of sources without notes
python -m knowledge.evaluate --public DIR        nDCG@10 on a retrieval set (corpus, queries, qrels)
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from knowledge.answers.answering import answer
from knowledge.errors import KnowledgeError
from knowledge.evaluate import fit, measures, peers, public, questions
from knowledge.meaning.encoder import Encoder, find
from knowledge.opening import complete, open_folder
from knowledge.search.library import ESSAYS, Library

OWN_QUESTIONS = Path("tests/questions/essays.jsonl")
_PEERS_SHARE = ("s@1", "s@3", "nDCG@5", "fact@1")
"""The measures of the ranking alone."""


def run(library: Library, asked: Sequence[questions.Question]) -> list[measures.Pair]:
    """Answer every question."""
    return [(question, answer(library, question.text, question.previous)) for question in asked]


def main(arguments: list[str] | None = None) -> int:
    """Run the command; return its exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m knowledge.evaluate", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("file", nargs="?", type=Path, default=OWN_QUESTIONS)
    parser.add_argument("--sources", type=Path, default=ESSAYS)
    for flag in ("--bare", "--words", "--misses", "--fit"):
        parser.add_argument(flag, action="store_true")
    parser.add_argument("--beside", type=Path, nargs=2, metavar=("FILE", "DIR"))
    parser.add_argument("--public", type=Path)
    parsed = parser.parse_args(arguments)
    encoder = None if parsed.words else find()
    try:
        if parsed.public:
            _print_public(parsed.public, encoder)
            return 0
        libraries = {"words": _library(parsed.sources, None, bare=parsed.bare)}
        if encoder is not None:
            libraries["both"] = _library(parsed.sources, encoder, bare=parsed.bare)
        asked = questions.read(parsed.file, libraries["words"])
        if parsed.fit:
            for library in libraries.values():
                _print_fit(fit.Debate(library, asked), parsed.beside, bare=parsed.bare)
            return 0
    except (KnowledgeError, OSError) as error:
        print(error, file=sys.stderr)
        return 2
    _print_measures(libraries, asked, misses=parsed.misses)
    return 0


def _library(folder: Path, encoder: Encoder | None, *, bare: bool) -> Library:
    library = open_folder(folder, encoder)
    if not bare:
        return library
    without = Library(library.sources, meaning=library.meaning.anew() if library.meaning else None)
    if without.meaning is not None:
        complete(without.meaning)
    return without


def _print_fit(debate: fit.Debate, beside: Sequence[Path] | None, *, bare: bool) -> None:
    """Print the weights for sources with notes, or ``bare`` for those without, to which the other debate belongs."""
    meaning = debate.library.meaning
    debates, others = [debate], list[questions.Question]()
    if beside is not None:
        library = open_folder(beside[1], meaning.encoder if meaning else None)
        asked = questions.read(beside[0], library)
        if bare:
            debates.append(fit.Debate(library, asked))
        else:
            others = asked
    print("both" if meaning else "words")
    for weights in (*fit.verdict_weights(debates, others), fit.address_weights(debates)):
        print(weights)


def _print_measures(libraries: dict[str, Library], asked: Sequence[questions.Question], *, misses: bool) -> None:
    """Print a column for each peer and each library, the engine at its best last."""
    columns = {"rank-bm25": peers.okapi(libraries["words"], asked)}
    if "both" in libraries:
        columns["meaning"] = peers.meaning_alone(libraries["both"], asked)
    others = set(columns)
    for name, library in libraries.items():
        started = time.perf_counter()
        columns[name] = run(library, asked)
        each = 1000 * (time.perf_counter() - started) / max(len(asked), 1)
        print(f"{name}: {each:.1f} ms an answer", file=sys.stderr)
    measured = {name: measures.measure(pairs) for name, pairs in columns.items()}
    print(f"{'measure':32}" + "".join(f"{name:>10}" for name in columns) + f"{'n':>6}  must    aim")
    for number, row in enumerate(next(reversed(measured.values()))):
        values = {name: rows[number].value for name, rows in measured.items()}
        shown = [
            f"{'':>10}" if name in others and row.name not in _PEERS_SHARE else f"{value:10.3f}"
            for name, value in values.items()
        ]
        print(f"{row.name:32}{''.join(shown)}{row.questions:6}  {row.must:7} {row.aim}")
    if misses:
        _print_misses(columns[list(libraries)[-1]])


def _print_public(folder: Path, encoder: Encoder | None) -> None:
    names = ("bm25", "words", "both", "sides", "issues")
    print(f"{'nDCG@10':28}" + "".join(f"{name:>10}" for name in names))
    for row in public.run(folder, encoder):
        print(f"{row.name:28}" + "".join(f"{'':>10}" if value is None else f"{value:10.3f}" for value in row[1:]))


def _print_misses(pairs: Sequence[measures.Pair]) -> None:
    for question, result in pairs:
        wrong: list[str] = []
        if question.answerable:
            if not measures.success(result, question, 1):
                wrong.append("lead")
            if question.opposing and not measures.flexible(result, question):
                wrong.append("opposing")
            if not question.opposing and result.opposing:
                wrong.append("over-claim")
            if result.verdict != "answered":
                wrong.append(result.verdict)
        elif result.verdict != "nothing":
            wrong.append(result.verdict)
        if wrong:
            print(f"{question.id:6}{', '.join(wrong):24}{result.confidence:5.2f}  {question.text}")


if __name__ == "__main__":
    sys.exit(main())
