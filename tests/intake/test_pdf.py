"""PDF files: lines into paragraphs, page furniture and footnotes out, columns one after the other."""

from __future__ import annotations

import textwrap
import zlib
from datetime import datetime, timezone

import pytest
from fpdf import FPDF

from knowledge.intake import limits
from knowledge.intake.errors import IntakeError
from tests.intake.files import BREAD, LEDGERS, LESSON, TEXT, Paper, headings, paper, raw_pdf, read, remarks, texts

LONG = [f"{text} This is paragraph {number} of the essay." for number in range(1, 6) for text in TEXT]


def test_an_essay_with_running_heads_and_page_numbers() -> None:
    def make(made: Paper) -> None:
        made.heading("On Bread and Harbours", 20)
        made.paragraph("By Ann Alder")
        made.paragraph("March 7, 2019")
        for number, text in enumerate(LONG):
            if number == 6:
                made.heading("What the ledgers say")
            made.paragraph(text)

    found = read("a.pdf", paper(make, "The Harbour Gazette, 7", numbers=True))
    assert (found.title, found.authors, found.published) == ("On Bread and Harbours", ("Ann Alder",), "2019-03-07")
    assert texts(found) == LONG
    assert headings(found) == {7: ("What the ledgers say",)}
    assert remarks(found)["page_furniture"] >= 6


def test_paragraphs_that_are_indented_and_run_over_pages() -> None:
    def make(made: Paper) -> None:
        for text in LONG:
            made.paragraph(text, indent="      ", gap=0)

    found = read("a.pdf", paper(make, "The Harbour Gazette", numbers=True))
    assert texts(found) == LONG


def test_ragged_lines_are_joined_and_divided_words_put_together() -> None:
    hyphenated = (
        "The government of the harbour weighed long-term costs against the price of bread, and its denuclear-",
        "ization of the debate was as long-",
        "lived as the Sino-",
        "Soviet friendship of later years; the re-",
        "sult was that nobody spoke of bread again.",
    )

    def make(made: Paper) -> None:
        made.set_font("Times", size=9)
        made.lines(hyphenated)
        made.ln(4)
        made.paragraph(BREAD, align="L")
        made.paragraph(LEDGERS, align="L")

    found = read("a.pdf", paper(make))
    assert texts(found)[0] == (
        "The government of the harbour weighed long-term costs against the price of bread, and its denuclearization "
        "of the debate was as long-lived as the Sino-Soviet friendship of later years; the result was that nobody "
        "spoke of bread again."
    )
    assert texts(found)[1:] == [BREAD, LEDGERS]
    assert remarks(found)["joined_words"] == 2


def columns(made: Paper, *, by_row: bool) -> None:
    made.heading("On Bread", 18)
    left, right = (textwrap.wrap(" ".join(texts), 34) for texts in ((BREAD, LEDGERS), (LESSON, BREAD)))
    top = made.get_y()
    cells = [(x, top + 5 * row, line) for x, column in ((10, left), (80, right)) for row, line in enumerate(column)]
    for x, y, line in sorted(cells, key=lambda cell: cell[1]) if by_row else cells:
        made.set_xy(x, y)
        made.cell(60, 5, line)


@pytest.mark.parametrize("by_row", [False, True])
def test_columns_are_read_one_after_the_other(by_row: bool) -> None:
    found = read("a.pdf", paper(lambda made: columns(made, by_row=by_row)))
    assert " ".join(texts(found)) == f"{BREAD} {LEDGERS} {LESSON} {BREAD}"


