"""Whether a model knows other languages than English: it is asked, for its folder does not say so."""

from __future__ import annotations

import numpy as np

from knowledge.meaning.encoder import Encoder

_SAME = (
    ("Why is the water so cold?", "왜 물이 이렇게 차가운가요?"),
    ("The children are playing in the garden.", "Los niños están jugando en el jardín."),
    ("He bought a new house last year.", "Он купил новый дом в прошлом году."),
    ("The train arrives tomorrow morning.", "火车明天早上到达。"),
    ("My sister is a doctor.", "Ma sœur est médecin."),
)
_CLOSER = 0.4
"""By how much sentences that mean the same must be closer than others, as cosines around the mean of all."""


def knows_many(encoder: Encoder) -> bool:
    """Tell whether sentences of five languages are near to their English translations; raises ModelError."""
    vectors = encoder.encode([text for pair in _SAME for text in pair])
    vectors = vectors - vectors.mean(axis=0)
    vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    cosines = vectors[::2] @ vectors[1::2].T
    same = float(np.diag(cosines).mean())
    others = (float(cosines.sum()) - same * len(_SAME)) / (len(_SAME) * (len(_SAME) - 1))
    return same - others > _CLOSER
