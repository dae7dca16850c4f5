"""What a careful reader knows of a source's facts: ``*.facts.yaml`` beside the sources.

Facts are found in the text by rules; a note corrects what they found in a sentence: it adds a fact or says more of one
(what a figure measures, a person's role, who is quoted), or hides one. Every datum stands in its sentence as it is
written here, and so does what is said to be in the author's words; a note that does not fit its sentence is an error.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from pydantic import Field, field_validator

from knowledge import yaml_files
from knowledge.errors import MalformedFileError
from knowledge.model import FactKind, Slug, Source
from knowledge.sources.places import Address, Place, Strict, Texts

IN_THE_AUTHORS_WORDS: frozenset[FactKind] = frozenset({"person", "organisation", "acronym", "agreement", "term"})
"""Kinds of which what is said about them is the author's: a role, an expansion, an explanation."""


class FactNote(Strict):
    """One fact of a sentence, as a reader has it."""

    kind: FactKind
    text: str = Field(min_length=1)
    """The datum, verbatim: "22,730 tons", "Wang Yi", "red line"."""
    about: str = ""
    """What a figure measures or what happened, in a reader's words; else a verbatim part of the passage."""
    by: str = ""
    """Who is quoted, by a name that the source uses."""
    to: str = ""
    """To whom they said it."""
    when: str | None = None
    """When it was, as far as the words alone do not tell: ``2021``, ``2021-03`` or ``2021-03-25``."""
    hidden: bool = False
    """Whether the rules are wrong to see a fact of this kind here."""

    @field_validator("when")
    @classmethod
    def _is_a_day(cls, when: str | None) -> str | None:
        if when is not None and not re.fullmatch(r"\d{4}(-\d{2}(-\d{2})?)?", when):
            raise ValueError(f"{when!r} is not a date like 2021, 2021-03 or 2021-03-25")
        return when

    @property
    def of_the_author(self) -> bool:
        """Whether ``about`` is in the author's words."""
        return self.kind in IN_THE_AUTHORS_WORDS


class _Sentence(Strict):
    at: Address
    begins: str = Field(min_length=1)
    facts: tuple[FactNote, ...] = Field(min_length=1)


class _FactsFile(Strict):
    source: Slug
    written: str | None = Field(default=None, pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$")
    """The day "last week" is counted from, where the front matter names only a year."""
    sentences: tuple[_Sentence, ...] = ()


class FactNotes(NamedTuple):
    """All that readers noted of the facts of some sources."""

    notes: Mapping[Place, tuple[FactNote, ...]] = {}
    written: Mapping[str, str] = {}
    """For some sources the day that their loose dates are counted from."""


def read_folder(folder: Path, sources: Sequence[Source]) -> FactNotes:
    """Read the ``*.facts.yaml`` files of a folder of sources.

    Raises MalformedFileError for a file that breaks the format or says what is not in the text.
    """
    texts = Texts(sources)
    whole = {source.id: "\n".join(passage.text for passage in source.passages) for source in sources}
    notes: dict[Place, tuple[FactNote, ...]] = {}
    written: dict[str, str] = {}
    for path in sorted(folder.rglob("*.facts.yaml")):
        file = yaml_files.read(_FactsFile, path)
        if file.source not in whole:
            raise MalformedFileError(path, yaml_files.line_in(path, ("source",)), f"there is no source {file.source!r}")
        if file.written:
            written[file.source] = file.written
        for i, sentence in enumerate(file.sentences):
            place = Place(file.source, sentence.at)
            text = texts.beginning(place, sentence.begins, path, ("sentences", i))
            for k, fact in enumerate(sentence.facts):
                absent = missing(fact, text, texts.passage(place), whole[file.source])
                if absent:
                    line = yaml_files.line_in(path, ("sentences", i, "facts", k))
                    raise MalformedFileError(path, line, f"{absent!r} is not in the text of {sentence.at}")
            notes[place] = (*notes.get(place, ()), *sentence.facts)
    return FactNotes(notes, written)


def missing(fact: FactNote, sentence: str, passage: str, source: str) -> str | None:
    """Return what a note claims to be in the text and is not."""
    if fact.text not in sentence:
        return fact.text
    if fact.of_the_author and fact.about not in passage:
        return fact.about
    return next((name for name in (fact.by, fact.to) if name not in source), None)


def standing(facts: FactNotes, kept: Iterable[Place]) -> FactNotes:
    """Return the notes of the places that still read as they did."""
    return FactNotes({place: facts.notes[place] for place in kept}, facts.written)


def corrected(facts: FactNotes, further: Mapping[Place, tuple[FactNote, ...]]) -> FactNotes:
    """Return notes with further ones, which come last and so have the last word."""
    if not further:
        return facts
    both = {place: (*facts.notes.get(place, ()), *notes) for place, notes in further.items()}
    return facts._replace(notes={**facts.notes, **both})
