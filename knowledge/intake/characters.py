"""From bytes to characters that a source can keep."""

from __future__ import annotations

import re

from knowledge.intake.errors import IntakeError

_CONTROLS = re.compile(r"[\0-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\ufffe\uffff\ud800-\udfff]")


def decoded(data: bytes) -> str:
    """Return the text in some bytes; raises IntakeError where they are none."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise IntakeError("The file is not text: save it as UTF-8 text and hand it in again.") from None


def repaired(text: str) -> str:
    """Return a text with line feeds only and without characters that no source can keep."""
    text = re.sub(r"\r\n?|\x0b|\x0c|\x1c|\x1d|\x1e|\x85|\u2028|\u2029", "\n", text)
    return _CONTROLS.sub("", text).replace("\t", " ").replace("\xa0", " ")
