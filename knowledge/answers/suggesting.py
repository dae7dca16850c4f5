"""Questions that a library does answer, for somebody whose question it does not."""

from __future__ import annotations

from collections import Counter

import numpy as np

from knowledge.bm25.ranking import Floats
from knowledge.language import text as language
from knowledge.language.terms import stopwords
from knowledge.model import Source
from knowledge.search.library import Library

MOST = 3
_SHORTEST_TOPIC = 5


def suggestions(library: Library, issues: Floats | None = None) -> tuple[str, ...]:
    """Return three questions: the labels of the issues nearest to what was asked, or else topics of the sources."""
    if library.issues:
        order = np.argsort(-issues, kind="stable") if issues is not None else np.arange(len(library.issues))
        return tuple(library.issues[int(i)].label for i in order[:MOST])
    by_author = {source.authors: source for source in reversed(library.sources)}
    return tuple(f"{source.names[0]}: {_topic(library, source)}" for source in list(by_author.values())[-MOST:])


def _topic(library: Library, source: Source) -> str:
    """Return the word that a source uses most and most other passages do not."""
    counts = Counter(
        word.folded
        for passage in source.passages
        if not passage.retired
        for word in language.words(passage.text)
        if len(word.folded) >= _SHORTEST_TOPIC and word.folded.isalpha() and word.folded not in stopwords()
    )

    def telling(word: str) -> float:
        return counts[word] * library.units.idf(library.vocabulary.get(language.stem(word)))

    return max(counts, key=telling, default=source.title)
