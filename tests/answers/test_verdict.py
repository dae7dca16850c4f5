"""Answered, nearest, nothing: what is shown and what is said instead."""

from __future__ import annotations

import pytest

from knowledge.answers.answering import LONGEST, answer
from knowledge.facts.dates import dates as expressions
from knowledge.facts.figures import quantities
from knowledge.search.library import Library
from prompts import starters
from tests.conftest import BREAD, FILLER, make_source

GREETINGS = ["hello", "hi there!", "hey :)", "thanks!", "lol ok", "good morning", "yo"]
MASH = ["asdfghjkl", "qwertyuiop zxcvbnm", "jjjjjjjj", "x", "dfgh sdfg 123", "42"]
SIGNS = ["", "   ", "😀", "😀🎉👍", "?!?!", "—", "\u200b", "\x00\x01\x07", "\x1b", "\ud800", "<@1234567890>"]
OFF_TOPIC = [
    "best pizza recipe",
    "who won the world cup in 1998?",
    "how do I center a div in css?",
    "what is the capital of Australia?",
    "can you write my homework on photosynthesis",
    "how do volcanoes form?",
    "recommend a good movie",
]
OTHER_SCRIPT = ["почему Китай против санкций?", "为什么中国抵制制裁？", "γιατί η Κίνα;", "لماذا الصين"]


@pytest.mark.parametrize("message", [*GREETINGS, *MASH, *SIGNS, *OFF_TOPIC, *OTHER_SCRIPT])
def test_what_is_no_question_for_the_library_gets_nothing_and_three_that_are(essays: Library, message: str) -> None:
    result = answer(essays, message)
    assert result.verdict == "nothing"
    assert (result.excerpts, result.opposing, result.facts) == ((), (), ())
    assert result.question == message
    assert len(set(result.suggestions)) == 3
    assert [answer(essays, suggestion).verdict for suggestion in result.suggestions] == ["answered"] * 3


@pytest.mark.parametrize(
    "question",
    [
        "trade figures in the 2017 piece vs the 2021 piece",
        "which Chinese opera does Mastro like best?",
        "what did 38 North win",
    ],
)
def test_a_question_that_names_a_source_is_about_the_sources(essays: Library, question: str) -> None:
    result = answer(essays, question)
    assert result.verdict != "nothing"
    assert result.excerpts


@pytest.mark.parametrize("message", ["cool", "great", "nice one"])
def test_praise_is_no_question(essays: Library, message: str) -> None:
    assert answer(essays, message).verdict == "nothing"


@pytest.mark.parametrize("message", OTHER_SCRIPT)
def test_another_script_is_told_so(essays: Library, message: str) -> None:
    assert answer(essays, message).reason == "other_script"


@pytest.mark.parametrize("message", ["hello", "asdfghjkl", "😀", ""])
def test_small_talk_is_told_what_the_bot_is_for(essays: Library, message: str) -> None:
    assert answer(essays, message).reason == "not_a_question"


def test_suggestions_are_near_to_what_was_asked(essays: Library) -> None:
    near = answer(essays, "which wizard cast sanctions upon the dragon kingdom of Narnia?")
    assert near.verdict == "nothing"
    assert any("sanctions" in suggestion for suggestion in near.suggestions)


def test_a_library_without_issues_suggests_topics_of_its_sources(harbour: Library) -> None:
    suggestions = answer(harbour, "hello").suggestions
    assert sorted(suggestion.partition(":")[0] for suggestion in suggestions) == ["Alder", "Birch", "Cedar"]


@pytest.mark.parametrize("question", starters())
def test_every_starter_question_is_answered(essays: Library, question: str) -> None:
    assert answer(essays, question).verdict == "answered"


def test_every_issue_is_answered_by_its_label(essays: Library) -> None:
    assert essays.issues
    assert [i.label for i in essays.issues if answer(essays, i.label).verdict != "answered"] == []


@pytest.mark.parametrize(
    "question",
    [
        "when will China abandon North Korea?",
        "how many soldiers does China have?",
        "how many sanctions inspectors work in Pyongyang?",
    ],
)
def test_a_question_for_a_datum_that_the_lead_does_not_hold_is_not_answered(essays: Library, question: str) -> None:
    assert answer(essays, question).verdict != "answered"


def test_when_wants_a_date_and_how_many_a_number(essays: Library) -> None:
    for words in ("when did China", "how many times did China"):
        for about in ("resist sanctions", "support denuclearization", "criticize THAAD", "help Pyongyang", "meet Kim"):
            result = answer(essays, f"{words} {about}?")
            if result.verdict == "answered":
                lead = result.excerpts[0].text
                assert list(expressions(lead) if words[0] == "w" else quantities(lead))


def test_a_planet_is_not_a_golf_club(essays: Library) -> None:
    assert answer(essays, "when did China invade Mars?").verdict != "answered"


@pytest.mark.parametrize(
    ("question", "datum"),
    [
        ("when did Xi and Kim first meet?", "March 2018"),
        ("when was coal suspended, in what month?", "February"),
        ("how many tons of refined oil did China supply?", "22,730 tons"),
    ],
)
def test_the_datum_asked_for_is_a_fact_of_the_lead(essays: Library, question: str, datum: str) -> None:
    result = answer(essays, question)
    assert result.verdict == "answered"
    assert [fact.text for fact in result.facts] == [datum]
    assert result.facts[0].excerpt == result.excerpts[0]
    assert datum in result.excerpts[0].text


def test_only_an_answer_has_facts(essays: Library) -> None:
    assert answer(essays, "why does China resist sanctions?").facts == ()
    assert answer(essays, "how many soldiers does China have?").facts == ()


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("On March 25, 2021, it rained.", ["March 25, 2021"]),
        ("In Feb. 2017 and late April", ["Feb. 2017", "April"]),
        ("tensions date to the 1960s", ["1960s"]),
        ("it fell late last month", ["last month"]),
        ("three months ago", ["three months ago"]),
        ("They may march to 221 places.", []),
        ("Resolution 2321 passed", []),
        ("", []),
    ],
)
def test_dates_are_seen(text: str, dates: list[str]) -> None:
    found = [text[start:end] for start, end in expressions(text)]
    assert all(any(date in f for f in found) for date in dates)
    assert bool(found) is bool(dates)


@pytest.mark.parametrize(("length", "reached"), [(LONGEST - 1, True), (LONGEST, True), (LONGEST + 1, False)])
def test_a_question_is_read_up_to_its_limit(essays: Library, length: int, reached: bool) -> None:
    padded = " " * (length - len("oil")) + "oil"
    assert len(padded) == length
    assert (answer(essays, padded).excerpts == answer(essays, "oil").excerpts) is reached


def test_the_first_thousand_of_ten_thousand_characters_are_read(essays: Library) -> None:
    short = "why does China resist sanctions?"
    assert answer(essays, short + " " * 968 + "pizza " * 1500).excerpts == answer(essays, short).excerpts


def test_nearest_shows_passages_and_nothing_shows_none(essays: Library) -> None:
    for question in (BREAD, "how many soldiers does China have?", "why does China resist sanctions?"):
        result = answer(essays, question)
        assert bool(result.excerpts) is (result.verdict != "nothing")
        assert 0 <= result.confidence <= 1
        assert bool(result.suggestions) is (result.verdict == "nothing")


def test_without_notes_the_verdict_still_tells_apart() -> None:
    library = Library([make_source("a", "Ann Alder", "The harbour tariff raised the price of bread.", *FILLER)])
    assert answer(library, BREAD).verdict == "answered"
    assert answer(library, "who painted the ceiling of the cathedral?").verdict == "nothing"
