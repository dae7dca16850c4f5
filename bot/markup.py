"""Text as Discord shows it: other people's words verbatim, never as markup, mention or link."""

from __future__ import annotations

import re
from collections.abc import Sequence

Span = tuple[int, int]
_SPECIAL = re.compile(r"([\\*_~`|<>@#:\[\]()])|(?m:^(\s*\d*)([-+.]))")
_ESCAPED = re.compile(r"\\([^0-9A-Za-z\s])")
ELLIPSIS = "…"


def escape(text: str) -> str:
    """Return text that Discord shows exactly as it is; ``unescape`` gives the original back."""
    return _SPECIAL.sub(lambda m: f"\\{m[1]}" if m[1] else f"{m[2]}\\{m[3]}", text)


def unescape(text: str) -> str:
    """Return what ``escape`` was given."""
    return _ESCAPED.sub(r"\1", text)


def cut(text: str, most: int) -> str:
    """Return text of at most ``most`` characters, cut behind a word and then ending with an ellipsis."""
    if len(text) <= most:
        return text
    kept = text[: max(most - 1, 0)]
    if kept and not text[len(kept)].isspace():
        head, _, tail = kept.rpartition(" ")
        # A single word that fills the whole space has to be cut within.
        kept = head if head.strip() and tail else kept
    return (kept.rstrip() + ELLIPSIS)[:most]


def fit(text: str, most: int, bold: Sequence[Span] = ()) -> str:
    """Return text escaped, with spans in bold, in at most ``most`` characters of markup."""
    kept = text
    while len(shown := _bold(kept, text, bold)) > most and kept:
        kept = cut(text, min(len(kept) - 1, len(kept) - (len(shown) - most) // 2))
    return shown


def _bold(kept: str, whole: str, spans: Sequence[Span]) -> str:
    end = len(kept) if kept == whole else max(len(kept) - 1, 0)
    parts: list[str] = []
    at = 0
    for start, stop in _joined(kept, spans):
        if start >= end:
            break
        stop = min(stop, end)
        parts += [escape(kept[at:start]), "**", escape(kept[start:stop]), "**"]
        at = stop
    return "".join((*parts, escape(kept[at:])))


def _joined(text: str, spans: Sequence[Span]) -> list[Span]:
    """Join spans that only white space parts: Discord reads ``**a** **b**`` so, but ``**a****b**`` not at all."""
    joined: list[Span] = []
    for start, stop in spans:
        if joined and not text[joined[-1][1] : start].strip():
            joined[-1] = (joined[-1][0], stop)
        elif start < stop:
            joined.append((start, stop))
    return joined


def quoted(markup: str) -> str:
    """Return markup as a block quotation."""
    return "\n".join(f"> {line}" for line in markup.split("\n"))


def small(markup: str) -> str:
    """Return one line of markup as small print."""
    return f"-# {markup}"


def line(text: str) -> str:
    """Return text on one line, its white space collapsed and without characters that cannot be sent."""
    return " ".join(text.encode("utf-8", "replace").decode("utf-8").split())
