"""The datum that a who, when, how-many or define question asks for: the one whose subject is the question's."""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge.answers import evidence, explaining, subject
from knowledge.answers.evidence import Candidate, Found
from knowledge.facts import names
from knowledge.language import text as language
from knowledge.language.text import Span
from knowledge.model import Datum, DatumKind, Excerpt
from knowledge.search.retrieval import Retrieval

_SUPPOSING = re.compile(r"\b(?:when|who|whom|whose \w+|how long) (?:will|would|should|could|might|can)\b")
_COUNTED = re.compile(r"\bhow many\s+(?:more\s+|other\s+|of\s+(?:the\s+)?)?((?:[\w'’-]+\s*){1,3})")
_MATCHED: dict[DatumKind, float] = {"when": 0.33, "howmany": 0.33, "who": 0.4, "define": 0.33}
"""The share of the question that a datum must be about for it to be the answer."""
_SUPPOSED = 0.6
"""The same where the question is about what will, would or should be: what was is seldom the answer."""
_NOUNS = 2
"""How many words behind "how many" name what is counted."""
_RELATED = 0.7
"""What a related word of a question's counts at least, beside the word itself."""
_ACTS = 0.55
"""The same for a government, which the words around it name for many reasons."""
_CLOSE = 0.05
"""What it counts that a word of the question stands right beside a datum."""
_MARGIN = 0.15
"""By how much a datum further down must fit better than one of the lead."""
_SHARE = 0.6
"""The share of the lead's score that the window of such a datum has at least."""


def find(found: Retrieval, leads: Sequence[int]) -> Found | None:
    """Return the datum that answers the question, in the first of the leads that has one which does."""
    kind = kind_of(found, leads)
    if kind is None:
        return None
    best: tuple[float, Found] | None = None
    for window in leads:
        share = float(found.score[window] / found.score[leads[0]])
        if share < _SHARE:
            break
        here = of_window(found, window, kind)
        if here is not None and matches(found, here) and (best is None or here.worth * share > best[0] + _MARGIN):
            best = here.worth * share, here
    return best[1] if best else None


def matches(found: Retrieval, datum: Found) -> bool:
    """Tell whether a datum is about enough of the question to be its answer."""
    least = _SUPPOSED if _SUPPOSING.search(found.query.text.lower()) else _MATCHED[datum.kind]
    return datum.match >= least and counts(found, datum)


def of_window(found: Retrieval, window: int, kind: DatumKind) -> Found | None:
    """Return the datum of a window that fits the question best, whether or not it fits well."""
    query = found.query
    if kind == "define":
        return explaining.explain(found, window)
    if kind == "who":
        role = _role(found, window)
        if role is not None:
            return role
    best: tuple[float, float, Candidate] | None = None
    asked = subject.own_terms(query)
    for sentence, facts in subject.sentences(found, window, evidence.OFFERED[kind]):
        for candidate in evidence.candidates(kind, sentence, facts, query.text):
            text = sentence.passage.text[candidate.span.start : candidate.span.end]
            if not evidence.fits_form(query.text, text) or subject.terms_of(found, text).keys() <= asked:
                continue
            match = subject.match_of(found, window, sentence, candidate)
            if candidate.prior <= evidence.ACTOR and match < _ACTS:
                continue
            worth = candidate.prior * (match + _CLOSE * subject.closeness(found, sentence, candidate, asked))
            if best is None or worth > best[0]:
                best = worth, match, candidate
    return Found(kind, window, best[2].span, best[1], best[0]) if best else None


def shown(found: Retrieval, datum: Found, excerpt: Excerpt) -> Datum:
    """Return a datum as an answer shows it, in the excerpt of its window."""
    passage = found.span(datum.window)[0].passage.text
    return Datum(kind=datum.kind, text=passage[datum.span.start : datum.span.end], excerpt=excerpt)


def _role(found: Retrieval, window: int) -> Found | None:
    """Return what a person is said to be whom a question names: "who is Fu Ying?"."""
    if not re.search(r"\bwho(?:'s| is| was| are| were|s)\b", found.query.text.lower().replace("’", "'")):
        return None
    asked = subject.own_terms(found.query)
    ideas = [concept for concept in found.query.concepts if concept.scale == 1]
    for sentence, facts in subject.sentences(found, window, ("person",)):
        for fact in facts:
            if fact.about and not fact.noted:
                named = frozenset(subject.terms_of(found, fact.text))
                if named & asked and all(concept.terms.keys() & named for concept in ideas):
                    start = sentence.passage.text.find(fact.about, *found.span(window)[1:])
                    if start >= 0:
                        return Found("who", window, Span(start, start + len(fact.about)), 1.0, 1.0)
    return None


def counts(found: Retrieval, datum: Found) -> bool:
    """Tell whether a number is one of what a question counts: "how many inspectors" wants inspectors near it."""
    counted = _COUNTED.search(language.fold(found.query.text))
    if datum.kind != "howmany" or counted is None:
        return True
    words = [word.stem for word in language.words(counted[1])]
    nouns = [
        concept
        for concept in found.query.concepts
        if language.stem(concept.folded.split()[0]) in words and concept.folded not in subject.FORM_WORDS
    ][:_NOUNS]
    if not nouns:
        return True
    for sentence, facts in subject.sentences(found, datum.window, evidence.OFFERED[datum.kind]):
        if sentence.span.start <= datum.span.start < sentence.span.end:
            about = next((fact.about for fact in facts if fact.span == datum.span), None)
            if about is None:  # no fact of its own counts what stands right behind it
                text = sentence.passage.text[datum.span.start : datum.span.end]
                here = subject.terms_of(found, text)
                return all(any(term in here for term in noun.terms) for noun in nouns)
            levels = subject.levels_of(
                found, datum.window, sentence, Candidate(datum.span, about, 1.0, datum.span.start)
            )
            return all(
                any(share * levels.get(term, 0.0) >= subject.NOTED * _RELATED for term, share in noun.terms.items())
                for noun in nouns
            )
    return False


def names_a_person(found: Retrieval) -> bool:
    """Tell whether a question names a person in full."""
    return next(names.people(found.query.text.title()), None) is not None


def kind_of(found: Retrieval, leads: Sequence[int]) -> DatumKind | None:
    """Return what kind of datum a question asks for; "what is" asks for a definition where a lead names the thing."""
    kind = found.query.kind if found.query.kind != "other" else found.query.goes_on
    if kind != "other":
        return kind
    return "define" if any(explaining.asks_what(found, window) for window in leads[:2]) else None
