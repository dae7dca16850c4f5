"""The other side: never the lead's author or side, and silence is said to be silence."""

from __future__ import annotations

from itertools import pairwise

import pytest

from bot.speech import opposing_note
from knowledge.answers.answering import answer
from knowledge.search.library import Library
from prompts import starters
from tests.conftest import ALDER, BIRCH, BREAD, CEDAR, FILLER, make_source

KEY = "The harbour tariff raised the price of bread"


@pytest.mark.parametrize("question", starters())
def test_the_essays_are_opposed_by_the_other_author(essays: Library, question: str) -> None:
    result = answer(essays, question)
    lead = result.excerpts[0].author
    assert len(result.opposing) <= 3
    assert all(excerpt.author != lead for excerpt in result.opposing)
    assert bool(result.opposing) is (result.silence is None)


def test_the_example_question_is_opposed_on_the_same_issue(essays: Library) -> None:
    result = answer(essays, "why does China resist sanctions?")
    assert result.opposing
    assert "sanctions" in result.opposing[0].text


@pytest.mark.parametrize("question", ["why is China against THAAD?", "who is Kurt Campbell?"])
def test_an_author_who_does_not_speak_of_it_is_silent(essays: Library, question: str) -> None:
    result = answer(essays, question)
    other = {"Carla P. Freeman": "Oriana Skylar Mastro"}.get(result.excerpts[0].author, "Carla P. Freeman")
    assert result.opposing == ()
    assert result.silence is not None
    assert (result.silence.reason, result.silence.authors) == ("silent", (other,))
    assert opposing_note(result) == f"{other} does not address this."


def test_three_authors_with_sides_oppose_the_lead(harbour: Library) -> None:
    result = answer(harbour, BREAD)
    assert result.excerpts[0].source == "alder-2001"
    assert {excerpt.author for excerpt in result.opposing} == {"Bob Birch", "Cy Cedar"}
    assert {excerpt.side for excerpt in result.opposing} == {"Crown", "Historians"}


def test_another_author_of_the_leads_side_does_not_oppose_it() -> None:
    friend = CEDAR.model_copy(update={"side": "Traders"})
    result = answer(Library([ALDER, BIRCH, friend]), BREAD)
    assert result.excerpts[0].side == "Traders"
    assert {excerpt.author for excerpt in result.opposing} == {"Bob Birch"}


def test_an_author_opposes_nobody_under_another_side() -> None:
    turned = CEDAR.model_copy(update={"authors": ("Ann Alder",)})
    result = answer(Library([ALDER, BIRCH, turned]), BREAD)
    assert result.excerpts[0].author == "Ann Alder"
    assert {excerpt.author for excerpt in result.opposing} == {"Bob Birch"}


def test_a_shared_author_opposes_nobody() -> None:
    together = CEDAR.model_copy(update={"authors": ("Cy Cedar", "Ann Alder")})
    result = answer(Library([ALDER, together]), BREAD)
    assert result.opposing == ()
    assert result.silence is not None
    assert result.silence.reason == "no_other_side"


def test_where_no_side_is_set_another_author_opposes() -> None:
    library = Library([source.model_copy(update={"side": None}) for source in (ALDER, BIRCH, CEDAR)])
    result = answer(library, BREAD)
    assert result.opposing
    assert all(e.author != result.excerpts[0].author and e.side is None for e in result.opposing)


@pytest.mark.parametrize("works", [1, 2])
def test_a_library_of_one_author_has_no_other_side(works: int) -> None:
    library = Library([make_source(f"a-{n}", "Ann Alder", f"{KEY}.", *FILLER) for n in range(works)])
    result = answer(library, BREAD)
    assert result.excerpts
    assert result.opposing == ()
    assert result.silence is not None
    assert result.silence.reason == "no_other_side"
    assert opposing_note(result) == "The library holds no other side yet."


def test_several_silent_authors_are_all_named() -> None:
    others = [make_source(f"b-{n}", name, *FILLER) for n, name in enumerate(("Bob Birch", "Cy Cedar"))]
    result = answer(Library([ALDER, *others]), BREAD)
    assert result.opposing == ()
    assert opposing_note(result) == "No other author addresses this: Bob Birch, Cy Cedar."


@pytest.mark.parametrize(
    "question",
    [
        "how do Freeman and Mastro differ on sanctions?",
        "Freeman vs Mastro on China's leverage",
        "what do both authors say about sanctions?",
        "compare the two essays on China's leverage over North Korea",
        "do they agree about China enforcing sanctions?",
    ],
)
def test_a_comparison_shows_both_authors_in_turn(essays: Library, question: str) -> None:
    result = answer(essays, question)
    assert result.verdict == "answered"
    authors = [excerpt.author for excerpt in result.excerpts]
    assert len(authors) >= 4
    assert all(one != other for one, other in pairwise(authors[:4]))
    assert all(excerpt.author != authors[0] for excerpt in result.opposing)


def test_no_text_leads_that_is_shown_as_the_other_sides(essays: Library) -> None:
    result = answer(essays, "what do both authors say about sanctions?")
    assert result.leading
    assert not any(one.overlaps(other) for one in result.leading for other in result.opposing)
