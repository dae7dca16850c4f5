"""From characters to words: folded for matching, with the place where they stand in the original."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.language import text as language

_PIECES = st.sampled_from(
    [*"abcXYZéüß’'-. ,0123456789\n\u0301\u00ad\u200b\u200d\ufb01\ufb03“”—…", "U.S.", "n’t", "\ud800"]
)
_TEXTS = st.one_of(st.text(max_size=80), st.lists(_PIECES, max_size=60).map("".join))


def _folded(text: str) -> list[str]:
    return [word.folded for word in language.words(text)]


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("Denuclearization", "denuclearization"),
        ("naïve", "naive"),
        (unicodedata.normalize("NFD", "naïve"), "naive"),
        ("sanc\u00adtions", "sanctions"),
        ("sanc\u200btions", "sanctions"),
        ("\ufeffsanctions", "sanctions"),
        ("o\ufb03cial", "official"),
        ("\ufb01re", "fire"),
        ("China’s", "china"),
        ("China's", "china"),
        ("allies’", "allies"),
        ("doesn’t", "doesn't"),
        ("STRASSE", "strasse"),
        ("straße", "strasse"),
        ("U.S.", "us"),
        ("22,730", "22,730"),
        ("70th", "70th"),
    ],
)
def test_typographic_variants_fold_to_one_form(typed: str, folded: str) -> None:
    assert _folded(typed) == [folded]


def test_quotation_marks_and_dashes_are_no_part_of_a_word() -> None:
    assert _folded("the “red line”—‘cruel sanctions’") == ["the", "red", "line", "cruel", "sanctions"]


@pytest.mark.parametrize(
    ("one", "other"),
    [("sanctions", "sanctioned"), ("resist", "resisting"), ("ally", "allies"), ("missile", "Missiles")],
)
def test_forms_of_a_word_share_a_stem(one: str, other: str) -> None:
    assert language.stem(one) == language.stem(other)


def test_unlike_words_keep_unlike_stems() -> None:
    assert len({language.stem(word) for word in ("coal", "oil", "treaty", "threat", "north", "nuclear")}) == 6


@settings(derandomize=True, max_examples=200, deadline=None)
@given(_TEXTS)
def test_words_stand_in_order_where_they_say(text: str) -> None:
    end = 0
    for word in language.words(text):
        assert end <= word.start < word.end <= len(text)
        surface = text[word.start : word.end]
        assert word.folded
        assert language.fold(surface).replace(".", "").startswith(word.folded.replace(".", "")[:1])
        assert next(language.words(surface)).folded == word.folded
        end = word.end


def test_offsets_count_the_characters_of_the_source_not_of_the_folded_text() -> None:
    text = "A nai\u0308ve o\ufb03cial re\u00adsists."
    spans = [text[word.start : word.end] for word in language.words(text)]
    assert spans == ["A", "nai\u0308ve", "o\ufb03cial", "re\u00adsists"]


@settings(derandomize=True, max_examples=100, deadline=None)
@given(_TEXTS)
def test_folding_twice_changes_nothing_that_matters(text: str) -> None:
    assert language.fold(language.fold(text)) == language.fold(text)


@settings(derandomize=True, max_examples=100, deadline=None)
@given(_TEXTS)
def test_printable_text_has_no_control_characters(text: str) -> None:
    shown = language.printable(text)
    assert all(unicodedata.category(character) not in {"Cc", "Cs"} for character in shown)
    assert shown == " ".join(shown.split())
    shown.encode()


def test_hyphenated_words_are_known_in_one_piece_and_in_parts() -> None:
    text = "At Mar-a-Lago the anti-missile system, a well\u2011known one, stood alone."
    found = dict(language.compounds(text, list(language.words(text))))
    assert found == {"maralago": "mar a lago", "antimissile": "anti missile", "wellknown": "well known"}


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("почему Китай", True),
        ("为什么中国抵制制裁", True),
        ("γιατί", True),
        ("why does Китай resist", False),
        ("naïve façade", False),
        ("", False),
        ("1234 !?", False),
    ],
)
def test_another_script_is_told_from_ours(text: str, other: bool) -> None:
    assert language.other_script(text) is other


@pytest.mark.parametrize(("text", "count"), [("", 0), ("one two", 2), ("tit-for-tat now", 4), ("a — b", 3)])
def test_words_are_counted_by_their_parts(text: str, count: int) -> None:
    assert language.count_words(text) == count
