"""The author's explanation of what a question names: "what is the red line?"."""

from __future__ import annotations

import re

import numpy as np

from knowledge.answers import evidence, subject
from knowledge.answers.evidence import Candidate, Found
from knowledge.facts.fact import Fact
from knowledge.language.terms import stopwords
from knowledge.language.text import Span
from knowledge.model import FactKind
from knowledge.search.retrieval import Retrieval

_ENOUGH = 0.33
"""The share of a description that a name must be about."""
_USED = 0.7
"""What a clause that only uses the words is worth beside one that explains a term."""
_DEFINED = 0.3
"""What it counts that a sentence sounds like a definition."""
_EXPLAINS = re.compile(
    r"[\w’'-]+[,”\"]? "
    r"(?:(?:I|we) (?:understand|mean)|(?:is|are|was|were|means?|signif\w+|denotes?|consists?|may be defined)\b)"
)
_DEFINING = re.compile(
    r"^\W*(?:wh?ats?|what(?:'s| is| are| was| were| does| do| did))\b|\bmeaning\b|\bdefin|\bmean\b|\bstands? for\b"
    r"|\bmeant by\b|\bname of\b|\bcalled\b"
)
_STANDS_FOR = re.compile(r"\bstands? for\b|\bshort for\b|\babbreviat|\bspell(?:ed)? out\b|\bfull name\b")
_NAME_OF = re.compile(
    r"\bname of (?:the |a )?(?:\w+ )?"
    r"(?:treaty|pact|agreement|accord|resolution|law|act|policy|plan|deal|list|exemption)\b"
)
_EXPLAINED: tuple[FactKind, ...] = ("term", "acronym", "agreement")
"""What an author explains."""
_DESCRIBED: tuple[FactKind, ...] = ("term", "agreement")
"""What a question may describe to ask for its name."""


def asks_what(found: Retrieval, window: int) -> bool:
    """Tell whether a question asks what something is that a window names."""
    text = found.query.text.lower().replace("’", "'")
    return bool(_DEFINING.search(text)) and (bool(_NAME_OF.search(text)) or bool(_named(found, window)))


def _named(found: Retrieval, window: int) -> list[tuple[Fact, float]]:
    """Return the terms, acronyms and agreements of a window that a question names, with how fully it names them."""
    asked = subject.own_terms(found.query)
    weigh = found.library.units.weight
    total = sum(concept.weight for concept in found.query.concepts) or 1.0
    named: list[tuple[Fact, float]] = []
    for _, facts in subject.sentences(found, window, _EXPLAINED):
        for fact in facts:
            if fact.about:
                terms = frozenset(term for term in subject.terms_of(found, fact.text) if term >= 0)
                if terms and terms <= asked:
                    named.append((fact, sum(map(weigh, terms)) / total))
    return named


def explain(found: Retrieval, window: int) -> Found | None:
    """Return the author's explanation of the term that a question names, else the clause that holds its words."""
    passage = found.span(window)[0].passage.text
    _, start, end = found.span(window)
    named = sorted(_named(found, window), key=lambda pair: -pair[1])
    spelled = bool(_STANDS_FOR.search(found.query.text.lower()))
    for fact, _ in sorted(named, key=lambda pair: (pair[0].kind == "acronym") != spelled):
        at = passage.find(fact.about, start, end)
        if at >= 0:
            return Found("define", window, Span(at, at + len(fact.about)), 1.0, 1.0)
        if fact.kind != "acronym":
            sentence = next(s for s, _ in subject.sentences(found, window) if s.address == fact.sentence.address)
            return Found("define", window, evidence.explanation(sentence, fact.span.start), 1.0, 1.0)
    if _NAME_OF.search(found.query.text.lower()):
        return _name(found, window)
    return _used(found, window) if found.query.kind == "define" else None


def _name(found: Retrieval, window: int) -> Found | None:
    """Return the name of a treaty or policy that a question describes."""
    best: Found | None = None
    for sentence, facts in subject.sentences(found, window, _DESCRIBED):
        for fact in facts:
            described = Candidate(fact.span, f"{fact.text} {fact.about}", 1.0, fact.span.start)
            match = subject.match_of(found, window, sentence, described)
            if match >= _ENOUGH and (best is None or match > best.match):
                best = Found("define", window, fact.span, match, match)
    return best


def _used(found: Retrieval, window: int) -> Found | None:
    """Return the clause in which the words of a question stand together."""
    asked = subject.own_terms(found.query) - {
        term for concept in found.query.concepts if concept.folded in stopwords() for term in concept.terms
    }
    w = found.windows[window]
    best: tuple[float, Span] | None = None
    fits = found.unit_scores(np.arange(w.first, w.last + 1))
    order = {
        found.units[w.first + int(k)].place.address: rank for rank, k in enumerate(np.argsort(-fits, kind="stable"))
    }
    for sentence, _ in subject.sentences(found, window):
        here = {term: at for term, at in subject.terms_of(found, sentence.text).items() if term in asked}
        if not here:
            continue
        at = min(here.values())
        share = _USED * len(here) / (len(asked) or 1) - 0.01 * order.get(sentence.address, 9)
        share += _DEFINED if _EXPLAINS.match(sentence.text, at) else 0.0
        if best is None or share > best[0]:
            best = share, evidence.explanation(sentence, sentence.span.start + at)
    return Found("define", window, best[1], best[0]) if best else None
