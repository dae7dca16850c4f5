"""What may be shown: at most three sentences and eighty words, no overlap, two of one passage."""

from __future__ import annotations

from collections import Counter

import pytest

from knowledge.answers.answering import answer
from knowledge.meaning.encoder import Encoder
from knowledge.model import Excerpt
from knowledge.opening import open_folder
from knowledge.search.library import ESSAYS, Library
from tests.conftest import FILLER, make_source

ASKED = "did the harbour tariff raise the price of bread?"
KEY = "The harbour tariff raised the price of bread"


def _excerpts(*paragraphs: str) -> tuple[Excerpt, ...]:
    return answer(Library([make_source("a", "Ann Alder", *paragraphs, *FILLER)]), ASKED).excerpts


def _sentence(words: int, opening: str = KEY) -> str:
    return " ".join([*opening.split(), *["so"] * (words - len(opening.split()))]) + "."


@pytest.mark.parametrize(("words", "shown"), [(79, 79), (80, 80), (81, 80)])
def test_a_sentence_is_shown_whole_up_to_eighty_words(words: int, shown: int) -> None:
    lead = _excerpts(_sentence(words))[0]
    assert len(lead.text.split()) == shown
    assert lead.text.startswith(KEY)


def test_two_thousand_words_without_punctuation_are_shown_in_parts() -> None:
    text = _sentence(1000) + _sentence(1000).replace(".", "")
    excerpts = _excerpts(text)
    assert excerpts
    assert all(len(excerpt.text.split()) <= 80 for excerpt in excerpts)
    assert all(text[e.start : e.start + len(e.text)] == e.text for e in excerpts if e.paragraph == 1)


@pytest.mark.parametrize(("second", "together"), [(39, True), (40, True), (41, False)])
def test_sentences_stand_together_up_to_eighty_words(second: int, together: bool) -> None:
    first, rest = _sentence(40), _sentence(second, "Bakers wept")
    lead = _excerpts(f"{first} {rest}")[0]
    assert lead.text == (f"{first} {rest}" if together else first)


@pytest.mark.parametrize(("sentences", "shown"), [(1, 1), (2, 2), (3, 3), (4, 3)])
def test_at_most_three_sentences_stand_together(sentences: int, shown: int) -> None:
    rest = ["Bakers wept bitterly.", "Sailors laughed loudly.", "Judges slept soundly."]
    paragraph = " ".join([f"{KEY}.", *rest][:sentences])
    lead = _excerpts(paragraph)[0]
    assert lead.text.count(".") == shown
    assert lead.text.startswith(KEY)


def test_at_most_two_of_five_are_of_one_passage_and_none_overlap() -> None:
    often = " ".join(f"{KEY} in ward {n}." for n in range(12))
    excerpts = _excerpts(often, often, often, *(FILLER * 4))
    assert len(excerpts) == 5
    assert max(Counter(excerpt.paragraph for excerpt in excerpts).values()) == 2
    for i, one in enumerate(excerpts):
        assert not any(one.overlaps(other) for other in excerpts[i + 1 :])


@pytest.mark.parametrize("copies", [2, 5, 9])
def test_equal_passages_keep_the_order_of_the_library(copies: int) -> None:
    excerpts = _excerpts(*[f"{KEY}."] * copies, *(FILLER * 3))
    shown = min(copies, 5)
    assert [excerpt.paragraph for excerpt in excerpts[:shown]] == list(range(1, shown + 1))
    assert len({excerpt.score for excerpt in excerpts[:shown]}) == 1


def test_equal_passages_keep_their_order_in_a_large_library_too() -> None:
    excerpts = _excerpts(*[f"{KEY}."] * 210, *(FILLER * 50))
    assert [excerpt.paragraph for excerpt in excerpts] == [1, 2, 3, 4, 5]


def test_the_right_passage_of_a_large_library_is_found() -> None:
    excerpts = _excerpts(*(FILLER * 40), f"{KEY}.", *(FILLER * 40))
    assert excerpts[0].paragraph == 241


def test_the_same_library_answers_the_same_every_time(essays: Library, encoder: Encoder | None) -> None:
    first = answer(essays, "why does China resist sanctions?")
    assert all(answer(essays, "why does China resist sanctions?") == first for _ in range(3))
    assert answer(open_folder(ESSAYS, encoder), "why does China resist sanctions?") == first
