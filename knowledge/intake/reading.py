"""Reads one file in this process: for tests and for files one trusts. ``process.read`` is for everything else."""

from __future__ import annotations

from pathlib import Path, PurePath
from typing import NamedTuple

from knowledge.errors import MalformedFileError
from knowledge.intake import assembling, limits, plain
from knowledge.intake.characters import decoded, repaired
from knowledge.intake.draft import Draft
from knowledge.intake.errors import IntakeError
from knowledge.sources import markdown


class Upload(NamedTuple):
    """A file as it was handed in."""

    name: str
    data: bytes


def draft(upload: Upload) -> Draft:
    """Return what can be found in a file; raises IntakeError."""
    suffix = PurePath(upload.name).suffix.lower()
    if suffix not in limits.SUFFIXES:
        raise IntakeError("This kind of file is not read: hand in a .txt, .md, .html, .pdf or .docx file.")
    if not upload.data.strip():
        raise IntakeError("The file is empty: choose another one.")
    if len(upload.data) > limits.FILE_BYTES:
        raise IntakeError(f"The file is larger than {limits.FILE_BYTES // limits.MEGABYTE} MB: hand in a smaller one.")
    if suffix not in (".txt", ".md"):
        raise IntakeError("This kind of file is not read yet.")
    return from_text(decoded(upload.data)[0])


def from_text(text: str) -> Draft:
    """Return what can be found in a text, of the fixed source format or any other; raises IntakeError."""
    text = repaired(text).text
    if text.startswith("---\n"):
        try:
            source = markdown.parse(text, Path("The file"))
        except MalformedFileError as error:
            raise IntakeError(str(error)) from None
        return Draft(**dict(source))
    return assembling.draft(plain.extract(text))
