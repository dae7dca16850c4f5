"""What was found in one file, before a person has confirmed it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container
from typing import Literal, Self

from pydantic import ValidationError

from knowledge.intake.errors import BadFieldError, MissingFieldError
from knowledge.model import Passage, Slug, Source, Value, family_name

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
        """Return the draft with some metadata as a person gave it; raises BadFieldError."""
        try:
            return type(self).model_validate({**dict(self), **fields})
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


def _slug(words: str) -> str:
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", re.sub(r"['’]", "", plain)).strip("-")[:60].strip("-")


def _bad_field(error: ValidationError) -> BadFieldError:
    first = error.errors()[0]
    field = str(first["loc"][0]) if first["loc"] else "source"
    if field == "published":
        return BadFieldError(field, "a date is written 2020-05-01, 2020-05 or 2020")
    return BadFieldError(field, first["msg"])
