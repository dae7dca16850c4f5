"""The words of a library as they are written: what a typing error is repaired to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Self

import numpy as np
from numpy.typing import NDArray

from knowledge.language import text as language
from knowledge.search.columns import Ragged, Rows

_PARTED = "-"
"""What stands between the parts of a hyphenated word; no folded word has it."""
_AT_ONCE = 1 << 18
"""So many ids are counted at once: counting makes them twice as large, in memory that is new."""


class Wordlist:
    """The folded words and the hyphenated ones of texts that come and go."""

    def __init__(self) -> None:
        self.words: list[str] = []
        """All words that ever were, in the order of their ids."""
        self.texts = Ragged(1)
        """The ids of the words of each text, each once."""
        self.spellings: dict[str, int] = {}
        """Every folded word, with the number of texts it stands in."""
        self.compounds: dict[str, str] = {}
        """Hyphenated words in one piece, as they are often typed, with their parts."""
        self._ids: dict[str, int] = {}
        self._parted: dict[str, dict[str, int]] = {}
        """For each hyphenated word in one piece the ways it is parted, with the number of texts that have them."""

    @classmethod
    def restored(cls, words: Sequence[str], rows: Rows, sizes: NDArray[np.int32]) -> Self:
        """Return the list of some texts, given by the ids of their words as ``texts`` has them.

        Raises ValueError where an id has no word.
        """
        wordlist = cls()
        wordlist.words, wordlist.texts = list(words), Ragged.restored(rows, sizes)
        wordlist._ids = dict(zip(words, range(len(words)), strict=True))
        counted = np.zeros(len(words), dtype=np.int64)
        for first in range(0, len(rows), _AT_ONCE):
            counted += np.bincount(rows[first : first + _AT_ONCE, 0], minlength=len(words))
        counts: list[int] = counted.tolist()
        every = zip(words, counts, strict=True)
        wordlist.spellings = {word: count for word, count in every if count and _PARTED not in word}
        for number in [number for number, word in enumerate(words) if _PARTED in word]:
            if counts[number]:
                wordlist._count(words[number], counts[number])
        return wordlist

    def add(self, text: str) -> None:
        """Count in the words of a text, which has the next number."""
        words = dict.fromkeys(_words(text))
        for word in words:
            self._count(word, 1)
        self.texts.add(np.array([self._id(word) for word in words], dtype=np.int32).reshape(-1, 1))

    def remove(self, number: int) -> None:
        """Count out the words of a text."""
        ids: list[int] = self.texts.of(number)[:, 0].tolist()
        for word_id in ids:
            self._count(self.words[word_id], -1)
        self.texts.remove(number)

    def _id(self, word: str) -> int:
        known = self._ids.get(word)
        if known is None:
            known = self._ids[word] = len(self.words)
            self.words.append(word)
        return known

    def _count(self, word: str, times: int) -> None:
        if _PARTED not in word:
            _add(self.spellings, word, times)
            return
        whole = word.replace(_PARTED, "")
        parted = self._parted.setdefault(whole, {})
        _add(parted, word.replace(_PARTED, " "), times)
        if parted:  # as in most texts, of equally many ways the first by the alphabet
            self.compounds[whole] = min(parted, key=lambda parts: (-parted[parts], parts))
        else:
            del self._parted[whole], self.compounds[whole]


def _add(counts: dict[str, int], word: str, times: int) -> None:
    counts[word] = counts.get(word, 0) + times
    if not counts[word]:
        del counts[word]


def _words(text: str) -> Iterator[str]:
    found = list(language.words(text))
    yield from (word.folded for word in found)
    yield from (parts.replace(" ", _PARTED) for _, parts in language.compounds(text, found))
