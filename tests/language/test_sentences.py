"""Sentences and the parts of long ones."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from syntok import segmenter

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


def _by_syntok(text: str) -> list[Span]:
    """What syntok says when it sees every word."""
    spans: list[Span] = []
    paragraphs: Any = segmenter.analyze(text)  # pyright: ignore[reportUnknownMemberType]
    for tokens in (tokens for paragraph in paragraphs for tokens in paragraph):
        start, end = tokens[0].offset, tokens[-1].offset + len(tokens[-1].value)
        stripped = text[start:end].strip()
        if stripped:
            start += text[start:end].index(stripped)
            spans.append(Span(start, start + len(stripped)))
    return spans


_PLAIN_WORDS = (
    "the",
    "it's",
    "Kim",
    "a",
    "Mr",
    "no",
    "IV",
    "1,200",
    "—",
    "“so",
    "he”",
    "well-known:",
    "However",
    "xY",
    "é",
)
_SIGNS = (
    ". ",
    "! ",
    "? ",
    "; ",
    ", ",
    "... ",
    " (",
    ") ",
    " [",
    "] ",
    ".” ",
    "’ ",
    "\n",
    "\n\n",
    "\u200b",
    ".x",
    " )",
    "(",
)
_RUNS = st.lists(st.sampled_from(_PLAIN_WORDS), min_size=1, max_size=16).map(" ".join)


@settings(derandomize=True, max_examples=400, deadline=None)
@given(
    st.lists(st.tuples(_RUNS, st.sampled_from(_SIGNS)).map("".join), max_size=12).map(
        lambda runs: "".join(runs).strip()
    )
)
def test_leaving_out_words_far_from_any_sign_changes_no_sentence(text: str) -> None:
    assert language.sentences(text) == _by_syntok(text)


@pytest.mark.parametrize("behind", range(44, 70))
def test_a_bracket_that_closes_far_behind_is_seen_or_not_as_syntok_does(behind: int) -> None:
    so, words = "so " * behind, "words " * 9
    text = f"It ended (and {so}on). then {words}came. The rest (as {so}Said.) was {words}."
    assert language.sentences(text) == _by_syntok(text)


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
