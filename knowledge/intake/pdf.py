"""Reads PDF files through PDFium."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from knowledge.intake import limits, metadata, wrapping
from knowledge.intake.blocks import Block, Extract
from knowledge.intake.draft import Remark
from knowledge.intake.errors import IntakeError

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

    from knowledge.intake.pdf_layout import Paragraph

_LETTERS_A_PAGE = 40
"""The letters of a page that is more than a picture, on average."""
_MOST_UNREADABLE = 0.05
"""The share of letters that the file does not say the meaning of."""
_TITLE_SIZE = 1.15
"""The size of a title, in sizes of the text."""


def extract(data: bytes) -> Extract:
    """Return the text of a PDF and what it says of itself; raises IntakeError."""
    from knowledge.intake import pdf_layout, pdf_lines  # slow to load: only where there is a PDF

    document = _opened(data)
    try:
        if len(document) > limits.PAGES:
            raise IntakeError(
                f"This PDF has {len(document)} pages, and at most {limits.PAGES} are read: hand in a part of it."
            )
        pages: list[pdf_lines.Page] = []
        characters = 0
        for number in range(len(document)):
            page = document[number]
            pages.append(pdf_lines.read(page, number))
            page.close()
            characters += sum(len(line.text) for line in pages[-1].lines)
            limits.check_characters(characters)
        said: dict[str, str] = document.get_metadata_dict()  # pyright: ignore[reportUnknownMemberType]
    finally:
        document.close()
    layout = pdf_layout.arranged([page.lines for page in pages])
    _check("".join(line.text for paragraph in layout.paragraphs for line in paragraph.lines), len(pages))
    known = wrapping.vocabulary(line.text for page in pages for line in page.lines)
    words = 0
    blocks: list[Block] = []
    for paragraph in layout.paragraphs:
        text = wrapping.joined([line.text for line in paragraph.lines], known)
        words += text.words
        blocks.append(Block(text.text, paragraph.heading))
    beginning = " ".join(line.text for page in pages[:2] for line in page.lines)
    fields: dict[str, object] = {
        "title": metadata.title_in(beginning, said.get("Title")) or _title(layout.paragraphs, blocks),
        "authors": metadata.people(said.get("Author")),
        "published": metadata.year_in(beginning, said.get("CreationDate")),
    }
    remarks = (
        Remark(kind="joined_words", count=words),
        Remark(kind="page_furniture", count=layout.furniture),
        Remark(kind="footnotes", count=max(layout.footnotes, sum(page.references for page in pages))),
        Remark(kind="tables", count=layout.tables),
    )
    return Extract(blocks, fields, remarks)


def _opened(data: bytes) -> PdfDocument:
    from pypdfium2 import PdfDocument, PdfiumError
    from pypdfium2.raw import FPDF_ERR_PASSWORD

    try:
        return PdfDocument(data)
    except PdfiumError as error:
        if error.err_code == FPDF_ERR_PASSWORD:  # pyright: ignore[reportUnknownMemberType]
            raise IntakeError("This PDF is locked with a password: save a copy without one and hand that in.") from None
        raise IntakeError("This is no PDF, or a damaged one: open it, save it anew, and hand that in.") from None


def _check(text: str, pages: int) -> None:
    """Raise IntakeError where there are only pictures of text, or letters without a meaning."""
    if sum(c.isalnum() for c in text) < _LETTERS_A_PAGE * pages:
        raise IntakeError(
            "There is hardly any text in this PDF, perhaps only pictures of it, as a scanner makes them: "
            "let a program for text recognition (OCR) add it, or paste the text."
        )
    if sum(c == "\ufffd" or "\ue000" <= c <= "\uf8ff" for c in text) > _MOST_UNREADABLE * len(text):
        raise IntakeError("This PDF does not say which letters it shows: hand in another copy of it, or its text.")


def _title(paragraphs: Sequence[Paragraph], blocks: Sequence[Block]) -> str:
    """Return the heading in the largest letters on the first two pages."""
    sizes = [paragraph.size for paragraph in paragraphs if not paragraph.heading]
    candidates = [
        (paragraph.size, -i)
        for i, paragraph in enumerate(paragraphs)
        if paragraph.heading and paragraph.lines[0].page < 2 and re.search(r"[^\W\d_]{3}", blocks[i].text)
    ]
    size, place = max(candidates, default=(0.0, 0))
    return (
        metadata.title(blocks[-place].text) if sizes and size > _TITLE_SIZE * max(set(sizes), key=sizes.count) else ""
    )
