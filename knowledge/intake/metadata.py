"""Tells what is a title, a name or a date from what only stands where one should be."""

from __future__ import annotations

import re
from datetime import date, datetime

from knowledge.intake import characters

LONGEST = 300
"""The characters of a field that is one line: title, outlet, address."""
_FILE_LIKE = re.compile(
    r"(?:microsoft \w+ - .*|untitled.*|no title|title|document ?\d*|slide ?\d+|powerpoint presentation|presentation ?\d*"
    r"|layout ?\d*|print|\S*_\S*|.*\.(?:docx?|odt|rtf|pdf|indd|qxd|tex|dvi|pptx?|html?|txt|md|wpd|pub|eps|ps))",
    re.IGNORECASE,
)
_PARTICLES = frozenset(
    [
        "al",
        "bin",
        "da",
        "de",
        "del",
        "den",
        "der",
        "di",
        "do",
        "dos",
        "du",
        "el",
        "ibn",
        "la",
        "le",
        "ten",
        "ter",
        "van",
        "von",
        "y",
        "zu",
    ]
)
_NAME = re.compile(r"(?:[A-Z]\.){1,4}|[A-Z]|(?:[DOdLl]['’])?[^\W\d_a-z][^\W\d_]*(?:['’-][^\W\d_]+)*|(?:Jr|Sr|St|Dr)\.")
_NO_NAME = re.compile(
    r"\b(?:admin\w*|users?|owner|author|office|windows|microsoft|apple|unknown|default|guest|test|staff|editors?"
    r"|editorial|universit\w*|institut\w*|school|cent(?:er|re)|college|council|foundation|department|ministry|press"
    r"|professor|fellow|director|senior|analyst|reporter|correspondent|contributor|team|board|news|times|post|magazine"
    r"|journal|review|the|scanner|adobe|acrobat|python|laptop|desktop|pc)\b",
    re.IGNORECASE,
)
_BETWEEN_NAMES = re.compile(r"\s*(?:[,;|•·/]|\band\b|&)\s*(?:\b(?:and)\b\s*)?")
_FAMILY_NAME_FIRST = re.compile(r"([^\W\d_][\w'’-]+), ([\w.'’ -]+)")
_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_MONTH = r"(?P<month>jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>[12]\d{3})"
_WRITTEN = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_YEAR}-(?P<month>\d\d)-(?P<day>\d\d)(?:[T ][\d:.,]+(?:Z| ?[+-]\d\d:?\d\d)?)?",
        rf"{_YEAR}-(?P<month>\d\d)",
        rf"(?:[a-z]+day,? )?{_MONTH} {_DAY},? {_YEAR}",
        rf"(?:[a-z]+day,? )?{_DAY}\.? {_MONTH},? {_YEAR}",
        rf"{_MONTH},? {_YEAR}",
        rf"{_YEAR}",
    )
)
_AROUND_DATE = re.compile(
    r"^(?:(?:first |originally )?(?:published|posted|updated|last updated|last modified|date)(?: on)?:? )"
    r"|(?:,? (?:at )?\d{1,2}[:.]\d\d ?(?:[ap]\.?m\.?)?(?: [A-Z]{2,4})?)$"
    r"|(?: ?[|•·—–-] ?(?:\d+ min(?:ute)?s? read|\d+ comments?|last updated.*|updated.*))$",
    re.IGNORECASE,
)


def title(text: str | None) -> str:
    """Return a title as it should read; empty for a file name or a program's own words."""
    found = characters.line(text or "")
    return "" if _FILE_LIKE.fullmatch(found) or not 3 < len(found) <= LONGEST else found


def without_outlet(text: str, outlet: str | None) -> str:
    """Return a page's title without the name of the site that stands behind it: ``Title | Site``."""
    head, _, tail = re.sub(r"\s+[|–—·»:-]\s+", "\x1f", text).rpartition("\x1f")
    if head and outlet and _plain(tail) in (_plain(outlet), _plain(outlet.removeprefix("The "))):
        return text[: len(text) - len(tail)].rstrip(" |–—·»:-")
    return text


def _plain(text: str) -> str:
    return re.sub(r"\W+", "", text).casefold()


def people(text: str | None, *, fewest_words: int = 2) -> tuple[str, ...]:
    """Return the names that a by-line consists of; empty where it is not one.

    ``fewest_words`` is 1 where something says that there is a name, so that a pseudonym counts as one.
    """
    found = re.sub(r"^by:? ", "", characters.line(text or ""), flags=re.IGNORECASE)
    turned = _FAMILY_NAME_FIRST.fullmatch(found)
    if turned and is_name(f"{turned[2]} {turned[1]}"):
        return (f"{turned[2]} {turned[1]}",)
    parts = _BETWEEN_NAMES.split(found)
    if not is_name(parts[0], fewest_words):
        return ()
    return tuple(dict.fromkeys(_in_mixed_case(part) for part in parts if is_name(part, fewest_words)))


def is_name(text: str, fewest_words: int = 2) -> bool:
    """Tell whether some words look like a person's name: at most five, capitalised, no office or institution."""
    words = text.split()
    if not fewest_words <= len(words) <= 5 or len(text) > 60 or _NO_NAME.search(text):
        return False
    return all(word in _PARTICLES or _NAME.fullmatch(word) for word in words) and len(words[-1]) > 1


def _in_mixed_case(name: str) -> str:
    return name.title() if name.isupper() and len(name) > 6 else name


def day(text: str | None) -> str | None:
    """Return a date as 2017-05-12, 2017-05 or 2017, where a text is nothing else."""
    found = characters.line(text or "")
    while (shorter := _AROUND_DATE.sub("", found).strip()) != found:
        found = shorter
    for pattern in _WRITTEN:
        match = pattern.fullmatch(found)
        if match:
            return _iso(**match.groupdict())
    return None


def _iso(year: str, month: str | None = None, day: str | None = None) -> str | None:
    parts = [int(year)]
    if month:
        parts.append(int(month) if month.isdigit() else 1 + [name[:3] for name in _MONTHS].index(month[:3].lower()))
    if day:
        parts.append(int(day))
    try:
        found = date(*(parts + [1, 1])[:3])
    except ValueError:
        return None
    if found > datetime.now().date():
        return None
    return found.isoformat()[: (4, 7, 10)[len(parts) - 1]]


def named(label: str, value: str) -> dict[str, object]:
    """Return the field of a draft that a line such as ``Author: Ann Smith`` names; empty where it names none."""
    found: dict[str, object] = {}
    if label == "title":
        found["title"] = title(value)
    elif label in ("author", "by"):
        found["authors"] = people(value, fewest_words=1)
    elif label in ("date", "published"):
        found["published"] = day(value)
    elif label in ("outlet", "publication"):
        found["outlet"] = characters.line(value)[:LONGEST]
    elif label in ("url", "link"):
        found["url"] = address(value)
    return {name: worth for name, worth in found.items() if worth}


def address(text: str | None) -> str | None:
    """Return the address of a page on the web; None for anything else."""
    found = (text or "").strip()
    return found if re.fullmatch(r"https?://[^\s<>\"']{4,%d}" % LONGEST, found) else None
