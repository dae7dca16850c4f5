"""The largest of many numbers, without looking at most of them twice."""

from __future__ import annotations

import math

import numpy as np

from knowledge.search.formula import Floats, Ints

_FEW = 4096


def largest(scores: Floats, k: int) -> Ints:
    """Return the positions of the k largest positive scores, largest first, equal ones in ascending order.

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


def best_of(scores: Floats, positions: Ints, k: int) -> Ints:
    """Return the k of some positions with the largest scores, largest first, equal ones in ascending order."""
    reached = scores[positions]
    if positions.size > 2 * k:
        best = reached >= np.partition(reached, reached.size - k)[reached.size - k]
        positions, reached = positions[best], reached[best]
    return positions[np.lexsort((positions, -reached))[:k]]
