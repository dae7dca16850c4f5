"""Names of people, with what they are said to be."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from knowledge.facts.lexicon import can_name, is_role, lexicon, plain
from knowledge.language.terms import stopwords
from knowledge.language.text import Span
from knowledge.search import spelling

CAPITAL = r"(?:[A-ZÀ-Þ][^\W\d_]*\.?[’']?[^\W\d_]*(?:-[^\W\d_]+)*|[A-Z]\.)"
_PARTICLE = r"(?:de|del|della|der|den|di|du|da|la|le|van|von|zu|bin|ibn|al|el|ben)"
_RUN = re.compile(rf"(?:then-|ex-)?{CAPITAL}(?: (?:{_PARTICLE} )?{CAPITAL})*")
"""Capitalised words in a row, with the small words that stand inside names of people."""
TAIL = re.compile(r"(?:[’']s?|(?<=[a-z]{2})\.)$")
_SHOUTED = re.compile(r"[A-Z-]{4,}")
_MODIFIER = re.compile(
    r"(?:[A-ZÀ-Þ][\w.’'-]*|[A-Z]\w+-based|(?:former|then|acting|deputy|vice|senior|junior|chief|prime|foreign|defen[cs]e"
    r"|interim|late|first|great|famous|celebrated))"
)
_OF = r"(?: (?:of|to|for|at|in) (?:the )?[\w.’'-]+(?:(?: of| of the| and)? [A-Z][\w.’'-]*){0,8})?"
_BEHIND = re.compile(
    r"^(?:, who (?:is|was|has been|had been|became))?,? (?:(?:is|was|became)(?: then)? )?(?:(?:the|a|an|its|his|her) )?"
    r"(?P<role>(?:[\w’'.-]+ ){0,4}?(?P<noun>[\w’'-]+)" + _OF + r")(?=[,;.)—–]| who | and |$)"
)
_LISTED = re.compile(r"including|such as|like|namely|and")
_BRACKETS = re.compile(r"^ \((?P<role>[^()]{3,80})\)")
_SURNAME = re.compile(
    r"(?<!\bthe )(?<!\ba )(?<!\ban )(?:(?<=[a-z,;–—] )|^)[A-Z][a-z]+(?=(?:[’']s)?(?:[ ,;:.)—–]|$))(?! [A-Z])"
)


_ADJECTIVE = re.compile(r"(?:ar|al|ic|an|ese|ish|ive|ous|s|ing|ed)$")


class Person(NamedTuple):
    """A person where a text names them, and what it says they are."""

    name: Span
    role: Span | None


def people(text: str) -> Iterator[Person]:
    """Yield the people that a text names in full or by title, as far as capitals and roles give them away."""
    for match in _RUN.finditer(text):
        name = _name(text, match)
        if name is None:
            continue
        role = _role_before(text, name) or _role_behind(text, name)
        titled = role is not None and role.end <= name.start and not re.search(r"[,(]", text[role.start : name.start])
        bare = _titled(text[: name.start])
        words = text[name.start : name.end].split()
        if len(words) > 1 or titled or bare:
            yield Person(name, role)


def _name(text: str, match: re.Match[str]) -> Span | None:
    """Return the part of a run of capitalised words that may be a person's name."""
    words = [(word[0], match.start() + word.start()) for word in re.finditer(r"\S+", match[0])]
    titles = [n for n, (word, _) in enumerate(words) if is_role(word) or plain(word) in lexicon().titles]
    if titles and titles[-1] + 1 < len(words):
        words = words[titles[-1] + 1 :]
    while words and not (can_name(words[0][0]) and not _SHOUTED.fullmatch(words[0][0])):
        words.pop(0)
    kept: list[tuple[str, int]] = []
    for word, start in words:
        if not (can_name(word) or word in _PARTICLE):
            break
        kept.append((word, start))
        if TAIL.search(word):
            break
    if not kept or (len(kept) == 1 and plain(kept[0][0]) in stopwords()):
        return None
    rest = words[len(kept) :]
    if rest and not is_role(rest[0][0]) and not TAIL.search(kept[-1][0]) and plain(rest[0][0]) not in lexicon().titles:
        return None  # the name of something else begins like a person's: "Carnegie Endowment Institute"
    last, start = kept[-1]
    end = start + len(TAIL.sub("", last).rstrip("." if len(last) > 2 else ""))
    return Span(kept[0][1], end) if len(text[kept[0][1] : end]) > 1 else None


