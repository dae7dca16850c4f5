"""The cards of the study tools are within Discord's limits, whatever goes in."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.cards import answer, brief, discussion, gaps, quiz
from bot.discussion import question_on
from bot.handouts.page import Page, Quotation, Side
from knowledge.answers.comparing import Position
from knowledge.facts.fact import Fact, Sentence
from knowledge.language.text import Span
from knowledge.model import Answer, Excerpt, Issue, Passage, SentenceAddress, Source
from knowledge.quizzing.gaps import LONGEST
from knowledge.quizzing.questions import Question
from knowledge.store.feedback import Gap
from tests.test_cards import SLUG, answers, apart, check, excerpts, texts, walk

NOW = datetime(2026, 3, 2, 14, tzinfo=UTC)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(texts(300), excerpts()), min_size=1, max_size=7), texts(400), st.none() | texts(200))
def test_discussions(sides: list[tuple[str, Excerpt]], label: str, note: str | None) -> None:
    places = apart([excerpt for _, excerpt in sides])
    positions = [Position(name, (place,)) for (name, _), place in zip(sides, places, strict=True)]
    issue = Issue(id=SLUG, label=label)
    check(discussion.card(issue, question_on(issue, len(positions), ()), positions, note=note))


@settings(max_examples=40, deadline=None)
@given(answers, st.booleans(), st.integers(0, 1))
def test_answers_that_can_be_voted_on(found: Answer, private: bool, page: int) -> None:
    asked = answer.Asked("Is it?", page=page)
    view = answer.card(asked, found, 12, private=private, votable=True)
    check(view)
    votes = [item for item in walk(view.to_components()) if item.get("custom_id", "").startswith("cp:vote:")]
    assert len(votes) == (0 if page else 2)


def question(sentence: str, choice: str, about: str) -> Question:
    passage = Passage(number=99_999, text=sentence)
    source = Source(id=SLUG, title="T", authors=("A",), passages=())
    where = Sentence(source, passage, SentenceAddress(1, 1), Span(0, len(sentence)))
    fact = Fact("term", where, Span(0, min(LONGEST, len(sentence))), about, noted=True)
    excerpt = Excerpt(
        text=sentence, source=SLUG, author="A", side=None, paragraph=99_999, citation=about, score=0, start=99_999
    )
    choices = (choice, *(f"{n} {choice}"[:LONGEST] for n in range(3)))
    return Question(fact, sentence, sentence[:1], choices, 0, excerpt)


@settings(max_examples=40, deadline=None)
@given(texts(900), texts(LONGEST), texts(600), st.integers(0, 40))
def test_rounds_of_a_quiz(sentence: str, choice: str, about: str, people: int) -> None:
    asked = question(sentence, choice, about)
    right = [2**63 - n for n in range(people)]
    check(quiz.asked("a" * 8, 9, 10, asked, NOW, "There is only enough."))
    check(quiz.closed("a" * 8, 9, 10, asked, right, people, last=False))
    check(quiz.scores({person: n for n, person in enumerate(right)}, 10, "Stopped."))


@settings(max_examples=25, deadline=None)
@given(st.lists(texts(1000), max_size=8, unique=True), st.integers(-1, 3), st.booleans())
def test_gaps(asked: list[str], number: int, kept: bool) -> None:
    found = [Gap(text, "nearest", 10**6, 10**6, NOW) for text in asked] + [Gap(None, "nothing", 1, 0, NOW)]
    check(gaps.card(found, number, kept=kept))


@settings(max_examples=25, deadline=None)
@given(texts(400), texts(2000), st.lists(texts(300), min_size=1, max_size=9))
def test_briefs(title: str, asked: str, names: list[str]) -> None:
    sides: Any = tuple(Side(name, (Quotation("x", "y"),)) for name in names)
    check(brief.card(Page(title, asked, sides, None, (), (), ()), [f"{SLUG}.pdf", f"{SLUG}.md"], note="Only you."))
