"""What stands in quotation marks: somebody's words, or a term; acronyms with what they stand for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from knowledge.facts.bodies import actors, bodies
from knowledge.facts.lexicon import lexicon, plain
from knowledge.facts.names import people, surnames
from knowledge.language.text import Span

_MARKS = re.compile(r"[“\"]([^“”\"]{2,600})[”\"]")
_WORD = re.compile(r"[\w’'-]+")
_SO_CALLED = re.compile(r"\b[Ss]o-called ((?:[A-Z]?[\w’'-]+ ?){1,4})")
_KNOWN_AS = re.compile(r"\b(?:known as|called|dubbed|termed)(?: the| a| an)? $")
_SHORT = 5
"""Words that a term has at most."""
_NEAR = 90
"""How many characters before the quotation marks somebody is said to speak."""
_ACRONYM = re.compile(r"\(([A-Z][A-Z&-]{1,9})s?\)")
_EXPANSION = re.compile(r"(?P<short>\b[A-Z]{2,10})s? \((?P<long>[A-Z][^()]{4,80})\)")


class Quotation(NamedTuple):
    """What stands between quotation marks, and who says it as far as the sentence tells."""

    span: Span
    """Without the marks."""
    speaker: Span | None
    spoken: bool
    """Whether somebody says it; else it is a term."""


def quotations(sentence: str) -> Iterator[Quotation]:
    """Yield what stands between quotation marks in a sentence."""
    marks = [Span(match.start(1), match.end(1)) for match in _MARKS.finditer(sentence)]
    if not marks:
        return
    outside = _blanked(sentence, marks)
    verbs = [w for w in _WORD.finditer(outside) if w[0].lower() in lexicon().speech]
    for span in marks:
        end = span.end - len(sentence[span.start : span.end]) + len(sentence[span.start : span.end].rstrip(",.;:"))
        words = len(_WORD.findall(sentence[span.start : span.end]))
        verb = _verb(verbs, span)
        named = bool(_KNOWN_AS.search(outside[: span.start - 1]))
        yield Quotation(
            Span(span.start, end),
            _speaker(outside, verb.start()) if verb and not named else None,
            (verb is not None and not named) or words > _SHORT,
        )


def _blanked(sentence: str, spans: list[Span]) -> str:
    for start, end in spans:
        sentence = sentence[:start] + " " * (end - start) + sentence[end:]
    return sentence


def _verb(verbs: list[re.Match[str]], span: Span) -> re.Match[str] | None:
    """Return the verb of speaking before a quotation, or right behind it."""
    before = [verb for verb in verbs if verb.end() <= span.start and span.start - verb.end() <= _NEAR]
    behind = [verb for verb in verbs if 0 <= verb.start() - span.end <= _NEAR // 3]
    return before[-1] if before else (behind[0] if behind else None)


def _speaker(outside: str, verb: int) -> Span | None:
    """Return the person, else the organisation or government, that is the likeliest subject of a verb."""
    found = [person.name for person in people(outside[:verb])]
    if not found:
        found = [*bodies(outside[:verb]), *actors(outside[:verb])]
    bare = [span for span in surnames(outside[:verb]) if not any(o.start <= span.start < o.end for o in found)]
    return max((*found, *bare), key=lambda span: span.start, default=None)


def so_called(sentence: str) -> Iterator[Span]:
    """Yield what a sentence introduces as "so-called" without quotation marks."""
    for match in _SO_CALLED.finditer(sentence):
        yield Span(match.start(1), match.start(1) + len(match[1].rstrip()))


class Acronym(NamedTuple):
    """An acronym and what it stands for, both where they stand."""

    short: Span
    long: Span


def acronyms(sentence: str) -> Iterator[Acronym]:
    """Yield acronyms beside what they stand for: ``Terminal High Altitude Area Defense (THAAD)`` or the reverse.

    The letters are matched from the last one on, as in Schwartz and Hearst (2003), "A simple algorithm for identifying
    abbreviation definitions in biomedical text".
    """
    for match in _ACRONYM.finditer(sentence):
        start = _expanded(match[1], sentence[: match.start()].rstrip())
        if start is not None:
            yield Acronym(Span(*match.span(1)), Span(start, len(sentence[: match.start()].rstrip())))
    for match in _EXPANSION.finditer(sentence):
        if _expanded(match["short"], match["long"]) is not None:
            yield Acronym(Span(*match.span("short")), Span(*match.span("long")))


def _expanded(short: str, before: str) -> int | None:
    """Return where the words begin whose letters, from the last on, are those of the acronym."""
    letters = [c for c in short.lower() if c.isalpha()]
    at = len(before)
    for n, letter in enumerate(reversed(letters), 1):
        first = n == len(letters)
        at -= 1
        while at >= 0 and not (before[at].lower() == letter and (not first or at == 0 or not before[at - 1].isalnum())):
            at -= 1
        if at < 0:
            return None
    return at if len(before[at:].split()) <= 2 * len(letters) and plain(before[at:]) else None
