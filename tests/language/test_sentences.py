"""Sentences and the parts of long ones."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.language import text as language
from knowledge.language.text import Span
from knowledge.search.library import Library

_SENTENCES = st.text("abc XY.?!,;’“”()—-\n0189éÜ\u00ad", max_size=120).map(str.strip)


def _split(text: str) -> list[str]:
    return [text[start:end] for start, end in language.sentences(text)]


def test_the_essays_have_125_sentences(essays: Library) -> None:
    counts = {source.id: sum(len(_split(passage.text)) for passage in source.passages) for source in essays.sources}
    assert counts == {"freeman-2017": 54, "mastro-2021": 71}


def test_every_sentence_of_the_essays_begins_and_ends_as_one(essays: Library) -> None:
    for source in essays.sources:
        for passage in source.passages:
            for sentence in _split(passage.text):
                assert sentence[0].isupper() or sentence[0] in "“‘"
                assert sentence.rstrip('”’"')[-1] in ".?!"
                assert len(sentence.split()) > 3


@pytest.mark.parametrize(
    "opening", ["But the last Trump-Xi summit", "Through it, Beijing seeks", "In that case, China"]
)
def test_sentences_of_the_essays_begin_where_a_reader_sees_it(essays: Library, opening: str) -> None:
    found = [s for source in essays.sources for p in source.passages for s in _split(p.text) if s.startswith(opening)]
    assert len(found) == 1


@pytest.mark.parametrize(
    "sentences",
    [
        ["The U.S. government objected.", "It was late."],
        ["Trade with the U.S. rose by 18.5 percent in the first quarter.", "Nobody knew."],
        ["He left on Feb. 12 for Geneva.", "She stayed."],
        ["Dr. Lee met Mr. Kim at 9 a.m. on Monday.", "They spoke."],
        ["It would take “necessary measures to defend our own interests.”", "The test followed."],
        ["Exports of $370 million fell by 22,730 tons.", "That was new."],
        ["Who decides?", "Beijing does!", "So they say."],
        ["Xi called them “friendly socialist neighbors”—hardly an expression of closeness.", "Kim agreed."],
    ],
)
def test_made_up_text_is_split_where_its_sentences_end(sentences: list[str]) -> None:
    assert _split(" ".join(sentences)) == sentences


@settings(derandomize=True, max_examples=200, deadline=None)
@given(_SENTENCES)
def test_sentences_hold_every_visible_character_once(text: str) -> None:
    spans = language.sentences(text)
    end = 0
    for span in spans:
        assert end <= span.start < span.end <= len(text)
        assert not text[end : span.start].strip()
        assert text[span.start : span.end] == text[span.start : span.end].strip()
        end = span.end
    assert not text[end:].strip()


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\u00a0"])
def test_blank_text_has_no_sentence(text: str) -> None:
    assert language.sentences(text) == []


def test_white_space_behind_the_last_sentence_is_no_part_of_it() -> None:
    assert _split("Five of them ") == ["Five of them"]


def _parts(text: str, most: int) -> list[str]:
    return [text[start:end] for start, end in language.parts(text, Span(0, len(text)), most)]


@pytest.mark.parametrize(("words", "parts"), [(79, 1), (80, 1), (81, 2), (160, 2), (161, 3), (2000, 25)])
def test_a_run_without_punctuation_is_cut_at_the_limit(words: int, parts: int) -> None:
    text = " ".join(["word"] * words)
    found = _parts(text, 80)
    assert len(found) == parts
    assert " ".join(found) == text
    assert all(len(part.split()) <= 80 for part in found)


def test_a_long_sentence_is_cut_at_its_punctuation_first() -> None:
    text = " ".join(["one"] * 50) + "; " + " ".join(["two"] * 50)
    assert _parts(text, 80) == [" ".join(["one"] * 50) + ";", " ".join(["two"] * 50)]


@settings(derandomize=True, max_examples=100, deadline=None)
@given(st.text("ab ,;—-’.\n", min_size=1, max_size=200).map(str.strip).filter(bool), st.integers(1, 6))
def test_parts_hold_the_sentence_and_keep_the_limit(text: str, most: int) -> None:
    found = language.parts(text, Span(0, len(text)), most)
    end = 0
    for span in found:
        assert not text[end : span.start].strip()
        assert len(text[span.start : span.end].split()) <= most
        end = span.end
    assert end == len(text)


def test_a_word_without_spaces_of_any_length_is_one_part_or_more() -> None:
    text = "x" * 50_000
    found = _parts(text, 80)
    assert "".join(found) == text
