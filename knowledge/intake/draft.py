"""What was found in one file, before a person has confirmed it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Sequence
from typing import Literal, Self, cast

from pydantic import ValidationError

from knowledge.intake import characters, metadata
from knowledge.intake.errors import BadFieldError, MissingFieldError
from knowledge.model import Passage, Slug, Source, Value, family_name

_LONGEST = {"thesis": 1000}
_DATES = "a date is written 2020-05-01, 2020-05 or 2020, and is not in the future"
RemarkKind = Literal[
    "encoding",
    "repaired_characters",
    "joined_words",
    "joined_paragraphs",
    "missing_spaces",
    "left_out",
    "footnotes",
    "tables",
    "page_furniture",
    "no_paragraphs",
]


class Remark(Value):
    """Something that was repaired or left out: how often, and what, as far as a person may want to see it."""

    kind: RemarkKind
    count: int = 1
    values: tuple[str, ...] = ()

    @classmethod
    def encoding(cls, name: str | None) -> Remark:
        """Return the remark that a file was not UTF-8 but another encoding; of count 0 where it was."""
        return cls(kind="encoding", count=int(name is not None), values=(name,) if name else ())


class Draft(Value):
    """A proposed source: text as it will be kept, and the metadata that could be found; empty where there was none."""

    id: Slug | None = None
    """The id that a file of the fixed source format names itself."""
    title: str = ""
    authors: tuple[str, ...] = ()
    outlet: str | None = None
    published: str | None = None
    url: str | None = None
    side: str | None = None
    thesis: str | None = None
    extra: tuple[tuple[str, object], ...] = ()
    """Front matter that Counterpoint has no use for, kept."""
    passages: tuple[Passage, ...] = ()
    remarks: tuple[Remark, ...] = ()

    def with_(self, **fields: object) -> Self:
        """Return the draft with some metadata as a person gave it, blank for none; raises BadFieldError."""
        cleaned = {name: _cleaned(name, value) for name, value in fields.items()}
        try:
            return type(self).model_validate({**dict(self), **cleaned})
        except ValidationError as error:
            raise _bad_field(error) from None

    def source(self, taken: Container[str] = ()) -> Source:
        """Return the source; raises MissingFieldError, BadFieldError.

        Its id is the one its file names, even where that is taken: then it is a new version of that source. Otherwise
        it is made of the first author's family name and the year (``smith-2020``), and differs from those ``taken``.
        """
        for field in ("title", "authors", "passages"):
            if not getattr(self, field):
                raise MissingFieldError(field)
        fields = {name: value for name, value in self if name not in ("id", "remarks")}
        try:
            return Source(id=self.id or self._new_id(taken), **fields)
        except ValidationError as error:
            raise _bad_field(error) from None

    def _new_id(self, taken: Container[str]) -> str:
        words = [family_name(self.authors[0]), (self.published or "")[:4]]
        stem = "-".join(filter(None, map(_slug, words))) or "source"
        number = 1
        while (slug := stem if number == 1 else f"{stem}-{number}") in taken:
            number += 1
        return slug


def _cleaned(name: str, value: object) -> object:
    """Return a field of metadata as a source can keep it: in one line, without what cannot be seen."""
    if name == "authors" and isinstance(value, list | tuple):
        lines = (characters.line(str(author)) for author in cast("Sequence[object]", value))
        return tuple(dict.fromkeys(filter(None, lines)))
    if not isinstance(value, str):
        return value
    line = characters.line(value)
    if len(line) > _LONGEST.get(name, metadata.LONGEST):
        raise BadFieldError(name, f"it has more than {_LONGEST.get(name, metadata.LONGEST)} characters")
    if name == "title":
        return line
    if name == "published" and line and not metadata.day(line):
        raise BadFieldError(name, _DATES)
    if name == "url" and line and not metadata.address(line):
        raise BadFieldError(name, "a link begins with https:// and has no spaces")
    return (metadata.day(line) if name == "published" else line) or None


def _slug(words: str) -> str:
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", re.sub(r"['’]", "", plain)).strip("-")[:60].strip("-")


def _bad_field(error: ValidationError) -> BadFieldError:
    first = error.errors()[0]
    field = str(first["loc"][0]) if first["loc"] else "source"
    if field == "published":
        return BadFieldError(field, _DATES)
    return BadFieldError(field, first["msg"])