def _titled(before: str) -> bool:
    words = before.split()
    return bool(words) and before.endswith(" ") and plain(words[-1]) in lexicon().titles


def _role_before(text: str, name: Span) -> Span | None:
    """Return the role that stands before a name: "Secretary of State", "China’s Ambassador to the US,"."""
    words = [(word[0], word.start()) for word in re.finditer(r"\S+", text[max(name.start - 120, 0) : name.start])]
    offset = max(name.start - 120, 0)
    if not words:
        return None
    if plain(words[-1][0]) in lexicon().titles and len(words) > 1:
        words.pop()
    noun = next(
        (i for i in range(len(words) - 1, max(len(words) - 7, -1), -1) if is_role(words[i][0].strip(","))), None
    )
    if noun is None:
        return None
    between = " ".join(word for word, _ in words[noun + 1 :])
    listed = bool(_LISTED.fullmatch(between))
    if between and not listed and not re.fullmatch(f"{_OF},?", f" {between}"):
        return None
    if words[noun][0].endswith((".", ";", ":")) or (words[noun][0].endswith(",") and between and not listed):
        return None
    if plain(words[noun][0]) != words[noun][0].lower() and TAIL.search(words[noun][0]):
        return None  # "the president's Moon"
    first = noun
    while (
        first > 0
        and noun - first < 4
        and _MODIFIER.fullmatch(words[first - 1][0])
        and not words[first - 1][0].endswith(",")
    ):
        if plain(words[first - 1][0]) in stopwords() - {"us"}:
            break
        first -= 1
    last = len(words) - 1 if between and re.match(r"(?:of|to|for|at|in)\b", between) else noun
    start = offset + words[first][1]
    end = offset + words[last][1] + len(words[last][0].rstrip(","))
    return Span(start, end)


def _role_behind(text: str, name: Span) -> Span | None:
    """Return the role that stands behind a name: ", chairwoman of the Foreign Affairs Committee"."""
    after = text[name.end :]
    if not after.startswith((",", " is ", " was ", " became ", " (")):
        return None
    found = _BRACKETS.match(after)
    if found and any(is_role(word) for word in found["role"].split()):
        return Span(name.end + found.start("role"), name.end + found.end("role"))
    found = _BEHIND.match(after)
    if found is None:
        return None
    role = found["role"]
    if is_role(found["noun"]) and plain(role.split()[0]) not in {"and", "or", "but"}:
        return Span(name.end + found.start("role"), name.end + found.end("role"))
    return None


def surnames(text: str) -> Iterator[Span]:
    """Yield single capitalised words within a sentence that may be somebody's surname: "Blinken", "Xi"."""
    for match in _SURNAME.finditer(text):
        doubtful = match.start() == 0 or _ADJECTIVE.search(match[0])
        if can_name(match[0]) and not (doubtful and spelling.is_english(match[0].lower())):
            yield Span(match.start(), match.end())


def offices(text: str) -> Iterator[Span]:
    """Yield offices that stand for whoever holds them: "the President of the United States", "US lawmakers"."""
    for match in _office().finditer(text):
        yield Span(match.start("role"), match.end("role"))


@cache
def _office() -> re.Pattern[str]:
    nouns = "|".join(sorted(lexicon().roles))
    return re.compile(
        rf"(?:\b[Tt]he |\b(?=[A-Z]))(?P<role>(?:[A-Z][\w.’'-]* ){{0,3}}(?i:{nouns})s?"
        r"(?: of the [A-Z]\w+(?: [A-Z]\w+)*)?)\b"
    )
