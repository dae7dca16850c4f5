"""Makes small real files to hand in."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import docx
from docx.document import Document
from fpdf import FPDF

from knowledge.intake.draft import Draft
from knowledge.intake.reading import Upload, draft

BREAD = (
    "When the harbour tariff was raised in the spring of 1902, its authors promised that every farmer in the valley "
    "would be better off by Christmas. By Christmas the bakers of the old town had closed eleven of their shops."
)
LEDGERS = (
    "In January a loaf cost five pence; in May it cost seven and a half. Wages in the port did not move at all, since "
    "the owners of the ships, who also paid the duty, would not hear of it for long-term reasons of their own."
)
LESSON = (
    "The lesson is not that duties are always wrong. It is that a tax on what everybody must buy is paid by those who "
    "can least avoid it, and that no promise which is made in spring will change this by Christmas."
)
TEXT = (BREAD, LEDGERS, LESSON)
OFFICE = "http://schemas.openxmlformats.org"
RELATIONS = (
    f'<Relationships xmlns="{OFFICE}/package/2006/relationships"><Relationship Id="r1" Target="word/document.xml" '
    f'Type="{OFFICE}/officeDocument/2006/relationships/officeDocument"/></Relationships>'
)
TYPES = f'<Types xmlns="{OFFICE}/package/2006/content-types"><Default Extension="xml" ContentType="text/xml"/></Types>'


def read(name: str, data: bytes | str) -> Draft:
    return draft(Upload(name, data if isinstance(data, bytes) else data.encode()))


def texts(found: Draft) -> list[str]:
    return [passage.text for passage in found.passages]


def headings(found: Draft) -> dict[int, tuple[str, ...]]:
    """The headings by the number of the passage that they stand above."""
    return {passage.number: passage.headings for passage in found.passages if passage.headings}


def remarks(found: Draft) -> dict[str, int]:
    return {remark.kind: remark.count for remark in found.remarks}


def word(make: Callable[[Document], object]) -> bytes:
    document = docx.Document()
    document.core_properties.author = document.core_properties.title = ""
    make(document)
    written = BytesIO()
    document.save(written)
    return written.getvalue()


def packed(**members: str | bytes) -> bytes:
    """A .docx file with these members, whose names have a double underscore for each slash, and what it must have."""
    written = BytesIO()
    with ZipFile(written, "w", ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        archive.writestr("_rels/.rels", RELATIONS)
        for name, content in members.items():
            archive.writestr(name.replace("__", "/") + ".xml", content)
    return written.getvalue()


def word_xml(body: str, before: str = "") -> bytes:
    main = f"{OFFICE}/wordprocessingml/2006/main"
    return packed(word__document=f'{before}<w:document xmlns:w="{main}"><w:body>{body}</w:body></w:document>')


class Paper(FPDF):
    """A printed paper with running heads and page numbers, where they are asked for."""

    def __init__(self, head: str = "", *, numbers: bool = False) -> None:
        super().__init__(format=(150, 200))
        self.head, self.numbers = head, numbers
        self.set_auto_page_break(auto=True, margin=25)
        self.set_font("Times", size=11)

    def header(self) -> None:
        if self.head:
            self.set_font("Times", "I", 9)
            self.cell(0, 8, self.head, align="C", new_x="LMARGIN", new_y="NEXT")
            self.ln(6)
            self.set_font("Times", size=11)

    def footer(self) -> None:
        if self.numbers:
            self.set_y(-15)
            self.cell(0, 8, f"- {self.page_no()} -", align="C")

    def heading(self, text: str, size: int = 14) -> None:
        self.set_font("Times", "B", size)
        self.multi_cell(0, size * 0.5, text, new_x="LMARGIN", new_y="NEXT")
        self.ln(2)
        self.set_font("Times", size=11)

    def paragraph(self, text: str, *, indent: str = "", gap: float = 3, align: str = "J") -> None:
        self.multi_cell(0, 5, indent + text, align=align, new_x="LMARGIN", new_y="NEXT")
        self.ln(gap)

    def lines(self, lines: Iterable[str], x: float | None = None) -> None:
        for line in lines:
            if x is not None:
                self.set_x(x)
            self.cell(0, 5, line, new_x="LMARGIN", new_y="NEXT")

    def data(self) -> bytes:
        return bytes(self.output())


def paper(make: Callable[[Paper], object], head: str = "", *, numbers: bool = False) -> bytes:
    made = Paper(head, numbers=numbers)
    made.add_page()
    make(made)
    return made.data()


def raw_pdf(content: bytes, filters: bytes = b"/FlateDecode", pages: int = 1) -> bytes:
    """A PDF by hand, with the same compressed content on each page."""
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [" + b"3 0 R " * pages + b"] /Count %d >>" % pages,
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
        b"/Resources << /Font << /F 5 0 R >> >> >>",
        b"<< /Length %d /Filter %s >>\nstream\n" % (len(content), filters) + content + b"\nendstream",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    )
    out, places = b"%PDF-1.7\n", list[int]()
    for number, content_of_it in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content_of_it)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    trailer = b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (size, len(out))
    return out + b"xref\n0 %d\n0000000000 65535 f \n" % size + table + trailer


def deflated(chunk: bytes, times: int) -> bytes:
    """Compress the repetition of a chunk without ever holding it."""
    compressor = zlib.compressobj(9)
    return b"".join([*(compressor.compress(chunk) for _ in range(times)), compressor.flush()])
