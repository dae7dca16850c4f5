"""Whatever goes in, a card is within Discord's limits and says whole words."""

from __future__ import annotations

from typing import Any

import pytest
from discord.ui import LayoutView
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.asked import Asked
from bot.cards import answer, citation, comparison, facts, reading, sources
from bot.cards.sheet import MOST_COMPONENTS, MOST_TEXT, Sheet, Stretch, shares
from bot.markup import unescape
from knowledge.answers.comparing import Position
from knowledge.citing import STYLES
from knowledge.facts import book, defining, people
from knowledge.facts.fact import Fact
from knowledge.model import Answer, Datum, Excerpt, Issue, Passage, Repair, Silence, Source
from knowledge.search.library import Library

SLUG = "long-" * 15 + "slug"


def texts(most: int) -> st.SearchStrategy[str]:
    """Texts from nothing to far too long, of ordinary words or of little but markup."""

    def repeated(piece: str, size: int) -> str:
        return (piece * size)[:size].strip() or "x"

    sizes = st.sampled_from([1, 2, 17, 100, most - 1, most])
    pieces = st.sampled_from(["word ", "*", "[x](y) ", "`", "unbroken", "\n", "— ", "@everyone "])
    return st.builds(repeated, pieces, sizes)


def excerpts(source: str = SLUG) -> st.SearchStrategy[Excerpt]:
    def excerpt(text: str, citation: str, paragraph: int) -> Excerpt:
        return Excerpt(
            text=text,
            source=source,
            author=citation,
            side=None,
            paragraph=paragraph,
            citation=citation,
            score=1,
            start=99_999,
            highlights=tuple((i, i + 1) for i in range(0, len(text) - 1, 2)),
        )

    return st.builds(excerpt, texts(9000), texts(600), st.integers(1, 99_999))


def silence(authors: list[str]) -> Silence:
    return Silence(reason="silent", authors=tuple(authors))


def apart(found: list[Excerpt]) -> tuple[Excerpt, ...]:
    """Give each excerpt its own place, as those of an answer have."""
    return tuple(excerpt.model_copy(update={"start": 90_000 + n}) for n, excerpt in enumerate(found))


answers = st.builds(
    Answer,
    question=texts(1000),
    verdict=st.sampled_from(["answered", "nearest", "nothing"]),
    excerpts=st.lists(excerpts(), min_size=1, max_size=5).map(apart),
    opposing=st.lists(excerpts("other-" + SLUG[6:]), max_size=3).map(apart),
    silence=st.none() | st.builds(silence, st.lists(texts(300))),
    facts=st.lists(st.builds(Datum, kind=st.just("who"), text=texts(2000), excerpt=excerpts()), max_size=2).map(tuple),
    repairs=st.lists(st.builds(Repair, typed=texts(80), read=texts(80)), max_size=30).map(tuple),
    follows=st.none() | st.just("something"),
    suggestions=st.lists(texts(200), max_size=4).map(tuple),
)


def check(view: LayoutView) -> None:
    payload = view.to_components()
    items = list(walk(payload))
    assert len(items) <= MOST_COMPONENTS
    contents = [item["content"] for item in items if item["type"] == 10]
    assert sum(map(len, contents)) <= MOST_TEXT and all(contents)
    ids = [item["custom_id"] for item in items if "custom_id" in item]
    assert len(ids) == len(set(ids)) and all(1 <= len(custom_id) <= 100 for custom_id in ids)
    assert all(1 <= len(item["label"]) <= 80 for item in items if "label" in item)
    assert all(len(item["components"]) <= 5 for item in items if item["type"] == 1)


def walk(components: Any) -> Any:
    for component in components:
        yield component
        yield from walk(component.get("components") or [])
        if component.get("accessory"):
            yield component["accessory"]


@settings(max_examples=60, deadline=None)
@given(answers, texts(1500), texts(300), st.sampled_from(["ask", "claim", "find"]), st.integers(0, 1), st.booleans())
def test_answer_cards_are_within_the_limits(
    found: Answer, question: str, previous: str, kind: Any, page: int, private: bool
) -> None:
    asked = Asked(answer.question_of(question), previous, kind, "a" * 10, swapped=True, page=page)
    check(answer.card(asked, found, 12, private=private, note="I may not write in this channel."))


def wild_source(title: str, author: str, passages: list[str], url: int) -> Source:
    return Source(
        id=SLUG,
        title=title,
        authors=(author, author),
        outlet=title,
        published="2021-12-31",
        url=f"https://example.org/{'x' * url}",
        side=author,
        thesis=title,
        passages=tuple(Passage(number=n, text=text, headings=(title,)) for n, text in enumerate(passages, 1)),
    )


wild_sources = st.builds(
    wild_source,
    texts(1000),
    texts(1000),
    st.lists(texts(9000), min_size=1, max_size=3),
    st.sampled_from([0, 370, 380, 5000]),
)


@settings(max_examples=30, deadline=None)
@given(st.lists(wild_sources, max_size=9), st.integers(-1, 9))
def test_pages_of_sources_are_within_the_limits(library: list[Source], number: int) -> None:
    check(sources.page([source.model_copy(update={"id": f"s-{n}"}) for n, source in enumerate(library)], number))


