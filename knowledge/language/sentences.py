"""Splits a passage into sentences.

What syntok decides at a full stop, a question mark, a bracket and the like depends on the words around it. It
looks at every word, though, in turn, so all words far from such a sign are kept from it: the sentences are the
same, several times faster.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from syntok import segmenter
from syntok.tokenizer import Token

_TERMINALS = ".!?;\u203c\u203d\u2047\u2048\u2049\u3002\ufe52\ufe57\uff01\uff0e\uff1f\uff61"
_OPENING = "([{\uff5f\uff5b\uff3b\uff08\ufe5d\ufe5b\ufe59\ufd3e\u301a\u3018\u2985\u2983\u2329"
_CLOSING = ")]}\uff60\uff5d\uff3d\uff09\ufe5e\ufe5c\ufe5a\ufd3f\u301b\u3019\u2986\u2984\u232a"
_PLAIN = rf"[^\s\u200b\x00-\x1f{re.escape(_TERMINALS + _OPENING + _CLOSING)}]++"
_RUN = re.compile(rf"[{re.escape(_OPENING)}]|(?<![^ ]){_PLAIN}(?: {_PLAIN}){{5,}}(?![^ ])")
"""An opening bracket, or words divided by single spaces, none of which holds a sign that syntok decides at."""
_WORD = re.compile(r"[^\s\u200b]+")
_BEHIND_BRACKET = 60
"""How many words behind an opening bracket are left as they are: syntok looks 50 tokens ahead for the closing one."""


class Span(NamedTuple):
    """A half-open range of characters."""

    start: int
    end: int


def sentences(text: str) -> list[Span]:
    """Split a passage into sentences; each span is free of outer white space and none is empty."""
    gaps = list(_gaps(text))
    pieces = [text[end:start] for (_, end), (start, _) in zip([(0, 0), *gaps], [*gaps, (len(text), 0)], strict=True)]
    spans: list[Span] = []
    paragraphs: Iterator[Iterator[list[Token]]] = segmenter.analyze("".join(pieces))  # pyright: ignore[reportUnknownMemberType]
    passed = left_out = 0
    for paragraph in paragraphs:
        for tokens in paragraph:
            edges: list[int] = []
            for edge in (tokens[0].offset, tokens[-1].offset + len(tokens[-1].value)):
                while passed < len(gaps) and gaps[passed].start - left_out <= edge:
                    left_out += gaps[passed].end - gaps[passed].start
                    passed += 1
                edges.append(edge + left_out)
            start, end = edges
            while start < end and text[start].isspace():
                start += 1
            while start < end and text[end - 1].isspace():
                end -= 1
            if start < end:
                spans.append(Span(start, end))
    return spans


def _gaps(text: str) -> Iterator[Span]:
    """Yield what need not be looked at: all but the first two and the last two words of a run."""
    begin = 0
    for match in _RUN.finditer(text):
        if match[0] in _OPENING:
            words = islice(_WORD.finditer(text, match.start()), _BEHIND_BRACKET)
            begin = max(begin, *(word.end() for word in words))
            continue
        start, end = max(match.start(), begin), match.end()
        for _ in range(2 + (begin > match.start())):
            start = text.find(" ", start, end) + 1 or end
        end = text.rfind(" ", 0, text.rfind(" ", 0, end)) + 1
        if start < end:
            yield Span(start, end)
