"""Names of sources in a question: "according to Mastro", "the 2017 piece", "what do the Federalists say"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from knowledge.language import text as language
from knowledge.language.text import Word
from knowledge.model import Source

_TEXT_NOUN = r"(?:essay|article|piece|paper|report|text|op-?ed|author|writer|source|one)s?"
_YEAR = re.compile(rf"\b(?:the|in|from|of)\s+(\d{{4}})\s+{_TEXT_NOUN}\b|\b{_TEXT_NOUN}\s+(?:from|of|in)\s+(\d{{4}})\b")


class Mention(NamedTuple):
    """A name in a question and the sources it may mean."""

    start: int
    end: int
    sources: frozenset[str]


class Names:
    """Finds the names of sources, authors, outlets and sides in a question."""

    def __init__(self, sources: Iterable[Source]) -> None:
        self._phrases: dict[tuple[str, ...], set[str]] = {}
        self._years: dict[str, set[str]] = {}
        self._outlets: Counter[tuple[str, ...]] = Counter()
        self._lengths: Counter[int] = Counter()
        """How many phrases have so many words."""
        self._firsts: Counter[str] = Counter()
        """How many phrases begin with a word."""
        for source in sources:
            self.add(source)

    def add(self, source: Source) -> None:
        """Add the names of a source."""
        for stems in _phrases(source):
            if stems not in self._phrases:
                self._lengths[len(stems)] += 1
                self._firsts[stems[0]] += 1
            self._phrases.setdefault(stems, set()).add(source.id)
        if source.outlet:
            self._outlets[_stems(source.outlet)] += 1
        if source.year:
            self._years.setdefault(source.year, set()).add(source.id)

    def remove(self, source: Source) -> None:
        """Take out the names of a source that was added."""
        for stems in _phrases(source):
            self._phrases[stems].discard(source.id)
            if not self._phrases[stems]:
                del self._phrases[stems]
                self._lengths[len(stems)] -= 1
                self._firsts[stems[0]] -= 1
        if source.outlet:
            self._outlets[_stems(source.outlet)] -= 1
        if source.year:
            self._years[source.year].discard(source.id)

    def find(self, question: str) -> list[Mention]:
        """Return the mentions of sources in a question, left to right, the longest name at each place."""
        words = list(language.words(question))
        mentions: list[Mention] = []
        longest = max((length for length, phrases in self._lengths.items() if phrases), default=1)
        i = 0
        while i < len(words):
            most = min(longest, len(words) - i) if self._firsts[words[i].stem] else 0
            for size in range(most, 0, -1):
                stems = tuple(word.stem for word in words[i : i + size])
                sources = self._phrases.get(stems)
                if sources and not (self._outlets[stems] and _goes_on(question, words, i + size)):
                    mentions.append(Mention(words[i].start, words[i + size - 1].end, frozenset(sources)))
                    i += size - 1
                    break
            i += 1
        for match in _YEAR.finditer(question.lower()):
            sources = self._years.get(match[1] or match[2])
            if sources:
                mentions.append(Mention(match.start(), match.end(), frozenset(sources)))
        return sorted(mentions)


def _goes_on(question: str, words: list[Word], after: int) -> bool:
    """Tell whether a name is the beginning of a longer one: "Foreign Affairs Committee" is no journal."""
    return after < len(words) and question[words[after].start].isupper() and not words[after].folded.isdigit()


def _stems(name: str) -> tuple[str, ...]:
    return tuple(word.stem for word in language.words(name))


def _phrases(source: Source) -> set[tuple[str, ...]]:
    return {stems for name in _names(source) if (stems := _stems(name))}


def _names(source: Source) -> Iterator[str]:
    yield source.title
    yield source.title.partition(":")[0]
    yield source.id.replace("-", " ")
    yield from source.names
    yield from (re.sub(r"\(.*?\)", "", author) for author in source.authors)
    pseudonym = dict(source.extra).get("pseudonym")
    for name in (source.outlet, source.side, pseudonym):
        if isinstance(name, str):
            yield name
