"""The datum on top of an answer: of the kind that is asked for, on the subject of the question, or none."""

from __future__ import annotations

import pytest

from knowledge.answers.answering import answer
from knowledge.search.library import Library
from tests.conftest import FILLER, make_source

TEXT = (
    "Harbour Master Jane Miller opened the eastern dock in May 1901, and 340 ships used it that year. "
    "The western dock was closed in March 1902 by Governor Peter Hall, after 25 percent of its piers had rotted."
)


def test_who_may_be_whoever_holds_an_office() -> None:
    text = "The harbour has two keepers. The Governor of the Islands commands its militia in time of war."
    result = answer(
        Library([make_source("alder-1901", "Ann Alder", text, *FILLER)]), "who commands the harbour militia?"
    )
    assert [fact.text for fact in result.facts] == ["Governor of the Islands"]


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("what is a weir according to Alder?", "a weir is a low dam across a river"),
        ("what does weir mean?", "a weir is a low dam across a river"),
    ],
)
def test_a_plain_definition_is_found_without_any_notes(question: str, words: str) -> None:
    text = "Millers loved their weirs. In these parts a weir is a low dam across a river, and it drives the mill."
    result = answer(Library([make_source("alder-1901", "Ann Alder", text, *FILLER)]), question)
    assert [fact.kind for fact in result.facts] == ["define"] and words in result.facts[0].text


@pytest.fixture(scope="module")
def docks() -> Library:
    return Library([make_source("docks", "Ann Alder", TEXT, *FILLER, year="1903")])


@pytest.mark.parametrize(
    ("question", "kind", "datum"),
    [
        ("when was the western dock closed?", "when", "March 1902"),
        ("when was the eastern dock opened?", "when", "May 1901"),
        ("who closed the western dock?", "who", "Peter Hall"),
        ("who opened the eastern dock?", "who", "Jane Miller"),
        ("how many ships used the eastern dock?", "howmany", "340 ships"),
        ("what percentage of the western dock's piers had rotted?", "howmany", "25 percent"),
        ("who was Peter Hall?", "who", "Governor"),
    ],
)
def test_of_several_it_is_the_one_on_the_questions_subject(
    docks: Library, question: str, kind: str, datum: str
) -> None:
    (fact,) = answer(docks, question).facts
    assert (fact.kind, fact.text) == (kind, datum)


@pytest.mark.parametrize(
    "question",
    [
        "how many sailors used the eastern dock?",
        "what percentage of the ships sank?",
        "when was the western dock closed in 1955?",
    ],
)
def test_a_datum_on_another_subject_is_not_shown(docks: Library, question: str) -> None:
    assert answer(docks, question).facts == ()


@pytest.mark.parametrize(
    "question",
    [
        "What percentage of North Koreans support Kim?",
        "who won the south korean election in 2022",
        "how many soldiers does China have?",
        "when will China abandon North Korea?",
    ],
)
def test_the_essays_do_not_answer_with_another_subjects_datum(essays: Library, question: str) -> None:
    result = answer(essays, question)
    assert result.verdict != "answered" and result.facts == ()


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("what does THAAD stand for?", "Terminal High Altitude Area Defense"),
        ("what is the red line?", "if crossed, will trigger a North Korean provocation"),
        ("what was the furniture factory?", "for nuclear research"),
        ("what is the name of the treaty between China and North Korea?", "Sino-North Korean Mutual Aid"),
    ],
)
def test_what_is_asks_for_the_authors_explanation(essays: Library, question: str, words: str) -> None:
    result = answer(essays, question)
    assert [fact.kind for fact in result.facts] == ["define"] and words in result.facts[0].text
    assert result.facts[0].text in result.excerpts[0].text


def test_a_follow_up_that_names_another_case_asks_for_the_same_kind(essays: Library) -> None:
    result = answer(essays, "and coal?", "how many tons of refined oil did China supply?")
    assert [fact.text for fact in result.facts] == ["about $370 million"]
