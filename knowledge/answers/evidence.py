"""What kind of datum a question asks for, and where a text holds one."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

from knowledge.language import text as language
from knowledge.language.text import Span
from knowledge.search.query import Kind

_CAPITALS = Path(__file__).parent / "capitals.txt"
_MONTH = (
    r"(?:January|February|April|June|July|August|September|October|November|December"
    r"|Jan\.|Feb\.|Mar\.|Apr\.|Aug\.|Sept?\.|Oct\.|Nov\.|Dec\."
    r"|(?:March|May)(?=,?\s+\d)"
    r"|(?:(?<=\bin )|(?<=\bof )|(?<=\bby )|(?<=\band )|(?<=early )|(?<=late )|(?<=since )|(?<=until )|(?<=last ))"
    r"(?:March|May)\b)"
)
"""A month; "May" and "March" only where what stands around them says that they are one."""
_UNIT_OF_TIME = r"(?:day|week|month|quarter|year|decade|century|centurie)s?"
_NUMBER_WORD = (
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen"
    r"|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|million|billion"
    r"|half|dozens?|several|both)"
)
_DATE = re.compile(
    rf"\b(?:(?:early|mid|late|the end of|the first quarter of)[ -])?{_MONTH}(?:\s+\d{{1,2}}(?:st|nd|rd|th)?)?"
    rf"(?:,?\s+\d{{4}})?\b"
    rf"|\b\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {_MONTH}(?:,? \d{{4}})?\b"
    r"|\b(?:1[0-9]|20)\d\d(?:s\b|\b)"
    rf"|\b(?:last|this|next|past|earlier this|late last|early this)\s+(?:few\s+|several\s+)?{_UNIT_OF_TIME}\b"
    rf"|\b(?:{_NUMBER_WORD}|\d+)\s+{_UNIT_OF_TIME}\s+(?:ago|earlier|later|before)\b"
    rf"|\b(?:almost|nearly|over|more than|for)\s+(?:{_NUMBER_WORD}|\d+)\s+{_UNIT_OF_TIME}\b"
)
_ORDINAL = r"(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|\d+(?:st|nd|rd|th))"
_QUANTITY = re.compile(
    r"(?:[$£€]\s?)?\d+(?:[.,]\d+)*(?:\s*(?:%|percent|per cent|million|billion|trillion|thousand))*"
    rf"(?:\s+(?!of\b|the\b|in\b|and\b|to\b|by\b|for\b|at\b|on\b)[a-z]{{3,}})?"
    rf"|\b{_NUMBER_WORD}\b(?:[ -](?!of\b|the\b|in\b|and\b|to\b)[a-z]{{3,}})?"
    rf"|\b{_ORDINAL}\b(?:[ -][a-z]{{3,}})?",
    re.IGNORECASE,
)
_YEAR = re.compile(r"^(?:1[5-9]|20)\d\d$")


@cache
def _capitals() -> tuple[frozenset[str], frozenset[str]]:
    """Return titles that precede a name, and other capitalised words that are no part of one."""
    text = _CAPITALS.read_text(encoding="utf-8").split("[titles]")[1]
    titles, other = text.split("[other]")
    return frozenset(titles.split()), frozenset(other.split())


_CAPITALISED = r"[A-Z][a-z’']+(?:-[A-Za-z]+)?"
_PERSON = re.compile(rf"(?:[Tt]hen-)?{_CAPITALISED}(?: {_CAPITALISED}){{0,4}}")


def dates(text: str) -> Iterator[Span]:
    """Yield the expressions of time in a text: ``March 25, 2021``, ``the 1960s``, ``late last month``."""
    for match in _DATE.finditer(text):
        yield Span(match.start(), match.end())


def quantities(text: str) -> Iterator[Span]:
    """Yield numbers with what they count: ``22,730 tons``, ``81 percent``, ``sixth nuclear``; years are not."""
    taken = [(span.start, span.end) for span in dates(text)]
    for match in _QUANTITY.finditer(text):
        if _YEAR.match(match[0].split()[0]) or any(start <= match.start() < end for start, end in taken):
            continue
        yield Span(match.start(), match.end())


def people(text: str) -> Iterator[Span]:
    """Yield the names of people, as far as capitals and titles give them away."""
    titles, other = _capitals()
    for match in _PERSON.finditer(text):
        words = match[0].split()
        start, titled = match.start(), _titled(text[: match.start()])
        while words and _plain(words[0]) in titles | other:
            titled = _plain(words[0]) in titles
            start += len(words.pop(0)) + 1
        name = list(itertools.takewhile(lambda word: _plain(word) not in titles | other, words))
        if len(name) > 1 or (name and titled):
            yield Span(start, start + len(re.sub(r"[’']s?$", "", " ".join(name))))


def _plain(word: str) -> str:
    return re.sub(r"[’']s?$", "", word.lower()).strip(".,")


def _titled(before: str) -> bool:
    words = before.split()
    return bool(words) and before.endswith(" ") and _plain(words[-1]) in _capitals()[0]


def _definitions(text: str) -> Iterator[Span]:
    """Yield what is spelled out before an acronym in brackets, and phrases in quotation marks."""
    for match in re.finditer(r"((?:[A-Z][\w’'-]*\s+(?:(?:of|the|and|for)\s+)?)+)\(([A-Z]{2,})\)", text):
        yield Span(match.start(1), match.start(1) + len(match[1].rstrip()))
    for match in re.finditer(r"“[^”]{2,120}”|\"[^\"]{2,120}\"", text):
        yield Span(match.start(), match.end())


_FINDERS: dict[Kind, Callable[[str], Iterator[Span]]] = {
    "when": dates,
    "howmany": quantities,
    "who": people,
    "define": _definitions,
}

_FORMS = (
    (re.compile(r"\b(?:what|which) year\b"), re.compile(r"\d{4}")),
    (re.compile(r"\b(?:what|which) month\b"), re.compile(_MONTH)),
    (re.compile(r"\b(?:what|which) percent"), re.compile(r"%|percent|per cent")),
)
"""What a question says of the form of its datum, and that form."""


def find(kind: Kind, text: str, question: str) -> list[Span]:
    """Return the data of a kind in a text, without those that the question itself contains."""
    finder = _FINDERS.get(kind)
    if finder is None:
        return []
    form = next((form for words, form in _FORMS if words.search(question.lower())), None)
    asked = {word.stem for word in language.words(question)}
    return [
        span
        for span in finder(text)
        if (form is None or form.search(text[span.start : span.end]))
        and not {word.stem for word in language.words(text[span.start : span.end])} <= asked
    ]
