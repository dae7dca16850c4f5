"""Repairs typing errors against the words of a library, and tells how rare an English word is."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import OSA

from knowledge.language.english import frequencies

_SHORTEST, _SHORT = 4, 5
_RARELY_TYPED = 100
"""Words that the English word list counts no oftener than this are as likely a typo ("chian": 50)."""
_OTHER = 0.5
"""What it costs that a word is none of the sources'."""
_BEHIND = "\n"
"""What stands behind each word where many are read at once; no word has it."""


def prepare() -> None:
    """Read the English word list now, which takes 0.1 s, and not with the first question that needs it."""
    frequencies()


def is_english(word: str) -> bool:
    """Tell whether a folded word is one that people write on purpose."""
    return frequencies()[word] > _RARELY_TYPED


def rarity(word: str) -> float:
    """Return how much a word says, from 0 for the commonest English words to 1 for rare ones and unknown strings."""
    count = frequencies()[word]
    return min(1.0, max(0.0, 1.0 - (math.log10(count + 1) - 3.0) / 4)) if count else 1.0


class Neighbours:
    """Finds the words that are a few typing errors away from one, among many, without comparing most of them.

    One error takes at most one letter out of a word and puts at most one in, so near words have nearly the same
    letters. The letters of each word are kept as a set of 64 bits, and only words whose sets are near are compared.
    """

    def __init__(self, words: Sequence[str]) -> None:
        """``words`` may grow at its end at any time."""
        self._words = words
        self._letters: NDArray[np.uint64] = np.zeros(0, dtype=np.uint64)
        """The letters of each word that was there when near ones were last looked for (shape: words)."""

    def near(self, word: str, most: int) -> Iterator[tuple[str, int]]:
        """Yield the words at most so many errors away, with that distance, the optimal string alignment's."""
        if len(self._letters) < len(self._words):
            self._letters = np.concatenate((self._letters, _letters(self._words[len(self._letters) :])))
        letters, own = self._letters, _letters([word])
        numbers = np.flatnonzero(_few(letters & ~own, most) & _few(own & ~letters, most))
        words = [self._words[number] for number in numbers.tolist()]
        for near, distance, _ in process.extract(word, words, scorer=OSA.distance, score_cutoff=most, limit=None):
            yield near, int(distance)


def repair(word: str, spellings: Mapping[str, int], written: Neighbours, others: Neighbours) -> str | None:
    """Return what a mistyped word was meant to be, None where nothing is near enough.

    ``spellings`` are the words of the library with their frequency, all of which are among the ``written``; they are
    preferred to ``others``. The distance is optimal string alignment (a swap of neighbours counts once): 1 for up to
    five letters, where the first one must be right ("Yoon" is not "Moon"), else 2.
    """
    if len(word) < _SHORTEST or not word.isalpha():
        return None
    most = 1 if len(word) <= _SHORT else 2
    found = [(near, float(distance)) for near, distance in written.near(word, most) if near in spellings]
    found += [(near, distance + _OTHER) for near, distance in others.near(word, most)]
    best: tuple[float, str] | None = None
    for near, distance in found:
        elsewhere = near[0] != word[0]
        if len(near) < _SHORTEST - 1 or (elsewhere and len(word) <= _SHORT):
            continue
        cost = distance + 0.4 * elsewhere - min(spellings.get(near, 0), 9) / 100
        if best is None or (cost, near) < best:
            best = (cost, near)
    return best[1] if best else None


def _letters(words: Sequence[str]) -> NDArray[np.uint64]:
    """Return the letters of each word as bits; rare ones share a bit with others (shape: words)."""
    text = _BEHIND.join((*words, ""))
    characters = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(np.uint64)
    bits = np.where(characters == ord(_BEHIND), np.uint64(0), np.uint64(1) << (characters & np.uint64(63)))
    behind = np.cumsum([len(word) + 1 for word in words])
    return np.bitwise_or.reduceat(bits, np.append(0, behind[:-1])) if len(words) else np.zeros(0, dtype=np.uint64)


def _few(sets: NDArray[np.uint64], most: int) -> NDArray[np.bool_]:
    """Tell which sets have at most so many bits (shape: sets)."""
    for _ in range(most):
        sets = sets & (sets - np.uint64(1))  # without the lowest one
    return sets == 0
