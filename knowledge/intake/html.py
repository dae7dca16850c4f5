"""Reads the article on a web page; trafilatura tells it from what stands around it."""

from __future__ import annotations

import codecs
import re
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from knowledge.intake import characters, metadata
from knowledge.intake.blocks import Extract
from knowledge.intake.draft import Remark
from knowledge.intake.elements import blocks, is_bold_heading
from knowledge.intake.errors import IntakeError
from knowledge.intake.headings import guessed

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_HEAD_BYTES = 4096
_NOT_TEXT = ["//sup[.//a]", "//a[sup]", "//figcaption", "//*[@role='doc-noteref']"]
"""References to footnotes, and captions."""
_STANDFIRST = re.compile(r"(?:^|[\s_-])(?:standfirst|dek|subtitle|subheadline|strapline)(?:[\s_-]|$)", re.IGNORECASE)
_FEWEST_STANDFIRST_WORDS, _MOST_STANDFIRST_WORDS = 5, 60
_WINDOWS_IN_TRUTH = frozenset(["iso-8859-1", "latin-1", "latin1", "us-ascii", "ascii"])
"""What browsers read as Windows-1252 (WHATWG, Encoding Standard, 4.2)."""
_FEWEST_WORDS = 30
"""The words of an article; a page with fewer of them has none."""


def extract(data: bytes) -> Extract:
    """Return the article on a page; raises IntakeError where there is none."""
    text, encoding = _decoded(data)
    root, standfirst = _article(text, precise=True)
    main = root.find("main")
    if main is None or characters.words(main.itertext()) < _FEWEST_WORDS:
        root, standfirst = _article(text, precise=False)
        main = root.find("main")
    if main is None or characters.words(main.itertext()) < _FEWEST_WORDS:
        raise IntakeError("There is no article on this page: open it in a browser, and paste the text of the article.")
    found = list(blocks(main))
    remarks = (Remark(kind="tables", count=sum(block is None for block in found)), Remark.encoding(encoding))
    fields = _fields(root.attrib) | {"thesis": standfirst}
    return Extract(guessed([block for block in found if block]), fields, remarks)


def _article(text: str, *, precise: bool) -> tuple[Element, str | None]:
    """Return trafilatura's XML of a page, empty where there is no article, and the standfirst.

    ``precise``: rather lose a paragraph than take one from around the article.
    """
    from trafilatura import extract as extracted  # slow to load: only where there is a page
    from trafilatura.utils import load_html

    tree: Any = load_html(text)
    if tree is None:
        return Element("doc"), None
    standfirst = _prepared(tree)
    found = extracted(
        tree,
        output_format="xml",
        with_metadata=True,
        include_comments=False,
        favor_precision=precise,
        prune_xpath=_NOT_TEXT,
        date_extraction_params={"original_date": True, "extensive_search": False},
    )
    return ElementTree.fromstring(found) if found else Element("doc"), standfirst


def _prepared(tree: Any) -> str | None:
    """Mark headings that are only bold in a page's tree, and take the standfirst out of it; return that."""
    for paragraph in tree.iter("p"):
        if is_bold_heading(paragraph):
            paragraph.tag = "h3"
    for element in tree.iter("p", "div", "h2", "h3", "span"):
        if _STANDFIRST.search(element.get("class", "")):
            text = characters.line(element.text_content())
            if _FEWEST_STANDFIRST_WORDS <= len(text.split()) <= _MOST_STANDFIRST_WORDS:
                element.drop_tree()
                return text
    return None


def _decoded(data: bytes) -> tuple[str, str | None]:
    """Return the text of a page and its encoding where that is not UTF-8: what the page says itself is tried first."""
    named = _CHARSET.search(data[:_HEAD_BYTES])
    if named and not data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encoding = named[1].decode()
        if encoding.lower() in _WINDOWS_IN_TRUTH:
            encoding = "cp1252"
        try:
            return data.decode(encoding), None if codecs.lookup(encoding).name == "utf-8" else encoding
        except (LookupError, UnicodeDecodeError):
            pass
    return characters.decoded(data)


def _fields(found: dict[str, str]) -> dict[str, object]:
    """Return the fields that a page's metadata name."""
    authors = [name for part in found.get("author", "").split(";") for name in metadata.people(part, fewest_words=1)]
    outlet, host = found.get("sitename", ""), found.get("hostname", "")
    return {
        "title": metadata.title(found.get("title")),
        "authors": tuple(dict.fromkeys(authors)),
        "outlet": None if outlet.lower() in (host, f"www.{host}") else characters.line(outlet)[: metadata.LONGEST],
        "published": metadata.day(found.get("date")),
        "url": metadata.address(found.get("url") or found.get("source")),
    }
