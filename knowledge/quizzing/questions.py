"""Questions for a quiz: gaps with their choices, different ones every time, the same for the same seed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from random import Random
from typing import NamedTuple

from knowledge.facts import excerpts, finding
from knowledge.facts.fact import Fact
from knowledge.model import Excerpt
from knowledge.quizzing.gaps import Gap, gap, telling
from knowledge.quizzing.rivals import alike, names, rivals
from knowledge.search.library import Library

MOST_ROUNDS = 10
MOST_CHOICES, LEAST_CHOICES = 4, 3
_READ = 80
"""Passages that are read for facts at most, which takes some milliseconds each."""


class Question(NamedTuple):
    """A sentence with a gap, and what may stand in it: one choice is right."""

    fact: Fact
    before: str
    after: str
    choices: tuple[str, ...]
    answer: int
    """The place of the right one among the choices, from 0."""
    excerpt: Excerpt
    """The whole sentence, cited."""

    @property
    def right(self) -> str:
        """The choice that is right."""
        return self.choices[self.answer]


def slots_at_random(library: Library, seed: int) -> list[int]:
    """Return the passages that a quiz is made from: all of a small library, some of a large one."""
    slots = [int(slot) for slot in library.slots()]
    return sorted(Random(seed).sample(slots, _READ)) if len(slots) > _READ else slots


def facts_on(library: Library, words: str) -> list[Fact]:
    """Return the facts that some words are about."""
    return [hit.fact for hit in finding.find(library, words, _READ)]


def questions(
    library: Library, facts: Iterable[Fact], most: int, seed: int, others: Iterable[Fact] = ()
) -> list[Question]:
    """Return at most so many questions on some facts, fewer where they give no more.

    The wrong choices are from these facts and from ``others``. No two questions are on one sentence or have one
    answer, and the kinds of facts take turns.
    """
    random = Random(seed)
    asked = _gaps(facts)
    pool = list({one.fact.key: one for one in (*asked, *_gaps(others))}.values())
    random.shuffle(asked)
    chosen: list[Question] = []
    taken: list[Gap] = []
    for candidate in _in_turns(asked):
        if len(chosen) == most:
            break
        if any(_told(library, candidate, other) for other in taken):
            continue
        question = _question(library, candidate, pool, random)
        if question is not None:
            chosen.append(question)
            taken.append(candidate)
    random.shuffle(chosen)
    return chosen


def _gaps(facts: Iterable[Fact]) -> list[Gap]:
    return [found for fact in facts if (found := gap(fact)) is not None]


def _in_turns(gaps: Sequence[Gap]) -> Iterator[Gap]:
    """Yield gaps of each kind in turn."""
    kinds: dict[str, list[Gap]] = {}
    for one in gaps:
        kinds.setdefault(one.fact.kind, []).append(one)
    for turn in range(max(map(len, kinds.values()), default=0)):
        for of_kind in kinds.values():
            yield from of_kind[turn : turn + 1]


def _told(library: Library, one: Gap, other: Gap) -> bool:
    """Tell whether the answer to one question tells that of another in the same quiz."""
    same = one.fact.sentence.place == other.fact.sentence.place
    return same or (one.form == other.form and alike(library, one, other))


def _question(library: Library, asked: Gap, pool: Sequence[Gap], random: Random) -> Question | None:
    # "The United Nations" is told by "UN" in the rest of the sentence.
    if names(library, asked.text) & names(library, asked.rest):
        return None
    wrong: list[Gap] = []
    for rival in rivals(library, asked, random.sample(pool, len(pool))):
        if len(wrong) == MOST_CHOICES - 1:
            break
        # Two wrong choices for one thing would betray themselves.
        if not any(telling(rival.text) & telling(other.text) for other in wrong):
            wrong.append(rival)
    if len(wrong) < LEAST_CHOICES - 1:
        return None
    choices = [asked.text, *(rival.text for rival in wrong)]
    random.shuffle(choices)
    return Question(
        fact=asked.fact,
        before=asked.before,
        after=asked.after,
        choices=tuple(choices),
        answer=choices.index(asked.text),
        excerpt=excerpts.of_sentence(library, asked.fact.sentence),
    )
