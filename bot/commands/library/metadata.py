"""What is known about a source, as the fields of a form, and back."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from bot.errors import Refusal
from bot.forms import Field
from bot.markup import line
from prompts import say

FORM = ("title", "authors", "where", "side", "thesis")
"""The fields of the form for it, in order."""
_LONGEST_LINE = 400
_ISO = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")
_URL = re.compile(r"https?://[^\s<>]+")
_WRITTEN = {"%d %B %Y": 10, "%d %b %Y": 10, "%B %d, %Y": 10, "%b %d, %Y": 10, "%B %Y": 7, "%b %Y": 7}
"""How else a date may be written, and how many characters of a full date it gives."""


class Metadata(NamedTuple):
    """What is known about a source beside its passages."""

    title: str = ""
    authors: tuple[str, ...] = ()
    outlet: str | None = None
    published: str | None = None
    url: str | None = None
    side: str | None = None
    thesis: str | None = None

    @classmethod
    def of(cls, source: object) -> Metadata:
        """Return the metadata of a source, or of anything else that has fields of these names."""
        return cls(*(getattr(source, name) for name in cls._fields))


def fields(known: Metadata) -> list[Field]:
    """Return the fields for all of it, in the order of ``FORM``."""
    return [
        title_field(known),
        authors_field(known),
        where_field(known),
        side_field(known),
        thesis_field(known),
    ]


def as_read(source: object) -> Metadata:
    """Return the metadata as the form gives it back where nothing in it is changed."""
    known = Metadata.of(source)
    try:
        return Metadata(**read({field.name: field.value for field in fields(known)}))
    except Refusal:
        return known


def written(value: str | tuple[str, ...] | None) -> str:
    """Return the value of a field as it is shown."""
    return value if isinstance(value, str) else "\n".join(value or ()) or say("moderate.nothing")


def title_field(known: Metadata) -> Field:
    """Return the field for the title."""
    return Field("title", known.title, required=True, most=_LONGEST_LINE)


def authors_field(known: Metadata) -> Field:
    """Return the field for the authors."""
    return Field("authors", "\n".join(known.authors), say("form.authors_hint"), lines=True, required=True, most=1000)


def where_field(known: Metadata) -> Field:
    """Return the field for the outlet, the date and the link, which are told apart by how they look."""
    where = "\n".join(part for part in (known.outlet, known.published, known.url) if part)
    return Field("where", where, say("form.where_hint"), lines=True, most=1000)


def side_field(known: Metadata) -> Field:
    """Return the field for the side."""
    return Field("side", known.side or "", say("form.side_hint"), most=_LONGEST_LINE)


def thesis_field(known: Metadata) -> Field:
    """Return the field for the thesis."""
    return Field("thesis", known.thesis or "", lines=True, most=1000)


def read(values: Mapping[str, str]) -> dict[str, Any]:
    """Return the metadata in the fields of a form, as ``Source`` has it; raises Refusal."""
    found: dict[str, Any] = {}
    if "title" in values:
        found["title"] = line(values["title"])
        if not found["title"]:
            raise Refusal("form.no_title")
    if "authors" in values:
        found["authors"] = tuple(name for written in values["authors"].split("\n") if (name := line(written)))
        if not found["authors"]:
            raise Refusal("form.no_author")
    if "where" in values:
        found |= _where(values["where"])
    return found | {name: line(values[name]) or None for name in ("side", "thesis") if name in values}


def _where(text: str) -> dict[str, str | None]:
    found: dict[str, str | None] = {"outlet": None, "published": None, "url": None}
    for written in filter(None, map(line, text.split("\n"))):
        date = _date(written)
        name = "url" if "://" in written else "published" if date else "outlet"
        if name == "url" and not _URL.fullmatch(written):
            raise Refusal("form.bad_url", url=written[:100])
        if found[name] is not None:
            raise Refusal("form.where_twice", line=written[:100])
        found[name] = date or written
    return found


def _date(written: str) -> str | None:
    """Return a date as ``2020-05-01``, ``2020-05`` or ``2020``, None where a line is no date."""
    if _ISO.fullmatch(written):
        try:
            datetime.fromisoformat(written + "0000-01-01"[len(written) :])
        except ValueError:
            raise Refusal("form.bad_date", date=written) from None
        return written
    for shape, characters in _WRITTEN.items():
        try:
            return datetime.strptime(written, shape).date().isoformat()[:characters]
        except ValueError:
            continue
    return None
