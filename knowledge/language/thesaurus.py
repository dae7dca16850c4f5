"""Other words for the same thing: aliases stand for one another, related words stand in with a weight."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, field_validator

from knowledge import yaml_files

_SHIPPED = Path(__file__).parent / "thesaurus.yaml"


class Thesaurus(BaseModel):
    """The data file ``thesaurus.yaml``."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    aliases: tuple[tuple[str, ...], ...] = ()
    """Groups of names of one thing. They are one term, in the sources and in a question; a group joins an earlier one
    that has one of its names."""
    capitals: tuple[str, ...] = ()
    """Acronyms that are ordinary words in lower case ("US"): names only when written in capitals."""
    typed_lower: tuple[str, ...] = ()
    """Those of them that count in lower case too when they are typed in a question."""
    related: dict[str, dict[str, float]] = Field(default_factory=dict[str, dict[str, float]])
    """For a word or phrase of a question, what a source may say instead, weighted from 0 to 1."""

    @field_validator("related")
    @classmethod
    def _weights_are_shares(cls, related: dict[str, dict[str, float]]) -> dict[str, dict[str, float]]:
        for head, words in related.items():
            for word, weight in words.items():
                if not 0 < weight <= 1:
                    raise ValueError(f"the weight of {word!r} under {head!r} is {weight}, not between 0 and 1")
        return related

    def extended(self, groups: Iterable[tuple[str, ...]]) -> Thesaurus:
        """Return this thesaurus with more alias groups; one that shares a name with a group of it joins that."""
        more = tuple(groups)
        return self.model_copy(update={"aliases": (*self.aliases, *more)}) if more else self


@cache
def shipped() -> Thesaurus:
    """Return the thesaurus that comes with Counterpoint."""
    return yaml_files.read(Thesaurus, _SHIPPED)
