"""A question that leans on the one before it is understood in its light; one that stands alone is not."""

from __future__ import annotations

import pytest

from knowledge.answers.answering import answer
from knowledge.search.library import Library

BEFORE = "why does China resist sanctions?"


@pytest.mark.parametrize(
    "question",
    ["and oil?", "what about coal?", "why?", "but why?", "what did they say back?", "how so?", "is it working?"],
)
def test_a_follow_up_says_what_it_follows(essays: Library, question: str) -> None:
    result = answer(essays, question, BEFORE)
    assert result.follows == BEFORE
    assert result.question == question
    assert result.excerpts


def test_what_is_asked_now_outweighs_what_was_asked_before(essays: Library) -> None:
    oil = answer(essays, "and oil?", BEFORE).excerpts[0].text
    coal = answer(essays, "and coal?", BEFORE).excerpts[0].text
    assert "oil" in oil.split() or "oil " in oil
    assert "coal" in coal


def test_what_was_asked_before_gives_a_bare_why_its_topic(essays: Library) -> None:
    assert answer(essays, "why?").verdict == "nothing"
    sanctions = answer(essays, "why?", BEFORE)
    thaad = answer(essays, "why?", "is China against THAAD?")
    assert sanctions.excerpts[0].text == answer(essays, BEFORE).excerpts[0].text
    assert "THAAD" in thaad.excerpts[0].text


@pytest.mark.parametrize(
    "question",
    [
        "when did Xi and Kim first meet?",
        "why is China against THAAD in South Korea?",
        "what should Biden do about North Korea?",
        "does China want a war on the peninsula?",
    ],
)
def test_a_question_that_stands_alone_ignores_the_one_before(essays: Library, question: str) -> None:
    assert answer(essays, question, BEFORE) == answer(essays, question)


def test_a_follow_up_keeps_to_the_author_asked_before(essays: Library) -> None:
    result = answer(essays, "and oil?", "what does Freeman say about sanctions?")
    assert {excerpt.author for excerpt in result.excerpts} == {"Carla P. Freeman"}
    other = answer(essays, "and Mastro?", "what does Freeman say about sanctions?")
    assert {excerpt.author for excerpt in other.excerpts} == {"Oriana Skylar Mastro"}


def test_a_follow_up_to_a_comparison_compares(essays: Library) -> None:
    result = answer(essays, "and leverage?", "how do Freeman and Mastro differ on sanctions?")
    assert [e.author for e in result.excerpts[:2]] != [result.excerpts[0].author] * 2


@pytest.mark.parametrize("before", ["", "   ", "😀", "asdfghjkl", "\ud800\x00", "why? " * 3000])
def test_any_earlier_message_is_harmless(essays: Library, before: str) -> None:
    result = answer(essays, "and oil?", before)
    assert result.excerpts == answer(essays, "and oil?").excerpts


SMALL_TALK = ["", "hello", "😀", "thanks!", "lol"]


@pytest.mark.parametrize("message", SMALL_TALK)
def test_small_talk_after_small_talk_is_small_talk(essays: Library, message: str) -> None:
    assert answer(essays, message, "hello").verdict == "nothing"


@pytest.mark.parametrize("message", SMALL_TALK)
def test_small_talk_after_a_question_does_not_repeat_its_answer(essays: Library, message: str) -> None:
    assert answer(essays, message, BEFORE).verdict == "nothing"
