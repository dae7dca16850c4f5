"""BM25 as rank-bm25 computes it, over documents that come and go."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rank_bm25 import BM25Okapi  # pyright: ignore[reportMissingTypeStubs]

from knowledge.search.ranking import EPSILON, K1, B, Bm25Index, Vocabulary

_DOCUMENTS = st.lists(st.lists(st.integers(0, 8), max_size=12), min_size=1, max_size=9).filter(any)


def _index(documents: list[list[int]]) -> Bm25Index:
    index = Bm25Index()
    for document in documents:
        index.add(document)
    return index


def _reference(documents: list[list[int]], query: list[int]) -> list[float]:
    okapi: Any = BM25Okapi([[str(term) for term in document] for document in documents], k1=K1, b=B, epsilon=EPSILON)
    return [float(score) for score in okapi.get_scores([str(term) for term in query])]


@settings(derandomize=True, max_examples=200, deadline=None)
@given(_DOCUMENTS, st.integers(0, 10))
def test_scores_of_one_term_are_those_of_rank_bm25(documents: list[list[int]], term: int) -> None:
    scores = _index(documents).scores([{term: 1.0}])
    expected = _reference(documents, [term])
    negative = min(expected) < 0  # its mean idf may be negative in tiny collections
    if not negative:
        assert scores.tolist() == pytest.approx(expected, abs=1e-9)
    else:
        assert scores.max() <= 1e-9


@settings(derandomize=True, max_examples=100, deadline=None)
@given(_DOCUMENTS, st.lists(st.integers(0, 10), min_size=1, max_size=4, unique=True))
def test_scores_of_several_terms_add_up_as_in_rank_bm25(documents: list[list[int]], query: list[int]) -> None:
    parts = [_reference(documents, [term]) for term in query]
    if min(min(part) for part in parts) >= 0:
        scores = _index(documents).scores([{term: 1.0} for term in query])
        assert scores.tolist() == pytest.approx(_reference(documents, query), abs=1e-9)


@settings(derandomize=True, max_examples=100, deadline=None)
@given(_DOCUMENTS, st.sets(st.integers(0, 8), max_size=6))
def test_a_removed_document_leaves_no_trace(documents: list[list[int]], removed: set[int]) -> None:
    index = _index(documents)
    for slot in removed:
        if slot < len(documents):
            index.remove(slot)
            index.remove(slot)
    left = [document for slot, document in enumerate(documents) if slot not in removed]
    fresh = _index(left)
    for term in range(9):
        scores = index.scores([{term: 1.0}])
        assert [float(s) for slot, s in enumerate(scores) if slot not in removed] == pytest.approx(
            fresh.scores([{term: 1.0}]).tolist(), abs=1e-9
        )
        assert all(scores[slot] == 0 for slot in removed if slot < len(documents))


def test_no_document_and_empty_documents_score_nothing() -> None:
    assert Bm25Index().scores([{0: 1.0}]).tolist() == []
    assert _index([[]]).scores([{0: 1.0}]).tolist() == [0.0]
    assert _index([[], [], []]).scores([{0: 1.0}, {5: 1.0}]).tolist() == [0.0, 0.0, 0.0]
    assert _index([[1], [2], [3]]).scores([]).tolist() == [0.0, 0.0, 0.0]


def test_words_of_one_idea_count_as_the_best_of_them_and_not_twice() -> None:
    index = _index([[1, 2], [1], [2], [3], [4], [5]])
    both = index.scores([{1: 1.0, 2: 0.5}])
    assert both[0] == index.scores([{1: 1.0}])[0]
    assert both[2] == pytest.approx(0.5 * index.scores([{2: 1.0}])[2])
    assert both[3:].tolist() == [0.0, 0.0, 0.0]


def test_a_vocabulary_numbers_terms_as_they_come() -> None:
    vocabulary = Vocabulary()
    assert [vocabulary.add(term) for term in ("b", "a", "b")] == [0, 1, 0]
    assert (len(vocabulary), vocabulary.get("a"), vocabulary.get("z"), "b" in vocabulary) == (2, 1, None, True)
