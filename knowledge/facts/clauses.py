"""The part of a sentence that a datum belongs to."""

from __future__ import annotations

import re
from functools import lru_cache

from knowledge.language.text import Span

_BREAK = re.compile(r"[;:—–]\s*|(?<!\d),\s+|,\s+(?!\d)")
_LEADING = re.compile(r"^(?:and|but|or|so|then|while|although|as|that|which|who|where|when)\s+", re.IGNORECASE)
_TRAILING = re.compile(
    r"[\s,;:—–(“\"]*\b(?:in|on|of|at|by|for|from|to|since|until|through|during|with|over|after|before|about|around|early|late"
    r"|mid|the|a|an|just|and|more than|than|down|up|some|conducted|is|are|was|were)?[\s,;:—–(“\"]*$",
    re.IGNORECASE,
)
_LONGEST = 16
"""Words that a gist has at most."""


_LONGEST_CLAUSE = 32
"""Words that an explanation has at most, where the sentence can be cut."""
_SAYS_SOMETHING = 3
"""Words that a gist has at least, where there are as many."""
_COUNTED = re.compile(r"\s*((?:worth )?of (?:(?!(?:and|or|to|that|which|by|with|in|on|for|than)\b)[\w’'-]+\s?){1,8})")


@lru_cache(maxsize=256)  # asked once for each word of a sentence
def pieces(sentence: str) -> tuple[Span, ...]:
    """Cut a sentence at commas, dashes and colons, outside quotation marks; the pieces are in order and not empty."""
    spans: list[Span] = []
    start = 0
    for match in _BREAK.finditer(sentence):
        if sentence.count("“", 0, match.start()) == sentence.count("”", 0, match.start()):
            spans.append(Span(start, match.start()))
            start = match.end()
    spans.append(Span(start, len(sentence)))
    return tuple(span for span in spans if sentence[span.start : span.end].strip(" .?!"))


def piece_of(sentence: str, position: int) -> int:
    """Return the number of the piece that a position is in, or of the nearest one before it."""
    return max((n for n, span in enumerate(pieces(sentence)) if span.start <= position), default=0)


def gist(sentence: str, datum: Span) -> Span:
    """Return the run of words beside a datum that says most of it: what it counts, or what happened.

    It is the rest of its clause before it, where that says something; else what follows.
    """
    parts = pieces(sentence)
    here = piece_of(sentence, datum.start)
    clause = parts[here] if parts else Span(0, len(sentence))
    before = _trimmed(sentence, Span(clause.start, min(datum.start, clause.end)))
    behind = _trimmed(sentence, Span(datum.end, max(clause.end, datum.end)))
    counted = _COUNTED.match(sentence, datum.end)
    if counted:
        return _trimmed(sentence, Span(counted.start(1), counted.end(1)))
    for span in (before, behind):
        if _size(sentence, span) >= _SAYS_SOMETHING:
            return span
    beside = [here - 1, here + 1] if here else [1]
    near = [_trimmed(sentence, parts[n]) for n in beside if n < len(parts)]
    return next((span for span in near if _size(sentence, span) >= _SAYS_SOMETHING), max(before, behind, key=_length))


def clause(sentence: str, at: int) -> Span:
    """Return the piece of a sentence around a position, with what follows it where that only goes on."""
    parts = pieces(sentence)
    if not parts:
        return Span(0, len(sentence))
    here = piece_of(sentence, at)
    last = here
    while last + 1 < len(parts) and _size(sentence, Span(parts[here].start, parts[last + 1].end)) <= _LONGEST_CLAUSE:
        last += 1
    while here > 0 and _size(sentence, Span(parts[here - 1].start, parts[last].end)) <= _LONGEST_CLAUSE:
        here -= 1
    text = sentence[parts[here].start : parts[last].end].rstrip(" ,;:—–.")
    return Span(parts[here].start, parts[here].start + len(text))


def _length(span: Span) -> int:
    return span.end - span.start


def _size(sentence: str, span: Span) -> int:
    return len(sentence[span.start : span.end].split())


def _trimmed(sentence: str, span: Span) -> Span:
    """Return a run without the small words at its ends, and no longer than a gist may be."""
    text = sentence[span.start : span.end]
    start = span.start + (len(text) - len(text.lstrip(' ,;:—–“")')))
    text = sentence[start : span.end]
    leading = _LEADING.match(text)
    start += leading.end() if leading else 0
    text = sentence[start : span.end].rstrip(' .?!,;:—–”"(')
    while (shorter := _TRAILING.sub("", text)) != text:
        text = shorter
    words = list(re.finditer(r"\S+", text))
    if len(words) > _LONGEST:
        text = text[: words[_LONGEST - 1].end()]
    return Span(start, start + len(text))
