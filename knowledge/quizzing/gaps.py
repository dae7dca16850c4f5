"""Which part of a fact's sentence can be left out, so that the rest asks for it and does not give it away."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import Literal, NamedTuple

from knowledge.facts.fact import Fact
from knowledge.language.terms import stopwords
from knowledge.language.text import Span, count_words, words

Form = Literal["number", "day", "month", "year", "decade", "name", "words"]
"""How a datum is written: only data of one form can stand in for one another."""
LONGEST = 60
"""Characters of the longest datum that is asked for: it has to fit on a button."""
_MOST_WORDS, _LEAST_WORDS = 70, 8
"""Words of a sentence that asks for something; a shorter one says too little, a longer one too much."""
_MOST_CHARACTERS = 900
"""The same in characters, whatever is taken for a word."""
_DIGITS = re.compile(r"\d+(?:[.,]\d+)*")
_MONTH = r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_DAY = re.compile(rf"({_MONTH} \d{{1,2}})(?:, \d{{4}})?|(\d{{1,2}} {_MONTH})(?: \d{{4}})?")
_FORMS: tuple[tuple[Form, re.Pattern[str]], ...] = (
    ("month", re.compile(rf"{_MONTH} \d{{4}}")),
    ("year", re.compile(r"\d{4}")),
    ("decade", re.compile(r"\d{3}0s")),
)
_BESIDE_A_DATE = re.compile(rf"(?:^|\W)(?:{_MONTH}|\d{{4}}s?)\W*(?:(?:and|or|to|through|until|in|of)\W*)?$")
_BEFORE_A_DATE = re.compile(rf"^\W*(?:(?:and|or|to|through|until)\W+)?(?:\w+ )?(?:{_MONTH}|\d{{4}})\b")
_NUMBERED = re.compile(
    r"\b(?:sect(?:ion)?|art(?:icle)?|clause|chap(?:ter)?|part|book|page|pp?|nos?|number)\W+$", re.IGNORECASE
)
"""Behind these a number names a place in a text and counts nothing."""
_QUOTED = frozenset("“\"‘'")


class Gap(NamedTuple):
    """A datum that is left out of its sentence."""

    fact: Fact
    form: Form
    span: Span
    """What is left out, in the passage."""

    @property
    def text(self) -> str:
        """What is left out, verbatim."""
        return self.fact.sentence.passage.text[self.span.start : self.span.end]

    @property
    def before(self) -> str:
        """The sentence before the gap, verbatim."""
        return self.fact.sentence.passage.text[self.fact.sentence.span.start : self.span.start]

    @property
    def after(self) -> str:
        """The sentence behind the gap, verbatim."""
        return self.fact.sentence.passage.text[self.span.end : self.fact.sentence.span.end]

    @property
    def rest(self) -> str:
        """The sentence without what is left out."""
        return f"{self.before} {self.after}"

    @property
    def days(self) -> tuple[date, date] | None:
        """The first and the last of the days that a date means."""
        return (self.fact.period.first, self.fact.period.last) if self.fact.period else None


def gap(fact: Fact) -> Gap | None:
    """Return what can be left out of a fact's sentence, None where nothing can."""
    found = _cut(fact)
    if found is None or len(found.text) > LONGEST:
        return None
    if not _LEAST_WORDS <= count_words(found.rest) <= _MOST_WORDS or len(found.rest) > _MOST_CHARACTERS:
        return None
    # Whoever reads "Kim" or "2019" in the rest of the sentence need not know it.
    return None if telling(found.text) & telling(found.rest) else found


@lru_cache(maxsize=4096)
def telling(text: str) -> frozenset[str]:
    """Return the stems of the words of a text that say something."""
    return frozenset(word.stem for word in words(text) if word.folded.removesuffix("'s") not in stopwords())


def _cut(fact: Fact) -> Gap | None:
    match fact.kind:
        case "figure":
            return _number(fact)
        case "event":
            return _date(fact)
        case "person" | "organisation" | "acronym":
            return Gap(fact, "name", fact.span)
        case "agreement":
            # "A formal alliance" is not a name.
            return Gap(fact, "name", fact.span) if fact.text[:1].isupper() else None
        case "term" | "quotation":
            quoted = fact.sentence.passage.text[fact.span.start - 1 : fact.span.start] in _QUOTED
            return Gap(fact, "words", fact.span) if quoted and fact.span.start else None


def _number(fact: Fact) -> Gap | None:
    """Leave out the digits, so that what they count does not tell them apart."""
    found = list(_DIGITS.finditer(fact.text))
    if len(found) != 1 or re.match(r"st|nd|rd|th|d\b", fact.text[found[0].end() :]):
        return None
    gap = Gap(fact, "number", _within(fact, *found[0].span()))
    return None if not gap.before.strip() or _NUMBERED.search(gap.before) else gap


def _date(fact: Fact) -> Gap | None:
    """Leave out a date that stands by itself; what is dated only loosely, or in a row with others, asks for nothing."""
    gap = None
    day = _DAY.fullmatch(fact.text)
    if day:
        gap = Gap(fact, "day", _within(fact, *day.span(1 if day[1] else 2)))
    for form, pattern in _FORMS:
        if pattern.fullmatch(fact.text):
            gap = Gap(fact, form, fact.span)
    if gap is None or _BESIDE_A_DATE.search(gap.before) or (gap.form != "day" and _BEFORE_A_DATE.search(gap.after)):
        return None
    return gap


def _within(fact: Fact, start: int, end: int) -> Span:
    return Span(fact.span.start + start, fact.span.start + end)
