"""The datum that a who, when, how-many or define question asks for: the one whose subject is the question's."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from knowledge.answers import evidence
from knowledge.answers.evidence import Candidate
from knowledge.facts import book, names
from knowledge.facts.clauses import piece_of
from knowledge.facts.fact import Fact, Sentence
from knowledge.language import text as language
from knowledge.language.terms import stopwords
from knowledge.language.text import Span
from knowledge.model import Datum, DatumKind, Excerpt
from knowledge.search.query import Query
from knowledge.search.retrieval import Retrieval

_ABOUT, _CLAUSE, _BESIDE, _SENTENCE, _NOTED, _WINDOW = 1.0, 0.9, 0.8, 0.65, 0.5, 0.3
"""What a word of the question counts that stands in what a datum is about, in its clause, in the next one, elsewhere in
its sentence, in a question noted for that, or in another sentence of the window."""
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


class Found(NamedTuple):
    """A datum in a window, and how much of the question it is about."""

    kind: DatumKind
    window: int
    span: Span
    """Where it stands in the passage."""
    match: float
    worth: float = 0.0
    """The same, less where it is unlikely to be what such a question asks for."""


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
        return _definition(found, window)
    if kind == "who":
        role = _role(found, window)
        if role is not None:
            return role
    best: tuple[float, float, Candidate] | None = None
    asked = own_terms(query)
    for sentence, facts in _sentences(found, window):
        for candidate in evidence.candidates(kind, sentence, facts, query.text):
            text = sentence.passage.text[candidate.span.start : candidate.span.end]
            if not evidence.fits_form(query.text, text) or _terms(found, text).keys() <= asked:
                continue
            match = _match(found, window, sentence, candidate)
            if candidate.prior <= evidence.ACTOR and match < _ACTS:
                continue
            worth = candidate.prior * (match + _CLOSE * _closeness(found, sentence, candidate, asked))
            if best is None or worth > best[0]:
                best = worth, match, candidate
    return Found(kind, window, best[2].span, best[1], best[0]) if best else None


def _closeness(found: Retrieval, sentence: Sentence, candidate: Candidate, asked: frozenset[int]) -> float:
    """Return how near to a datum the nearest word of the question stands, 1 for right beside it."""
    start, end = candidate.span.start - sentence.span.start, candidate.span.end - sentence.span.start
    vocabulary, best = found.library.vocabulary, 0.0
    for term in found.library.analyzer.terms_of(sentence.text):
        if vocabulary.get(term.key) in asked and not start <= term.start < end:
            apart = sentence.text[end : term.start] if term.start >= end else sentence.text[term.end : start]
            best = max(best, 1 / max(len(apart.split()), 1))
    return best


def shown(found: Retrieval, datum: Found, excerpt: Excerpt) -> Datum:
    """Return a datum as an answer shows it, in the excerpt of its window."""
    passage = found.span(datum.window)[0].passage.text
    return Datum(kind=datum.kind, text=passage[datum.span.start : datum.span.end], excerpt=excerpt)


def _sentences(found: Retrieval, window: int) -> Iterator[tuple[Sentence, list[Fact]]]:
    """Yield the sentences of a window with the facts that stand in it."""
    indexed, start, end = found.span(window)
    library = found.library
    slot = library.slot_of(indexed.units[0].place)
    facts = book.book(library).of_passage(slot, indexed) if slot is not None else ()
    for sentence in book.sentences(indexed):
        if sentence.span.start < end and start < sentence.span.end:
            inside = [
                f
                for f in facts
                if f.sentence.address == sentence.address and start <= f.span.start and f.span.end <= end
            ]
            yield sentence._replace(span=Span(max(sentence.span.start, start), min(sentence.span.end, end))), inside


def own_terms(query: Query) -> frozenset[int]:
    """Return the ids of the question's own words and their aliases."""
    return frozenset(term for concept in query.concepts for term, share in concept.terms.items() if share == 1)


def _terms(found: Retrieval, text: str) -> Mapping[int, int]:
    """Return the ids of the terms of a text with the place where each first stands."""
    terms: dict[int, int] = {}
    for term in found.library.analyzer.terms_of(text):
        term_id = found.library.vocabulary.get(term.key)
        terms.setdefault(-1 - len(terms) if term_id is None else term_id, term.start)
    return terms