@settings(max_examples=40, deadline=None)
@given(wild_sources, st.integers(0, 9000), st.data())
def test_pages_of_a_source_are_within_the_limits_and_lose_nothing(source: Source, at: int, data: st.DataObject) -> None:
    passages = st.integers(1, len(source.passages))
    number = data.draw(passages)
    text = source.passages[number - 1].text
    start = min(at, len(text) - 1)
    check(reading.page(source, number, start=start, bold=(start, start + 50), note="Edited."))
    shown, position = "", 0
    while position < len(text):
        piece = reading.part(text, position)
        shown, position = shown + piece, position + len(piece)
    assert shown == text


@settings(max_examples=15, deadline=None)
@given(wild_sources, st.sampled_from(STYLES), st.none() | st.integers(1, 99_999))
def test_citations_are_within_the_limits(source: Source, style: Any, paragraph: int | None) -> None:
    places = [citation.Place(source.model_copy(update={"id": f"s-{n}"}), paragraph) for n in range(5)]
    check(citation.card(places, style, ",".join(["a" * 10 + ".99999"] * 4)))


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(texts(300), st.lists(excerpts(), min_size=1, max_size=3)), min_size=1, max_size=7), st.booleans()
)
def test_comparisons_are_within_the_limits_and_equal(sides: list[tuple[str, list[Excerpt]]], private: bool) -> None:
    places = apart([excerpt for _, found in sides for excerpt in found])
    rest = iter(places)
    positions = [Position(name, tuple(next(rest) for _ in found)) for name, found in sides]
    check(comparison.card(Issue(id=SLUG, label="Does it *work*? " * 30), positions, private=private))
    each = comparison.equal(positions[: comparison.MOST_POSITIONS])
    assert 1 <= each <= 3 and all(len(position.excerpts) >= each for position in positions[:4])


@pytest.mark.parametrize("length", [3999, 4000, 4001])
def test_a_card_is_filled_to_the_last_character_and_not_beyond(length: int) -> None:
    sheet = Sheet()
    sheet.text("x" * 1000)
    sheet.text(Stretch("y" * (length - 1000), quote=False))
    total = [item["content"] for item in walk(sheet.build().to_components()) if item["type"] == 10]
    assert sum(map(len, total)) == min(length, 4000)
    assert total[1].endswith("…") is (length > 4000)


@pytest.mark.parametrize(
    ("needs", "room", "granted"),
    [([1, 2, 3], 6, [1, 2, 3]), ([10, 1, 10], 11, [5, 1, 5]), ([5, 5], 9, [4, 5]), ([], 7, []), ([3], 0, [0])],
)
def test_room_is_shared_fairly(needs: list[int], room: int, granted: list[int]) -> None:
    assert shares(needs, room) == granted


@pytest.mark.parametrize("length", [999, 1000, 1001])
def test_a_question_is_shown_in_full_up_to_its_limit(length: int) -> None:
    typed = ("word " * 300)[:length]
    shown = answer.question_of(typed)
    assert (shown == typed.strip()) is (length <= 1000)
    assert len(shown) <= 1000


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=1200))
def test_any_question_can_be_read_back_from_its_card(typed: str) -> None:
    question = answer.question_of(typed)
    assert answer.question_of(question) == question
    view = answer.card(Asked(question or "x"), Answer(question="x", verdict="nothing"), 2)
    head = next(item["content"] for item in walk(view.to_components()) if item.get("id") == answer.QUESTION_ID)
    assert unescape(head.removeprefix("### ").removeprefix("> ")) == (question or "x")


def wild_library(words: list[str]) -> Library:
    """A library in which everything is too long: names, roles, terms, quotations and their sentences."""
    passages = [
        f"On May {n + 1}, 2001, Minister John Smith of {word} said that “{word} is the red line {n}” to 340 ships. "
        f"The “red line” is {word}. The Red Line (RL) of {word} was signed by Minister John Smith."
        for n, word in enumerate(words)
    ]
    texts_ = [Passage(number=n, text=text) for n, text in enumerate(passages, 1)]
    return Library(
        Source(
            id=f"{SLUG[2:]}-{n}", title=words[0], authors=(f"{words[0]} {n}",), published="2001", passages=tuple(texts_)
        )
        for n in range(3)
    )


@settings(max_examples=10, deadline=None)
@given(st.lists(texts(3000), min_size=1, max_size=6), st.booleans(), st.integers(0, 3))
def test_cards_of_facts_are_within_the_limits(words: list[str], private: bool, page: int) -> None:
    library = wild_library(words)
    every = list(book.of(library))
    frame = facts.Frame("fact:0:" + "x" * 76, private, "I may not write in this channel.")
    turns = ["when:0:" + "x" * 60, "when:2:" + "x" * 60]
    check(facts.fact_card(library, every[page : page + facts.MOST_FACTS], frame))
    for name in people.names(library)[:2]:
        check(facts.profile_card(library, people.profile(library, name), frame))
    check(facts.which_card(words[0], [(f"name {n} " * 30, f"who:0:{n}") for n in range(facts.MOST_CHOICES)], frame))
    events = [fact for fact in every if fact.kind == "event"]
    number = min(page, facts.paged(len(events), facts.EVENTS_A_PAGE) - 1)
    check(facts.timeline_card(library, events, words[0], number, turns, frame))
    definition = defining.define(library, "red line")
    assert definition is not None
    check(facts.definition_card(library, definition, frame))
    said: list[Fact] = [fact for fact in every if fact.kind == "quotation"]
    check(facts.quotes_card(library, said, 0, turns, frame))
    assert all(len(facts.label(library, fact)) >= 1 for fact in every)
