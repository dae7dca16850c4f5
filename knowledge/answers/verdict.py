"""Is a question about the sources, and do they answer it? Two probabilities from named signals, with all weights here.

What is not about the sources gets nothing; what is, but is not answered, gets the nearest passages. The weights are
those of logistic regressions on this project's own questions (``tests/questions``), asked of the essays with their
notes and of the bare texts. With meaning, the questions on another debate are beside them, each set being off topic for
the other; by words alone these made the answers on the essays worse, so there they are left out.
``python -m knowledge.evaluate --fit`` computes the weights again, with ``--beside`` and the other debate those with
meaning; the probabilities from which the answer is yes are chosen by hand.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from knowledge.answers import datum, subject
from knowledge.answers.logistic import probability
from knowledge.bm25.ranking import Floats
from knowledge.model import Verdict
from knowledge.search import spelling
from knowledge.search.query import Query
from knowledge.search.retrieval import Retrieval


class Evidence(NamedTuple):
    """What speaks for and against an answer; as weights, what each counts."""

    matched: float
    """BM25 of the lead's passage as a share of what the question asks for."""
    noted: float
    """BM25 of the questions noted for the lead as a share of what the question asks for."""
    complete: float
    """1 where every idea of the question is in the lead's passage or its notes."""
    unknown: float
    """The share of the question's weight in words that neither library, notes nor thesaurus have."""
    unmet: float
    """The share of the question's weight in ideas that neither the lead's passage nor its notes have."""
    gap: float
    """The weight of the heaviest of these ideas, as a multiple of a typical word's."""
    anchored: float
    """How common in the library the question's commonest idea is, as a share of all sentences."""
    ideas: float
    """The number of ideas in the question."""
    follows: float
    """1 for a question that leans on the one before it."""
    datum: float
    """For a who, when or how-many question 1 where the lead holds a datum that fits, -1 where it does not; else 0."""
    near: float
    """Meaning: how close the question is to the closest sentence of the lead; 0 where words alone answer."""
    around: float
    """Meaning: how close it is to the lead's passage as a whole."""
    restated: float
    """Meaning: how close it is to the closest noted question, of whichever sentence."""
    constant: float = 1.0


SIGNS = Evidence(1, 1, 1, -1, -1, -1, 1, 1, 1, 1, 1, 1, 1)
"""Which way each signal may speak."""


class Decision(NamedTuple):
    """What the signals count, and the probability from which the answer is yes."""

    weights: Evidence
    least: float


class Decisions(NamedTuple):
    """The two questions that a verdict answers."""

    about: Decision
    """Is the question about what the sources are about? Otherwise nothing is shown."""
    answered: Decision
    """Does the lead answer it?"""


class Weights(NamedTuple):
    """The decisions where the lead's source has notes, and where it has none."""

    noted: Decisions
    bare: Decisions


def _by_one(weights: Evidence, about: float, answered: float) -> Decisions:
    """Return decisions by the same weights: words tell a question on the topic from an answered one only by degree."""
    return Decisions(Decision(weights, about), Decision(weights, answered))


WORDS = Weights(
    noted=_by_one(
        Evidence(
            matched=0.0, noted=1.14, complete=0.64, unknown=-3.22, unmet=-5.51, gap=0.0, anchored=1.48, ideas=0.57,
            follows=3.31, datum=1.41, near=0, around=0, restated=0, constant=-1.45,
        ),
        about=0.25,
        answered=0.4,
    ),
    bare=_by_one(
        Evidence(
            matched=0.06, noted=0.0, complete=2.82, unknown=-3.94, unmet=0.0, gap=-0.96, anchored=1.94, ideas=0.49,
            follows=4.26, datum=1.14, near=0, around=0, restated=0, constant=-0.34,
        ),
        about=0.25,
        answered=0.4,
    ),
)  # fmt: skip
"""Weights where questions are answered by words alone."""
BOTH = Weights(
    noted=Decisions(
        about=Decision(
            Evidence(
                matched=1.42, noted=0.0, complete=0.11, unknown=0.0, unmet=0.0, gap=0.0, anchored=3.31, ideas=0.02,
                follows=0.88, datum=0.41, near=2.01, around=4.91, restated=10.33, constant=-7.88,
            ),
            least=0.25,
        ),
        answered=Decision(
            Evidence(
                matched=0.0, noted=0.54, complete=0.27, unknown=-3.59, unmet=-2.56, gap=-1.38, anchored=0.54,
                ideas=0.55, follows=2.2, datum=4.28, near=0.0, around=0.0, restated=7.54, constant=-4.69,
            ),
            least=0.5,
        ),
    ),
    bare=Decisions(
        about=Decision(
            Evidence(
                matched=0.0, noted=0.0, complete=1.43, unknown=0.0, unmet=-0.77, gap=-2.1, anchored=3.57, ideas=0.07,
                follows=0.0, datum=0.0, near=12.06, around=5.85, restated=0.0, constant=-4.43,
            ),
            least=0.3,
        ),
        answered=Decision(
            Evidence(
                matched=0.99, noted=0.0, complete=1.18, unknown=-3.69, unmet=0.0, gap=-0.04, anchored=0.0,
                ideas=0.35, follows=3.17, datum=1.97, near=3.16, around=4.0, restated=0.0, constant=-2.9,
            ),
            least=0.5,
        ),
    ),
)  # fmt: skip
"""Weights with meaning."""
_TYPICAL_WEIGHT = 4.0


