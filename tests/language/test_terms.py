"""From words to terms: stop words, aliases, acronyms, related words."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge import yaml_files
from knowledge.errors import MalformedFileError
from knowledge.language import thesaurus
from knowledge.language.terms import Analyzer, stopwords
from knowledge.language.thesaurus import Thesaurus

SHIPPED = Analyzer(thesaurus.shipped())
GROUPS = [
    ["North Korea", "DPRK", "nk", "Pyongyang", "the hermit kingdom", "north korean", "North Korea’s"],
    ["United States", "U.S.", "US", "USA", "Washington", "American", "US's"],
    ["China", "Beijing", "PRC", "chinese"],
    ["South Korea", "ROK", "Seoul"],
    ["United Nations", "U.N.", "UN"],
    ["Kim Jong Un", "Kim Jong-un", "kim jong un"],
]


def _keys(text: str, question: bool = True) -> list[str]:
    return [term.key for term in SHIPPED.terms(text, question)]


@pytest.mark.parametrize("group", GROUPS, ids=lambda group: group[0])
def test_names_of_one_thing_are_one_term(group: list[str]) -> None:
    first = _keys(group[0])
    assert len(first) == 1
    assert all(_keys(name) == first for name in group)


def test_names_of_unlike_things_are_unlike_terms() -> None:
    firsts = [_keys(group[0])[0] for group in GROUPS]
    assert len(set(firsts)) == len(GROUPS)
    assert _keys("George Washington") != _keys("Washington")
    assert _keys("Kim Il Sung") != _keys("Kim Jong Un")


@pytest.mark.parametrize(
    ("question", "country"),
    [
        ("will the US attack", True),
        ("will the us attack", True),
        ("did us troops leave", True),
        ("tell us about it", False),
        ("show us the sentence", False),
        ("all of us know", False),
    ],
)
def test_us_is_a_country_or_a_pronoun(question: str, country: bool) -> None:
    assert (_keys("United States")[0] in _keys(question)) is country


def test_lower_case_us_in_a_source_is_the_pronoun() -> None:
    assert _keys("It concerns us deeply", question=False) == _keys("It concerns deeply", question=False)
    assert _keys("United States")[0] in _keys("It concerns the US deeply", question=False)


def test_a_term_of_several_words_stands_over_all_of_them() -> None:
    text = "Why did North Korea’s leader object?"
    found = {term.key: text[term.start : term.end] for term in SHIPPED.terms(text, question=True)}
    assert found[_keys("DPRK")[0]] == "North Korea’s"


@pytest.mark.parametrize(
    "talk",
    [
        "what does the author say about",
        "can you tell me what the essay says",
        "hey so like why is that lol",
        "pls explain what they mean by it",
        "What do the authors think?",
        "i dont know what it's about",
    ],
)
def test_the_way_people_talk_to_a_bot_carries_no_topic(talk: str) -> None:
    assert _keys(talk) == []


def test_stop_words_are_folded_and_hold_no_topic() -> None:
    assert all(word == word.lower() and word.isalpha() for word in stopwords())
    assert not stopwords() & {"china", "sanctions", "war", "north", "oil", "leverage", "ally"}


def test_related_words_stand_in_with_a_share() -> None:
    shares = SHIPPED.related(_keys("oppose"))
    assert 0 < shares[_keys("resist")[0]] < 1
    assert SHIPPED.related(["no-such-term"]) == {}


@pytest.mark.parametrize("weight", ["0", "-0.5", "1.01"])
def test_a_weight_outside_0_to_1_is_refused_with_its_line(tmp_path: Path, weight: str) -> None:
    path = tmp_path / "thesaurus.yaml"
    path.write_text(f"aliases: []\nrelated:\n  oil: {{fuel: {weight}}}\n", encoding="utf-8")
    with pytest.raises(MalformedFileError) as caught:
        yaml_files.read(Thesaurus, path)
    assert caught.value.line == 2
    assert "'fuel' under 'oil'" in caught.value.reason


def test_a_weight_of_exactly_1_is_accepted(tmp_path: Path) -> None:
    path = tmp_path / "thesaurus.yaml"
    path.write_text("related:\n  oil: {fuel: 1}\n", encoding="utf-8")
    assert yaml_files.read(Thesaurus, path).related == {"oil": {"fuel": 1.0}}
