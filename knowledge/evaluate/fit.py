"""Logistic regression for the decisions that are made by weights: the verdict, and the other side's silence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from knowledge.answers import answering, opposing, verdict
from knowledge.bm25.ranking import Floats
from knowledge.evaluate.questions import Question
from knowledge.search.library import Library
from knowledge.search.query import understand
from knowledge.search.retrieval import Retrieval

_PENALTY = 1.0
_STEPS = 3000


class Debate(NamedTuple):
    """A library and the questions that were written for it."""

    library: Library
    asked: Sequence[Question]


def verdict_weights(debates: Sequence[Debate], others: Sequence[Question] = ()) -> tuple[verdict.Evidence, ...]:
    """Return the weights that best tell questions about the sources from others, and answered ones from open ones.

    Each debate's questions are off topic for every other one, and ``others`` for all of them. By words alone one set of
    weights does both.
    """
    rows: list[Sequence[float]] = []
    labels: list[tuple[bool, bool]] = []
    for debate in debates:
        strangers = [question for other in debates if other is not debate for question in other.asked]
        for question in (*debate.asked, *strangers, *others):
            own = question in debate.asked
            found, leads = _retrieved(debate.library, question)
            if leads and not verdict.is_talk(found.query):
                rows.append(verdict.weigh(found, leads[0])[:-1])
                labels.append((own and question.on_topic, own and question.answerable))
    signals, (about, answered) = np.array(rows), np.array(labels, dtype=np.float64).T
    kept = about > 0
    if any(debate.library.meaning is None for debate in debates):
        return (verdict.Evidence(*regress(signals, answered, verdict.SIGNS[:-1])),)
    return (
        verdict.Evidence(*regress(signals, about, verdict.SIGNS[:-1])),
        verdict.Evidence(*regress(signals[kept], answered[kept], verdict.SIGNS[:-1])),
    )


def address_weights(debates: Sequence[Debate]) -> opposing.Address:
    """Return the weights that best tell issues the other side addresses from those on which it is silent."""
    rows: list[Sequence[float]] = []
    labels: list[float] = []
    for library, asked in debates:
        for question in asked:
            found, leads = _retrieved(library, question)
            contest = opposing.contest(found, leads) if question.answerable and leads else None
            if contest is not None and contest.best is not None:
                rows.append(contest.address[0][:-1])
                labels.append(float(bool(question.opposing)))
    return opposing.Address(*regress(np.array(rows), np.array(labels), opposing.SIGNS[:-1]))


def _retrieved(library: Library, question: Question) -> tuple[Retrieval, list[int]]:
    query = understand(question.text, library, question.previous)
    found = Retrieval(library, query, query.about or None)
    return found, answering.leads_of(found)


def regress(rows: Floats, labels: Floats, signs: Sequence[float]) -> list[float]:
    """Return the weights of the columns and the constant of an L2-penalised logistic regression.

    ``signs`` says which way each column may speak (1 for, -1 against): what is plain to a person is not left to a
    few hundred examples. Projected gradient descent on standardised columns (shape of rows: examples by signals);
    the weights returned are for raw ones.
    """
    mean, spread = rows.mean(axis=0), rows.std(axis=0) + 1e-9
    columns = np.column_stack(((rows - mean) / spread, np.ones(len(rows))))
    weights = np.zeros(columns.shape[1])
    penalty = np.append(np.full(rows.shape[1], _PENALTY), 0.0)
    for _ in range(_STEPS):
        expected = 1 / (1 + np.exp(-columns @ weights))
        weights -= (columns.T @ (expected - labels) + penalty * weights) / len(labels)
        weights[:-1] = np.where(weights[:-1] * signs > 0, weights[:-1], 0.0)
    raw = weights[:-1] / spread
    return [round(float(w), 2) for w in (*raw, weights[-1] - float((raw * mean).sum()))]
