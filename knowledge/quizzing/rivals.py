"""Which other datum of the library may stand as a wrong choice: of the same form, and certainly wrong."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence

from knowledge.language.text import fold
from knowledge.quizzing.gaps import Gap, telling
from knowledge.search.library import Library

_MORE = re.compile(r"\b(?:more than|over|at least|above|exceed\w*|no less than)\W*[$£€¥]?$", re.IGNORECASE)
_LESS = re.compile(r"\b(?:less than|fewer than|under|below|at most|up to|no more than)\W*[$£€¥]?$", re.IGNORECASE)
_ARTICLE = re.compile(r"\ban?\W*$", re.IGNORECASE)
_VOWELS = frozenset("aeiou")
_NEAR, _FAR = 1.3, 200.0
"""By which factor a wrong number differs at least, so that "about" does not cover it, and at most, to be believed."""
_COMMON = 0.2
"""The share of all sentences from which a word is too common to show that two speak of one thing."""
_FEW = 3
"""In how many sentences a word is rare in the smallest library."""
_ALIKE = 0.3
"""The share of its telling words that a sentence has in common with another that may say the same."""
_LOOKED_AT = 12
"""How many of the likeliest passages are searched for a sentence that says the same of a wrong choice."""


def rivals(library: Library, gap: Gap, others: Sequence[Gap]) -> Iterator[Gap]:
    """Yield those of other gaps whose data are wrong in this one: none means the same, none may be true there too."""
    similar, rest = list(_similar(library, gap)), names(library, gap.rest)
    for other in others:
        kin = other.fact.kind == gap.fact.kind and other.form == gap.form and _sounds_right(gap, other)
        if kin and not may_fit(library, gap, other, similar, rest):
            yield other


def _sounds_right(gap: Gap, other: Gap) -> bool:
    """Tell whether "a" or "an" before the gap suits another datum as well as the right one."""
    if not _ARTICLE.search(gap.before):
        return True
    return (fold(gap.text)[:1] in _VOWELS) == (fold(other.text)[:1] in _VOWELS)


def may_fit(library: Library, gap: Gap, other: Gap, similar: Sequence[str], rest: frozenset[str]) -> bool:
    """Tell whether another datum may be right in a gap.

    ``similar`` are the folded sentences that may say the same, ``rest`` what stands in the gap's own beside it.
    """
    if alike(library, gap, other) or names(library, other.text) & rest:
        return True
    # What a number counts stands beside the gap, so two numbers that are about one thing are told apart by it.
    if gap.form != "number" and _about(library, gap) & _about(library, other):
        return True
    if telling(gap.fact.by) & telling(other.fact.by):
        return True
    said = fold(other.text)
    return any(said in sentence for sentence in similar)


def alike(library: Library, one: Gap, other: Gap) -> bool:
    """Tell whether two data may mean one thing, in other writing, in part, or within the bounds of what is said."""
    if fold(one.text) in fold(other.text) or fold(other.text) in fold(one.text):
        return True
    if one.form == "number":
        return not _differs(one, other)
    if one.form == "day":
        return False
    if one.days and other.days:
        return one.days[0] <= other.days[1] and other.days[0] <= one.days[1]
    return bool(names(library, one.text) & names(library, other.text))


def names(library: Library, text: str) -> frozenset[str]:
    """Return what a name or phrase and its words are, each alias as the one thing that it stands for."""
    return telling(text).union(term.key for part in (text, *text.split()) for term in library.analyzer.terms_of(part))


def _differs(one: Gap, other: Gap) -> bool:
    right, wrong = _value(one.text), _value(other.text)
    ratio = max(right, wrong) / min(right, wrong) if right and wrong else math.inf
    if not _NEAR <= ratio <= _FAR:
        return False
    if _MORE.search(one.before):
        return wrong > right  # "more than 16" is true of what is more than 18
    if _LESS.search(one.before):
        return wrong < right
    return True


def _value(text: str) -> float:
    """Return the value of digits: a comma or full stop before three of them groups them."""
    plain = re.sub(r"[.,](?=\d{3}(?:\D|$))", "", text)
    return float(plain.replace(",", "."))


def _about(library: Library, gap: Gap) -> frozenset[int]:
    """Return the rare terms of what is noted of a datum: two presidents of one country can stand in for one another."""
    return _terms(library, gap.fact.about)


def _rare(library: Library, term: int) -> bool:
    return 0 < library.units.frequency(term) <= max(_COMMON * library.units.documents, _FEW)


def _similar(library: Library, gap: Gap) -> Iterator[str]:
    """Yield the folded sentences that share so many telling words with a gap's that they may say the same."""
    own = _terms(library, gap.rest)
    if not own:
        return
    found = library.passages.top([{term: 1.0} for term in own], _LOOKED_AT)
    for slot in found.slots:
        passage = library.indexed(int(slot))
        for unit in passage.units:
            if len(own.intersection(unit.terms.tolist())) >= _ALIKE * len(own):
                yield fold(passage.passage.text[unit.span.start : unit.span.end])


def _terms(library: Library, text: str) -> frozenset[int]:
    terms = (library.vocabulary.get(term.key) for term in library.analyzer.terms_of(text))
    return frozenset(term for term in terms if term is not None and _rare(library, term))
