"""Retrieval sets in the form of BEIR: one corpus, any number of query files with their judgements.

The engine itself is measured: each document is a source of one passage. Where documents tell their ``stance`` and the
``title`` of their debate, queries for what speaks against something are also put to the opposing view: against a
point, given by its document, or against a motion, whose own side leads. Once the library knows the stances, as sides;
once also which documents belong to one debate, as an issue without a name, for the names are the motions asked for.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from knowledge.answers import answering, opposing
from knowledge.bm25.ranking import Floats
from knowledge.language import text as language
from knowledge.meaning.encoder import Encoder
from knowledge.model import Issue, Passage, SentenceAddress, Source
from knowledge.opening import Progress, complete
from knowledge.search.library import Library
from knowledge.search.meaning import Meaning
from knowledge.search.query import understand
from knowledge.search.retrieval import Retrieval
from knowledge.sources.curation import Curation

DEPTH = 10
_FOR = "pro"
_AGAINST = ("thesis_con", "short")
"""The query files that ask for what speaks against something."""


class Row(NamedTuple):
    """nDCG@10 of one set of queries; None where that could not be asked."""

    name: str
    bm25: float
    words: float
    both: float | None
    sides: float | None
    issues: float | None


class _Corpus(NamedTuple):
    words: Library
    both: Library | None
    sides: Library
    """The best of these, with sides."""
    issues: Library
    """The same with issues too."""
    ids: Mapping[str, str]
    """The ids of the documents, by those of their sources."""
    for_sources: frozenset[str]
    """The sources on the side of their motion; none where documents have no sides."""


def run(folder: Path, encoder: Encoder | None, progress: Progress | None = None) -> Iterator[Row]:
    """Yield a row for every ``*queries.jsonl`` of a folder; raises OSError where the corpus is missing."""
    corpus = _read(folder, encoder, progress)
    sources = {document: source for source, document in corpus.ids.items()}
    for path in sorted(folder.glob("*queries.jsonl")):
        kind = path.name.removesuffix("queries.jsonl").rstrip(".")
        judged = _judgements(path.with_name(path.name.replace("queries.jsonl", "qrels.tsv")))
        found: list[list[float | None]] = []
        for query in _lines(path):
            relevant = judged.get(str(query["_id"]))
            if not relevant:
                continue
            text, excluded = str(query["text"]), [str(other) for other in query.get("exclude", [])]
            against = bool(corpus.for_sources) and kind in _AGAINST
            leading = frozenset(sources[document] for document in excluded) or corpus.for_sources
            rankings = (
                _by_bm25(corpus.words, text),
                _by_engine(corpus.words, text),
                _by_engine(corpus.both, text) if corpus.both else None,
                *(_against(known, text, leading) if against else None for known in (corpus.sides, corpus.issues)),
            )
            found.append([None if r is None else _ndcg(r, corpus.ids, excluded, relevant) for r in rankings])
        yield Row(f"{folder.name} {kind}".strip(), *map(_mean, zip(*found, strict=True)))  # pyright: ignore[reportArgumentType]


def _mean(values: Sequence[float | None]) -> float | None:
    there = [value for value in values if value is not None]
    return sum(there) / len(there) if there else None


def _read(folder: Path, encoder: Encoder | None, progress: Progress | None) -> _Corpus:
    sources: list[Source] = []
    ids: dict[str, str] = {}
    debates: dict[str, list[tuple[str, tuple[SentenceAddress, ...]]]] = {}
    for number, document in enumerate(_lines(folder / "corpus.jsonl")):
        source_id, text = f"d{number}", str(document["text"]).strip()
        if not text:
            continue
        ids[source_id] = str(document["_id"])
        passages = (Passage(number=1, text=text),)
        stance = document.get("stance")
        # Nobody's name is known; where there are sides, they tell the authors apart.
        sources.append(
            Source(id=source_id, title=source_id, authors=(f"author {number}",), side=stance, passages=passages)
        )
        if stance and document.get("title"):
            title = str(document["title"])
            addresses = tuple(SentenceAddress(1, n + 1) for n, _ in enumerate(language.sentences(text)))
            debates.setdefault(title, []).append((source_id, addresses))
    issues = tuple(
        Issue(id=f"i{n}", label=f"debate {n}", sentences=tuple(members)) for n, members in enumerate(debates.values())
    )

    def library(of: Sequence[Source], curation: Curation | None = None) -> Library:
        made = Library(of, curation, meaning=Meaning(encoder) if encoder else None)
        if made.meaning is not None:
            complete(made.meaning, progress)
        return made

    plain = [source.model_copy(update={"side": None}) for source in sources]
    pro = frozenset(source.id for source in sources if source.side == _FOR)
    return _Corpus(
        Library(plain),
        library(plain) if encoder else None,
        library(sources),
        library(sources, Curation({}, issues)),
        ids,
        pro,
    )


def _by_bm25(library: Library, text: str) -> Sequence[str]:
    """Rank by BM25 of the passages alone."""
    scores = library.passages.scores(understand(text, library).scaled)
    top = np.argsort(-scores, kind="stable")[: 2 * DEPTH].tolist()
    return [library.indexed(slot).source.id for slot in top]


def _by_engine(library: Library, text: str) -> Sequence[str]:
    """Rank as for an answer: each source by its best window."""
    found = Retrieval(library, understand(text, library))
    return _best_sources(found, found.score)


def _against(library: Library, text: str, leading: frozenset[str]) -> Sequence[str]:
    """Rank as for the opposing view, where some sources lead."""
    found = Retrieval(library, understand(text, library), leading)
    leads = found.choose(found.score - found.score.min(initial=0.0) + 1e-9, answering.MOST)
    contest = opposing.contest(found, leads) if leads else None
    return _best_sources(contest.found, contest.scores) if contest else ()


def _best_sources(found: Retrieval, scores: Floats) -> Sequence[str]:
    ranked = (found.span(int(k))[0].source.id for k in np.argsort(-scores, kind="stable"))
    return list(dict.fromkeys(ranked))[: 2 * DEPTH]


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


def _ndcg(
    ranking: Sequence[str], ids: Mapping[str, str], excluded: Sequence[str], relevant: Mapping[str, int]
) -> float:
    def dcg(values: Sequence[int]) -> float:
        return sum(value / math.log2(rank + 2) for rank, value in enumerate(values))

    documents = [ids[source] for source in ranking if ids[source] not in excluded][:DEPTH]
    grades = [relevant.get(document, 0) for document in documents]
    return dcg(grades) / dcg(sorted(relevant.values(), reverse=True)[:DEPTH])
