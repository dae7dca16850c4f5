"""What a reader may want to note: proposed from what the library holds already, for a person to confirm."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from knowledge.answers.answering import answer
from knowledge.model import SentenceAddress
from knowledge.search.library import Library
from knowledge.sources.curation import Place

MOST_QUESTIONS, MOST_PASSAGES = 8, 8
_NEAR_PLACES = 40
"""How many noted sentences, those most like the passage, are looked at for questions."""
_COVERED = 0.8
"""The share of a question's weight that the passage must have.

Of 114 questions that are then proposed for the passages of the shipped essays, 75% come from a passage that shares an
issue with the one they are proposed for, as 56% of all pairs of passages do.
"""


class Address(NamedTuple):
    """A passage of a library."""

    source: str
    paragraph: int


def questions(library: Library, address: Address) -> list[str]:
    """Return noted questions of other passages that a passage may answer too, the likeliest first.

    A question is proposed where the passage has nearly all of its words, weighed by how rare they are.
    """
    slot = library.slot_of(Place(address.source, SentenceAddress(address.paragraph, 1)))
    if slot is None:
        return []
    terms = set(library.indexed(slot).terms.tolist())
    found = library.notes.field.top([{term: 1.0} for term in sorted(terms)], _NEAR_PLACES)
    fits: dict[str, float] = {}
    for place in (library.notes.places[int(position)] for position in found.slots):
        if (place.source, place.address.paragraph) != address:
            for ask, weight, covered in _weighed(library, place, terms):
                if covered >= _COVERED * weight:
                    fits[ask] = max(covered, fits.get(ask, 0.0))
    own = {
        ask.casefold()
        for place, note in library.notes.curation.notes.items()
        for ask in note.asks
        if (place.source, place.address.paragraph) == address
    }
    return [ask for ask in sorted(fits, key=lambda ask: -fits[ask]) if ask.casefold() not in own][:MOST_QUESTIONS]


def _weighed(library: Library, place: Place, terms: set[int]) -> Iterator[tuple[str, float, float]]:
    """Yield the questions noted for a sentence, with their weight and how much of it a passage has."""
    note = library.notes.curation.notes.get(place)
    for ask in note.asks if note else ():
        ids = [library.vocabulary.get(term.key) for term in library.analyzer.terms(ask, question=True)]
        units = library.units
        weights = {i: units.idf(i) if units.frequency(i) else units.rarest for i in ids if i is not None}
        if len(weights) >= 2:
            yield ask, sum(weights.values()), sum(weight for i, weight in weights.items() if i in terms)


def passages(library: Library, words: str) -> list[Address]:
    """Return the passages that speak to an issue, as an answer to its name finds them: each side's in turn."""
    found = answer(library, words)
    sides = ([Address(e.source, e.paragraph) for e in side] for side in (found.excerpts, found.opposing))
    return list(dict.fromkeys(address for side in sides for address in side))[:MOST_PASSAGES]
