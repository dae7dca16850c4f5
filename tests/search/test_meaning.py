"""Meaning beside words, with an encoder that knows exactly which words mean the same."""

from __future__ import annotations

import pytest

from knowledge.answers.answering import answer
from knowledge.meaning.kept import make
from knowledge.search.library import Library
from knowledge.search.meaning import Meaning
from tests.conftest import ALDER, BIRCH, BREAD, CEDAR, FILLER, make_source
from tests.meaning.synonyms import Synonyms

SAME = (
    "harbour port 항구의",
    "tariff levy duty 관세가",
    "bread loaves food 빵을",
    "dear costly raised price expensive 비싸게",
    "navy fleet",
)
ELSE_WORDS = "were loaves costly owing to the levy at the port"


def _learnt() -> Library:
    library = Library([ALDER, BIRCH, CEDAR], meaning=Meaning(Synonyms(*SAME)))
    _learn(library)
    return library


def _learn(library: Library) -> None:
    meaning = library.meaning
    assert meaning is not None
    meaning.learn_all(list(make(meaning.encoder, meaning.awaited.values())))
    assert meaning.ready


def test_a_question_in_other_words_finds_the_passage() -> None:
    by_words, library = Library([ALDER, BIRCH, CEDAR]), _learnt()
    assert answer(by_words, ELSE_WORDS).verdict != "answered"
    found = answer(library, ELSE_WORDS)
    assert found.verdict == "answered"
    assert "price of bread" in found.excerpts[0].text


def test_until_all_is_learnt_words_alone_answer_as_without_meaning() -> None:
    by_words = Library([ALDER, BIRCH, CEDAR])
    waiting = Library([ALDER, BIRCH, CEDAR], meaning=Meaning(Synonyms(*SAME)))
    for question in (BREAD, ELSE_WORDS, "how many ships?", "hello", ""):
        assert answer(waiting, question).model_dump_json() == answer(by_words, question).model_dump_json()


def test_what_is_added_waits_and_what_is_retired_is_forgotten() -> None:
    library = _learnt()
    meaning = library.meaning
    assert meaning is not None
    dove = make_source("dove-2020", "Dee Dove", "The fleet was fed with port wine.", *FILLER[:2])
    library.add(dove)
    assert list(meaning.awaited.values()) == [(passage.text,) for passage in dove.passages]
    assert answer(library, "who fed the fleet?").excerpts[0].source == "dove-2020"
    _learn(library)
    assert answer(library, "was the navy fed?").excerpts[0].source == "dove-2020"
    library.retire("dove-2020")
    assert meaning.ready
    assert all(excerpt.source != "dove-2020" for excerpt in answer(library, "was the navy fed?").excerpts)
    library.add(dove)
    library.retire("dove-2020")
    assert meaning.ready


def test_the_opposing_view_is_found_in_other_words() -> None:
    mild = make_source("elm-2001", "Ed Elm", "Loaves stayed costly because of the levy.", *FILLER[:3], side="Traders")
    never = "Food was never expensive, whatever duty there was."
    crown = make_source("fir-2002", "Flo Fir", *FILLER[3:], never, side="Crown")
    library = Library([mild, crown], meaning=Meaning(Synonyms(*SAME)))
    _learn(library)
    result = answer(library, "did the levy make loaves costly?")
    assert result.excerpts[0].source == "elm-2001"
    assert [excerpt.text for excerpt in result.opposing[:1]] == [never]


@pytest.mark.parametrize("question", ["asdfghjkl", "hello", "?", "항구의"])
def test_what_is_near_to_nothing_is_not_answered(question: str) -> None:
    assert answer(_learnt(), question).verdict == "nothing"


def test_a_question_in_another_language_is_answered_where_the_model_knows_it(monkeypatch: pytest.MonkeyPatch) -> None:
    question = "항구의 관세가 빵을 비싸게"
    assert answer(_learnt(), question).reason == "other_script"
    monkeypatch.setattr(Meaning, "many_languages", True)
    result = answer(_learnt(), question)
    assert (result.verdict, result.reason) == ("answered", "foreign")
    assert "price of bread" in result.excerpts[0].text
    assert answer(_learnt(), "여우가 달을 본다").verdict == "nothing"
