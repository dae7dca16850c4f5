"""What the other side says on the same issue, or that it is silent.

Curated counterpoints and issues come first; then the question's own words and those of the lead. An opposing excerpt
is never from the lead's side, nor by one of the lead's authors.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Generic, NamedTuple

import numpy as np

from knowledge.answers.logistic import probability
from knowledge.bm25.ranking import Floats
from knowledge.meaning.vectors import unit_vector
from knowledge.model import Silence, Source
from knowledge.search.library import Library
from knowledge.search.order import Chosen
from knowledge.search.query import Concept
from knowledge.search.retrieval import Retrieval, Share, weighted
from knowledge.sources.curation import Place

MOST = 3
_COUNTERPOINT_DECAY = 0.8
"""What each further counterpoint of a sentence is worth beside the one before."""
_LEAD_DECAY = 0.6
"""What the curated knowledge of each further lead is worth beside the one before."""
_ISSUE_DECAY = 0.9
"""What a sentence further down in an issue's list has to do with it, beside the one before."""
_UNNAMED_ISSUE = 0.3
"""What an issue of the lead counts that the question does not name."""
_LEAD_TERMS = 12
"""How many of the lead's own terms are looked for."""


class Affinity(NamedTuple, Generic[Share]):
    """What ties each window of the other side to the issue; as weights, what each counts."""

    question: Share
    """The fused score for the question itself."""
    counterpoint: Share
    """Curated: it is noted beside a sentence of the lead."""
    issue: Share
    """Curated: it speaks to an issue that the lead speaks to."""
    lead: Share
    """BM25 of the lead's most telling terms."""
    kin: Share
    """Meaning: how close it is to what the leads say; 0 where questions are answered by words alone."""


class Address(NamedTuple):
    """What speaks for and against that the other side addresses the issue; as weights, what each counts."""

    counterpoint: float
    issue: float
    """The ties of its best window, as in Affinity."""
    lead: float
    relative: float
    """How well that window fits the question, as a share of how well the lead does."""
    silent: float
    """Curated: the share of the lead, by weight, of which it is noted that no other source takes it up."""
    near: float
    """Meaning: how close that window's closest sentence is to the question; 0 where words alone answer."""
    kin: float
    """Meaning: how close it is to what the leads say."""
    datum: float
    """1 for a question that asks for a datum, which is seldom in dispute."""
    constant: float = 1.0


SIGNS = Address(1, 1, 1, 1, -1, 1, 1, -1)
"""Which way each signal may speak."""


class Weights(NamedTuple):
    """What all signals count, and the probability below which the other side is said to be silent."""

    affinity: Affinity[float]
    curated: Address
    """Where somebody noted counterpoints for the lead."""
    addressed_curated: float
    bare: Address
    """Where nobody did."""
    addressed_bare: float
    """Without notes it is better to show and let judge."""


WORDS = Weights(
    affinity=Affinity(question=0.5, counterpoint=1.0, issue=0.5, lead=0.15, kin=0),
    curated=Address(
        counterpoint=2.19, issue=0.97, lead=0.6, relative=2.29, silent=-1.25, near=0, kin=0, datum=0, constant=-1.94
    ),
    addressed_curated=0.66,
    bare=Address(
        counterpoint=0.0, issue=0.0, lead=2.73, relative=2.61, silent=0.0, near=0, kin=0, datum=0, constant=-1.15
    ),
    addressed_bare=0.5,
)
"""Weights where questions are answered by words alone."""
BOTH = Weights(
    affinity=WORDS.affinity._replace(kin=0.5),
    curated=Address(
        counterpoint=1.44, issue=1.68, lead=1.55, relative=1.24, silent=-1.83, near=3.67, kin=0.61, datum=-1.62,
        constant=-2.66,
    ),
    addressed_curated=0.55,
    bare=Address(
        counterpoint=0.0, issue=0.0, lead=0.55, relative=2.4, silent=0.0, near=1.97, kin=5.46, datum=-2.21,
        constant=-5.2,
    ),
    addressed_bare=0.3,
)  # fmt: skip
"""Weights with meaning."""


