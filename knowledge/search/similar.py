"""Which passages of a library say nearly the same words as a text: for a preview, before the text is added twice."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from knowledge.language import text as language
from knowledge.search.library import Library

NEAR = 0.5
"""From which share of common runs of words two texts are near-duplicates."""
_RUN = 3
"""Words in a run."""
_ENOUGH = 8
"""With fewer runs, a text that stands within another one is no near-duplicate of it: the longer one counts."""
_TELLING = 24
"""How many of the text's rarest terms its twins are looked for by."""
_CANDIDATES = 20


class Twin(NamedTuple):
    """A passage that is nearly the same as a text."""

    citation: str
    share: float
    """How much of the shorter of the two is in the other, 0 to 1."""


def similar(library: Library, text: str) -> list[Twin]:
    """Return the passages that are near-duplicates of a text, the nearest first; retired ones are not looked at.

    Near-duplicates share most of their runs of three words: the overlap coefficient of shingles, see Broder (1997),
    "On the resemblance and containment of documents". Only passages with the text's rarest terms are compared.
    """
    wanted = _runs(text)
    if not wanted:
        return []
    known = (library.vocabulary.get(term.key) for term in library.analyzer.terms(text))
    rarity = library.passages.statistics.idf
    terms = sorted(dict.fromkeys(term for term in known if term is not None), key=rarity, reverse=True)
    found = library.passages.top([{term: 1.0} for term in terms[:_TELLING]], _CANDIDATES)
    twins: list[Twin] = []
    for slot in found.slots.tolist():
        indexed = library.indexed(slot)
        runs = _runs(indexed.passage.text)
        shorter, longer = sorted((len(wanted), len(runs)))
        share = len(wanted & runs) / max(shorter if shorter >= _ENOUGH else longer, 1)
        if share >= NEAR:
            twins.append(Twin(library.citation(indexed.source, indexed.passage.number), share))
    return sorted(twins, key=lambda twin: -twin.share)


def _runs(text: str) -> frozenset[Sequence[str]]:
    """Return all runs of words of a text; of a shorter text, the whole of it."""
    words = [word.folded for word in language.words(text)]
    return frozenset(tuple(words[i : i + _RUN]) for i in range(max(len(words) - _RUN + 1, min(len(words), 1))))
