"""A question understood: what it asks for, about whom, in which terms, with its typing errors repaired."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal, NamedTuple

from knowledge.language import text as language
from knowledge.language.terms import Term, stopwords
from knowledge.meaning.encoder import Vectors
from knowledge.model import Repair
from knowledge.search import spelling
from knowledge.search.library import Library

Kind = Literal["who", "when", "howmany", "define", "other"]
PREVIOUS_SHARE = 0.4
"""What a word of the previous question counts beside a word of the follow-up itself."""

_ROLE = (
    r"(?:president|leader|officials?|person|diplomat|advis[eo]r|minister|secretary|ambassador|historian|scholar|professor"
    r"|general|senator|governor|judge|politician|author|writer|king|chair(?:man|woman|person)?|spokes(?:man|woman|person))"
)
_AUXILIARY = r"(?:did|do|does|was|were|is|are|has|have|had|will|would|should|can|could|might|may)"
_KINDS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    (
        "when",
        re.compile(
            r"^\W*(?:(?:and|so|but|then|ok|also)\W+)*when\b(?!.*\b(?:how|what|why|who|which)\b)"
            r"|\bsince when\b|\bwhen\W*$"
            rf"|\bwhen(?:'?s)? (?:exactly |precisely )?{_AUXILIARY}\b"
            r"|\b(?:what|which) (?:year|date|day|month)\b|\bhow long ago\b"
        ),
    ),
    (
        "howmany",
        re.compile(
            r"\bhow (?:many|often|long|old)\b(?! ago)|\bby (?:how much|what (?:percentage|share))\b"
            r"|\b(?:what|which) (?:percent\w*|number|share|amount)\b"
            r"|\bhow (?:much|far) (?:did|has|have)\b.*\b(?:rise|rose|grow|fall|drop|increase|decline)"
            r"|\bhow much (?:oil|coal|money|trade|fuel|food|gas|grain|gold|debt|revenue|tax|land)\b"
        ),
    ),
    ("who", re.compile(rf"\bwho(?:m|se|s|'s)?\b|\bwhich (?:[\w'-]+ ){{0,2}}{_ROLE}\b")),
    (
        "define",
        re.compile(
            r"\bdefin(?:e|ition)\b|\bmeaning of\b|\bmeant by\b"
            r"|\bwh?at (?:does|do|did|is|was) .*\b(?:mean|stand for)s?\b"
            r"|^\W*(?:wh?ats?|what is|what are|what was|what's) (?:(?:a|an|the) )?[\w'’-]+(?: [\w'’-]+){0,2}\W*$"
        ),
    ),
)
_OTHER_INTERROGATIVE = re.compile(r"\b(?:why|how|what|which|does|do|did|is|are|was|were|has|have|can|could|will)\b")
_TEXTS = r"(?:essays|authors|writers|articles|pieces|texts|sources|papers)"
_COMPARING = re.compile(
    rf"\b(?:both|two|the|these|all|between) (?:of the )?(?:two )?{_TEXTS}\b"
    r"|\b(?:each|either) (?:essay|author|writer|article|piece|text|source|paper)\b"
    r"|\b(?:compare|comparison|contrast)\b|\bdo(?:es)? they (?:agree|disagree|differ)\b"
)
_COMPARING_VERB = re.compile(
    r"\b(?:compar\w+|contrast\w*|(?:dis)?agree\w*|differ(?:s|ed|ence|ences)?|vs|versus)\b", re.IGNORECASE
)
_TAG = re.compile(r"<[@#&!:a-zA-Z0-9_~]*\d{15,}>|https?://\S+")
"""Mentions, emoji and links, as chat programs write them: no words."""
_VERSUS = re.compile(r"\b(?:vs?|versus)\b")
_LEANS_ON = re.compile(
    r"^\W*(?:(?:ok|okay|so|well|but|and|then|also|or|hm+)\b\W*)*"
    r"(?:(?:what|how) (?:about|abt)\b|and\b|but\b|so\b|then\b|also\b|why\W*$|since when\W*$"
    r"|how so\b|like what\b|such as\b)"
)
_ATTRIBUTED = re.compile(r"[\s,]*\b(?:according to|in the words of|in|by|for)[\s'’s.?!]*$")
"""What is left of "according to Mastro?" where the name is taken out."""
_ASKS_ANEW = re.compile(
    r"\b(?:why|how(?! about)|what(?! about| abt)|who|when|where|which"
    r"|does|do|did|is|are|was|were|has|have|can|could|will)\b"
)
_ANAPHOR = re.compile(
    r"\b(?:it|its|they|them|their|theirs|that|this|those|these|he|she|him|his|her|there|then|else|same|one|ones|other)\b"
)


class Concept(NamedTuple):
    """One idea of a question and all terms that stand for it."""

    key: str
    folded: str
    terms: Mapping[int, float]
    weight: float
    """How much the idea says: the idf of its term, or the rarity of a word the library does not have."""
    scale: float
    """1 for a word of the question itself, less for one inherited from the question before."""
    known: bool
    """Whether the library, its notes or the thesaurus have the word."""


class Query(NamedTuple):
    """A question as the search understands it."""

    text: str
    kind: Kind
    comparing: bool
    about: frozenset[str]
    """Ids of the sources that may lead: those the question names, unless it names several to compare them."""
    named: bool
    """Whether it names a source."""
    concepts: tuple[Concept, ...]
    repairs: tuple[Repair, ...]
    follows: str | None
    goes_on: Kind = "other"
    """What the question before asked for, where this one only names another case of it: "and after covid?"."""
    plain: str = ""
    """The question's words, folded, without names of sources and typing errors; of a follow-up also those before."""
    vector: Vectors | None = None
    """What it means (shape: dimensions); None where the library cannot tell."""
    foreign: bool = False
    """Whether it is in another language, one that the library's meaning covers: its words then tell nothing."""

    @property
    def scaled(self) -> list[Mapping[int, float]]:
        """The terms of each concept, weighted for ranking."""
        return [{term: share * c.scale for term, share in c.terms.items()} for c in self.concepts]

    @property
    def weight(self) -> float:
        """The weight of all concepts together."""
        return sum(concept.weight for concept in self.concepts)


