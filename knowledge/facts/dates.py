"""Expressions of time: where they stand, and which days they mean.

``last week`` is counted from the day the source was written; what the words alone do not say is marked as resolved.
The arithmetic is dateparser's.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, NamedTuple

from knowledge.language.text import Span

if TYPE_CHECKING:
    from dateparser.date import DateDataParser

Precision = Literal["day", "week", "month", "quarter", "year", "decade", "century"]

NUMBER_WORD = (
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen"
    r"|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|million|billion"
    r"|half|dozens?|several|both)"
)
_MONTH = (
    r"(?:January|February|April|June|July|August|September|October|November|December"
    r"|Jan\.|Feb\.|Mar\.|Apr\.|Aug\.|Sept?\.|Oct\.|Nov\.|Dec\."
    r"|(?:March|May)(?=,?\s+\d|\s+and\s+[A-Z])"
    r"|(?:(?<=\bin )|(?<=\bIn )|(?<=\bof )|(?<=\bby )|(?<=\band )|(?<=arly )|(?<=id )|(?<=ate )|(?<=ince )"
    r"|(?<=ntil )|(?<=ast )|(?<=his )|(?<=id-)|(?<=\d ))(?:March|May)\b)"
)
"""A month; "May" and "March" only where what stands around them says that they are one."""
_UNIT = r"(?i:(?:day|week|month|quarter|year|decade|century|centurie)s?)"
_PART = (
    r"(?i:early|mid|late|the (?:very )?(?:end|beginning|start|middle|summer|spring|autumn|fall|winter) of"
    r"|the \w+ quarter of)"
)
_WEEKDAY = r"(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)"
_YEAR = r"(?:1[0-9]|20)\d\d"
_NO_YEAR = r"(?<!Resolution )(?<!Resolutions )(?<!UNSCR )(?<!No\. )(?<!Section )(?<!Article )(?<![-$£€\d.,#/])"
"""Behind these four digits are a number."""
_NUMBER = rf"(?i:{NUMBER_WORD}|\d+)"
_DATE = re.compile(
    rf"\b(?:{_PART}[ -])?{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?\b(?:,?\s+{_YEAR}\b)?"
    rf"|\b\d{{1,2}}(?:st|nd|rd|th)?(?:\s+(?:day )?of)? {_MONTH}(?:,? {_YEAR}\b)?"
    rf"|\b(?:{_PART}[ -])?{_MONTH}(?:,?\s+(?:of )?{_YEAR}\b)?"
    rf"|{_NO_YEAR}\b(?:{_PART}[ -])?{_YEAR}(?:s\b|\b)(?!\s+(?:tons?|men|ships|people|dollars)\b)(?![.,]\d)"
    rf"|\b(?i:(?:earl(?:y|ier)|later?) )?(?i:last|this|next)\s+"
    rf"(?:{_UNIT}|{_WEEKDAY}|{_MONTH}|(?i:spring|summer|autumn|fall|winter))\b"
    rf"|\b(?i:the )?(?i:last|past|recent|next)\s+(?:(?:few|several|{_NUMBER})\s+)?{_UNIT}\b"
    rf"|\b(?:{_NUMBER}|(?i:an?|a few))\s+{_UNIT}\s+(?:ago|earlier|later|before)\b"
    rf"|\b(?i:the )?(?i:\w+teenth|\w+tieth|twenty-first) (?i:century)\b"
    rf"|\b(?i:almost|nearly|over|more than|for)\s+{_NUMBER}\s+{_UNIT}\b"
)
_HINTS = (
    *"0123456789",
    *("nuary", "bruary", "March", "pril", "May", "June", "July", "ugust", "ember", "ctober"),
    *("Jan.", "Feb.", "Mar.", "Apr.", "Aug.", "Sep", "Oct.", "Nov.", "Dec."),
    *("day", "week", "month", "quarter", "year", "decade", "centur", "spring", "summer", "autumn", "fall", "winter"),
)
"""One of them is in every expression of time; looking for them first is ten times as fast."""
_LENGTH = re.compile(r"^(?:almost|nearly|over|more than|for)\b", re.IGNORECASE)
_LOOSE = re.compile(r"\b(?:last|past|recent|next|this|ago|earlier|later|before)\b", re.IGNORECASE)
_BORROWED = re.compile(
    rf"^(?:\s*(?:,|and|or|to|through|until|–|-)\s*(?:{_MONTH})(?:\s+\d{{1,2}}\b)?)+,?\s+({_YEAR})\b"
    rf"|^\s*(?:,|and|or|to|through|until|–|-)\s*\d{{1,2}},?\s+({_YEAR})\b"
)
_ANY_DAY = date(2000, 12, 31)
"""What an expression with a year is counted from, which is no matter."""
_QUARTERS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": 4, "final": 4}


class Period(NamedTuple):
    """The days that an expression means, both ends included."""

    first: date
    last: date
    precision: Precision
    resolved: bool
    """Whether the day of writing had to say what the words do not: "February", "last week"."""

    def overlaps(self, first: date, last: date) -> bool:
        """Tell whether some of its days are between two others."""
        return self.first <= last and first <= self.last


def dates(text: str) -> Iterator[Span]:
    """Yield the expressions of time in a text: ``March 25, 2021``, ``the 1960s``, ``late last month``."""
    if not any(hint in text for hint in _HINTS):
        return
    for match in _DATE.finditer(text):
        yield Span(match.start(), match.end())


def is_length(expression: str) -> bool:
    """Tell whether an expression says how long, and not when."""
    return bool(_LENGTH.match(expression))


def written(published: str | None) -> Period | None:
    """Return the days on which a source may have been written: ``2021``, ``2021-03`` or ``2021-03-25``."""
    if not published:
        return None
    year, *rest = map(int, published.split("-"))
    if not rest:
        return _period(date(year, 1, 1), "year", resolved=False)
    return _period(
        date(year, *rest, *([1] if len(rest) == 1 else [])), "month" if len(rest) == 1 else "day", resolved=False
    )


def resolve(text: str, span: Span, wrote: Period | None) -> Period | None:
    """Return the days that an expression in a text means, None where they cannot be told."""
    words = " ".join(text[span.start : span.end].split())
    if is_length(words):
        return None
    fixed = _fixed(words)
    if fixed is not None:
        return fixed
    core = _core(words)
    year = re.search(rf"\b{_YEAR}\b", core)
    if year:
        return _parsed(core, _ANY_DAY, resolved=False)
    borrowed = _BORROWED.match(text[span.end :])
    if borrowed:
        stated = borrowed[1] or borrowed[2]
        return _parsed(f"{core} {stated}", _ANY_DAY, resolved=False)
    if _LOOSE.search(words):
        return _loose(core, wrote)
    return _within_year(text[: span.start], core, wrote)


def _fixed(words: str) -> Period | None:
    """Return a decade or a quarter."""
    decade = re.fullmatch(r"(?:.* )?(\d{3})0s", words)
    if decade:
        return Period(date(int(decade[1]) * 10, 1, 1), date(int(decade[1]) * 10 + 9, 12, 31), "decade", resolved=False)
    quarter = re.search(rf"(?i)\b(\w+) quarter of ({_YEAR})", words)
    if quarter and quarter[1].lower() in _QUARTERS:
        month = 3 * _QUARTERS[quarter[1].lower()]
        last = date(int(quarter[2]), month, calendar.monthrange(int(quarter[2]), month)[1])
        return Period(last.replace(month=month - 2, day=1), last, "quarter", resolved=False)
    return None


def _core(words: str) -> str:
    """Return an expression without the part of a month or year that it narrows itself to."""
    return re.sub(rf"(?i)^(?:{_PART}|earlier|later|the)[ -]", "", words)


def _loose(core: str, wrote: Period | None) -> Period | None:
    if wrote is None or re.search(r"(?i)\b(?:past|recent|few|several|earlier|later|before)\b", core):
        return None
    if wrote.precision == "year" and not re.search(r"(?i)\byears?\b|\bdecades?\b", core):
        return wrote._replace(resolved=True) if re.search(r"(?i)\b(?:last|this)\b", core) else None
    return _parsed(core, wrote.last, resolved=True)


def _within_year(before: str, core: str, wrote: Period | None) -> Period | None:
    """Return a day or month whose year is that of the passage's last date before it, else the last one past."""
    told = re.findall(rf"{_NO_YEAR}\b{_YEAR}\b(?!s)", before)
    if told:
        period = _parsed(f"{core} {told[-1]}", _ANY_DAY, resolved=True)
        if period is not None:
            return period
    if wrote is None:
        return None
    if wrote.precision == "year":
        return wrote._replace(resolved=True)
    same_year = _parsed(f"{core} {wrote.last.year}", _ANY_DAY, resolved=True)
    past = same_year is None or same_year.first <= wrote.last
    return same_year if past else _parsed(f"{core} {wrote.last.year - 1}", _ANY_DAY, resolved=True)


