"""The measures of the design, over answers to graded questions. Shares are from 0 to 1."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from knowledge.evaluate.questions import Gold, Question
from knowledge.model import Answer, Excerpt

Pair = tuple[Question, Answer]
_ASKING = frozenset({"who", "when", "howmany", "define"})
"""Kinds of questions that ask for a datum."""
_TELLING = frozenset({"why", "how", "claim", "compare"})
"""Kinds that ask for none."""


class Measure(NamedTuple):
    """A named share, over how many questions it was taken, what it must reach and what we aim for."""

    name: str
    value: float
    questions: int
    must: str
    aim: str


def grade(excerpt: Excerpt, gold: Iterable[Gold]) -> int:
    """Return the highest grade of the gold sentences that an excerpt covers."""
    return max((span.grade for span in gold if span.covered_by(excerpt)), default=0)


def success(answer: Answer, question: Question, depth: int) -> float:
    """Return 1 where one of the first excerpts has any grade, else 0 (s@depth)."""
    return float(any(grade(excerpt, question.gold) for excerpt in answer.excerpts[:depth]))


def ndcg(excerpts: Sequence[Excerpt], gold: Sequence[Gold]) -> float:
    """Return nDCG@5 with gain 2**grade - 1, every gold sentence counted once.

    An excerpt that covers several new sentences stands for as many ranks, best grade first; one that covers none
    stands for one rank without gain. So long and short excerpts are judged alike.
    """
    left, grades = list(gold), list[int]()
    for excerpt in excerpts:
        new = [span for span in left if span.covered_by(excerpt)]
        left = [span for span in left if span not in new]
        grades += sorted((span.grade for span in new), reverse=True) or [0]
    ideal = _dcg(sorted((span.grade for span in gold), reverse=True))
    return _dcg(grades) / ideal if ideal else 0.0


def _dcg(grades: Sequence[int]) -> float:
    return sum((2**g - 1) / math.log2(rank + 2) for rank, g in enumerate(grades[:5]))


def has_fact(text: str, fact: str) -> bool:
    """Tell whether a text holds a datum as words of its own, quotes and case aside."""
    plain = _plain(text)
    return bool(re.search(r"(?<![a-z0-9])" + re.escape(_plain(fact)) + r"(?![a-z0-9])", plain))


def _plain(text: str) -> str:
    straight = text.translate(str.maketrans("“”‘’", "\"\"''"))
    return " ".join(straight.lower().split())


def flexible(answer: Answer, question: Question) -> float:
    """Return 1 where the first opposing excerpt covers a gold or opposing sentence of another camp than the lead's."""
    if not answer.opposing or not answer.excerpts:
        return 0.0
    lead = answer.excerpts[0].side or answer.excerpts[0].author
    target = [span for span in (*question.gold, *question.opposing) if span.camp != lead]
    return float(grade(answer.opposing[0], target) > 0)


def _same_author(answer: Answer) -> float:
    return float(any(excerpt.author == answer.excerpts[0].author for excerpt in answer.opposing))


def measure(pairs: Sequence[Pair]) -> list[Measure]:
    """Return all measures of some answered questions."""
    answerable = [pair for pair in pairs if pair[0].answerable]
    opposed = [pair for pair in answerable if pair[0].opposing]
    silent = [pair for pair in answerable if not pair[0].opposing]
    with_fact = [pair for pair in answerable if pair[0].fact]
    asking = [pair for pair in with_fact if pair[0].kind in _ASKING]
    telling = [pair for pair in answerable if pair[0].kind in _TELLING]
    on_topic = [pair for pair in pairs if pair[0].on_topic and not pair[0].answerable]
    elsewhere = [pair for pair in pairs if not pair[0].on_topic]
    shown = [pair for pair in answerable if pair[1].opposing]

    def row(name: str, of: Sequence[Pair], value: Callable[[Question, Answer], float], must: str, aim: str) -> Measure:
        mean = sum(value(question, answer) for question, answer in of) / len(of) if of else math.nan
        return Measure(name, mean, len(of), must, aim)

    return [
        row("s@1", answerable, lambda q, a: success(a, q, 1), ">= .82", ".92"),
        row("s@3", answerable, lambda q, a: success(a, q, 3), ">= .94", ".99"),
        row("nDCG@5", answerable, lambda q, a: ndcg(a.excerpts, q.gold), ">= .78", ".88"),
        row("fact@1", with_fact, lambda q, a: _fact_at_1(a, q), ">= .90", ".97"),
        row("datum", with_fact, lambda q, a: _datum(a, q), "", ">= .85"),
        row("datum, who to define", asking, lambda q, a: _datum(a, q), ">= .85", ""),
        row("datum where none is asked for", telling, lambda _, a: float(bool(a.facts)), "0", "0"),
        row("opposing flex@1", opposed, lambda q, a: flexible(a, q), ">= .65", ".85"),
        row("opposing @2", opposed, lambda q, a: _opposing_at(a, q, 2), ">= .60", ".80"),
        row("opposing by the lead's author", shown, lambda _, a: _same_author(a), "0", "0"),
        row("over-claim", silent, lambda _, a: float(bool(a.opposing)), "<= .30", ".10"),
        row("false answer, on-topic", on_topic, lambda _, a: float(a.verdict == "answered"), "<= .30", ".10"),
        row("false show, elsewhere", elsewhere, lambda _, a: float(a.verdict != "nothing"), "0", "0"),
        row("false refusal", answerable, lambda _, a: float(a.verdict != "answered"), "<= .06", ".02"),
    ]


def _fact_at_1(answer: Answer, question: Question) -> float:
    return float(bool(answer.excerpts) and has_fact(answer.excerpts[0].text, question.fact or ""))


def _datum(answer: Answer, question: Question) -> float:
    fact = question.fact or ""
    return float(bool(answer.facts) and (has_fact(answer.facts[0].text, fact) or has_fact(fact, answer.facts[0].text)))


def _opposing_at(answer: Answer, question: Question, depth: int) -> float:
    return float(any(grade(excerpt, question.opposing) for excerpt in answer.opposing[:depth]))
