"""A probability from named signals."""

from __future__ import annotations

import math
from collections.abc import Sequence


def probability(signals: Sequence[float], weights: Sequence[float]) -> float:
    """Return the logistic function of the weighted sum of some signals, from 0 to 1."""
    return 1 / (1 + math.exp(-sum(weight * signal for weight, signal in zip(weights, signals, strict=True))))
