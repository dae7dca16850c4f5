"""The datum that a who, when, how-many or define question asks for, where the lead holds it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from knowledge.answers import evidence
from knowledge.language.text import Span
from knowledge.model import Excerpt, Fact
from knowledge.search.query import Query
from knowledge.search.retrieval import Retrieval


def of_answer(found: Retrieval, lead: int, excerpt: Excerpt) -> tuple[Fact, ...]:
    """Return the datum nearest to the question's words, in the sentence of the lead that fits the question best."""
    query = found.query
    if query.kind == "other":
        return ()
    window = found.windows[lead]
    fits = found.unit_scores[window.first : window.last + 1]
    for k in np.argsort(-fits, kind="stable"):
        unit = found.units[window.first + int(k)].span
        span = Span(unit.start - excerpt.start, unit.end - excerpt.start)
        sentence = excerpt.text[span.start : span.end]
        data = evidence.find(query.kind, sentence, query.text)
        if data:
            marks = [
                (start + end) / 2 - span.start for start, end in excerpt.highlights if span.start <= start < span.end
            ]
            nearest = min(data, key=lambda datum: _rank(query, datum, sentence, marks))
            text = sentence[nearest.start : nearest.end].strip('“”"')
            return (Fact(kind=query.kind, text=text, excerpt=excerpt),)
    return ()


def _rank(query: Query, datum: Span, sentence: str, marks: Sequence[float]) -> tuple[bool, float]:
    """Among quantities figures come before words ("first"); then what stands nearest to one of the question's words."""
    figure = query.kind != "howmany" or any(c.isdigit() for c in sentence[datum.start : datum.end])
    middle = (datum.start + datum.end) / 2
    return not figure, min((abs(middle - mark) for mark in marks), default=0.0)
