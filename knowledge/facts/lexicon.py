"""The small words that give facts away, from ``words.yaml``."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict

from knowledge import yaml_files
from knowledge.language.terms import stopwords

_FILE = Path(__file__).parent / "words.yaml"
_POSSESSIVE = re.compile(r"[’']s?$")


def _split(value: object) -> object:
    return value.split() if isinstance(value, str) else value


Words = Annotated[frozenset[str], BeforeValidator(_split)]


class Lexicon(BaseModel):
    """The data file ``words.yaml``; all words are in lower case."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    roles: Words
    titles: Words
    modifiers: Words
    bodies: Words
    bodies_alone: Words
    agreements: Words
    speech: Words
    places: Words
    calendar: Words
    no_names: Words


@cache
def lexicon() -> Lexicon:
    """Return the words that come with Counterpoint."""
    return yaml_files.read(Lexicon, _FILE)


def plain(word: str) -> str:
    """Return a word as the lists have it: lower case, without possessive, dots and commas."""
    return _POSSESSIVE.sub("", word.lower()).strip(".,").replace(".", "")


def is_role(word: str) -> bool:
    """Tell whether a word is what a person can be: "ministers", "then-President"."""
    bare = plain(word).removeprefix("then-").removeprefix("ex-")
    roles = lexicon().roles
    return bare in roles or (bare.endswith("s") and bare[:-1] in roles)


def is_place(word: str) -> bool:
    """Tell whether a word names a country, a people, a region or the seat of a government."""
    return any(part in lexicon().places for part in (plain(word), *plain(word).split("-")))


def can_name(word: str) -> bool:
    """Tell whether a capitalised word may be a part of a person's name."""
    return plain(word) not in _no_names() and not is_role(word) and not is_place(word)


@cache
def _no_names() -> frozenset[str]:
    words = lexicon()
    return words.bodies | words.agreements | words.calendar | words.no_names | words.titles | stopwords()
