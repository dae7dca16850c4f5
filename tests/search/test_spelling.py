"""The words near a mistyped one are those that comparing it with every word would find."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from knowledge.search.spelling import Neighbours, repair

LETTERS = st.text("abcAé'漢\ud800", max_size=7)
"""Some of which share a bit: a letter's number is taken by 64."""


@given(LETTERS, st.lists(LETTERS), st.lists(LETTERS), st.integers(1, 2))
@example("", [], [""], 1)
@example("abca", ["bac", "aabca", "abbba", "abcabb", "cbaa"], ["abca", "a!bca", "\ud800abca"], 2)
def test_near_words_are_found_among_words_that_grow(word: str, first: list[str], more: list[str], most: int) -> None:
    words = list(first)
    neighbours = Neighbours(words)
    for _ in range(2):
        near = {(other, distance) for other in words if (distance := OSA.distance(word, other)) <= most}
        assert set(neighbours.near(word, most)) == near
        words += more


def test_a_word_that_went_with_its_text_is_no_repair() -> None:
    written, others = Neighbours(["bread", "ledgers"]), Neighbours(["loaves"])
    assert repair("braed", {"bread": 1}, written, others) == "bread"
    assert repair("braed", {"ledgers": 1}, written, others) is None
    assert repair("laoves", {"ledgers": 1}, written, others) == "loaves"