class View(NamedTuple):
    """The windows of the other side, best first, in a retrieval of their own; or why there are none."""

    found: Retrieval | None
    windows: tuple[int, ...]
    scores: tuple[float, ...]
    silence: Silence | None


Fits = Mapping[Place, float]
"""How well sentences fit a question, from 0 to 1 for the best of them."""


def other_sources(library: Library, lead: Source) -> Chosen:
    """Return the sources that may oppose one: of another side where both name one, and by other authors."""
    authors = frozenset(lead.authors)
    return library.order.choose(
        (lead.authors, lead.side),
        lambda source: (
            authors.isdisjoint(source.authors)
            and (source.side is None or lead.side is None or source.side != lead.side)
        ),
    )


class Contest(NamedTuple):
    """The windows of the other side, with what ties them to the issue."""

    found: Retrieval
    """Windows of which at least those of the other side were measured."""
    scores: Floats
    """How much each has to do with the issue; 0 for one that is not of the other side (shape: windows)."""
    best: int | None
    address: tuple[Address, bool]
    """What speaks for and against that the best one addresses the issue, and whether that is curated."""


def find(found: Retrieval, leads: Sequence[int]) -> View:
    """Return what the other side says on the issue of the leading windows, of which there is at least one."""
    result = contest(found, leads)
    if result is None:
        return View(None, (), (), Silence(reason="no_other_side"))
    signals, curated = result.address
    weights = WORDS if found.meant is None else BOTH
    address, least = (weights.curated, weights.addressed_curated) if curated else (weights.bare, weights.addressed_bare)
    if result.best is None or probability(signals, address) < least:
        others = other_sources(found.library, found.span(leads[0])[0].source)
        return View(None, (), (), Silence(reason="silent", authors=tuple(dict.fromkeys(s.author for s in others))))
    chosen = result.found.choose(result.scores, MOST)
    return View(result.found, tuple(chosen), tuple(float(result.scores[k]) for k in chosen), None)


def contest(found: Retrieval, leads: Sequence[int]) -> Contest | None:
    """Measure the other side against the leads; None where no source may oppose them."""
    lead_source = found.span(leads[0])[0].source
    others = other_sources(found.library, lead_source)
    if not others:
        return None
    own = [k for k in leads if found.span(k)[0].source.authors == lead_source.authors]
    other = found if found.complete else found.among(others)
    fits = _fits(found, own)
    ties = _ties(found, own, fits, other)
    tied = weighted(ties, (WORDS if other.meant is None else BOTH).affinity)
    scores = np.where(others.hold(other.slots)[other.of_passage], tied, 0.0)
    best = next(iter(other.choose(scores, 1)), None)
    signals = Address(0, 0, 0, 0, 0, 0, 0, 0), False
    if best is not None:
        signals = _address(found, own, fits, other, ties, best)
    return Contest(other, scores, best, signals)


def _address(
    found: Retrieval, own: Sequence[int], fits: Sequence[Fits], other: Retrieval, ties: Affinity[Floats], best: int
) -> tuple[Address, bool]:
    notes, weights = found.library.notes, fits[0]
    noted = {place: points for place in weights if (points := notes.counterpoints(place)) is not None}
    silent = sum(weights[place] for place, points in noted.items() if not points)
    signals = Address(
        counterpoint=float(ties.counterpoint[best]),
        issue=float(ties.issue[best]),
        lead=float(ties.lead[best]),
        relative=float(other.score[best] / found.score[own[0]]),
        silent=silent / (sum(weights.values()) or 1.0),
        near=float(other.signals.sentence[best]),
        kin=float(ties.kin[best]),
        datum=float(found.query.kind != "other"),
    )
    known = notes.has(other.span(best)[0].source.id)
    return signals, bool(noted) and known  # what is noted of a silence cannot know a source that came later