def _match(found: Retrieval, window: int, sentence: Sentence, candidate: Candidate) -> float:
    """Return how much of the question a datum is about, 0 to 1."""
    if not in_its_year(found, window):
        return 0.0
    levels = _levels(found, window, sentence, candidate)
    subject = [concept for concept in found.query.concepts if concept.folded not in _FORM_WORDS]
    # A word that only the question before has says less of which of several it is than of what they all are.
    weights = [concept.weight * concept.scale for concept in subject]
    if not any(weights):
        return 1.0
    gained = (
        weight * max((share * levels.get(term, 0.0) for term, share in concept.terms.items()), default=0.0)
        for weight, concept in zip(weights, subject, strict=True)
    )
    return sum(gained) / sum(weights)


def in_its_year(found: Retrieval, window: int) -> bool:
    """Tell whether a year that a question names is one of the window's, or the one its source was published in."""
    asked = set(_YEAR.findall(found.query.text))
    indexed, start, end = found.span(window)
    return asked <= {*_YEAR.findall(indexed.passage.text[start:end]), indexed.source.year}


_YEAR = re.compile(r"\b(?:1[0-9]|20)\d\d\b")
_FORM_WORDS = frozenset(
    {
        "year",
        "month",
        "day",
        "date",
        "time",
        "times",
        "percent",
        "percentage",
        "number",
        "amount",
        "share",
        "person",
        "who",
        "dollars",
        "tons",
    }
)
"""Words of a question that say of what form its datum is, and not what it is about."""


def _levels(found: Retrieval, window: int, sentence: Sentence, candidate: Candidate) -> dict[int, float]:
    """Return the terms around a datum with what each counts."""
    levels: dict[int, float] = {}

    def count(terms: Iterator[int] | Mapping[int, int] | frozenset[int], level: float) -> None:
        for term in terms:
            levels[term] = max(levels.get(term, 0.0), level)

    _, start, end = found.span(window)
    passage = sentence.passage.text
    count(_terms(found, passage[start:end]), _WINDOW)
    count(found.library.notes.terms(sentence.place), _NOTED)
    text = sentence.text
    here = piece_of(text, candidate.anchor - sentence.span.start)
    for term in found.library.analyzer.terms_of(text):
        term_id = found.library.vocabulary.get(term.key)
        if term_id is not None:
            apart = abs(piece_of(text, term.start) - here)
            count(iter((term_id,)), (_CLAUSE, _BESIDE)[apart] if apart < 2 else _SENTENCE)
    count(_terms(found, candidate.about), _ABOUT)
    return levels


def _role(found: Retrieval, window: int) -> Found | None:
    """Return what a person is said to be whom a question names: "who is Fu Ying?"."""
    if not re.search(r"\bwho(?:'s| is| was| are| were|s)\b", found.query.text.lower().replace("’", "'")):
        return None
    asked = own_terms(found.query)
    ideas = [concept for concept in found.query.concepts if concept.scale == 1]
    for sentence, facts in _sentences(found, window):
        for fact in facts:
            if fact.kind == "person" and fact.about and not fact.noted:
                named = frozenset(_terms(found, fact.text))
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
        if language.stem(concept.folded.split()[0]) in words and concept.folded not in _FORM_WORDS
    ][:_NOUNS]
    if not nouns:
        return True
    for sentence, facts in _sentences(found, datum.window):
        if sentence.span.start <= datum.span.start < sentence.span.end:
            about = next((fact.about for fact in facts if fact.span == datum.span), None)
            if about is None:  # no fact of its own counts what stands right behind it
                text = sentence.passage.text[datum.span.start : datum.span.end]
                here = _terms(found, text)
                return all(any(term in here for term in noun.terms) for noun in nouns)
            levels = _levels(found, datum.window, sentence, Candidate(datum.span, about, 1.0, datum.span.start))
            return all(
                any(share * levels.get(term, 0.0) >= _NOTED * _RELATED for term, share in noun.terms.items())
                for noun in nouns
            )
    return False


def names_a_person(found: Retrieval) -> bool:
    """Tell whether a question names a person in full."""
    return next(names.people(found.query.text.title()), None) is not None


