"""The words Counterpoint thinks in, as frozen values that travel from the store to the screen."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, field_validator

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(?:-[a-z0-9]+)*$", max_length=80)]
Verdict = Literal["answered", "nearest", "nothing"]
DatumKind = Literal["who", "when", "howmany", "define"]
FactKind = Literal["event", "figure", "person", "organisation", "acronym", "agreement", "quotation", "term"]


class Value(BaseModel):
    """An immutable value; two with the same fields are equal."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Passage(Value):
    """One paragraph of a source: the unit that is cited, edited and retired."""

    number: int = Field(ge=1)
    text: str = Field(min_length=1)
    headings: tuple[str, ...] = ()
    """The headings that stand between the passage before and this one."""
    retired: bool = False
    """Out of all answers; it keeps its number, so that the citations of the others do not move."""


class Source(Value):
    """One published text. Its passages are numbered from 1 without gaps."""

    id: Slug
    title: str = Field(min_length=1)
    authors: tuple[Annotated[str, Field(min_length=1)], ...] = Field(min_length=1)
    outlet: str | None = None
    published: str | None = Field(default=None, pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$")
    """A year, a month or a day: ``2021``, ``2021-03`` or ``2021-03-25``."""
    url: str | None = None
    side: str | None = None
    thesis: str | None = None
    extra: tuple[tuple[str, object], ...] = ()
    """Front matter that Counterpoint has no use for, kept so that an export gives it back."""
    passages: tuple[Passage, ...] = ()

    @field_validator("published")
    @classmethod
    def _is_a_day(cls, published: str | None) -> str | None:
        if published:
            date.fromisoformat(published + "0000-01-01"[len(published) :])
        return published

    @property
    def author(self) -> str:
        """All authors as one phrase: ``A``, ``A and B``, ``A, B and C``."""
        *rest, last = self.authors
        return f"{', '.join(rest)} and {last}" if rest else last

    @property
    def year(self) -> str | None:
        """The year of publication, where it is known."""
        return self.published[:4] if self.published else None

    @property
    def names(self) -> tuple[str, ...]:
        """What each author is cited by: the family name, or the whole of a pseudonym."""
        pseudonym = dict(self.extra).get("pseudonym")
        return tuple(author if author == pseudonym else family_name(author) for author in self.authors)


def family_name(author: str) -> str:
    """Return the last word of a name, without what stands behind it in brackets: ``Samuel Bryan (Centinel)``."""
    words = re.sub(r"\(.*?\)", "", author).split()
    return words[-1] if words else author


class Excerpt(Value):
    """A window chosen for a question: a contiguous run of one passage's characters, with its citation."""

    text: str
    source: Slug
    author: str
    side: str | None
    paragraph: int
    citation: str
    score: float
    start: int
    """Where the text begins in its passage, in characters."""
    highlights: tuple[tuple[int, int], ...] = ()
    """Matched spans of ``text`` as half-open character ranges, in order, never overlapping."""

    def overlaps(self, other: Excerpt) -> bool:
        """Tell whether two excerpts share characters of the same passage."""
        return (
            (self.source, self.paragraph) == (other.source, other.paragraph)
            and self.start < other.start + len(other.text)
            and other.start < self.start + len(self.text)
        )


class Datum(Value):
    """What a who, when, how-many or define question asks for, and the excerpt it stands in."""

    kind: DatumKind
    text: str
    excerpt: Excerpt


class Silence(Value):
    """Why no opposing view is shown: the authors who do not address the issue, or that there are none."""

    reason: Literal["silent", "no_other_side"]
    authors: tuple[str, ...] = ()


class Repair(Value):
    """A word of the question that was read as another."""

    typed: str
    read: str


class Answer(Value):
    """All that is said in reply to one question."""

    question: str
    verdict: Verdict
    excerpts: tuple[Excerpt, ...] = ()
    opposing: tuple[Excerpt, ...] = ()
    silence: Silence | None = None
    facts: tuple[Datum, ...] = ()
    repairs: tuple[Repair, ...] = ()
    follows: str | None = None
    """The earlier question in whose light this one was understood."""
    confidence: float = 0.0
    """How sure the verdict is that the excerpts answer the question, from 0 to 1."""
    reason: Literal["not_a_question", "other_script", "foreign"] | None = None
    """Why nothing was looked for, where nothing was; ``foreign``: asked in another language and answered by meaning."""
    suggestions: tuple[str, ...] = ()
    """Where nothing is shown, questions that the library does answer."""

    @property
    def leading(self) -> tuple[Excerpt, ...]:
        """The excerpts without those that are shown as the other side's: no text is shown twice."""
        return tuple(e for e in self.excerpts if not any(e.overlaps(o) for o in self.opposing))

    @property
    def sources(self) -> frozenset[str]:
        """The sources that are quoted."""
        return frozenset(excerpt.source for excerpt in (*self.excerpts, *self.opposing))


class SentenceAddress(NamedTuple):
    """A sentence within a source, both numbers counted from 1; written ``10.2``."""

    paragraph: int
    sentence: int

    @classmethod
    def parse(cls, text: str) -> SentenceAddress:
        """Read ``10.2``; raises ValueError for anything else."""
        match = re.fullmatch(r"([1-9]\d*)\.([1-9]\d*)", text)
        if match is None:
            raise ValueError(f"{text!r} is not a sentence address like 10.2")
        return cls(int(match[1]), int(match[2]))

    def __str__(self) -> str:
        return f"{self.paragraph}.{self.sentence}"


class Issue(Value):
    """A question the sources disagree or comment on: curated, a map and never shown as an author's words."""

    id: Slug
    label: str
    aliases: tuple[str, ...] = ()
    """Short names of the issue, in other words than the label's."""
    asks: tuple[str, ...] = ()
    """Broad questions that name this issue and no other."""
    sentences: tuple[tuple[Slug, tuple[SentenceAddress, ...]], ...] = ()
    """For each source the sentences that speak to the issue, the most direct first."""
