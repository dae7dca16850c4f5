"""BM25 alone on retrieval sets in the form of BEIR: one corpus, any number of query files with their judgements."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from knowledge.language import thesaurus
from knowledge.language.terms import Analyzer
from knowledge.search.ranking import TUNED_K1, Bm25Index, Floats, Vocabulary

DEPTH = 10


def run(folder: Path) -> Iterator[tuple[str, float]]:
    """Yield name and nDCG@10 of every ``*queries.jsonl`` of a folder; raises OSError where the corpus is missing."""
    analyzer, vocabulary, index = Analyzer(thesaurus.shipped()), Vocabulary(), Bm25Index(TUNED_K1)
    documents: list[str] = []
    for document in _lines(folder / "corpus.jsonl"):
        documents.append(str(document["_id"]))
        index.add([vocabulary.add(term.key) for term in analyzer.terms(str(document["text"]))])
    slots = {document: slot for slot, document in enumerate(documents)}
    for path in sorted(folder.glob("*queries.jsonl")):
        judged = _judgements(path.with_name(path.name.replace("queries.jsonl", "qrels.tsv")))
        values: list[float] = []
        for query in _lines(path):
            relevant = judged.get(str(query["_id"]))
            if relevant:
                scores = _scores(str(query["text"]), analyzer, vocabulary, index)
                excluded: list[str] = query.get("exclude", [])
                scores[[slots[other] for other in excluded if other in slots]] = -1.0
                top: list[int] = np.argsort(-scores, kind="stable")[:DEPTH].tolist()
                values.append(_ndcg([relevant.get(documents[slot], 0) for slot in top], relevant))
        yield f"{folder.name} {path.name.partition('queries')[0].rstrip('.')}".strip(), sum(values) / len(values)


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _judgements(path: Path) -> dict[str, dict[str, int]]:
    judged: dict[str, dict[str, int]] = {}
    for line in path.read_text(encoding="utf-8").splitlines()[1:]:
        query, document, grade = line.split("\t")
        if int(grade) > 0:
            judged.setdefault(query, {})[document] = int(grade)
    return judged


def _scores(text: str, analyzer: Analyzer, vocabulary: Vocabulary, index: Bm25Index) -> Floats:
    concepts: dict[str, dict[int, float]] = {}
    for term in analyzer.terms(text, question=True):
        words = {**analyzer.related((term.key,)), term.key: 1.0}
        concepts[term.key] = {i: share for word, share in words.items() if (i := vocabulary.get(word)) is not None}
    return index.scores(concepts.values())


def _ndcg(grades: list[int], relevant: Mapping[str, int]) -> float:
    def dcg(values: list[int]) -> float:
        return sum(value / math.log2(rank + 2) for rank, value in enumerate(values))

    return dcg(grades) / dcg(sorted(relevant.values(), reverse=True)[:DEPTH])
