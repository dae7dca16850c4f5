"""Does the library answer the question? One probability from named signals, with all weights here.

The weights are those of a logistic regression on this project's own questions, of which one set was asked of a
library with curated notes and one of bare texts; `python -m knowledge.evaluate --fit` computes them again.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from knowledge.answers import evidence
from knowledge.model import Verdict
from knowledge.search import spelling
from knowledge.search.query import Query
from knowledge.search.retrieval import Retrieval


class Evidence(NamedTuple):
    """What speaks for and against an answer; as weights, what each counts."""

    coverage: float
    """The share of the question's weight that the leading window has."""
    passage_coverage: float
    """The same for the best window of all."""
    score: float
    """BM25 of the leading window as a share of what the question asks for."""
    ask: float
    """How well the question restates a question noted for the leading window."""
    issue: float
    """How well the question names an issue."""
    unknown: float
    """The share of the question's weight in words that neither library, notes nor thesaurus have."""
    unseen: float
    """The share of the question's weight in words that the leading passage does not have."""
    datum: float
    """1 where a who, when or how-many question meets a datum of its kind in the lead, -1 where it does not, else 0."""
    constant: float = 1.0


NOTED = Evidence(2, 1, 1, 5, 1, -3, -1, 1, -2.5)
"""Weights where the leading window's source has notes."""
BARE = Evidence(4, 2, 1, 0, 0, -3, -1, 1, -3)
"""Weights where it has none."""
ANSWERED = 0.5
"""The probability from which a question is said to be answered."""
SHOWN = 0.1
"""The probability from which the nearest passages are shown."""


def weigh(query: Query, found: Retrieval, lead: int) -> Evidence:
    """Return the signals for a leading window."""
    asked = query.weight or 1.0
    indexed, start, end = found.span(lead)
    unknown = sum(c.weight for c in query.concepts if not c.known)
    in_passage = found.presence[found.of_passage == found.of_passage[lead]].max(axis=0)
    unseen = 1 - float(in_passage @ np.array([c.weight for c in query.concepts])) / asked
    datum = 0.0
    if query.kind in ("who", "when", "howmany"):
        datum = 1.0 if evidence.find(query.kind, indexed.passage.text[start:end], query.text) else -1.0
    return Evidence(
        coverage=float(found.coverage[lead]),
        passage_coverage=float(found.coverage.max()),
        score=float(found.signals.window[lead]),
        ask=float(found.signals.ask[lead]),
        issue=float(found.signals.issue[lead]),
        unknown=unknown / asked,
        unseen=unseen,
        datum=datum,
    )


def probability(signals: Evidence, noted: bool) -> float:
    """Return how likely it is that the leading window answers the question, 0 to 1."""
    weights = NOTED if noted else BARE
    return 1 / (1 + math.exp(-sum(weight * signal for weight, signal in zip(weights, signals, strict=True))))


def decide(probable: float, signals: Evidence) -> Verdict:
    """Return the verdict; a question for a datum that the lead does not hold is at best ``nearest``."""
    if probable >= ANSWERED and signals.datum >= 0:
        return "answered"
    return "nearest" if probable >= SHOWN else "nothing"


def is_talk(query: Query) -> bool:
    """Tell whether a message says nothing that a library could be asked: a greeting, a lone filler, keys at random."""
    return not any(concept.known or spelling.is_english(concept.folded) for concept in query.concepts)
