"""Sentences that files beside the sources point at."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, NamedTuple

from pydantic import BaseModel, ConfigDict, PlainValidator

from knowledge import yaml_files
from knowledge.errors import MalformedFileError
from knowledge.language import text as language
from knowledge.model import SentenceAddress, Source

Address = Annotated[SentenceAddress, PlainValidator(lambda value: SentenceAddress.parse(str(value)))]
Location = tuple[int | str, ...]
"""Keys and indices that lead to a value in a file."""


class Strict(BaseModel):
    """A part of a hand-written file: an unknown key is a mistake."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Place(NamedTuple):
    """A sentence of a library."""

    source: str
    address: SentenceAddress


class Texts:
    """The sentences of sources by their places; a source is split only when something points at it."""

    def __init__(self, sources: Sequence[Source]) -> None:
        self._sources = {source.id: source for source in sources}
        self._split: dict[str, dict[SentenceAddress, str]] = {}

    def passage(self, place: Place) -> str:
        """Return the passage that a sentence stands in."""
        return self._sources[place.source].passages[place.address.paragraph - 1].text

    def at(self, place: Place, path: Path, location: Location) -> str:
        """Return the sentence at a place; raises MalformedFileError at the location in the file that points there."""
        source = self._sources.get(place.source)
        if source is None:
            raise MalformedFileError(path, yaml_files.line_in(path, location), f"there is no source {place.source!r}")
        if source.id not in self._split:
            self._split[source.id] = {
                SentenceAddress(passage.number, n): passage.text[span.start : span.end]
                for passage in source.passages
                for n, span in enumerate(language.sentences(passage.text), 1)
            }
        text = self._split[source.id].get(place.address)
        if text is None:
            raise MalformedFileError(path, yaml_files.line_in(path, location), f"{source.id} has no {place.address}")
        return text

    def beginning(self, place: Place, begins: str, path: Path, location: Location) -> str:
        """Return the sentence at a place; raises MalformedFileError where it does not begin as the file says."""
        text = self.at(place, path, (*location, "at"))
        if not text.startswith(begins):
            reason = f"sentence {place.address} begins {text[: len(begins)]!r}, not {begins!r}"
            raise MalformedFileError(path, yaml_files.line_in(path, (*location, "begins")), reason)
        return text
