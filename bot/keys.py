"""What buttons remember: short keys for sources, authors and places, because a custom id has at most 100 characters.

A button holds all that its click needs, so it works after a restart and for everybody. It names a source by a digest
of its id and a place by the digest of the words that stood there: a source that was retired or edited since is noticed
and said, never answered with other words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from hashlib import blake2s
from typing import NamedTuple

from bot.errors import Refusal
from knowledge.model import Excerpt, Source
from knowledge.search.library import Library


def digest(text: str) -> str:
    """Return ten characters that stand for a text."""
    return blake2s(text.encode(), digest_size=5).hexdigest()


def source_of(library: Library, key: str) -> Source | None:
    """Return the source with a key, None where the library has it no longer."""
    return next((source for source in library.sources if digest(source.id) == key), None)


def author_of(library: Library, key: str) -> str | None:
    """Return the author with a key, None where the library has nothing by them any longer."""
    return next((source.author for source in library.sources if digest(source.author) == key), None)


MOST_PLACES = 4
"""How many places the id of one button can name."""


class Mark(NamedTuple):
    """The place of an excerpt, and what stood there."""

    source: str
    paragraph: int
    start: int
    length: int
    words: str

    @classmethod
    def of(cls, excerpt: Excerpt) -> Mark:
        """Return the mark of an excerpt."""
        text = excerpt.text
        return cls(digest(excerpt.source), excerpt.paragraph, excerpt.start, len(text), digest(text))

    @classmethod
    def parse(cls, state: str) -> Mark:
        """Read what ``str`` wrote."""
        match = re.fullmatch(r"(\w+):(\d+):(\d+):(\d+):(\w+)", state)
        if match is None:
            raise Refusal("refusal.old_button")
        return cls(match[1], int(match[2]), int(match[3]), int(match[4]), match[5])

    def __str__(self) -> str:
        return ":".join(map(str, self))

    def stands_in(self, text: str) -> bool:
        """Tell whether a passage still has the marked words at their place."""
        return digest(text[self.start : self.start + self.length]) == self.words


def places(excerpts: Sequence[Excerpt]) -> str:
    """Return the places of excerpts as a button to cite them remembers them."""
    return ",".join(list(dict.fromkeys(f"{digest(e.source)}.{e.paragraph}" for e in excerpts))[:MOST_PLACES])
