"""An encoder of our own that knows a few words that mean the same."""

from __future__ import annotations

import threading
from collections.abc import Sequence

import numpy as np

from knowledge.language import text as language
from knowledge.meaning.encoder import Vectors


class Synonyms:
    """Knows groups of words that mean the same; any other word means only itself. Counts what it is asked."""

    def __init__(self, *groups: str, identity: str = "synonyms") -> None:
        self.identity = identity
        self.encoded: list[str] = []
        self.threads: set[int] = set()
        self._number = {language.fold(word): n for n, group in enumerate(groups) for word in group.split()}

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return the direction of the words of each text."""
        self.encoded += texts
        self.threads.add(threading.get_ident())
        vectors = np.zeros((len(texts), 512), dtype=np.float32)
        for row, text in zip(vectors, texts, strict=True):
            for word in language.words(text):
                number = self._number.get(word.folded)
                row[number if number is not None else 100 + _number_of(word.folded) % 400] += (
                    3 if number is not None else 1
                )
        return vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)


def _number_of(word: str) -> int:
    """Return a number for a word that is the same in every process."""
    return int.from_bytes(word.encode()[:8].ljust(8), "big")
