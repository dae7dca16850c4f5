"""What a card answers: all that is needed to answer it again.

The question and the one before it are read back from the card's own text, the rest from the ids of its buttons. So a
card needs no memory of ours: it can be paged, swapped, shared and followed up after any restart, by anybody.
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from bot.errors import Refusal
from bot.keys import digest
from bot.markup import cut
from knowledge.answers.answering import answer
from knowledge.answers.opposing import other_sources
from knowledge.model import Answer
from knowledge.search.library import Library

Kind = Literal["ask", "claim", "find"]
LONGEST_PREVIOUS = 300
"""Characters of the earlier questions that a card repeats; what is older is left out."""


class Asked(NamedTuple):
    """A question and how it is to be answered."""

    question: str
    previous: str | None = None
    kind: Kind = "ask"
    """A question; a claim to support and contradict; or a claim that only sources are wanted for."""
    author: str = ""
    """The key of the author who is to lead; empty where the best excerpts lead."""
    swapped: bool = False
    """Whether the other side leads."""
    page: int = 0

    def state(self, **changes: object) -> str:
        """Return what a button must remember beside the card's own text."""
        asked = self._replace(**changes)
        return f"{asked.kind}:{asked.page}:{int(asked.swapped)}:{asked.author}"

    def with_state(self, state: str) -> Asked:
        """Return the question with what a button remembered."""
        match = re.fullmatch(r"(ask|claim|find):([01]):([01]):([0-9a-f]*)", state)
        if match is None:
            raise Refusal("refusal.old_button")
        kind: Kind = "ask" if match[1] == "ask" else "claim" if match[1] == "claim" else "find"
        return self._replace(kind=kind, page=int(match[2]), swapped=match[3] == "1", author=match[4])

    @property
    def context(self) -> str:
        """The question as the one before the next, with those that it leans on itself."""
        both = f"{self.previous} {self.question}" if self.previous else self.question
        return both if len(both) <= LONGEST_PREVIOUS else cut(self.question, LONGEST_PREVIOUS)


def resolve(library: Library, asked: Asked) -> Answer:
    """Answer what was asked.

    Called on the event loop: an answer takes about ten milliseconds of pure Python, which a thread would not take off
    the interpreter's lock, and a library is only ever changed between two answers.
    """
    within = None
    if asked.author:
        within = frozenset(source.id for source in library.sources if digest(source.author) == asked.author)
    found = answer(library, asked.question, asked.previous, within=within)
    if not asked.swapped or not found.excerpts:
        return found
    lead = library.source(found.excerpts[0].source)
    others = frozenset(source.id for source in other_sources(library, lead))
    return answer(library, asked.question, asked.previous, within=others)