def _ties(found: Retrieval, leads: Sequence[int], fits: Sequence[Fits], other: Retrieval) -> Affinity[Floats]:
    """Return the ties of every window of ``other`` to the leads."""
    library, weights = found.library, _sentence_weights(fits)
    return Affinity(
        question=other.score,
        counterpoint=other.spread(_counterpoints(library, weights)),
        issue=other.spread(_shared_issues(library, found.issues, weights)),
        lead=_bm25_of_lead(found, leads[0], other),
        kin=_likeness(found, leads, other),
    )


def _likeness(found: Retrieval, leads: Sequence[int], other: Retrieval) -> Floats:
    """Return how close windows are to what the leads say in the mean, the first one counting most."""
    if found.meant is None:
        return np.zeros(len(other.windows))
    means = [unit_vector(found.like(k).sum(axis=0)) for k in leads]
    return other.near(unit_vector(np.array([_LEAD_DECAY**rank for rank in range(len(leads))]) @ means))


def _fits(found: Retrieval, leads: Sequence[int]) -> list[Fits]:
    """Return for each lead how well its sentences fit the question, beside the best of them."""
    windows = [found.windows[k] for k in leads]
    scores: Iterator[float] = iter(
        found.unit_scores(np.concatenate([np.arange(w.first, w.last + 1) for w in windows])).tolist()
    )
    fits_of_leads: list[Fits] = []
    for window in windows:
        units = found.units[window.first : window.last + 1]
        own = list(islice(scores, len(units)))
        best = max(own) or 1.0
        fits: dict[Place, float] = {}
        for unit, score in zip(units, own, strict=True):
            fits[unit.place] = max(fits.get(unit.place, 0.0), score / best)
        fits_of_leads.append(fits)
    return fits_of_leads


def _sentence_weights(fits_of_leads: Sequence[Fits]) -> Fits:
    """Weigh the leads' sentences: by the rank of their window, and within it by how well they fit the question."""
    weights: dict[Place, float] = {}
    for rank, fits in enumerate(fits_of_leads):
        for place, fit in fits.items():
            weights[place] = max(weights.get(place, 0.0), _LEAD_DECAY**rank * fit)
    return weights


def _counterpoints(library: Library, weights: Mapping[Place, float]) -> Floats:
    notes = library.notes
    values = np.zeros(len(notes.places))
    for place, weight in weights.items():
        for rank, counterpoint in enumerate(notes.counterpoints(place) or ()):
            position = notes.position[counterpoint]
            values[position] = max(values[position], weight * _COUNTERPOINT_DECAY**rank)
    return values


def _shared_issues(library: Library, named: Floats, weights: Mapping[Place, float]) -> Floats:
    strengths = np.zeros(len(library.issues))
    for place, weight in weights.items():
        for issue, rank in library.notes.issues_of(place):
            strength = weight * _ISSUE_DECAY**rank * (_UNNAMED_ISSUE + named[issue])
            strengths[issue] = max(strengths[issue], strength)
    return library.notes.by_issue(strengths, _ISSUE_DECAY)


def _bm25_of_lead(found: Retrieval, lead: int, other: Retrieval) -> Floats:
    statistics, window = found.library.units, found.windows[lead]
    counts = Counter(term for unit in found.units[window.first : window.last + 1] for term in unit.terms.tolist())
    idf = {term: statistics.idf(term) for term in counts if statistics.frequency(term) > 1}
    telling = sorted(idf, key=lambda term: -idf[term] * math.sqrt(counts[term]))[:_LEAD_TERMS]
    concepts = tuple(Concept(str(t), str(t), {t: 1.0}, idf[t], 1.0, known=True) for t in telling)
    asked = sum(concept.weight for concept in concepts) or 1.0
    return other.match(concepts, statistics, other.as_windows) / asked