def test_footnotes_are_left_out_with_what_refers_to_them() -> None:
    def make(made: Paper) -> None:
        made.multi_cell(0, 5, BREAD[: len(BREAD) // 2], align="L", new_x="RIGHT", new_y="LAST")
        made.char_vpos = "SUP"
        made.write(5, "12")
        made.char_vpos = "LINE"
        made.ln(5)
        made.paragraph(BREAD[len(BREAD) // 2 :].strip(), align="L")
        made.paragraph(LEDGERS, align="L")
        made.set_y(160)
        made.set_font("Times", size=8)
        made.multi_cell(0, 4, "12 See the customs ledgers of 1902, which survive almost complete.")
        made.set_font("Times", size=11)
        made.add_page()
        made.paragraph(LESSON, align="L")

    found = read("a.pdf", paper(make))
    whole = " ".join(texts(found))
    assert "12" not in whole
    assert "customs ledgers" not in whole
    assert texts(found)[1:] == [LEDGERS, LESSON]
    assert remarks(found)["footnotes"] == 1


def test_tables_and_contents_are_left_out() -> None:
    def make(made: Paper) -> None:
        made.lines(["Chapter one . . . . . . . . . . . . . . . 3", "Chapter two . . . . . . . . . . . . . . . 9"])
        made.ln(4)
        made.paragraph(BREAD)
        for row in (("Month", "Loaf", "Wage"), ("January", "5", "20"), ("May", "7.5", "20")):
            for x, cell in zip((10, 60, 100), row, strict=True):
                made.set_x(x)
                made.cell(20, 5, cell)
            made.ln(5)
        made.ln(4)
        made.paragraph(LEDGERS)

    found = read("a.pdf", paper(make))
    assert texts(found) == [BREAD, LEDGERS]
    assert remarks(found)["tables"] == 1


@pytest.mark.parametrize(
    ("title", "author", "year", "expected"),
    [
        ("On Bread", "Ann Alder", 2019, ("On Bread", ("Ann Alder",), "2019")),
        ("Microsoft Word - bread.doc", "admin", 1999, ("", (), None)),
        ("An old template", "Adobe Acrobat 9", 2030, ("", (), None)),
    ],
)
def test_metadata_are_believed_where_they_are_sensible(
    title: str, author: str, year: int, expected: tuple[str, tuple[str, ...], str | None]
) -> None:
    def make(made: Paper) -> None:
        made.set_title(title)
        made.set_author(author)
        made.set_creation_date(datetime(year, 3, 7, tzinfo=timezone.utc))  # noqa: UP017 - fpdf wants this one
        made.paragraph("On Bread: a paper for the Harbour Board, read there in the winter of 2019 and revised since.")
        for text in TEXT:
            made.paragraph(text)

    found = read("a.pdf", paper(make))
    assert (found.title, found.authors, found.published) == expected
    assert texts(found)[-3:] == list(TEXT)


def blank(pages: int = 1) -> bytes:
    made = FPDF()
    for _ in range(pages):
        made.add_page()
        made.rect(20, 20, 100, 100, style="F")
    return bytes(made.output())


def locked() -> bytes:
    made = FPDF()
    made.set_encryption(owner_password="owner", user_password="user")
    made.add_page()
    return bytes(made.output())


EMPTY_PAGE = zlib.compress(b"")


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (blank(), "only pictures of it, as a scanner makes them: let a program for text recognition (OCR)"),
        (blank(3), "only pictures of it"),
        (locked(), "locked with a password: save a copy without one and hand that in"),
        (b"%PDF-1.7\n" + b"junk " * 1000, "This is no PDF, or a damaged one: open it, save it anew"),
        (BREAD.encode(), "This is no .pdf file, whatever its name"),
        (raw_pdf(EMPTY_PAGE, pages=limits.PAGES + 1), "501 pages, and at most 500 are read: hand in a part of it"),
        (raw_pdf(EMPTY_PAGE, pages=limits.PAGES), "hardly any text"),
    ],
)
def test_what_cannot_be_read_is_told_what_to_do(data: bytes, sentence: str) -> None:
    with pytest.raises(IntakeError, match=r"^[^\n]+\.$") as caught:
        read("a.pdf", data)
    assert sentence in str(caught.value)


def test_a_scan_with_a_line_that_its_library_printed_is_a_scan() -> None:
    def make(made: Paper) -> None:
        for _ in range(4):
            made.add_page()

    with pytest.raises(IntakeError, match="scanner"):
        read(
            "a.pdf",
            paper(
                make,
                "This content was downloaded from the archive on Mon, 7 Mar 2019. All use is subject to its terms.",
            ),
        )


def test_a_pdf_is_known_by_what_is_in_it() -> None:
    assert texts(read("paper.txt", paper(lambda made: made.paragraph(BREAD)))) == [BREAD]
