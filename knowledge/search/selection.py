"""The largest of many numbers, without looking at most of them twice."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from knowledge.search.formula import Floats, Ints

_FEW = 128
"""So many numbers are sorted as they are."""


class Top(NamedTuple):
    """The best documents, best first, equal ones in the order of their slots (shapes: at most k)."""

    slots: Ints
    scores: Floats


def best_of(slots: Ints, scores: Floats, k: int) -> Top:
    """Return the k best of some documents (shapes: documents)."""
    if slots.size > max(k, _FEW):
        near = (scores >= np.partition(scores, slots.size - k).item(slots.size - k)).nonzero()[0]
        slots, scores = slots.take(near), scores.take(near)
    order = np.lexsort((slots, -scores))[:k]
    return Top(slots.take(order), scores.take(order))


def reached(scores: Floats, k: int, times: int = 1) -> float:
    """Return a score that at least k documents reach, of which each may be there up to ``times`` times.

    Scores of one document are equal, so the k-th largest of different scores will do. Returns minus infinity
    where there are too few.
    """
    ordered = np.sort(scores)
    size = ordered.size
    least = ordered.item(size - k * times) if size >= k * times else -math.inf
    if times > 1:
        steps = (ordered[1:] > ordered[:-1]).nonzero()[0]
        if steps.size >= k:
            least = max(least, ordered.item(steps.item(steps.size - k) + 1))
    return least
