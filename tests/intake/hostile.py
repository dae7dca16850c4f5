"""Files that are made to do harm, each made only where it is asked for, since some take a second."""

from __future__ import annotations

import zlib
from collections.abc import Callable

from knowledge.intake import limits
from tests.intake.files import deflated, packed, raw_pdf, word_xml

LAUGHS = '<!DOCTYPE a [<!ENTITY l0 "ha">' + "".join(
    f'<!ENTITY l{level} "{f"&l{level - 1};" * 10}">' for level in range(1, 10)
)
FROM_OUTSIDE = '<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
SLOW = b"<ul>" + b"<li><a href='x'>Link text here</a></li>" * 100_000 + b"</ul>"
"""A page that takes some ten seconds."""


def _text(words: str, before: str = "") -> bytes:
    return word_xml(f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>", before)


FILES: dict[str, tuple[str, Callable[[], bytes]]] = {
    "a PDF that unpacks to half a gigabyte": (".pdf", lambda: raw_pdf(deflated(b"BT (aaaa) Tj ET " * 60_000, 500))),
    "a PDF packed twice": (
        ".pdf",
        lambda: raw_pdf(zlib.compress(deflated(b" " * 1_000_000, 700)), b"[/FlateDecode /FlateDecode]"),
    ),
    "a PDF of brackets": (".pdf", lambda: b"%PDF-1.7\n1 0 obj\n" + b"[" * 2_000_000 + b"\nendobj\ntrailer <<>>\n%%EOF"),
    "a document of a billion laughs": (".docx", lambda: _text("&l9;", f"{LAUGHS}]>")),
    "a document with a file from outside": (".docx", lambda: _text("&a;", FROM_OUTSIDE)),
    "a document of ten thousand levels": (
        ".docx",
        lambda: word_xml("<w:sdt><w:sdtContent>" * 9999 + "</w:sdtContent></w:sdt>" * 9999),
    ),
    "a document with a huge picture": (
        ".docx",
        lambda: packed(word__document="<a/>", word__media__p=b"\0" * (limits.UNPACKED_BYTES + 1)),
    ),
    "a document with a huge text": (".docx", lambda: packed(word__document=" " * limits.XML_BYTES + "<a/>")),
    "a page of a million levels": (".html", lambda: b"<html><body>" + b"<div>" * 1_000_000 + b"text"),
    "a page of a billion laughs": (".html", lambda: f"{LAUGHS}]><html><body><p>&l9;</p></body></html>".encode()),
    "Markdown of a million levels": (".md", lambda: b">" * 900_000 + b" x"),
    "front matter of laughs": (".md", lambda: b"---\na: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n---\n\nText"),
    "junk": (".txt", lambda: bytes(range(256)) * 100),
    "one word of a megabyte": (".txt", lambda: b"a" * limits.CHARACTERS),
    "half a million lines": (".txt", lambda: b"x\n" * (limits.CHARACTERS // 2 + 1)),
}
