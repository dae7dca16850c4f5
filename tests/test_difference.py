"""How changes are shown: nothing is left out of what came, and the card's limits hold."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cards.difference import difference
from bot.markup import unescape

WORDS = st.lists(st.sampled_from(["bread", "tariff", "*bold*", "_x_", "~~", "1902", "a"]), max_size=14).map(" ".join)


def without(mark: str, shown: str) -> str:
    """Return a difference without what stands between some marks."""
    mark = re.escape(mark)
    return re.sub(rf"(?<!\\){mark}.*?(?<!\\){mark}", "", shown)


def plain(shown: str) -> list[str]:
    return unescape(re.sub(r"(?<!\\)(?:~~|\*\*)", "", shown)).split()


@given(WORDS, WORDS)
def test_what_is_left_without_what_went_is_the_new_text(before: str, after: str) -> None:
    shown = difference(before, after, 4000)
    if "…" not in shown:
        assert plain(without("~~", shown)) == after.split()
        assert plain(without("**", shown)) == before.split()


@given(st.text(max_size=300), st.text(max_size=300), st.integers(min_value=8, max_value=200))
def test_it_is_never_longer_than_it_may_be(before: str, after: str, most: int) -> None:
    assert len(difference(before, after, most)) <= most


def test_words_that_stayed_far_from_a_change_are_left_out() -> None:
    text = " ".join(f"w{n}" for n in range(60))
    shown = difference(text, text.replace("w30", "new"), 600)
    assert "~~w30~~ **new**" in shown and "w24" in shown and "w36" in shown
    assert "w10" not in shown and "w50" not in shown


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ("", "came", "**came**"),
        ("went", "", "~~went~~"),
        ("a b c", "b c d", "~~a~~ b c **d**"),
        ("same", "same", "same"),
        ("**x**", "y", r"~~\*\*x\*\*~~ **y**"),
    ],
)
def test_examples(before: str, after: str, shown: str) -> None:
    assert difference(before, after, 100) == shown


def test_of_a_text_rewritten_from_end_to_end_both_are_seen() -> None:
    shown = difference("old words here " * 200, "new things there " * 200, 400)
    assert "~~old words" in shown and "**new things" in shown
