"""Reads Markdown: files of the fixed source format as the sources they are, any other as text with headings."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast
from xml.etree import ElementTree

import yaml

from knowledge import yaml_files
from knowledge.errors import MalformedFileError
from knowledge.intake import characters, limits, metadata
from knowledge.intake.blocks import Extract
from knowledge.intake.draft import Draft, Remark
from knowledge.intake.elements import blocks
from knowledge.intake.errors import IntakeError
from knowledge.model import Source
from knowledge.sources import markdown

if TYPE_CHECKING:
    from markdown_it.token import Token

_FENCE = "---"
_KEY = re.compile(r"\s*(?:#.*\s+)*[\"']?\w[\w -]{0,40}[\"']?\s*:")
_HERE = Path("The file")
_ALIASES = {
    "title": ("title",),
    "authors": ("author", "authors", "by"),
    "outlet": ("outlet", "publication", "journal", "magazine", "newspaper", "publisher", "site"),
    "published": ("published", "date", "publishdate", "pubdate", "year"),
    "url": ("url", "link", "canonical_url", "source_url"),
    "side": ("side",),
    "thesis": ("thesis",),
}
"""What the fields of a draft are called at the top of other people's Markdown files."""


def front_matter(text: str) -> tuple[dict[str, Any], str] | None:
    """Return what a text says of itself at its top, and the rest; None where it says nothing. Raises IntakeError."""
    lines = text.split("\n")
    if lines[0] != _FENCE or _FENCE not in lines[1:]:
        return None
    end = lines.index(_FENCE, 1)
    header = "\n".join(lines[1:end])
    if not _KEY.match(header):  # a rule across the page, and text
        return None
    _check_simple(header)
    try:
        said = yaml_files.mapping(header, _HERE, first_line=2)
    except MalformedFileError as error:
        raise _malformed(error) from None
    if not all(map(_is_plain, said.values())):
        raise IntakeError("The front matter of the file has values that cannot be kept: write plain text and numbers.")
    return said, "\n".join(lines[end + 1 :])


def _check_simple(header: str) -> None:
    """Raise IntakeError for YAML that grows without end where it is read: what refers to itself, or stands too deep."""
    if len(header) > limits.FRONT_MATTER_CHARACTERS:
        raise IntakeError("The front matter of the file is too long: put the text below the second line '---'.")
    depth = 0
    try:
        for event in yaml.parse(header, Loader=yaml.SafeLoader):
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if isinstance(event, yaml.AliasEvent) or depth > limits.FRONT_MATTER_DEPTH:
                raise IntakeError("The front matter of the file is too tangled: write plain 'key: value' lines.")
    except yaml.YAMLError:
        return  # told with its line where the whole is read


def _is_plain(value: object) -> bool:
    if isinstance(value, list):
        return all(map(_is_plain, cast("list[object]", value)))
    if isinstance(value, dict):
        items = cast("dict[object, object]", value).items()
        return all(isinstance(key, str) and _is_plain(worth) for key, worth in items)
    return value is None or isinstance(value, str | bool | int) or (isinstance(value, float) and math.isfinite(value))


def source(text: str) -> Draft:
    """Return the draft of a file of the fixed source format: exactly the source it holds; raises IntakeError."""
    limits.check_characters(len(text))
    try:
        found = markdown.parse(text, _HERE)
        whole = markdown.parse(markdown.render(found), _HERE) == found and not _has_zero(found)
    except MalformedFileError as error:
        raise _malformed(error) from None
    if not whole:
        raise IntakeError("The file has characters that cannot be kept: leave out control characters and blank fields.")
    limits.check_passages([passage.text for passage in found.passages])
    return Draft(**dict(found))


def _has_zero(found: Source) -> bool:
    fields = (found.title, *found.authors, found.outlet, found.url, found.side, found.thesis)
    parts = (part for passage in found.passages for part in (passage.text, *passage.headings))
    return any("\0" in (text or "") for text in (*fields, *parts))


def _malformed(error: MalformedFileError) -> IntakeError:
    return IntakeError(f"Line {error.line} of the file cannot be read: {error.reason}.")


def extract(text: str, said: Mapping[str, Any]) -> Extract:
    """Return the headings and paragraphs of a Markdown text, and what its front matter says."""
    from markdown_it import MarkdownIt  # slow to load: only where there is Markdown

    parser = MarkdownIt("commonmark", {"xhtmlOut": True}).enable("table")
    parser.add_render_rule("html_block", _rendered)
    parser.add_render_rule("html_inline", _rendered)
    root = ElementTree.fromstring(f"<html>{parser.render(characters.repaired(text).text)}</html>")
    found = list(blocks(root))
    fields = _fields({key.lower(): value for key, value in said.items()})
    remarks = (Remark(kind="tables", count=sum(block is None for block in found)),)
    return Extract([block for block in found if block], fields, remarks)


def _rendered(_renderer: object, tokens: Sequence[Token], i: int, *_: object) -> str:
    """Return what becomes of HTML within Markdown: its line breaks."""
    return "<br />" if tokens[i].content.lower().startswith("<br") else ""


def _fields(said: Mapping[str, Any]) -> dict[str, object]:
    """Return the fields of a draft that front matter of any form names; what it has besides is kept."""
    named = {field: next((said[key] for key in keys if said.get(key)), None) for field, keys in _ALIASES.items()}
    used = {key for keys in _ALIASES.values() for key in keys} | {"id"}
    author: object = named["authors"]
    authors = cast("list[object]", author) if isinstance(author, list) else [author]
    names = [name for one in authors for name in metadata.people(_text(one), fewest_words=1)]
    return {
        "title": characters.line(_text(named["title"]))[: metadata.LONGEST],
        "authors": tuple(names),
        "published": metadata.day(_text(named["published"])),
        "url": metadata.address(_text(named["url"])),
        **{name: characters.line(_text(named[name])) or None for name in ("outlet", "side", "thesis")},
        "extra": tuple((key, value) for key, value in said.items() if key not in used),
    }


def _text(value: object) -> str:
    return str(value) if isinstance(value, str | int | float) else ""
