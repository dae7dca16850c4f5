"""The largest of many numbers, without looking at most of them twice."""

from __future__ import annotations

import math

import numpy as np

from knowledge.search.formula import Floats, Ints

_FEW = 4096


def reaching(scores: Floats, k: int) -> Ints:
    """Return ascending positions, those of the k largest positive scores among them.

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
            return np.concatenate((row * columns + hands[column], rest))
    return np.flatnonzero(scores > 0)


def best(scores: Floats, k: int) -> Ints:
    """Return the positions of the k largest scores and of those equal to the last of them, in no order."""
    if scores.size <= k:
        return np.arange(scores.size)
    return np.flatnonzero(scores >= np.partition(scores, scores.size - k)[scores.size - k])
