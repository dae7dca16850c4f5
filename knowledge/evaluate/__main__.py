"""Run a question file through the engine and print the measures.

python -m knowledge.evaluate                     the project's own questions on the shipped essays
python -m knowledge.evaluate FILE --sources DIR  other questions, other sources
python -m knowledge.evaluate --bare              without notes and issues, as a new source would be
python -m knowledge.evaluate --misses            and what went wrong
python -m knowledge.evaluate --fit               the weights of the verdict and of the other side's silence, fitted anew
python -m knowledge.evaluate --public DIR        nDCG@10 of BM25 alone on a retrieval set (corpus, queries, qrels)
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from knowledge.answers.answering import answer
from knowledge.errors import KnowledgeError
from knowledge.evaluate import fit, measures, public, questions
from knowledge.search.library import ESSAYS, Library

OWN_QUESTIONS = Path("tests/questions/essays.jsonl")


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
    parser.add_argument("--bare", action="store_true")
    parser.add_argument("--misses", action="store_true")
    parser.add_argument("--fit", action="store_true")
    parser.add_argument("--public", type=Path)
    parsed = parser.parse_args(arguments)
    try:
        if parsed.public:
            for name, value in public.run(parsed.public):
                print(f"{name:28}{value:8.3f}")
            return 0
        library = Library.read(parsed.sources)
        if parsed.bare:
            library = Library(library.sources)
        asked = questions.read(parsed.file, library)
    except (KnowledgeError, OSError) as error:
        print(error, file=sys.stderr)
        return 2
    if parsed.fit:
        print(fit.verdict_weights(library, asked))
        print(fit.address_weights(library, asked))
        return 0
    started = time.perf_counter()
    pairs = run(library, asked)
    each = 1000 * (time.perf_counter() - started) / max(len(pairs), 1)
    print(f"{'measure':32}{'value':>7}{'n':>6}  must    aim")
    for row in measures.measure(pairs):
        print(f"{row.name:32}{row.value:7.3f}{row.questions:6}  {row.must:7} {row.aim}")
    print(f"{each:.1f} ms an answer", file=sys.stderr)
    if parsed.misses:
        _print_misses(pairs)
    return 0


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
