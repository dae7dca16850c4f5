"""From characters to words: normalised, stemmed, each with the place in the text where it stands.

Every word keeps its offsets in the original, so that matching may fold case, accents and quotes while
what is shown stays the source's own characters.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

import Stemmer

from knowledge.language.sentences import Span, sentences

__all__ = [
    "Span",
    "Word",
    "compounds",
    "count_words",
    "fold",
    "other_script",
    "parts",
    "printable",
    "sentences",
    "stem",
    "tokens",
    "words",
]

_INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
_LETTER = rf"[^\W\d_][\u0300-\u036f{_INVISIBLE}]*"
_WORD = re.compile(
    rf"(?:[A-Za-z]\.){{2,}}"  # U.S., D.P.R.K.
    rf"|\d+(?:[.,]\d+)*(?:st|nd|rd|th)?\b"
    rf"|\d+"
    rf"|(?:{_LETTER})+(?:['’](?:{_LETTER})+)*"
)
_HYPHENS = ("-", "‐", "‑")
_POSSESSIVE = re.compile(r"'s?$")
_INVISIBLES = dict.fromkeys(map(ord, _INVISIBLE))
_QUOTES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'"})
_stem_word: Callable[[str], str] = Stemmer.Stemmer("english", 0).stemWord  # pyright: ignore
"""In C and without a cache of its own, a call runs in one piece, whatever other threads do."""


class Word(NamedTuple):
    """One word of a text: folded form, stem, and the half-open character range it stands in."""

    folded: str
    stem: str
    start: int
    end: int


def fold(text: str) -> str:
    """Return text without case, accents, invisible characters and typographic variants of letters."""
    if text.isascii():
        return text.lower()
    text = text.translate(_INVISIBLES).translate(_QUOTES)
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    return "".join(c for c in decomposed if not unicodedata.combining(c))


@lru_cache(maxsize=65536)
def _fold_and_stem(surface: str) -> tuple[str, str]:
    folded = fold(surface)
    if folded.endswith("."):
        folded = folded.replace(".", "")
        return folded, folded
    if "'" in folded:
        folded = _POSSESSIVE.sub("", folded)
    return folded, _stem_word(folded)


def stem(word: str) -> str:
    """Return the Snowball (English) stem of one word."""
    return _fold_and_stem(word)[1]


def words(text: str) -> Iterator[Word]:
    """Yield the words of a text in order."""
    return (word for word in tokens(text) if word.folded)


def tokens(text: str) -> Iterator[Word]:
    """Yield what a reader counts as words of a text: its words, and those of which folding leaves nothing."""
    for match in _WORD.finditer(text):
        folded, stemmed = _fold_and_stem(match[0])
        yield Word(folded, stemmed, *match.span())


def compounds(text: str, found: Sequence[Word]) -> Iterator[tuple[str, str]]:
    """Yield each hyphenated word of a text in one piece and in parts: ``antimissile`` and ``anti missile``.

    ``found`` are the words of the text.
    """
    if not any(hyphen in text for hyphen in _HYPHENS):
        return
    i = 0
    while i < len(found):
        last = i
        while last + 1 < len(found) and text[found[last].end : found[last + 1].start] in _HYPHENS:
            last += 1
        if last > i:
            parts = [word.folded for word in found[i : last + 1]]
            yield "".join(parts), " ".join(parts)
        i = last + 1


def printable(text: str) -> str:
    """Return text with control characters, lone surrogates and runs of white space made one space each."""
    kept = ("" if c in _INVISIBLE else " " if unicodedata.category(c) in {"Cc", "Cs", "Co"} else c for c in text)
    return " ".join("".join(kept).split())


def other_script(text: str) -> bool:
    """Tell whether most letters of a text are of another script than the Latin one."""
    letters = [c for c in text if c.isalpha()]
    latin = sum(unicodedata.name(c, "").startswith("LATIN") for c in letters)
    return bool(letters) and latin * 2 < len(letters)


def count_words(text: str) -> int:
    """Return how many words a reader counts; a hyphenated word counts by its parts, whichever way gives more."""
    return max(len(text.split()), len(_WORD.findall(text)))


def parts(text: str, sentence: Span, most: int) -> list[Span]:
    """Split a sentence of more than ``most`` words, at its punctuation where it has some, into runs of at most that.

    Each part is a contiguous run of the sentence, free of outer white space.
    """
    if count_words(text[sentence.start : sentence.end]) <= most:
        return [sentence]
    clauses = _cut(text, sentence, re.compile(r"(?<=[;:,—–])\s+|(?<=[—–])"))
    pieces = [
        p for c in clauses for p in ([c] if count_words(text[c.start : c.end]) <= most else _every(text, c, most))
    ]
    merged: list[Span] = []
    for piece in pieces:
        if merged and count_words(text[merged[-1].start : piece.end]) <= most:
            merged[-1] = Span(merged[-1].start, piece.end)
        else:
            merged.append(piece)
    return merged


def _cut(text: str, span: Span, at: re.Pattern[str]) -> list[Span]:
    spans: list[Span] = []
    start = span.start
    for match in at.finditer(text, span.start, span.end):
        if match.start() > start:
            spans.append(Span(start, match.start()))
        start = match.end()
    if start < span.end:
        spans.append(Span(start, span.end))
    return spans


def _every(text: str, span: Span, most: int) -> list[Span]:
    """Cut a run without punctuation after as many white-space-free stretches as make ``most`` words, or hard."""
    spans: list[Span] = []
    start = end = span.start
    for match in re.finditer(r"\S{1,200}", text[span.start : span.end]):
        left, right = span.start + match.start(), span.start + match.end()
        if end > start and count_words(text[start:right]) > most:
            spans.append(Span(start, end))
            start = left
        end = right
    spans.append(Span(start, end))
    return spans
