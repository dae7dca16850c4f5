"""The words of a library as they are written: what a typing error is repaired to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from knowledge.language import text as language


class Wordlist:
    """The folded words and the hyphenated ones of texts that come and go."""

    def __init__(
        self, spellings: Iterable[tuple[str, int]] = (), compounds: Iterable[tuple[str, str, int]] = ()
    ) -> None:
        """Take up what ``spellings`` and ``counted`` of another list say."""
        self.spellings: dict[str, int] = dict(spellings)
        """Every folded word, with the number of texts it stands in."""
        self.counted: dict[str, Counter[str]] = {}
        """Every hyphenated word in one piece, with the ways it is parted and how many texts have each."""
        self.compounds: dict[str, str] = {}
        """Hyphenated words in one piece, as they are often typed, with their parts."""
        for whole, parts, texts in compounds:
            self.counted.setdefault(whole, Counter())[parts] = texts
            self._settle(whole)

    def add(self, text: str) -> None:
        """Count in the words of a text."""
        words = list(language.words(text))
        for spelling in {word.folded for word in words}:
            self.spellings[spelling] = self.spellings.get(spelling, 0) + 1
        for whole, parts in set(language.compounds(text, words)):
            self.counted.setdefault(whole, Counter())[parts] += 1
            self._settle(whole)

    def remove(self, text: str) -> None:
        """Count out the words of a text that was added."""
        words = list(language.words(text))
        for spelling in {word.folded for word in words}:
            self.spellings[spelling] -= 1
            if not self.spellings[spelling]:
                del self.spellings[spelling]
        for whole, parts in set(language.compounds(text, words)):
            counted = self.counted[whole]
            counted[parts] -= 1
            if not counted[parts]:
                del counted[parts]
            self._settle(whole)

    def _settle(self, whole: str) -> None:
        """Note how a hyphenated word is parted: as in most texts, of equally many the first by the alphabet."""
        counted = self.counted[whole]
        if counted:
            self.compounds[whole] = min(counted, key=lambda parts: (-counted[parts], parts))
        else:
            del self.counted[whole], self.compounds[whole]
