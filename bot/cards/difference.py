"""How a text reads before and after a change: words that went are struck through, words that came are bold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from rapidfuzz.distance import Indel

from bot.markup import ELLIPSIS, cut, escape

_AROUND = 6
"""Words that are shown before and after each change; more that stayed are left out."""
_WORD = re.compile(r"\s*\S+")


class _Stretch(NamedTuple):
    kind: Literal["stayed", "went", "came"]
    text: str


def difference(before: str, after: str, most: int) -> str:
    """Return markup of at most ``most`` characters that shows what changed; what is too long for it is cut."""
    shown = ""
    stretches = list(_stretches(before, after))
    for number, (kind, text) in enumerate(stretches):
        # The first word of a text has no space before it, unlike the words it now stands behind.
        shown += " " if shown and text[:1].strip() else ""
        room = most - len(shown) - len(ELLIPSIS)
        if kind == "stayed":
            text = _around(text, first=number == 0, last=number == len(stretches) - 1)
        else:
            # What went leaves room for what came in its place.
            room = min(room, 2 * most // 5)
        kept = _kept(kind, text, room)
        shown += _marked(kind, kept)
        if not kept:
            return shown + ELLIPSIS
    return shown.strip()


def _stretches(before: str, after: str) -> Iterator[_Stretch]:
    old, new = _WORD.findall(before), _WORD.findall(after)
    went = came = ""
    for step in Indel.opcodes([word.strip() for word in old], [word.strip() for word in new]):
        if step.tag != "equal":
            went += "".join(old[step.src_start : step.src_end])
            came += "".join(new[step.dest_start : step.dest_end])
            continue
        yield from _changed(went, came)
        went = came = ""
        yield _Stretch("stayed", "".join(new[step.dest_start : step.dest_end]))
    yield from _changed(went, came)


def _changed(went: str, came: str) -> Iterator[_Stretch]:
    if went:
        yield _Stretch("went", went)
    if came:
        yield _Stretch("came", came)


def _kept(kind: str, text: str, most: int) -> str:
    """Return the beginning of a text whose markup has at most ``most`` characters."""
    kept = text
    while kept and (too_many := len(_marked(kind, kept)) - most) > 0:
        kept = cut(text, max(min(len(kept) - 1, len(kept) - too_many // 2), 0))
    return kept


def _around(text: str, *, first: bool, last: bool) -> str:
    words = _WORD.findall(text)
    if len(words) <= 2 * _AROUND:
        return text
    start = "" if first else "".join(words[:_AROUND])
    end = "" if last else "".join(words[-_AROUND:])
    return f"{start} {ELLIPSIS}{end}"


def _marked(kind: str, text: str) -> str:
    if kind == "stayed":
        return escape(text)
    mark = "~~" if kind == "went" else "**"
    bare = text.lstrip()
    # A mark that touches white space is none.
    return f"{text[: len(text) - len(bare)]}{mark}{escape(bare)}{mark}" if bare else ""
