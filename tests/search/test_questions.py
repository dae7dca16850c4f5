"""How a question is read: names of sources, aliases, typing errors, hyphens."""

from __future__ import annotations

import pytest

from knowledge.answers.answering import answer
from knowledge.model import Answer, Passage, Source
from knowledge.search.library import Library
from tests.conftest import FILLER, make_source


def _first(result: Answer) -> tuple[str, int]:
    return result.excerpts[0].source, result.excerpts[0].paragraph


@pytest.mark.parametrize(
    ("question", "source"),
    [
        ("according to Mastro, why does China resist sanctions?", "mastro-2021"),
        ("what does Oriana Skylar Mastro say about sanctions?", "mastro-2021"),
        ("what does Foreign Affairs say about sanctions?", "mastro-2021"),
        ("in the 2021 essay, does China enforce sanctions?", "mastro-2021"),
        ("according to freeman, why does China resist sanctions?", "freeman-2017"),
        ("in the 2017 piece, why does China resist sanctions?", "freeman-2017"),
        ("what does 38 North say about sanctions?", "freeman-2017"),
        ("Freeman's take on sanctions enforcement by China", "freeman-2017"),
        ("Freeman’s take on sanctions enforcement by China", "freeman-2017"),
        (
            "why does China resist sanctions in “Assessing China's Leadership in the North Korean Crisis”",
            "freeman-2017",
        ),
    ],
)
def test_a_named_source_leads_alone(essays: Library, question: str, source: str) -> None:
    result = answer(essays, question)
    assert result.verdict == "answered"
    assert {excerpt.source for excerpt in result.excerpts} == {source}
    assert source not in {excerpt.source for excerpt in result.opposing}


@pytest.mark.parametrize("question", ["why does China resist sanctions?", "what happened in 2017 with sanctions?"])
def test_a_question_that_names_no_source_asks_all(essays: Library, question: str) -> None:
    assert len({excerpt.source for excerpt in answer(essays, question).excerpts}) == 2


def test_a_name_is_not_searched_for() -> None:
    alder = make_source(
        "alder-2001",
        "Ann Alder",
        "An alder grew beside the quay.",
        "The harbour tariff raised the price of bread.",
        *FILLER,
    )
    birch = make_source("birch-2005", "Bob Birch", "Alder wood and alder bark burned, and the tariff on bread fell.")
    result = answer(Library([alder, birch]), "what does Alder say about the harbour tariff on bread?")
    assert _first(result) == ("alder-2001", 2)
    for excerpt in result.excerpts:
        assert excerpt.source == "alder-2001"
        assert not any(excerpt.text[a:b].lower() == "alder" for a, b in excerpt.highlights)


def test_a_side_is_a_name_of_all_its_sources() -> None:
    sources = [
        make_source(f"s-{n}", author, f"The harbour tariff raised the price of bread {n} times.", *FILLER, side=side)
        for n, (author, side) in enumerate(
            [("Ann Alder", "Merchants"), ("Bob Birch", "Merchants"), ("Cy Cedar", "Monks")]
        )
    ]
    result = answer(Library(sources), "what do the Merchants say about the harbour tariff and the price of bread?")
    assert {excerpt.source for excerpt in result.excerpts} == {"s-0", "s-1"}


def test_a_pseudonym_is_a_name() -> None:
    source = Source(
        id="brutus-1",
        title="To the Citizens",
        authors=("Robert Yates (Brutus)",),
        extra=(("pseudonym", "Brutus"),),
        passages=tuple(
            Passage(number=n, text=t) for n, t in enumerate(("The harbour tariff raised bread prices.", *FILLER), 1)
        ),
    )
    other = make_source("b", "Bob Birch", "The harbour tariff raised bread prices, and Brutus knew.")
    result = answer(Library([source, other]), "what did Brutus say about the harbour tariff and bread prices?")
    assert {excerpt.source for excerpt in result.excerpts} == {"brutus-1"}


def test_the_name_of_an_outlet_inside_another_name_is_no_filter(essays: Library) -> None:
    result = answer(essays, "who is the chairwoman of the Foreign Affairs Committee of the National People's Congress?")
    assert result.verdict == "answered"
    assert _first(result) == ("freeman-2017", 6)


NORTH = ["North Korea", "the DPRK", "dprk", "nk", "NK", "Pyongyang", "pyongyang", "north korea"]


