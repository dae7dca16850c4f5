"""Quiz questions have one right choice, and their sentence does not tell which."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest

from knowledge.facts import book
from knowledge.quizzing.questions import (
    LEAST_CHOICES,
    MOST_CHOICES,
    Question,
    facts_on,
    questions,
    slots_at_random,
)
from knowledge.search.library import Library
from tests.conftest import make_source
from tests.quizzing.checker import faults

TRADE = (
    "According to the customs office, exports to the northern neighbour rose by more than 18 percent in 1987.",
    "The harvest report of the ministry says that exports to the southern islands fell by 81 percent in 1991.",
    "A committee of the parliament found that 16 percent of all ships had never paid a toll in that harbour.",
    "Observers counted 340 ships in the old harbour on March 4, 1990, when the storm had passed at last.",
    "The library of the town lost 22,730 books to the fire that broke out in the cellar on May 17, 1992.",
    "The council met for the first time on October 9, 1993, and chose a speaker from among its members.",
)


def made(*paragraphs: str) -> Library:
    return Library([make_source("oak-2001", "Olga Oak", *paragraphs)])


def of(library: Library, seed: int = 1, most: int = 10) -> list[Question]:
    return questions(library, book.in_passages(library, slots_at_random(library, seed)), most, seed)


def asking(library: Library, right: str) -> Iterator[Question]:
    """Yield the questions of many quizzes that have a right answer."""
    for seed in range(30):
        yield from (question for question in of(library, seed) if question.right == right)


def test_of_200_questions_none_is_ambiguous(essays: Library) -> None:
    asked: list[Question] = []
    seed = 0
    while len(asked) < 200:
        asked += of(essays, seed)
        seed += 1
    found = {question.right: reasons for question in asked if (reasons := faults(essays, question))}
    assert found == {}
    assert len({question.right for question in asked}) > 30, "they are not the same few again and again"
    assert {question.fact.kind for question in asked} >= {"figure", "event", "person", "organisation", "term"}
    assert all(LEAST_CHOICES <= len(question.choices) <= MOST_CHOICES for question in asked)
    places = Counter(question.answer for question in asked if len(question.choices) == MOST_CHOICES)
    assert all(count > sum(places.values()) / 8 for count in places.values()) and len(places) == MOST_CHOICES


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("UN Security Council", "United Nations"),
        ("White House", "The White House"),
        ("Donald Trump", "Trump"),
        ("Moon Jae-in", "Kim Jong Un"),
        ("18", "16"),
        ("370", "320"),
        ("2017", "2017"),
        ("January 2020", "2020"),
    ],
)
def test_the_checker_finds_what_is_planted(essays: Library, right: str, wrong: str) -> None:
    question = next(asking(essays, right))
    choices = tuple(choice if choice == right else f"{n} none" for n, choice in enumerate(question.choices))
    assert faults(essays, question._replace(choices=choices)) == []
    planted = (wrong, *(choice for choice in choices if choice != right), right)
    spoiled = question._replace(choices=planted, answer=len(planted) - 1)
    if right == "Moon Jae-in":
        # A choice that stands in the sentence.
        spoiled = spoiled._replace(before=f"{wrong}: {spoiled.before}")
    assert faults(essays, spoiled)


def test_the_same_seed_asks_the_same(essays: Library) -> None:
    assert of(essays, 7) == of(essays, 7)
    assert of(essays, 7) != of(essays, 8)


def test_no_quiz_asks_one_sentence_or_one_answer_twice(essays: Library) -> None:
    for seed in range(12):
        asked = of(essays, seed)
        assert len(asked) == 10
        assert len({question.fact.sentence.place for question in asked}) == 10
        assert len({question.right for question in asked}) == 10


@pytest.mark.parametrize("most", [1, 2, 9, 10])
def test_there_are_as_many_as_wanted(essays: Library, most: int) -> None:
    assert len(of(essays, most=most)) == most


def test_more_than_admits_only_larger_wrong_numbers() -> None:
    asked = list(asking(made(*TRADE), "18"))
    assert asked and all(int(choice) > 18 for question in asked for choice in question.choices if choice != "18")


def test_a_number_that_also_stands_for_the_same_thing_is_no_wrong_choice() -> None:
    again = "The customs office also says that exports to the northern neighbour rose by more than 81 percent in 1987."
    asked = list(asking(made(*TRADE, again), "18"))
    assert all("81" not in question.choices for question in asked)


def test_dates_of_one_form_stand_for_one_another() -> None:
    [question] = [q for q in of(made(*TRADE)) if q.right == "March 4"]
    assert question.after.startswith(", 1990") and set(question.choices) <= {"March 4", "May 17", "October 9"}


def test_a_sentence_that_tells_its_answer_asks_nothing() -> None:
    told = "In 1993 the council, which a law of 1993 had founded in haste, chose a speaker from among its members."
    assert all(question.right != "1993" for seed in range(5) for question in of(made(*TRADE, told), seed))


def test_too_few_data_of_a_kind_make_no_question() -> None:
    two = made(TRADE[3], TRADE[4])
    assert all(question.right not in ("March 4", "May 17") for question in of(two))
    assert of(made("Nothing ever happened here, and nobody came to see it.")) == []


def test_a_topic_is_an_issue_or_words(essays: Library) -> None:
    issue = next(issue for issue in essays.issues if issue.id == "sanctions-enforcement")
    facts = list(book.in_passages(essays, book.slots_of_issue(essays, issue)))
    everything = list(book.of(essays))
    spoken = {place for source, addresses in issue.sentences for place in ((source, a.paragraph) for a in addresses)}
    asked = questions(essays, facts, 10, 1, everything)
    assert len(asked) >= 3
    assert {(q.excerpt.source, q.excerpt.paragraph) for q in asked} <= spoken
    coal = questions(essays, facts_on(essays, "coal"), 10, 1, everything)
    assert coal and all("coal" in question.excerpt.text for question in coal)
    assert facts_on(essays, "zeppelin") == [] and facts_on(essays, "*") == []
