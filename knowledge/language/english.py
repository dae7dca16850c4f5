"""How often English words are written."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache


@cache
def frequencies() -> Mapping[str, int]:
    """Return how often each lower-case word is met; the first call takes 0.1 s."""
    from spellchecker import SpellChecker  # slow to load: only where somebody asks

    return SpellChecker(language="en", distance=1).word_frequency.dictionary
