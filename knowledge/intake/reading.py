"""Reads one file in this process: for tests and for files one trusts. ``process.read`` is for everything else."""

from __future__ import annotations

from pathlib import PurePath
from typing import NamedTuple

from knowledge.intake import assembling, characters, limits, marked, plain
from knowledge.intake.draft import Draft, Remark
from knowledge.intake.errors import IntakeError

_SIGNATURES = (
    (b"PK\x03\x04", "docx"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old"),
    (b"{\\rtf", "rtf"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"),
    (b"II*\0", "picture"),
    (b"MM\0*", "picture"),
)
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf_16_le")
_BEGINNING = 1024


class Upload(NamedTuple):
    """A file as it was handed in."""

    name: str
    data: bytes


def draft(upload: Upload) -> Draft:
    """Return what can be found in a file; raises IntakeError, and for a damaged file whatever its reader raises."""
    name, data = upload
    limits.check_file(name, len(data))
    kind = _kind(PurePath(name).suffix.lower(), data)
    if kind == "pdf":
        from knowledge.intake import pdf  # each reader loads a library of its own

        return assembling.draft(pdf.extract(data))
    if kind == "docx":
        from knowledge.intake import docx

        return assembling.draft(docx.extract(data))
    if kind == "html":
        from knowledge.intake import html

        return assembling.draft(html.extract(data))
    text, encoding = characters.decoded(data)
    found = from_text(text, is_markdown=kind == "md")
    return found if not encoding else found.model_copy(update={"remarks": (Remark.encoding(encoding), *found.remarks)})


def from_text(text: str, *, is_markdown: bool = False) -> Draft:
    """Return what can be found in a text, of the fixed source format or any other; raises IntakeError."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    limits.check_characters(len(text))
    front = marked.front_matter(text)
    if front and all(front[0].get(field) for field in ("id", "title", "author")):
        return marked.source(text)
    if front or is_markdown:
        said, body = front or ({}, text)
        return assembling.draft(marked.extract(body, said))
    repaired = characters.repaired(text)
    extract = plain.extract(repaired.text)
    return assembling.draft(extract._replace(remarks=(*extract.remarks, _repairs(repaired.repairs))))


def _repairs(count: int) -> Remark:
    return Remark(kind="repaired_characters", count=count)


def _kind(suffix: str, data: bytes) -> str:
    """Return how a file is to be read, by what is in it rather than by its name; raises IntakeError."""
    found = next((kind for signature, kind in _SIGNATURES if data.startswith(signature)), None)
    if found == "old":
        if _ENCRYPTED_PACKAGE in data:
            raise IntakeError("This document is locked with a password: save it without one and hand that in.")
        raise IntakeError(f"This is an old Word file, whatever its name: {limits.SAVE_ANEW}")
    if found == "rtf":
        raise IntakeError(f"This is a rich text file, whatever its name: {limits.SAVE_ANEW}")
    if found == "picture":
        raise IntakeError("This is a picture: hand in the text that it shows.")
    if found:
        return found
    if b"%PDF-" in data[:_BEGINNING]:
        return "pdf"
    if suffix in (".pdf", ".docx"):
        raise IntakeError(f"This is no {suffix} file, whatever its name: {limits.SAVE_ANEW}")
    beginning = data[:_BEGINNING].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if suffix in (".html", ".htm") or beginning.startswith((b"<!doctype html", b"<html")):
        return "html"
    return "md" if suffix == ".md" else "txt"
