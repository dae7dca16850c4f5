"""The largest of many numbers, without looking at most of them twice."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from knowledge.search.formula import Floats, Ints

_FEW = 4096


class Top(NamedTuple):
    """The best documents, best first, equal ones in the order of their slots (shapes: at most k)."""

    slots: Ints
    scores: Floats


def largest(scores: Floats, k: int) -> Top:
    """Return the k largest positive scores and where they stand.

    Scores are dealt like cards into columns, so that the maxima of all columns are one fast pass. At least k
    scores reach the k-th largest maximum, and all that do stand in the columns whose maximum does.
    """
    width = math.isqrt(scores.size // k) if scores.size > _FEW else 1
    if width >= 4:
        columns = scores.size // width
        dealt = scores[: width * columns].reshape(width, columns)
        maxima = dealt.max(axis=0)
        least = float(np.partition(maxima, columns - k)[columns - k])
        if least > 0:
            hands = np.flatnonzero(maxima >= least)
            row, column = np.nonzero(dealt[:, hands] >= least)
            rest = width * columns + np.flatnonzero(scores[width * columns :] >= least)
            return best_of(scores, np.concatenate((row * columns + hands[column], rest)), k)
    return best_of(scores, np.flatnonzero(scores > 0), k)


def best_of(scores: Floats, slots: Ints, k: int, times: int = 1) -> Top:
    """Return the k largest of the scores of some slots, each of which may be given up to ``times`` times."""
    reached = scores.take(slots)
    if slots.size > 2 * k * times:
        best = (reached >= _estimate(reached, k * times)).nonzero()[0]
        slots, reached = slots.take(best), reached.take(best)
    order = np.lexsort((slots, -reached))
    slots, reached = slots.take(order), reached.take(order)
    if times > 1:
        other = changes(slots)
        slots, reached = slots.compress(other), reached.compress(other)
    return Top(slots[:k], reached[:k])


def _estimate(scores: Floats, k: int) -> float:
    """Return a number that at least k of many scores reach, and of most questions not many more.

    Scores of rare words come first and are the best, so that few of the others have to be looked at.
    """
    head = scores[: max(4 * k, scores.size >> 3)].copy()
    head.partition(head.size - k)
    return head.item(head.size - k)


def changes(values: Ints) -> NDArray[np.bool_]:
    """Tell for each value whether it is another than the one before (shape: values)."""
    other = np.ones(values.size, dtype=np.bool_)
    np.not_equal(values[1:], values[:-1], out=other[1:])
    return other
