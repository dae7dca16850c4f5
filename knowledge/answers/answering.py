"""From a question to an Answer."""

from __future__ import annotations

from knowledge.answers import facts, opposing, verdict
from knowledge.model import Answer, Excerpt
from knowledge.search.layout import Layout
from knowledge.search.library import Library
from knowledge.search.query import Query, understand
from knowledge.search.retrieval import Retrieval

MOST = 5
LONGEST = 1000
"""Characters of the longest question that is read."""


def answer(
    library: Library, question: str, previous: str | None = None, *, within: frozenset[str] | None = None
) -> Answer:
    """Answer a question from a library, in the light of the previous question where it does not stand alone.

    ``within`` restricts what leads to some source ids; the opposing view may come from any other.
    """
    query = understand(question[:LONGEST], library, previous)
    nothing = Answer(question=question, verdict="nothing", repairs=query.repairs, follows=query.follows)
    if verdict.is_talk(query):
        return nothing
    found = Retrieval(library, query, within if within is not None else query.about or None)
    leads = _balanced(found) if query.comparing else found.choose(found.score, MOST)
    if not leads:
        return nothing
    signals = verdict.weigh(query, found, leads[0])
    noted = library.notes.has(found.span(leads[0])[0].source.id)
    probable = verdict.probability(signals, noted)
    decided = verdict.decide(probable, signals)
    if decided == "nothing":
        return nothing.model_copy(update={"confidence": probable})
    excerpts = tuple(excerpt(library, found, query, k, float(found.score[k])) for k in leads)
    view = opposing.find(library, query, found, leads)
    against = tuple(
        excerpt(library, view.found, query, k, score)
        for k, score in zip(view.windows, view.scores, strict=True)
        if view.found is not None
    )
    return Answer(
        question=question,
        verdict=decided,
        excerpts=excerpts,
        opposing=against,
        silence=view.silence,
        facts=facts.of_answer(query, found, leads[0], excerpts[0]) if decided == "answered" else (),
        repairs=query.repairs,
        follows=query.follows,
        confidence=round(probable, 3),
    )


def _balanced(found: Retrieval) -> list[int]:
    """Return the best windows of each side in turn, the side with the best window first."""
    sides: dict[object, list[int]] = {}
    order = found.choose(found.score, len(found.windows))
    for k in order:
        source = found.span(k)[0].source
        sides.setdefault(source.side or source.authors, []).append(k)
    turns = [k for turn in range(MOST) for side in sides.values() for k in side[turn : turn + 1]]
    return turns[:MOST]


def excerpt(library: Library, layout: Layout, query: Query, window: int, score: float) -> Excerpt:
    """Return a window as it is shown: verbatim, cited, with the question's words marked."""
    indexed, start, end = layout.span(window)
    source, text = indexed.source, indexed.passage.text[start:end]
    return Excerpt(
        text=text,
        source=source.id,
        author=source.author,
        side=source.side,
        paragraph=indexed.passage.number,
        citation=library.citation(source, indexed.passage.number),
        score=round(score, 4),
        start=start,
        highlights=_highlights(library, query, text),
    )


def _highlights(library: Library, query: Query, text: str) -> tuple[tuple[int, int], ...]:
    wanted = {term for concept in query.concepts for term in concept.terms}
    spans: list[tuple[int, int]] = []
    for term in library.analyzer.terms(text):
        if library.vocabulary.get(term.key) in wanted:
            start, end = max(term.start, spans[-1][1] if spans else 0), term.end
            if start < end:
                spans.append((start, end))
    return tuple(spans)