_SUPPOSING = re.compile(r"\b(?:when|who|whom|whose \w+|how long) (?:will|would|should|could|might|can)\b")
_COUNTED = re.compile(r"\bhow many\s+(?:more\s+|other\s+|of\s+(?:the\s+)?)?((?:[\w'’-]+\s*){1,3})")
_DEFINING = re.compile(
    r"^\W*(?:wh?ats?|what(?:'s| is| are| was| were| does| do| did))\b|\bmeaning\b|\bdefin|\bmean\b|\bstands? for\b|\bmeant by\b"
    r"|\bname of\b|\bcalled\b"
)
_STANDS_FOR = re.compile(r"\bstands? for\b|\bshort for\b|\babbreviat|\bspell(?:ed)? out\b|\bfull name\b")
_NAME_OF = re.compile(
    r"\bname of (?:the |a )?(?:\w+ )?(?:treaty|pact|agreement|accord|resolution|law|act|policy|plan|deal|list|exemption)"
)


def kind_of(found: Retrieval, leads: Sequence[int]) -> DatumKind | None:
    """Return what kind of datum a question asks for; "what is" asks for a definition where it names a term."""
    kind = found.query.kind if found.query.kind != "other" else found.query.goes_on
    if kind != "other":
        return kind
    if not _DEFINING.search(found.query.text.lower().replace("’", "'")):
        return None
    if _NAME_OF.search(found.query.text.lower()):
        return "define"
    return "define" if any(_named(found, window) for window in leads[:2]) else None


def _named(found: Retrieval, window: int) -> list[tuple[Fact, float]]:
    """Return the terms, acronyms and agreements of a window that a question names, with how fully it names them."""
    asked = own_terms(found.query)
    weigh = found.library.units.weight
    total = sum(concept.weight for concept in found.query.concepts) or 1.0
    named: list[tuple[Fact, float]] = []
    for _, facts in _sentences(found, window):
        for fact in facts:
            if fact.kind in ("term", "acronym", "agreement") and fact.about:
                terms = frozenset(term for term in _terms(found, fact.text) if term >= 0)
                if terms and terms <= asked:
                    named.append((fact, sum(map(weigh, terms)) / total))
    return named


def _definition(found: Retrieval, window: int) -> Found | None:
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
            sentence = next(s for s, _ in _sentences(found, window) if s.address == fact.sentence.address)
            return Found("define", window, evidence.explanation(sentence, fact.span.start), 1.0, 1.0)
    if _NAME_OF.search(found.query.text.lower()):
        return _name(found, window)
    return _used(found, window) if found.query.kind == "define" else None


def _name(found: Retrieval, window: int) -> Found | None:
    """Return the name of a treaty or policy that a question describes."""
    best: Found | None = None
    for sentence, facts in _sentences(found, window):
        for fact in facts:
            if fact.kind in ("agreement", "term"):
                match = _match(
                    found, window, sentence, Candidate(fact.span, f"{fact.text} {fact.about}", 1.0, fact.span.start)
                )
                if match >= _MATCHED["define"] and (best is None or match > best.match):
                    best = Found("define", window, fact.span, match, match)
    return best


_USED = 0.7
"""What a clause that only uses the words is worth beside one that explains a term."""


def _used(found: Retrieval, window: int) -> Found | None:
    """Return the clause in which the words of a question stand together."""
    asked = own_terms(found.query) - {
        term for concept in found.query.concepts if concept.folded in stopwords() for term in concept.terms
    }
    w = found.windows[window]
    best: tuple[float, Span] | None = None
    fits = found.unit_scores[w.first : w.last + 1]
    order = {
        found.units[w.first + int(k)].place.address: rank for rank, k in enumerate(np.argsort(-fits, kind="stable"))
    }
    for sentence, _ in _sentences(found, window):
        here = {term: at for term, at in _terms(found, sentence.text).items() if term in asked}
        if not here:
            continue
        share = _USED * len(here) / (len(asked) or 1) - 0.01 * order.get(sentence.address, 9)
        if best is None or share > best[0]:
            best = share, evidence.explanation(sentence, sentence.span.start + min(here.values()))
    return Found("define", window, best[1], best[0]) if best else None
