"""From a question to an Answer."""

from __future__ import annotations

from knowledge.answers import datum, opposing, suggesting, verdict
from knowledge.language import text as language
from knowledge.model import Answer, Excerpt
from knowledge.search.layout import Layout
from knowledge.search.library import Library
from knowledge.search.query import Query, understand
from knowledge.search.retrieval import Retrieval

MOST = 5
_WORTH_SHOWING = 0.45
"""The share of the lead's score below which an excerpt is more likely noise than help."""
_COMMON = 0.25
"""The share of all sentences from which a word of the question is too common to be marked."""
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
    if not library.sources:
        return nothing
    if verdict.is_talk(query):
        reason = "other_script" if language.other_script(query.text) else "not_a_question"
        return nothing.model_copy(update={"reason": reason, "suggestions": suggesting.suggestions(library)})
    found = Retrieval(library, query, query.about or None if within is None else within)
    leads = leads_of(found)
    if not leads:
        return nothing.model_copy(update={"suggestions": suggesting.suggestions(library, found.issues)})
    best = datum.find(found, leads)
    if best is not None:
        leads = [best.window, *(k for k in leads if k != best.window)]
    decided, probable = verdict.decide(found, leads[0])
    if decided == "nothing":
        suggestions = suggesting.suggestions(library, found.issues)
        return nothing.model_copy(update={"confidence": probable, "suggestions": suggestions})
    view = opposing.find(found, leads)
    if view.silence is not None and view.silence.reason == "silent":
        leads = [k for k in leads if found.span(k)[0].source.author not in view.silence.authors]
    excerpts = tuple(excerpt(library, found, query, k, float(found.score[k])) for k in leads)
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
        facts=(datum.shown(found, best, excerpts[0]),) if best is not None and decided == "answered" else (),
        repairs=query.repairs,
        follows=query.follows,
        confidence=round(probable, 3),
        reason="foreign" if query.foreign else None,
    )


def leads_of(found: Retrieval) -> list[int]:
    """Return the windows to show, best first; for a comparison, those of each side in turn."""
    if found.query.comparing:
        return _balanced(found)
    chosen = found.choose(found.score, MOST)
    return [k for k in chosen if found.score[k] >= _WORTH_SHOWING * found.score[chosen[0]]]


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
    wanted = _telling(library, {term for concept in query.concepts for term in concept.terms})
    spans: list[tuple[int, int]] = []
    for term in library.analyzer.terms_of(text):
        if library.vocabulary.get(term.key) in wanted:
            start, end = max(term.start, spans[-1][1] if spans else 0), term.end
            if start < end:
                spans.append((start, end))
    return tuple(spans)


def _telling(library: Library, terms: set[int]) -> set[int]:
    """Return the terms without those that stand in many sentences anyhow, unless there are no others."""
    commonest = _COMMON * library.units.documents
    return {term for term in terms if library.units.frequency(term) <= commonest} or terms
