"""Word documents: headings by style, lists, and what is no text left out."""

from __future__ import annotations

from datetime import datetime

import pytest
from docx.document import Document

from knowledge.intake.errors import IntakeError
from tests.intake.files import BREAD, LEDGERS, LESSON, TEXT, headings, packed, read, remarks, texts, word, word_xml


def essay(document: Document) -> None:
    document.add_paragraph("On Bread", style="Title")
    document.add_paragraph("By Ann Alder")
    document.add_paragraph("7 March 2019")
    document.add_paragraph(BREAD)
    document.add_heading("What the ledgers say", level=1)
    document.add_heading("In January", level=2)
    document.add_paragraph(LEDGERS)
    for item in ("the rain in August", "the new mill", "the price of coal"):
        document.add_paragraph(item, style="List Bullet")
    document.add_paragraph("Figure 1. A loaf", style="Caption")
    table = document.add_table(rows=2, cols=2)
    for cell, text in zip(
        (cell for row in table.rows for cell in row.cells), ("Month", "Price", "May", "7"), strict=True
    ):
        cell.text = text
    document.add_paragraph().add_run("A heading that is only bold").bold = True
    document.add_paragraph(LESSON)


def test_a_document_as_people_write_it() -> None:
    found = read("a.docx", word(essay))
    assert (found.title, found.authors, found.published) == ("On Bread", ("Ann Alder",), "2019-03-07")
    assert texts(found) == [BREAD, LEDGERS, "the rain in August\nthe new mill\nthe price of coal", LESSON]
    assert headings(found) == {2: ("What the ledgers say", "In January"), 4: ("A heading that is only bold",)}
    assert remarks(found) == {"tables": 1}
    assert found.source().id == "alder-2019"


def test_properties_are_believed_where_they_are_sensible() -> None:
    def make(document: Document) -> None:
        document.core_properties.author = "Bob Birch"
        document.core_properties.title = "Bread and Harbours"
        document.core_properties.created = datetime(2021, 5, 6)
        document.add_paragraph("BREAD AND HARBOURS")
        document.add_paragraph("Written in the winter of 2021 for the Harbour Board.")
        for text in TEXT:
            document.add_paragraph(text)

    found = read("a.docx", word(make))
    assert (found.title, found.authors, found.published) == ("Bread and Harbours", ("Bob Birch",), "2021")
    assert texts(found)[1:] == list(TEXT)


@pytest.mark.parametrize(
    ("author", "title"),
    [("Windows User", "Microsoft Word - draft_3.doc"), ("admin", "Document1"), ("python-docx", "The template's title")],
)
def test_properties_that_a_program_wrote_are_not_believed(author: str, title: str) -> None:
    def make(document: Document) -> None:
        document.core_properties.author, document.core_properties.title = author, title
        for text in TEXT:
            document.add_paragraph(text)

    found = read("a.docx", word(make))
    assert (found.title, found.authors, found.published) == ("", (), None)
    assert texts(found) == list(TEXT)


def test_footnotes_are_left_out_and_counted() -> None:
    note = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    reference = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    document = (
        f'<w:document xmlns:w="{note}"><w:body><w:p><w:r><w:t>{BREAD[:-1]}</w:t></w:r>{reference}'
        f"<w:r><w:t>.</w:t></w:r></w:p><w:p><w:r><w:t>{LEDGERS}</w:t></w:r></w:p></w:body></w:document>"
    )
    text = '<w:footnote w:id="2"><w:p><w:r><w:t>A note.</w:t></w:r></w:p></w:footnote>'
    notes = f'<w:footnotes xmlns:w="{note}">{text}</w:footnotes>'
    found = read("a.docx", packed(word__document=document, word__footnotes=notes))
    assert texts(found) == [BREAD, LEDGERS]
    assert remarks(found) == {"footnotes": 1}


def test_tracked_changes_are_read_as_accepted() -> None:
    body = (
        f"<w:p><w:r><w:t>{BREAD}</w:t></w:r></w:p><w:p><w:r><w:t xml:space='preserve'>The duty </w:t></w:r>"
        "<w:del><w:r><w:delText>fell</w:delText></w:r></w:del><w:ins><w:r><w:t>rose</w:t></w:r></w:ins>"
        "<w:r><w:t>.</w:t></w:r></w:p>"
    )
    assert texts(read("a.docx", word_xml(body))) == [BREAD, "The duty rose."]


def test_a_table_that_lays_out_text_is_text() -> None:
    def make(document: Document) -> None:
        cells = document.add_table(rows=1, cols=2).rows[0].cells
        cells[0].text, cells[1].text = " ".join(TEXT), LESSON

    assert texts(read("a.docx", word(make))) == [" ".join(TEXT), LESSON]


ZIP = packed(a="<a/>")
OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("a.docx", b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "This is a picture: hand in the text that it shows."),
        ("a.docx", b"\xff\xd8\xff\xe0" + b"\0" * 100, "This is a picture"),
        ("a.docx", OLD, "This is an old Word file, whatever its name: open it, save it as .docx or PDF"),
        ("a.docx", OLD + "EncryptedPackage".encode("utf-16-le"), "locked with a password: save it without one"),
        ("a.docx", b"{\\rtf1 Text}", "This is a rich text file, whatever its name"),
        ("a.docx", BREAD, "This is no .docx file, whatever its name"),
        ("a.docx", ZIP, "no Word document: open it, save it as .docx or PDF"),
        ("a.docx", ZIP[:200], "no Word document, or a damaged one"),
        ("a.docx", word(lambda document: document.add_heading("Alone")), "There is no text in this document"),
        ("a.doc", OLD, "This is an old Word file: open it, save it as .docx or PDF, and hand that in."),
        ("a.odt", ZIP, "This is an OpenDocument file: open it"),
        ("a.rtf", b"{\\rtf1 Text}", "This is a rich text file: open it"),
        ("a.png", b"\x89PNG", "This kind of file is not read: hand in a .txt, .md, .html, .pdf or .docx file"),
        ("a", BREAD, "This kind of file is not read"),
    ],
)  # fmt: skip
def test_what_is_no_document_is_told_what_to_do(name: str, data: bytes | str, sentence: str) -> None:
    with pytest.raises(IntakeError, match=r"^[^\n]+\.$") as caught:
        read(name, data)
    assert sentence in str(caught.value)


def test_a_document_is_known_by_what_is_in_it() -> None:
    assert texts(read("a.txt", word(essay)))[0] == BREAD