def understand(question: str, library: Library, previous: str | None = None) -> Query:
    """Understand a question, in the light of the previous one where it does not stand alone."""
    query = _understand(question, library, previous)
    meaning = library.meaning
    if meaning is None or not meaning.ready:
        return query
    foreign = _unread(query) and meaning.many_languages
    asked = language.printable(question) if foreign else query.plain
    return query._replace(vector=meaning.encoder.encode([asked])[0], foreign=foreign)


def _unread(query: Query) -> bool:
    """Tell whether most words of a question are neither the library's nor English."""
    strange = [c for c in query.concepts if not c.known and not spelling.is_english(c.folded)]
    return 2 * len(strange) > len(query.concepts)


def _understand(question: str, library: Library, previous: str | None) -> Query:
    text = language.printable(question)
    query = _read(_TAG.sub(" ", text), library)._replace(text=text)
    if previous is None or not _leans(text, query):
        return query
    before = _read(language.printable(previous), library)
    known = {concept.key for concept in query.concepts}
    inherited = tuple(
        concept._replace(weight=concept.weight * PREVIOUS_SHARE, scale=PREVIOUS_SHARE)
        for concept in before.concepts
        if concept.key not in known and concept.known
    )
    return query._replace(
        concepts=query.concepts + inherited,
        about=query.about or before.about,
        named=query.named or before.named,
        comparing=query.comparing or before.comparing,
        follows=before.text,
        goes_on=before.kind if not _ASKS_ANEW.search(language.fold(text)) else "other",
        plain=f"{query.plain} {before.plain}" if inherited else query.plain,
    )


def _leans(text: str, query: Query) -> bool:
    folded = language.fold(text)
    ideas = len(query.concepts)
    return bool(_LEANS_ON.match(folded)) or ideas == 1 or (ideas <= 3 and bool(_ANAPHOR.search(folded)))


def _read(text: str, library: Library) -> Query:
    folded = language.fold(text)
    mentions = library.names.find(text)
    bare = text
    for mention in mentions:
        bare = bare[: mention.start] + " " * (mention.end - mention.start) + bare[mention.end :]
    about = frozenset[str]().union(*(mention.sources for mention in mentions))
    groups = {mention.sources for mention in mentions}
    distinct = any(not (a & b) for a in groups for b in groups)
    comparing = distinct or bool(_COMPARING.search(folded)) or bool(_VERSUS.search(folded) and len(groups) > 1)
    if comparing:
        bare = _COMPARING_VERB.sub(" ", bare)
    repaired, repairs = _repaired(bare, library)
    concepts = _concepts(repaired, library)
    about = frozenset[str]() if distinct else about
    plain = " ".join(word.folded for word in language.words(repaired)) + "?"
    kind = _kind(_ATTRIBUTED.sub("", language.fold(bare)))
    return Query(text, kind, comparing, about, bool(mentions), concepts, repairs, None, plain=plain)


def _kind(folded: str) -> Kind:
    """The first interrogative decides: "how did China react when ..." asks for no date."""
    first = _OTHER_INTERROGATIVE.search(folded)
    found = [(match.start(), i) for i, (_, pattern) in enumerate(_KINDS) if (match := pattern.search(folded))]
    if not found:
        return "other"
    start, i = min(found)
    kind = _KINDS[i][0]
    return kind if kind == "define" or first is None or start <= first.start() else "other"


def _repaired(text: str, library: Library) -> tuple[str, tuple[Repair, ...]]:
    repairs: list[Repair] = []
    out: list[str] = []
    end = 0
    for word in language.words(text):
        if library.knows(word):
            continue
        meant = library.compounds.get(word.folded)
        split = meant is not None
        if meant is None and not spelling.is_english(word.folded):
            meant = library.repaired(word.folded)
        if meant is not None:
            out += [text[end : word.start], meant]
            end = word.end
            if not split and meant not in stopwords():
                repairs.append(Repair(typed=text[word.start : word.end], read=meant))
    return "".join(out) + text[end:], tuple(repairs)


def _concepts(text: str, library: Library) -> tuple[Concept, ...]:
    terms = library.analyzer.terms(text, question=True)
    concepts: dict[str, Concept] = {}
    i = 0
    while i < len(terms):
        size, related = _related(terms, i, library)
        for term in terms[i : i + size]:
            concepts.setdefault(term.key, _concept(term, related, library))
        i += size
    return tuple(concepts.values())


def _related(terms: list[Term], i: int, library: Library) -> tuple[int, Mapping[str, float]]:
    for size in (3, 2, 1):
        related = library.analyzer.related(term.key for term in terms[i : i + size])
        if related and i + size <= len(terms):
            return size, related
    return 1, {}


def _concept(term: Term, related: Mapping[str, float], library: Library) -> Concept:
    ids: dict[int, float] = {}
    weight = 0.0
    for key, share in (*related.items(), (term.key, 1.0)):
        term_id = library.vocabulary.get(key)
        if term_id is not None and library.has(term_id):
            ids[term_id] = share
            weight = max(weight, share * library.units.weight(term_id))
    known = bool(ids)
    if not weight:
        weight = library.units.rarest * (1.0 if known else spelling.rarity(term.folded))
    return Concept(term.key, term.folded, ids, weight, 1.0, known)