@lru_cache(maxsize=4096)
def _parsed(core: str, base: date, resolved: bool) -> Period | None:
    try:
        found = _parser(base).get_date_data(core)
    except (ValueError, OverflowError):
        return None
    if found.date_obj is None or found.period not in ("day", "week", "month", "year"):
        return None
    first, precision = found.date_obj.date(), found.period
    if re.search(r"(?i)\bdecades?\b", core):
        precision = "decade"
    return _period(first, precision, resolved)


@lru_cache(maxsize=64)
def _parser(base: date) -> DateDataParser:
    from dateparser.date import DateDataParser  # takes 0.1 s: only where an expression has to be resolved

    return DateDataParser(
        languages=["en"],
        settings={
            "RELATIVE_BASE": datetime(base.year, base.month, base.day),
            "PREFER_DATES_FROM": "past",
            "PREFER_DAY_OF_MONTH": "first",
            "PARSERS": ["relative-time", "absolute-time"],
        },
    )


def _period(first: date, precision: Precision, resolved: bool) -> Period:
    """Return the whole week, month, year or decade that a day is in."""
    last = first
    if precision == "week":
        first -= timedelta(days=first.weekday())
        last = first + timedelta(days=6)
    elif precision == "month":
        first = first.replace(day=1)
        last = first.replace(day=calendar.monthrange(first.year, first.month)[1])
    elif precision == "year":
        first, last = date(first.year, 1, 1), date(first.year, 12, 31)
    elif precision == "decade":
        first = date(first.year // 10 * 10, 1, 1)
        last = date(first.year + 9, 12, 31)
    return Period(first, last, precision, resolved)
