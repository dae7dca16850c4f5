"""Whether a quiz question has one right choice: judged by other means than those it was made with.

It knows words, numbers, dates and the groups of names in the thesaurus' file, and reads the sources' plain text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import yaml

from knowledge.quizzing.questions import Question
from knowledge.search.library import Library

THESAURUS = Path(__file__).parents[2] / "knowledge" / "language" / "thesaurus.yaml"
_SMALL_WORDS = """
    a an the of in on at by for from to with and or but nor as is are was were be been being has have had not no its it
    this that these those their his her our they he she we i you who whom which what than then there so such also more
    most less least about over under up down into onto upon after before during since until while when where why how
    all any both each other some one two do does did can could may might will would shall should must
"""
_MONTHS = "january february march april may june july august september october november december"
SMALL, MONTHS = frozenset(_SMALL_WORDS.split()), _MONTHS.split()
SAYS_THE_SAME = 0.45
"""The share of its words that another sentence has in common with a question's, from which it may state the same."""


def faults(library: Library, question: Question) -> list[str]:
    """Return all that makes a question ambiguous or gives its answer away."""
    return list(_faults(library, question))


def _faults(library: Library, question: Question) -> Iterator[str]:
    passages = [passage.text for source in library.sources for passage in source.passages]
    whole = question.before + question.right + question.after
    if not any(whole in text for text in passages):
        yield "the sentence is not verbatim"
    if whole != question.excerpt.text:
        yield "what is cited is another sentence"
    if len({plain(choice) for choice in question.choices}) != len(question.choices):
        yield "two choices are one"
    for choice in question.choices:
        if weighty(choice) & weighty(f"{question.before} {question.after}"):
            yield f"{choice!r} stands in the rest of the sentence"
    for wrong in question.choices:
        if wrong != question.right:
            yield from (f"{wrong!r} {reason}" for reason in _fits(library, question, wrong))


def _fits(library: Library, question: Question, wrong: str) -> Iterator[str]:
    right = question.right
    if plain(wrong) in plain(right) or plain(right) in plain(wrong):
        yield "is a part of the answer, or the answer of it"
    if weighty(wrong) & weighty(right) and not (days(wrong) and days(right)):
        yield "shares a word with the answer"
    if initials(wrong) & {plain(right)} or initials(right) & {plain(wrong)}:
        yield "is short for the answer, or the answer for it"
    if groups(wrong) & groups(right):
        yield "is another name of the answer, or of a part of it"
    ours, theirs = days(right), days(wrong)
    if ours and theirs:
        if ours[0] <= theirs[1] and theirs[0] <= ours[1]:
            yield "is a date within the answer's, or around it"
    elif number(right) is not None and number(wrong) is not None:
        yield from _also_counts(question, number(right), number(wrong))
    own = weighty(f"{question.before} {question.after}")
    for sentence, words in sentences(library):
        if (
            len(own & words) > SAYS_THE_SAME * len(own)
            and sentence != question.excerpt.text
            and _stands(wrong, sentence)
        ):
            yield f"is said of the same thing elsewhere: {sentence}"


def _also_counts(question: Question, right: Decimal | None, wrong: Decimal | None) -> Iterator[str]:
    assert right is not None and wrong is not None
    lead = question.before.lower().rstrip(" $€£¥")
    if abs(right - wrong) <= right / 5:
        yield "is about the answer"
    if lead.endswith(("more than", "over", "at least", "above")) and wrong <= right:
        yield "is true too: less than that is exceeded as well"
    if lead.endswith(("less than", "fewer than", "under", "below", "at most", "up to")) and wrong >= right:
        yield "is true too: more than that is not reached either"


def plain(text: str) -> str:
    """Return the letters and digits of a text."""
    return "".join(re.findall(r"\w", text.lower()))


def weighty(text: str) -> frozenset[str]:
    """Return the words that say something, without plural and possessive."""
    found = re.findall(r"[\w.,-]*\w", text.lower().replace("’s", "").replace("'s", ""))
    kept = (word for word in found if word not in SMALL)
    bare = (word if word[0].isdigit() or len(word) < 5 else word.rstrip("s").replace(".", "") for word in kept)
    return frozenset(word for word in bare if word)


def initials(text: str) -> frozenset[str]:
    """Return what the capitals of a name would be short for."""
    capitals = "".join(re.findall(r"\b[A-Z]", text))
    return frozenset({capitals.lower()} if len(capitals) > 1 else ())


def number(text: str) -> Decimal | None:
    """Return what digits say."""
    return Decimal(text.replace(",", "")) if re.fullmatch(r"\d[\d,]*(\.\d+)?", text) else None


def days(text: str) -> tuple[date, date] | None:
    """Return the first and last day of a date that has a year."""
    words = text.lower().replace(",", "").split()
    year = next((int(word) for word in words if re.fullmatch(r"\d{4}", word)), None)
    if year is None:
        return None
    month = next((MONTHS.index(word) + 1 for word in words if word in MONTHS), None)
    if month is None:
        return date(year, 1, 1), date(year, 12, 31)
    after = date(year + month // 12, month % 12 + 1, 1)
    day = next((int(word) for word in words if re.fullmatch(r"\d{1,2}", word)), None)
    return (date(year, month, day), date(year, month, day)) if day else (date(year, month, 1), after - timedelta(1))


@cache
def _aliases() -> list[list[str]]:
    data: Any = yaml.safe_load(THESAURUS.read_text(encoding="utf-8"))
    return [[str(name) for name in group] for group in data["aliases"]]


@lru_cache(maxsize=1024)
def groups(text: str) -> frozenset[int]:
    """Return the numbers of the groups of names of which one stands in a text."""
    return frozenset(n for n, names in enumerate(_aliases()) if any(_stands(name, text) for name in names))


def _stands(name: str, text: str) -> bool:
    # An acronym that is written in capitals in the file is a word in lower case.
    flags = re.NOFLAG if name.isupper() else re.IGNORECASE
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text, flags) is not None


@cache
def sentences(library: Library) -> tuple[tuple[str, frozenset[str]], ...]:
    """Return the sentences of a library, split at full stops that a capital follows, with their words."""
    texts = [passage.text for source in library.sources for passage in source.passages]
    split = [part for text in texts for part in re.split(r"(?<=[.?!”])\s+(?=[A-Z“])", text)]
    return tuple((part, weighty(part)) for part in split)
