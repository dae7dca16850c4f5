"""The largest of many numbers, without looking at most of them twice."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from knowledge.bm25.formula import Floats, Ints

_FEW = 4096
"""So many numbers are looked at one by one."""
_SORTED = 128
"""So many are sorted as they are."""


class Top(NamedTuple):
    """The best documents, best first, equal ones in the order of their slots (shapes: at most k)."""

    slots: Ints
    scores: Floats


def largest(scores: Floats, k: int) -> Top:
    """Return the k largest positive scores and where they stand.

    Scores are dealt like cards into columns, so that the maxima of all columns are one fast pass. At least k
    scores reach the k-th largest maximum, and all that do stand in the columns whose maximum does.
    """
    slots: Ints | None = None
    width = math.isqrt(scores.size // k) if scores.size > _FEW else 1
    if width >= 4:
        columns = scores.size // width
        dealt = scores[: width * columns].reshape(width, columns)
        maxima = dealt.max(axis=0)
        least = np.partition(maxima, columns - k).item(columns - k)
        if least > 0:
            hands = np.flatnonzero(maxima >= least)
            row, column = np.nonzero(dealt[:, hands] >= least)
            rest = width * columns + np.flatnonzero(scores[width * columns :] >= least)
            slots = np.sort(np.concatenate((row * columns + hands[column], rest)))
    if slots is None:
        slots = np.flatnonzero(scores > 0)
    return best_of(slots, scores.take(slots), k)


def best_of(slots: Ints, scores: Floats, k: int) -> Top:
    """Return the k best of some documents in ascending slots (shapes: documents)."""
    if slots.size > max(k, _SORTED):
        near = (scores >= np.partition(scores, slots.size - k).item(slots.size - k)).nonzero()[0]
        slots, scores = slots.take(near), scores.take(near)
    order = (-scores).argsort(kind="stable")[:k]
    return Top(slots.take(order), scores.take(order))


def distinct(slots: Ints) -> Ints:
    """Sort some slots and return each once (shape: distinct slots); a third of the time of ``np.unique``."""
    slots.sort()
    first = np.ones(slots.size, dtype=np.bool_)
    np.not_equal(slots[1:], slots[:-1], out=first[1:])
    return slots.compress(first)


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
