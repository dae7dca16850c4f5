"""Passages and questions for the bench, made here so that anyone can make the same.

Words are those of the two shipped essays and pseudo-English put together from syllables. Frequencies follow
Zipf's law in Mandelbrot's form, p(rank) ~ 1 / (rank + 2.7)^1.05: first the stop words in the order of their
frequency in the essays, then the essays' other words spread among the made ones. A source of twenty passages
has forty words of its own that it keeps coming back to, as real ones do. Passages have 86 words on average,
questions 6 to 10, of which three to six are from one passage and carry its topic.
"""

from __future__ import annotations

import itertools
from collections import Counter
from typing import NamedTuple

import numpy as np

from knowledge.bm25.ranking import Ints
from knowledge.language import text as language
from knowledge.language.terms import stopwords
from knowledge.search.library import ESSAYS
from knowledge.sources import markdown

WORDS = 60_000
LENGTH, SPREAD = 86, 25
_PER_SOURCE, _OWN_WORDS, _OWN_SHARE = 20, 40, 0.15
_ONSETS = "b bl br c ch cl cr d dr f fl fr g gl gr h j l m n p pl pr qu r s sc sh sl sp st str t th tr v w"
_VOWELS = "a e i o u ai ea ee ie oa ou"
_CODAS = "b ck d ft g l ll m n nd ng nt p r rd rk rn s sk ss st t th x"


class Corpus(NamedTuple):
    """Passages and questions, as lists of words."""

    passages: list[list[str]]
    questions: list[list[str]]


def make(passages: int, questions: int, seed: int = 2021, every_word: bool = False) -> Corpus:
    """Make passages and questions; stop words are left out, as the bot does, unless ``every_word``."""
    rng = np.random.default_rng(seed)
    words, stops = _lexicon(rng)
    weights = 1 / (np.arange(len(words)) + 3.7) ** 1.05
    ladder = np.cumsum(weights)
    lengths = np.clip(rng.normal(LENGTH, SPREAD, passages), 8, 250).astype(np.int64)

    def draw(low: float, high: float, *shape: int) -> Ints:
        return np.asarray(np.searchsorted(ladder, rng.uniform(low, high, shape)), dtype=np.int64)

    every, stop = float(ladder[-1]), float(ladder[stops - 1])
    ids = draw(0, every, int(lengths.sum()))
    own = draw(stop, every, passages // _PER_SOURCE + 1, _OWN_WORDS)
    source = np.repeat(np.arange(passages) // _PER_SOURCE, lengths)
    returns = (rng.random(ids.size) < _OWN_SHARE) & (ids >= stops)
    ids[returns] = own[source[returns], rng.integers(0, _OWN_WORDS, int(returns.sum()))]
    ids = np.minimum(ids, len(words) - 1)
    texts = np.split(ids, np.cumsum(lengths)[:-1])

    asked: list[list[str]] = []
    for number in rng.integers(0, passages, questions).tolist():
        text: Ints = np.asarray(texts[number], dtype=np.int64)
        topic = np.unique(text[text >= stops])
        topical = rng.choice(topic, min(int(rng.integers(3, 7)), topic.size), replace=False)
        size = max(int(rng.integers(6, 11)) - topical.size, 1)
        filler = draw(0, stop, size)
        question = rng.permutation(np.concatenate((topical, filler) if every_word else (topical,)))
        asked.append([words[k] for k in question.tolist()])
    first = 0 if every_word else stops
    return Corpus([[words[k] for k in text.tolist() if k >= first] for text in texts], asked)


def _lexicon(rng: np.random.Generator) -> tuple[list[str], int]:
    """Return all words by falling frequency, and how many of them, in front, are stop words."""
    essays = markdown.read_folder(ESSAYS)
    counted = Counter(
        word.folded for essay in essays for passage in essay.passages for word in language.words(passage.text)
    )
    by_frequency = [word for word, _ in counted.most_common()]
    stops = [word for word in by_frequency if word in stopwords()]
    topical = [word for word in by_frequency if word not in stopwords()]
    syllables = ["".join(parts) for parts in itertools.product(*map(str.split, (_ONSETS, _VOWELS, _CODAS)))]
    order: list[int] = rng.permutation(len(syllables)).tolist()
    made = dict.fromkeys(syllables[k] for k in order)
    while len(made) < WORDS:
        first, second = rng.integers(0, len(syllables), 2).tolist()
        made[syllables[first] + syllables[second]] = None
    rest = [word for word in made if word not in counted and word not in stopwords()]
    rest = rest[: WORDS - len(by_frequency)]
    places: list[int] = np.sort(rng.choice(8 * len(topical), len(topical), replace=False)).tolist()
    for shift, (place, word) in enumerate(zip(places, topical, strict=True)):
        rest.insert(place + shift, word)
    return stops + rest, len(stops)
