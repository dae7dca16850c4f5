from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.markup import cut, escape, fit, unescape


@given(st.text())
def test_what_is_escaped_can_be_read_back(text: str) -> None:
    assert unescape(escape(text)) == text


@pytest.mark.parametrize("text", ["@everyone", "<@1>", "</ask:1>", "# h", "-# s", "> q", "- l", "1. l", "https://a.b"])
def test_nothing_that_discord_acts_on_is_left(text: str) -> None:
    shown = escape(text)
    assert shown != text
    assert not re.search(r"(?<!\\)[@<>#:*_~`|\[\]()]|^(?:[-+>#]|\d+\.)", shown)


@pytest.mark.parametrize(
    ("most", "shown"),
    [(13, "one two three"), (12, "one two…"), (8, "one two…"), (7, "one…"), (3, "on…"), (1, "…"), (0, "")],
)
def test_text_is_cut_behind_a_word(most: int, shown: str) -> None:
    assert cut("one two three", most) == shown


@given(st.text(), st.integers(0, 50))
def test_text_is_never_longer_than_allowed(text: str, most: int) -> None:
    assert len(cut(text, most)) <= most
    assert len(fit(text, most, [(0, 2), (3, 5)])) <= most


def test_bold_words_that_only_white_space_parts_are_one() -> None:
    assert fit("UN Security Council", 99, [(0, 2), (3, 11), (12, 19)]) == "**UN Security Council**"
    assert fit("in 2*2 steps", 99, [(3, 6)]) == r"in **2\*2** steps"


def test_bold_ends_where_the_text_is_cut() -> None:
    assert fit("sanctions against everybody", 22, [(0, 9), (18, 27)]) == "**sanctions** against…"
