"""The datum that a who, when, how-many or define question asks for, where the lead holds it."""

from __future__ import annotations

import numpy as np

from knowledge.answers import evidence
from knowledge.model import Excerpt, Fact
from knowledge.search.query import Query
from knowledge.search.retrieval import Retrieval


def of_answer(query: Query, found: Retrieval, lead: int, excerpt: Excerpt) -> tuple[Fact, ...]:
    """Return the datum nearest to the question's words, in the sentence of the lead that fits the question best."""
    if query.kind == "other":
        return ()
    window = found.windows[lead]
    fits = found.unit_scores[window.first : window.last + 1]
    for k in np.argsort(-fits, kind="stable"):
        span = found.units[window.first + int(k)].span
        start, end = span.start - excerpt.start, span.end - excerpt.start
        data = evidence.find(query.kind, excerpt.text[start:end], query.text)
        if data:
            marks = [(a + b) / 2 - start for a, b in excerpt.highlights if start <= a < end]
            nearest = min(data, key=lambda d: min((abs((d.start + d.end) / 2 - m) for m in marks), default=0.0))
            text = excerpt.text[start + nearest.start : start + nearest.end].strip('“”"')
            return (Fact(kind=query.kind, text=text, excerpt=excerpt),)
    return ()