def weigh(found: Retrieval, lead: int) -> Evidence:
    """Return the signals for a leading window."""
    query = found.query
    asked = query.weight or 1.0
    own = [concept for concept in query.concepts if concept.scale == 1]
    weights = np.array([concept.weight for concept in query.concepts])
    met = _met(found, lead)
    statistics = found.library.units
    sentences = max(statistics.documents, 1)
    shares = [
        statistics.frequency(term) / sentences for concept in own for term, share in concept.terms.items() if share == 1
    ]
    return Evidence(
        matched=float(found.signals.passage[lead]),
        noted=float(found.signals.notes[lead]),
        complete=float(bool((met > 0).all())),
        unknown=sum(concept.weight for concept in query.concepts if not concept.known) / asked,
        unmet=float((1 - met) @ weights) / asked,
        gap=float(((1 - met) * weights).max(initial=0.0)) / _TYPICAL_WEIGHT,
        anchored=max(shares, default=0.0),
        ideas=float(len(own)),
        follows=float(len(own) < len(query.concepts)),
        datum=_datum(found, lead),
        near=float(found.signals.sentence[lead]),
        around=float(found.signals.context[lead]),
        restated=float(found.restated.max(initial=0.0)),
    )


def _met(found: Retrieval, lead: int) -> Floats:
    """Return how well the lead's passage or the notes of its sentences have each concept, 0 to 1."""
    window = found.windows[lead]
    met = found.presence(found.query.concepts, found.whole(window))
    noted = frozenset[int]().union(
        *(found.library.notes.terms(unit.place) for unit in found.units[window.first : window.last + 1])
    )
    for c, concept in enumerate(found.query.concepts):
        met[c] = max([met[c], *(share for term, share in concept.terms.items() if term in noted)])
    return met


def _datum(found: Retrieval, lead: int) -> float:
    kind = found.query.kind
    if kind == "other" or kind == "define":
        return 0.0
    here = datum.of_window(found, lead, kind)
    if (
        kind == "who"
        and datum.names_a_person(found)
        and found.presence(found.query.concepts, found.windows[lead]).any()
    ):
        return 0.0  # it asks about a person, not for one
    if here is None or not subject.in_its_year(found, lead):
        return -1.0
    # What "who" asks for may be no name at all ("lawmakers"), so a name that fits badly speaks neither way.
    return 1.0 if datum.matches(found, here) else (0.0 if kind == "who" else -1.0)


def decide(found: Retrieval, lead: int) -> tuple[Verdict, float]:
    """Return the verdict on a leading window, and how probable it is that it answers.

    A question for a datum that the lead does not hold is at best ``nearest``.
    """
    signals, weights = weigh(found, lead), WORDS if found.meant is None else BOTH
    if found.query.foreign:
        signals = signals._replace(complete=0.0, unknown=0.0, unmet=0.0, gap=0.0)
    noted = found.library.notes.has(found.span(lead)[0].source.id)
    about, answered = weights.noted if noted else weights.bare
    probable = probability(signals, answered.weights)
    if probability(signals, about.weights) < about.least and not _names_its_own(found.query, signals):
        return "nothing", probable
    return "answered" if probable >= answered.least and signals.datum >= 0 else "nearest", probable


def _names_its_own(query: Query, signals: Evidence) -> bool:
    """Tell whether a question names a source, or says nothing that the lead has not, in words that English hardly has.

    "Trade in the 2017 piece vs the 2021 piece" and "what happened at Mar-a-Lago?" are about the sources, however far in
    meaning.
    """
    rare = any(spelling.rarity(concept.folded) == 1 for concept in query.concepts)
    return query.named or (signals.complete == 1 and rare)


def is_talk(query: Query) -> bool:
    """Tell whether a message says nothing that a library could be asked: a greeting, a lone filler, keys at random."""
    if query.foreign:
        return False
    return not any(concept.known or spelling.is_english(concept.folded) for concept in query.concepts)
