"""A source without notes beside sources that have them."""

from __future__ import annotations

import pytest

from knowledge.answers.answering import answer
from knowledge.search.library import Library
from tests.conftest import ALDER, BIRCH, CEDAR, FILLER, make_source


@pytest.fixture(scope="module")
def mixed(essays: Library) -> Library:
    """The shipped essays with their notes, and three essays that nobody has written notes for."""
    return Library([*essays.sources, ALDER, BIRCH, CEDAR], essays.notes.curation)


@pytest.mark.parametrize(
    ("question", "source", "paragraph"),
    [
        ("did bread follow the harvest?", "cedar-2010", 1),
        ("how many ships did the customs officer count?", "alder-2001", 2),
        ("would the navy have starved without customs revenue?", "birch-2005", 2),
    ],
)
def test_a_source_without_notes_is_found_beside_noted_ones(
    mixed: Library, question: str, source: str, paragraph: int
) -> None:
    result = answer(mixed, question)
    assert result.verdict == "answered"
    assert (result.excerpts[0].source, result.excerpts[0].paragraph) == (source, paragraph)


@pytest.mark.parametrize("question", ["why is China against THAAD?", "when did Xi and Kim first meet?"])
def test_noted_sources_are_found_as_before(essays: Library, mixed: Library, question: str) -> None:
    assert answer(mixed, question).excerpts[0].text == answer(essays, question).excerpts[0].text


def test_a_noted_silence_does_not_hold_for_a_source_that_came_later(essays: Library) -> None:
    question = "why is China against THAAD?"
    assert answer(essays, question).opposing == ()
    later = make_source("dee-2022", "Dora Dee", "China is against THAAD because its radar looks into China.", *FILLER)
    result = answer(Library([*essays.sources, later], essays.notes.curation), question)
    assert {excerpt.source for excerpt in (*result.excerpts, *result.opposing)} >= {"dee-2022"}
