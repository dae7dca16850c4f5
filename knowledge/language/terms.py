"""From words to terms: what is indexed and what is looked up.

A term is a stem, or the name of an alias group ("DPRK" and "North Korea" are one term).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from knowledge.language import text as language
from knowledge.language import thesaurus as thesauri
from knowledge.language.text import Word
from knowledge.language.thesaurus import Thesaurus

_STOPWORDS = Path(__file__).parent / "stopwords.txt"
_PRONOUN_BEFORE = frozenset({"tell", "give", "show", "let", "help", "remind", "teach", "of", "all", "both", "for"})
"""Before one of these a lower-case "us" is the pronoun, elsewhere in a question the country."""

_REMEMBERED, _NOTED = 1024, 16384
"""How many texts, and noted questions, are remembered with their terms."""
_RELATED = 0.7
"""What a related word of weight 1 counts beside the word itself; measured on the retrieval sets."""


class Term(NamedTuple):
    """A term and the half-open range of characters it was read from."""

    key: str
    start: int
    end: int
    folded: str
    """The folded word, for a name its folded words."""


@cache
def stopwords() -> frozenset[str]:
    """Return the folded words that carry no topic."""
    lines = _STOPWORDS.read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


class Analyzer:
    """Turns text into terms by one thesaurus."""

    def __init__(self, thesaurus: Thesaurus) -> None:
        self.thesaurus = thesaurus
        self.terms_of = lru_cache(maxsize=_REMEMBERED)(self.terms)
        """``terms`` of a text that is asked about again and again."""
        self.keys_of_question = lru_cache(maxsize=_NOTED)(self._keys_of_question)
        """The keys of the terms of a question that many libraries have in their notes."""
        self._capitals = frozenset(name.lower() for name in thesaurus.capitals)
        self._typed_lower = frozenset(name.lower() for name in thesaurus.typed_lower)
        self._phrases: dict[tuple[str, ...], str] = {}
        for group in thesaurus.aliases:
            keys = [self.name_key(member) for member in group]
            name = next((self._phrases[key] for key in keys if key in self._phrases), "+".join(keys[0]))
            self._phrases.update(dict.fromkeys(keys, name))
        phrases = (name for group in thesaurus.aliases for name in group)
        self.words = frozenset(
            word.folded for phrase in (*phrases, *thesaurus.related) for word in language.words(phrase)
        )
        """The folded words of the thesaurus that a question may use."""
        self._longest = max(map(len, self._phrases), default=1)
        self._starts = frozenset(stems[0] for stems in self._phrases if stems)
        self._related: dict[tuple[str, ...], dict[str, float]] = {}
        for head, others in thesaurus.related.items():
            shares = {self._single(other): _RELATED * share for other, share in others.items()}
            keys = tuple(term.key for term in self.terms(head))
            self._related.setdefault(keys, {}).update({key: share for key, share in shares.items() if key})

    def _single(self, phrase: str) -> str | None:
        """Return the one term of a phrase; a phrase of several terms stands in for nothing."""
        terms = self.terms(phrase)
        return terms[0].key if len(terms) == 1 else None

    def name_key(self, phrase: str) -> tuple[str, ...]:
        """Return what is the same for all names that are read as one: their stems, or the capitals of an acronym."""
        found = list(language.words(phrase))
        if len(found) == 1 and found[0].folded in self._capitals:
            return (found[0].folded.upper(),)
        return tuple(word.stem for word in found)

    def _acronym(self, text: str, found: Sequence[Word], i: int, question: bool) -> str | None:
        """Return the capitals of an acronym that is a word in lower case: "US" is a country, "us" a pronoun."""
        word = found[i]
        if word.folded not in self._capitals:
            return None
        surface = text[word.start : word.end]
        if surface.isupper() or "." in surface:
            return word.folded.upper()
        pronoun = i > 0 and found[i - 1].folded in _PRONOUN_BEFORE
        return word.folded.upper() if question and word.folded in self._typed_lower and not pronoun else None

    def thing_of(self, name: str) -> str | None:
        """Return the term that a name stands for together with others; None where it is in no alias group."""
        return self._phrases.get(self.name_key(name))

    def terms(self, text: str, question: bool = False) -> list[Term]:
        """Return the terms of a text in order, without stop words.

        In a ``question``, where people do not type capitals, an acronym is recognised in lower case too.
        """
        return self.terms_of_words(text, list(language.words(text)), question)

    def _keys_of_question(self, text: str) -> tuple[str, ...]:
        return tuple(term.key for term in self.terms(text, question=True))

    def terms_of_words(self, text: str, found: Sequence[Word], question: bool = False) -> list[Term]:
        """Return the terms of some words of a text, see ``terms``."""
        stops, starts, capitals = stopwords(), self._starts, self._capitals
        stems = [word.stem for word in found]
        terms: list[Term] = []
        i = 0
        while i < len(found):
            word = found[i]
            if word.stem not in starts and word.folded not in capitals:  # as most are
                if word.folded.replace("'", "") not in stops:
                    terms.append(Term(word.stem, word.start, word.end, word.folded))
                i += 1
                continue
            size = self._phrase_size(stems, i)
            acronym = self._acronym(text, found, i, question) if size < 2 else None
            key = acronym or word.stem
            if size or (acronym and (acronym,) in self._phrases):
                size = size or 1
                key = self._phrases[tuple(stems[i : i + size]) if not acronym else (acronym,)]
                folded = " ".join(word.folded for word in found[i : i + size])
                terms.append(Term(key, word.start, found[i + size - 1].end, folded))
            elif acronym or word.folded.replace("'", "") not in stops:
                terms.append(Term(key, word.start, word.end, word.folded))
            i += max(size, 1)
        return terms

    def _phrase_size(self, stems: list[str], i: int) -> int:
        """Return how many words the longest alias at ``i`` has, 0 where none starts there."""
        for size in range(min(self._longest, len(stems) - i), 0, -1):
            if tuple(stems[i : i + size]) in self._phrases:
                return size
        return 0

    def related(self, keys: Iterable[str]) -> Mapping[str, float]:
        """Return the terms that may stand for a term or a phrase of terms, with their weights."""
        return self._related.get(tuple(keys), {})


@cache
def shipped_analyzer() -> Analyzer:
    """Return the analyzer of the shipped thesaurus, which most libraries share."""
    return Analyzer(thesauri.shipped())
