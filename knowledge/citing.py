"""How a source is cited in an essay: APA, MLA and Chicago through a CSL processor, and BibTeX.

The style files beside this module are those of citationstyles.org (CC BY-SA 3.0, see NOTICE) in the last versions
that the processor reads as their manuals mean them: newer ones lean on rules that it does not know yet.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from html import unescape
from pathlib import Path
from threading import Lock
from typing import Any, Literal, NamedTuple, get_args

from knowledge.model import Source, family_name

Style = Literal["apa", "mla", "chicago", "bibtex"]
STYLES: tuple[Style, ...] = get_args(Style)
_FOLDER = Path(__file__).parent / "csl"
_FILES: dict[Style, str] = {
    "apa": "apa.csl",
    "mla": "modern-language-association.csl",
    "chicago": "chicago-author-date.csl",
}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ITALIC = re.compile(r"<i>(.*?)</i>")
_ONE_AT_A_TIME = Lock()
"""The processor keeps notes in the style while it renders, and handouts are made in threads."""
_TAG = re.compile(r"<[^>]*>")
_BIBTEX_SPECIAL = re.compile(r"([&%$#_{}])")


class Run(NamedTuple):
    """A piece of a reference."""

    text: str
    italic: bool


class Reference(NamedTuple):
    """An entry for the list of works cited, and how the text points to it."""

    entry: tuple[Run, ...]
    in_text: str

    @property
    def plain(self) -> str:
        """The entry without its italics."""
        return "".join(run.text for run in self.entry)


def cite(source: Source, style: Style, paragraph: int | None = None) -> Reference:
    """Return how a source, or one paragraph of it, is cited in a style."""
    if style == "bibtex":
        return Reference((Run(_bibtex(source), italic=False),), f"\\cite{_note(paragraph)}{{{source.id}}}")
    # Imported here: the processor and its XML parser take longer to load than everything else together.
    from citeproc import (  # pyright: ignore[reportMissingTypeStubs]
        Citation,
        CitationItem,
        CitationStylesBibliography,
        formatter,
    )
    from citeproc.source import Locator  # pyright: ignore[reportMissingTypeStubs]
    from citeproc.source.json import CiteProcJSON  # pyright: ignore[reportMissingTypeStubs]

    items: Any = CiteProcJSON([_item(source)])
    where: dict[str, Any] = {"locator": Locator("paragraph", str(paragraph))} if paragraph else {}
    citation: Any = Citation([CitationItem(source.id, **where)])
    with _ONE_AT_A_TIME:
        bibliography: Any = CitationStylesBibliography(_style(style), items, formatter.html)
        bibliography.register(citation)
        in_text = _plain(_american(str(bibliography.cite(citation, _missing))))
        entry = _american(str(bibliography.bibliography()[0]))
    return Reference(tuple(_runs(entry)), in_text)


def _missing(_item: object) -> None:
    """Take the processor's call about an item it does not know: it is only asked about the one it was given."""


@cache
def _style(style: Style) -> Any:
    from citeproc import CitationStylesStyle  # pyright: ignore[reportMissingTypeStubs]

    return CitationStylesStyle(str(_FOLDER / _FILES[style]), validate=False)


def _item(source: Source) -> dict[str, Any]:
    """Return a source as CSL-JSON; its texts are escaped because the processor passes them through as HTML."""
    item: dict[str, Any] = {
        "id": source.id,
        "type": "article-magazine",
        "title": _html(source.title),
        "author": [_person(author, name) for author, name in zip(source.authors, source.names, strict=True)],
    }
    if source.outlet:
        item["container-title"] = _html(source.outlet)
    if source.url:
        item["URL"] = _html(source.url)
    if source.published:
        item["issued"] = {"date-parts": [[int(part) for part in source.published.split("-")]]}
    return item


def _html(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _person(author: str, name: str) -> dict[str, str]:
    bare = re.sub(r"\s*\(.*?\)", "", author).strip()
    given = bare.removesuffix(family_name(author)).strip()
    if name == author or not given:
        return {"literal": _html(author)}
    return {"family": _html(name), "given": _html(given)}


def _american(html: str) -> str:
    """Put full stops and commas inside closing quotation marks, as all three manuals ask."""
    return re.sub(r"(?<!\.)\.\.(?!\.)", ".", re.sub(r"”([.,])", r"\1”", html))


def _plain(html: str) -> str:
    return unescape(_TAG.sub("", html))


def _runs(html: str) -> Iterator[Run]:
    for number, piece in enumerate(_ITALIC.split(html)):
        if piece:
            yield Run(_plain(piece), italic=bool(number % 2))


def _note(paragraph: int | None) -> str:
    return f"[para.~{paragraph}]" if paragraph else ""


def _bibtex(source: Source) -> str:
    fields = {
        "author": " and ".join(
            f"{{{_tex(author)}}}" if author == name else _tex(author)
            for author, name in zip(source.authors, source.names, strict=True)
        ),
        "title": f"{{{_tex(source.title)}}}",
        "journal": _tex(source.outlet) if source.outlet else None,
        "year": source.year,
        "month": dict(enumerate(_MONTHS, 1)).get(int((source.published or "")[5:7] or 0)),
        "day": str(int(source.published[8:10])) if source.published and len(source.published) > 7 else None,
        "url": source.url,
    }
    lines = [f"  {name} = {value if name == 'month' else f'{{{value}}}'}," for name, value in fields.items() if value]
    kind = "article" if source.outlet else "misc"
    return "\n".join((f"@{kind}{{{source.id},", *lines, "}"))


def _tex(text: str) -> str:
    return _BIBTEX_SPECIAL.sub(r"\\\1", text.replace("\\", r"\textbackslash "))
