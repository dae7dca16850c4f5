"""Does the library answer the question? One probability from named signals, with all weights here.

The weights are those of a logistic regression on this project's own questions (``tests/questions``), asked once of
the essays with their notes and once of the bare texts; ``python -m knowledge.evaluate --fit`` computes them again.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from knowledge.answers import datum, subject
from knowledge.answers.logistic import probability
from knowledge.model import Verdict
from knowledge.search import spelling
from knowledge.search.query import Query
from knowledge.search.ranking import Floats
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


class Weights(NamedTuple):
    """What the signals count, and the probability from which a question is said to be answered."""

    noted: Evidence
    """Where the lead's source has notes."""
    answered_noted: float
    bare: Evidence
    """Where it has none."""
    answered_bare: float
    shown: float
    """The probability from which the nearest passages are shown."""


WORDS = Weights(
    noted=Evidence(
        matched=0.0, noted=1.14, complete=0.64, unknown=-3.22, unmet=-5.51, gap=0.0, anchored=1.48, ideas=0.57,
        follows=3.31, datum=1.41, near=0, around=0, restated=0, constant=-1.45,
    ),
    answered_noted=0.4,
    bare=Evidence(
        matched=0.06, noted=0.0, complete=2.82, unknown=-3.94, unmet=0.0, gap=-0.96, anchored=1.94, ideas=0.49,
        follows=4.26, datum=1.14, near=0, around=0, restated=0, constant=-0.34,
    ),
    answered_bare=0.4,
    shown=0.25,
)  # fmt: skip
"""Weights where questions are answered by words alone."""
BOTH = Weights(
    noted=Evidence(
        matched=0.0, noted=0.27, complete=0.55, unknown=-2.65, unmet=-3.98, gap=-0.62, anchored=0.04, ideas=0.62,
        follows=2.55, datum=2.05, near=0.0, around=0.0, restated=8.92, constant=-6.33,
    ),
    answered_noted=0.45,
    bare=Evidence(
        matched=0.0, noted=0.0, complete=2.34, unknown=-3.56, unmet=0.0, gap=-1.43, anchored=0.25, ideas=0.45,
        follows=2.54, datum=3.89, near=2.15, around=4.08, restated=0.0, constant=-1.67,
    ),
    answered_bare=0.45,
    shown=0.3,
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
        follows=float(query.follows is not None),
        datum=_datum(found, lead),
        near=float(found.signals.sentence[lead]),
        around=float(found.signals.context[lead]),
        restated=float(found.restated.max(initial=0.0)),
    )


def _met(found: Retrieval, lead: int) -> Floats:
    """Return how well the lead's passage or the notes of its sentences have each concept, 0 to 1."""
    met = found.presence[found.of_passage == found.of_passage[lead]].max(axis=0)
    window = found.windows[lead]
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
    if kind == "who" and datum.names_a_person(found) and found.coverage[lead] > 0:
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
    probable = probability(signals, weights.noted if noted else weights.bare)
    if probable >= (weights.answered_noted if noted else weights.answered_bare) and signals.datum >= 0:
        return "answered", probable
    return "nearest" if probable >= weights.shown else "nothing", probable


def is_talk(query: Query) -> bool:
    """Tell whether a message says nothing that a library could be asked: a greeting, a lone filler, keys at random."""
    if query.foreign:
        return False
    return not any(concept.known or spelling.is_english(concept.folded) for concept in query.concepts)