@pytest.mark.parametrize("name", NORTH)
def test_names_of_one_country_are_read_alike(essays: Library, name: str) -> None:
    same = answer(essays, "did North Korea test missiles?")
    result = answer(essays, f"did {name} test missiles?")
    assert [e.text for e in result.excerpts] == [e.text for e in same.excerpts]
    assert (result.verdict, result.repairs) == (same.verdict, ())


@pytest.mark.parametrize("name", ["the US", "the us", "the U.S.", "the United States", "America", "Washington"])
def test_us_in_a_question_is_the_country(essays: Library, name: str) -> None:
    same = answer(essays, "will the United States use force?")
    assert answer(essays, f"will {name} use force?").excerpts[0].text == same.excerpts[0].text


def test_us_after_tell_is_the_pronoun(by_words: Library) -> None:
    ours, mine = (answer(by_words, f"tell {whom} about THAAD").excerpts for whom in ("us", "me"))
    assert [excerpt.text for excerpt in ours] == [excerpt.text for excerpt in mine]


@pytest.mark.parametrize("name", ["Kim Jong Un", "Kim Jong-un", "kim jong un"])
def test_a_name_of_several_words_is_one(essays: Library, name: str) -> None:
    assert _first(answer(essays, f"when did Xi Jinping first meet {name}?")) == ("mastro-2021", 7)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("why does chian resist sanctions?", "china"),
        ("why does China resist sanctoins?", "sanctions"),
        ("is denuclearizaton possible?", "denuclearization"),
        ("is the allaince with North Korea real?", "alliance"),
        ("why is beijng against missiles?", "beijing"),
    ],
)
def test_a_typing_error_is_repaired_and_reported(essays: Library, typed: str, read: str) -> None:
    result = answer(essays, typed)
    assert read in [repair.read for repair in result.repairs]
    assert all(repair.typed in typed and repair.typed != repair.read for repair in result.repairs)
    assert result.excerpts


def test_a_repaired_question_is_answered_as_if_typed_right(essays: Library) -> None:
    right, wrong = (answer(essays, q) for q in ("why does China resist sanctions?", "why does chian resist sanctoins?"))
    assert (wrong.verdict, wrong.excerpts, wrong.opposing) == (right.verdict, right.excerpts, right.opposing)
    assert right.repairs == ()


@pytest.mark.parametrize(
    "word",
    ["pizza", "guitar", "elephant", "peach", "steal", "missive", "chin", "coat", "tram", "boil", "tread", "planet"],
)
def test_an_english_word_is_never_repaired(essays: Library, word: str) -> None:
    assert answer(essays, f"what about the {word} and China?").repairs == ()


@pytest.mark.parametrize("word", ["xi", "oi", "nth", "q7x", "sanct10ns", "zzzzzzzzzz"])
def test_short_words_numbers_and_far_words_are_left_alone(essays: Library, word: str) -> None:
    assert answer(essays, f"what about {word} and China?").repairs == ()


@pytest.mark.parametrize(
    ("typed", "place"),
    [
        ("what happened at maralago?", ("freeman-2017", 3)),
        ("what happened at Mar-a-Lago?", ("freeman-2017", 3)),
        ("what happened at mar a lago?", ("freeman-2017", 3)),
    ],
)
def test_a_hyphenated_word_is_found_however_it_is_typed(essays: Library, typed: str, place: tuple[str, int]) -> None:
    result = answer(essays, typed)
    assert _first(result) == place
    assert result.repairs == ()


def test_a_hyphenated_word_in_one_piece_is_read_in_parts() -> None:
    library = Library([make_source("a", "Ann Alder", "An anti-missile battery guards the harbour.", *FILLER)])
    for typed in ("antimissile", "anti-missile", "anti missile"):
        assert answer(library, f"does an {typed} battery guard the harbour?").excerpts[0].paragraph == 1


@pytest.mark.parametrize(
    "typed",
    [
        "WHY DOES CHINA RESIST SANCTIONS",
        "why does China re\u00adsist sanc\u200btions?",
        "why does Chi\u0301na resist sanctions?",
        "  why\tdoes\nChina   resist sanctions ??? ",
        "‘why does China resist sanctions?’",
    ],
)
def test_characters_that_look_alike_ask_the_same(essays: Library, typed: str) -> None:
    plain = answer(essays, "why does China resist sanctions?")
    assert answer(essays, typed).excerpts == plain.excerpts
