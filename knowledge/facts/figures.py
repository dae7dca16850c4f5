"""Numbers with what they count: ``22,730 tons``, ``more than 18 percent``, ``sixth nuclear test``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from knowledge.facts.dates import NUMBER_WORD, dates, is_length
from knowledge.language.terms import stopwords
from knowledge.language.text import Span

_DIGITS = r"\d+(?:[.,]\d+)*"
_SCALE = r"(?:\s*(?:%|percent\b|per cent\b|million\b|billion\b|trillion\b|thousand\b|hundred\b|dozen\b))*"
_WORDS = rf"{NUMBER_WORD}(?:(?:[- ]|(?<=hundred) and ){NUMBER_WORD})*(?:[ -](?:more|other|thirds?|quarters?|fifths?))?"
_ORDINAL = r"(?:third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|\d+(?:st|nd|rd|th))"
_ABOUT = (
    r"(?:(?:about|around|almost|nearly|over|more than|less than|fewer than|at least|at most|up to|only|roughly"
    r"|approximately|all|another|some|an estimated)\s+)"
)
_NUMBER = re.compile(
    rf"(?P<about>\b{_ABOUT})?"
    rf"(?:(?P<money>[$£€¥]\s?{_DIGITS}(?:\s*(?:million|billion|trillion|thousand)\b)?)"
    rf"|\b(?P<ordinal>{_ORDINAL})\b|\b(?P<digits>{_DIGITS}{_SCALE})|\b(?P<words>{_WORDS}{_SCALE})(?!\w))",
    re.IGNORECASE,
)
_HINT = re.compile(
    r"\d|one|two|t[hw]|four|fi[fv]|six|seven|eigh|nin|ten|eleven|hundred|million|billion|half|dozen|both|several", re.I
)
_YEAR = re.compile(r"(?:1[0-9]|20)\d\d")
_WORD = re.compile(r"[ -]([A-Za-z][\w’'-]*)")
_DEFINITE = re.compile(r"\b(?:the|these|those|both|either|its|their|his|her|our|my)\s+(?:other\s+)?$", re.IGNORECASE)
_NUMBERED = re.compile(r"\b(?:Resolution|Resolutions|UNSCR|No\.|Nos\.|Section|Article|Chapter|COVID-|¶)\s*$")
_LONGEST_NOUN = 4
_IRREGULAR = frozenset({"men", "women", "people", "children", "feet", "percent", "times", "million", "series"})
_VAGUE = re.compile(r"(?:both|half|several|dozens|one)\b(?! (?:million|billion|hundred|thousand))", re.IGNORECASE)
_ITEM = re.compile(r"\d+\.(?:\s|$)")
"""The number of an item in a list or of a section, not a quantity."""


def quantities(text: str) -> Iterator[Span]:
    """Yield numbers with what they count, those after an article too; years and dates are none."""
    if not _HINT.search(text):
        return
    times = [span for span in dates(text) if not is_length(text[span.start : span.end])]
    for match in _NUMBER.finditer(text):
        start = match.start("about") if match["about"] else match.start()
        number = match[0].removeprefix(match["about"] or "")
        if _NUMBERED.search(text[: match.end() - len(number)]) or (match["digits"] and _YEAR.fullmatch(number.strip())):
            continue
        if any(a <= match.end() - 1 < b or a <= match.start() < b for a, b in times):
            continue
        yield Span(start, _end(text, match))


def is_figure(text: str, span: Span) -> bool:
    """Tell whether a quantity says something by itself: no "the two countries", no "half", no "both"."""
    number = text[span.start : span.end]
    if any(c.isdigit() for c in number):
        return not _ITEM.match(text[span.start :])
    return not _VAGUE.match(number) and " " in number and not _DEFINITE.search(text[: span.start])


def _end(text: str, match: re.Match[str]) -> int:
    """Return where the thing that is counted ends: after the first plural, before a word that carries no topic."""
    end = match.end()
    counted = match[0].rstrip().lower()
    if counted.endswith(("%", "percent", "per cent")) or match["money"]:
        return end
    position = end
    for n in range(_LONGEST_NOUN):
        word = _WORD.match(text, position)
        if word is None or (word[1].lower() in stopwords() and word[1].lower() not in _IRREGULAR):
            break
        if n and word[1].endswith("ed"):  # a verb: "a fourth bridge collapsed"
            break
        position = end = word.end()
        if word[1].lower() in _IRREGULAR or (word[1].endswith("s") and not word[1].endswith(("ss", "us"))):
            break
    else:
        # No plural within reach: what follows is no name of a thing; one word of it is enough.
        first = _WORD.match(text, match.end())
        return first.end() if first and not match["ordinal"] else end
    return end
