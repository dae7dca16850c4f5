"""The typeface of handouts, and what to do about characters that it does not have.

Source Serif Pro (SIL Open Font License), from the package ``font-source-serif-pro``. Chinese, Japanese and Korean are
set in the fonts that PDF readers bring with them, because a font for them is larger than this program.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import Literal, NamedTuple
from xml.sax.saxutils import escape

import font_source_serif_pro as source_serif  # pyright: ignore[reportMissingTypeStubs]
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.pdfmetrics import registerFont  # pyright: ignore[reportUnknownVariableType]
from reportlab.pdfbase.ttfonts import TTFont

Face = Literal["regular", "italic", "bold"]
_FILES: dict[Face, str] = {
    "regular": "SourceSerifPro",
    "italic": "SourceSerifProIt",
    "bold": "SourceSerifProSemibold",
}
_KOREAN, _JAPANESE, _CHINESE = "HYSMyeongJo-Medium", "HeiseiMin-W3", "STSong-Light"
_MISSING = "?"


class Fonts(NamedTuple):
    """The registered fonts by face, each with the characters that it has."""

    characters: dict[Face, frozenset[int]]

    def faces(self, text: str, face: Face) -> Iterator[tuple[str, str]]:
        """Yield text in runs, each with the name of a font that has its characters."""
        run, current = "", name(face)
        for character in text:
            shown, font = self._place(character, face)
            if font != current and run:
                yield run, current
                run = ""
            run, current = run + shown, font
        if run:
            yield run, current

    def _place(self, character: str, face: Face) -> tuple[str, str]:
        for form in (character, unicodedata.normalize("NFKC", character)):
            for candidate in (face, "regular"):
                if all(ord(c) in self.characters[candidate] for c in form):
                    return form, name(candidate)
        font = _east_asian(character)
        return (character, font) if font else (_MISSING, name(face))


def name(face: Face) -> str:
    """Return what a face is called in a PDF."""
    return _FILES[face]


@cache
def fonts() -> Fonts:
    """Register the fonts once and return them."""
    paths: dict[str, str] = source_serif.font_files_ttf  # pyright: ignore[reportUnknownMemberType]
    characters: dict[Face, frozenset[int]] = {}
    for face, file in _FILES.items():
        font = TTFont(file, paths[file])
        registerFont(font)
        characters[face] = frozenset(font.face.charToGlyph)
    for east_asian in (_KOREAN, _JAPANESE, _CHINESE):
        registerFont(UnicodeCIDFont(east_asian))
    return Fonts(characters)


def markup(text: str, face: Face = "regular") -> str:
    """Return text as reportlab's paragraphs take it: escaped, each run in a font that has it."""
    return "".join(f'<font name="{font}">{escape(run)}</font>' for run, font in fonts().faces(text, face))


def _east_asian(character: str) -> str | None:
    """Return a font that readers have for a character, None where it is of another script."""
    called = unicodedata.name(character, "")
    if called.startswith("HANGUL"):
        return _KOREAN
    if called.startswith(("HIRAGANA", "KATAKANA")):
        return _JAPANESE
    return _CHINESE if called.startswith(("CJK", "IDEOGRAPHIC", "FULLWIDTH")) else None
