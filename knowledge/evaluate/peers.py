"""Simple engines on the same windows, to be compared with: rank-bm25 as most people use it, and meaning alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import cast

import numpy as np
from rank_bm25 import BM25Okapi

from knowledge.answers import answering
from knowledge.bm25.ranking import Floats
from knowledge.evaluate.measures import Pair
from knowledge.evaluate.questions import Question
from knowledge.model import Answer
from knowledge.search.layout import Layout
from knowledge.search.library import Library
from knowledge.search.query import Query, understand
from knowledge.search.retrieval import Retrieval


def okapi(library: Library, questions: Sequence[Question]) -> list[Pair]:
    """Rank by rank-bm25's Okapi on lower-case words split at white space."""
    layout = Layout(library, library.slots())
    spans = [layout.span(k) for k in range(len(layout.windows))]
    index = BM25Okapi([passage.passage.text[start:end].lower().split() for passage, start, end in spans])
    score = cast("Callable[[list[str]], Floats]", index.get_scores)  # pyright: ignore[reportUnknownMemberType]
    nothing = understand("", library)
    return [_shown(library, q, nothing, layout, score(q.text.lower().split())) for q in questions]


def meaning_alone(library: Library, questions: Sequence[Question]) -> list[Pair]:
    """Rank by the cosine of the closest sentence; the library must have meaning."""
    pairs: list[Pair] = []
    for question in questions:
        query = understand(question.text, library, question.previous)
        found = Retrieval(library, query)
        pairs.append(_shown(library, question, query, found, found.signals.sentence))
    return pairs


def _shown(library: Library, question: Question, query: Query, layout: Layout, scores: Floats) -> Pair:
    chosen = layout.choose(np.maximum(scores, 0.0), answering.MOST)
    excerpts = tuple(answering.excerpt(library, layout, query, k, float(scores[k])) for k in chosen)
    return question, Answer(question=question.text, verdict="answered", excerpts=excerpts)
