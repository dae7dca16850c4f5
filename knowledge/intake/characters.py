"""From bytes to characters that a source can keep."""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Iterable
from typing import NamedTuple

from knowledge.intake.errors import IntakeError

_COMMON_ENCODINGS = ["utf_8", "utf_16", "utf_16_le", "utf_16_be", "utf_32", "cp1252", "latin_1", "mac_roman"]
_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_MARKED = ("utf_8_sig", "utf_32", "utf_32", "utf_16", "utf_16")
_MOST_ODD, _MOST_ODD_OF_GUESS = 0.05, 0.005
"""The share of characters without a shape that a text has at most, in UTF-8 and in a guessed encoding."""
_BREAKS = re.compile("\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_INVISIBLE = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_SOFT_HYPHEN = re.compile("\xad(?:[ \t]*\n[ \t]*)?")
_LIGATURES = {
    chr(code): unicodedata.normalize("NFKC", chr(code)) for code in range(0xFB00, 0xFB07)
}  # ff, fi, fl, ffi, ffl, long st, st
_BULLETS = dict.fromkeys(map(ord, "\uf0a7\uf0b7\uf0d8"), "•")
"""Bullets of a font of Word's, which have no meaning elsewhere."""
_LIGATURE = re.compile(f"[{''.join(_LIGATURES)}]")
_BARE = ("Cc", "Cs", "Cn")
"""Categories of characters without a shape: control, surrogate, unassigned."""


class Text(NamedTuple):
    """Repaired characters, and how many letters were wrong."""

    text: str
    repairs: int


def decoded(data: bytes) -> tuple[str, str | None]:
    """Return the text in some bytes, and its encoding where that is not UTF-8; raises IntakeError for other bytes."""
    found = _decoded(data)
    if found is None or _is_junk(*found):
        raise IntakeError("The file does not hold readable text: save it as UTF-8 text and hand it in again.")
    return found


def _decoded(data: bytes) -> tuple[str, str | None] | None:
    for mark, encoding in zip(_MARKS, _MARKED, strict=True):
        if data.startswith(mark):
            try:
                return data.decode(encoding), None if mark == codecs.BOM_UTF8 else encoding
            except UnicodeDecodeError:
                return None
    try:
        text = data.decode()
    except UnicodeDecodeError:
        pass
    else:
        if "\0" not in text:
            return text, None
    from charset_normalizer import from_bytes  # slow to load, and UTF-8 does not need it

    best = from_bytes(data, cp_isolation=_COMMON_ENCODINGS).best() or from_bytes(data).best()
    return (str(best), best.encoding) if best else None


def _is_junk(text: str, guessed: str | None) -> bool:
    """Tell whether decoded bytes are no text: too many characters have no shape, for which a guess has less room."""
    odd = (*_BARE, "Co") if guessed else ("Cc",)
    count = sum(1 for c in text if c not in "\t\n\r\f" and unicodedata.category(c) in odd)
    return count > (_MOST_ODD_OF_GUESS if guessed else _MOST_ODD) * len(text)


def repaired(text: str) -> Text:
    """Return a text with line feeds only, without invisible characters, its ligatures taken apart."""
    text = _BREAKS.sub("\n", text).translate(_BULLETS)
    text, soft = _SOFT_HYPHEN.subn("", text)
    text, invisible = _INVISIBLE.subn("", text)
    text, ligatures = _LIGATURE.subn(lambda match: _LIGATURES[match[0]], text)
    text = "".join(c for c in unicodedata.normalize("NFC", text) if c in "\n\t" or unicodedata.category(c) not in _BARE)
    return Text(text, soft + invisible + ligatures)


def line(text: str) -> str:
    """Return a text as one line, with single spaces only."""
    return " ".join(repaired(text).text.split())


def lines(text: str) -> str:
    """Return a text line by line, each with single spaces only and none empty."""
    return "\n".join(filter(None, (" ".join(part.split()) for part in text.split("\n"))))


def words(texts: Iterable[str]) -> int:
    """Return the number of words of some texts."""
    return sum(len(text.split()) for text in texts)
