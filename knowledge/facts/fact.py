"""A fact: a datum with its sentence, and what the sentence says of it."""

from __future__ import annotations

from hashlib import blake2s
from typing import NamedTuple

from knowledge.facts.dates import Period
from knowledge.language.text import Span
from knowledge.model import FactKind, Passage, SentenceAddress, Source
from knowledge.sources.places import Place


class Sentence(NamedTuple):
    """A sentence of a source."""

    source: Source
    passage: Passage
    address: SentenceAddress
    span: Span
    """Where it stands in its passage."""

    @property
    def text(self) -> str:
        """Its characters."""
        return self.passage.text[self.span.start : self.span.end]

    @property
    def place(self) -> Place:
        """Its address in the library."""
        return Place(self.source.id, self.address)


class Fact(NamedTuple):
    """A datum that stands in a sentence."""

    kind: FactKind
    sentence: Sentence
    span: Span
    """Where the datum stands in the passage."""
    about: str = ""
    """What a figure measures, what happened, a person's role, an expansion, an explanation; empty where unknown."""
    noted: bool = False
    """Whether ``about`` is in a reader's words; else it is a run of the passage's characters."""
    period: Period | None = None
    """When an event was."""
    by: str = ""
    """Who is quoted."""
    to: str = ""
    """To whom they said it."""
    confirmed: bool = False
    """Whether a reader has seen it."""

    @property
    def text(self) -> str:
        """The datum, verbatim."""
        return self.sentence.passage.text[self.span.start : self.span.end]

    @property
    def key(self) -> str:
        """Sixteen characters that name the fact as long as its sentence reads as it does, wherever that moves."""
        of = (self.sentence.source.id, self.kind, self.text, self.sentence.text)
        return blake2s("\n".join(of).encode(), digest_size=8).hexdigest()

    @property
    def within(self) -> Span:
        """Where the datum stands in its sentence."""
        return Span(self.span.start - self.sentence.span.start, self.span.end - self.sentence.span.start)
