"""Reads Word's .docx files; mammoth turns their styles into headings, lists and tables."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element
from zipfile import BadZipFile, ZipFile

from knowledge.intake import limits, metadata
from knowledge.intake.blocks import Extract
from knowledge.intake.draft import Remark
from knowledge.intake.elements import blocks, is_bold_heading
from knowledge.intake.errors import IntakeError
from knowledge.intake.headings import guessed

_STYLES = """
p[style-name='Title'] => h1.title:fresh
p[style-name^='toc '] => div.left-out:fresh
p[style-name^='TOC '] => div.left-out:fresh
p[style-name='Caption'] => div.left-out:fresh
p[style-name='caption'] => div.left-out:fresh
p[style-name='header'] => div.left-out:fresh
p[style-name='footer'] => div.left-out:fresh
"""
_NOTE, _REFERENCE = re.compile(r"(?:foot|end)note-\d+"), re.compile(r"#(?:foot|end)note-\d+")
_CORE = "docProps/core.xml"
_DC, _DCTERMS = "{http://purl.org/dc/elements/1.1/}", "{http://purl.org/dc/terms/}"


def extract(data: bytes) -> Extract:
    """Return the text of a document and what its properties say; raises IntakeError."""
    core = _checked(data)
    import mammoth  # slow to load: only where there is a document

    library: Any = mammoth  # it has no types
    html = library.convert_to_html(BytesIO(data), style_map=_STYLES, convert_image=_no_image).value
    root = ElementTree.fromstring(f"<html>{html}</html>")
    title = " ".join("".join(h.itertext()) for h in root.iter("h1") if h.get("class") == "title")
    notes = _without(root, lambda e: e.tag == "li" and bool(_NOTE.fullmatch(e.get("id", ""))))
    _without(root, lambda e: e.tag == "sup" and any(_REFERENCE.fullmatch(a.get("href", "")) for a in e.iter("a")))
    _without(root, lambda e: e.get("class") == "left-out")
    for paragraph in root.iter("p"):
        if is_bold_heading(paragraph):
            paragraph.tag = "h2"
    found = list(blocks(root))
    if not any(block and not block.heading for block in found):
        raise IntakeError("There is no text in this document, perhaps only pictures of it: hand in or paste its text.")
    tables = sum(block is None for block in found)
    remarks = (Remark(kind="footnotes", count=notes), Remark(kind="tables", count=tables))
    fields = _fields(core, title, " ".join(root.itertext()))
    return Extract(guessed([block for block in found if block]), fields, remarks)


def _checked(data: bytes) -> Element | None:
    """Return the properties of a document, None where it has none; raises IntakeError for what is none, or a bomb."""
    try:
        with ZipFile(BytesIO(data)) as archive:
            members = archive.infolist()
            names = {member.filename for member in members}
            if "[Content_Types].xml" not in names:
                kind = "an OpenDocument file" if "mimetype" in names else "no Word document"
                raise IntakeError(f"This is {kind}, whatever its name: {limits.SAVE_ANEW}")
            if any(member.flag_bits & 1 for member in members):
                raise IntakeError("This document is locked with a password: save it without one and hand that in.")
            xml = sum(member.file_size for member in members if member.filename.endswith((".xml", ".rels")))
            if xml > limits.XML_BYTES or sum(member.file_size for member in members) > limits.UNPACKED_BYTES:
                raise IntakeError("Unpacked, this document is far too large: hand in its text instead, or paste it.")
            if not any(name.startswith("word/") for name in names):
                raise IntakeError(f"This is an Office file, but no Word document: {limits.SAVE_ANEW}")
            return ElementTree.fromstring(archive.read(_CORE)) if _CORE in names else None
    except (BadZipFile, NotImplementedError):
        raise IntakeError(f"This is no Word document, or a damaged one: {limits.SAVE_ANEW}") from None


def _no_image(_image: object) -> list[object]:
    return []


def _without(root: Element, unwanted: Callable[[Element], bool]) -> int:
    """Take elements out of a tree, not the text behind them; return how many there were."""
    count = 0
    for parent in list(root.iter()):
        before: Element | None = None
        for child in list(parent):
            if not unwanted(child):
                before = child
                continue
            if before is None:
                parent.text = (parent.text or "") + (child.tail or "")
            else:
                before.tail = (before.tail or "") + (child.tail or "")
            parent.remove(child)
            count += 1
    return count


def _fields(core: Element | None, title: str, text: str) -> dict[str, object]:
    """Return what a document says of itself, as far as that is sensible: the title in its text counts for more."""
    said = {name: core.findtext(name) if core is not None else None for name in (f"{_DC}title", f"{_DC}creator")}
    created = core.findtext(f"{_DCTERMS}created") if core is not None else None
    return {
        "title": metadata.title(title) or metadata.title_in(text, said[f"{_DC}title"]),
        "authors": metadata.people(said[f"{_DC}creator"]),
        "published": metadata.year_in(text, created),
    }
