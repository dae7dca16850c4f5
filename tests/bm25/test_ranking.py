"""The scores are rank-bm25's, after any changes; where it crashes or fails, matches still come first."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rank_bm25 import BM25Okapi

from knowledge.bm25 import codes, postings, ranking, scoring, selection
from knowledge.bm25.ranking import Bm25Index, Floats

documents = st.lists(st.integers(0, 11), max_size=9)
collections = st.lists(documents, max_size=14)
questions = st.lists(st.integers(0, 13), min_size=1, max_size=5)
changes = st.lists(st.tuples(st.sampled_from(["add", "edit", "remove"]), st.integers(0, 99), documents), max_size=12)


def okapi(kept: Sequence[Sequence[int]], question: Sequence[int]) -> Floats:
    """What rank-bm25 says on a fresh index; zeros where it cannot be built."""
    if not any(kept):
        return np.zeros(len(kept))
    corpus = [list(terms) for terms in kept]
    peer: Any = BM25Okapi(corpus, k1=ranking.K1, b=ranking.B, epsilon=ranking.EPSILON)
    return np.asarray(peer.get_scores(list(question)), dtype=np.float64)


def concepts(question: Sequence[int]) -> list[dict[int, float]]:
    return [{term: 1.0} for term in question]


def check(index: Bm25Index, slots: Mapping[int, Sequence[int]], question: Sequence[int]) -> None:
    """Compare scores and the best three with rank-bm25's on the documents in ``slots``."""
    expected = np.zeros(len(index))
    live = sorted(slots)
    expected[live] = okapi([slots[slot] for slot in live], question)
    np.testing.assert_allclose(index.scores(concepts(question)), expected, rtol=0, atol=1e-9)
    matching = [slot for slot in live if set(slots[slot]) & set(question)]
    for k in (1, 3, 50):
        top = index.top(concepts(question), k)
        assert set(top.slots.tolist()) <= set(matching)
        assert top.slots.size == min(k, len(matching))
        np.testing.assert_allclose(top.scores, -np.sort(-expected[matching])[:k], rtol=0, atol=1e-9)
        np.testing.assert_allclose(top.scores, expected[top.slots], rtol=0, atol=1e-9)


@pytest.fixture(autouse=True, params=["as shipped", "small parts"], scope="module")
def sizes(request: pytest.FixtureRequest) -> Iterator[None]:
    """Run every test also with segments of four documents and with nothing too small for a shortcut."""
    with pytest.MonkeyPatch.context() as patch:
        if request.param == "small parts":
            patch.setattr(ranking, "SPAN", 4)
            patch.setattr(selection, "_SORTED", 1)
            patch.setattr(codes, "_STEP", 3)
            patch.setattr(postings, "_SPARE", 1)
            patch.setattr(postings, "_SHORT", 2)
            patch.setattr(postings, "_ROW_SHARE", 2)
            patch.setattr(postings, "_ROW_LEAST", 1)
            patch.setattr(scoring, "_HEAD", 4)
            patch.setattr(scoring, "_PROBED", 1)
        yield


@given(collections, questions)
def test_a_built_index_scores_as_rank_bm25(kept: list[list[int]], question: list[int]) -> None:
    check(Bm25Index.of(kept), dict(enumerate(kept)), question)


@given(st.lists(st.lists(st.integers(0, 3), max_size=5), max_size=4), questions)
def test_tiny_collections_score_as_rank_bm25(kept: list[list[int]], question: list[int]) -> None:
    index = Bm25Index()
    for terms in kept:
        index.add(terms)
    check(index, dict(enumerate(kept)), question)


def change(index: Bm25Index, slots: dict[int, list[int]], made: tuple[str, int, list[int]]) -> None:
    """Make a change of an index, and of what is in its slots."""
    kind, number, terms = made
    slot = number % len(index) if len(index) else 0
    if kind == "add" or not len(index):
        slots[index.add(terms)] = terms
    elif kind == "edit":
        index.edit(slot, terms)
        slots[slot] = terms
    else:
        index.remove(slot)
        slots.pop(slot, None)


@settings(max_examples=300)
@given(collections, changes, questions)
def test_any_changes_leave_the_scores_of_a_fresh_index(
    kept: list[list[int]], made: list[tuple[str, int, list[int]]], question: list[int]
) -> None:
    index, slots = Bm25Index.of(kept), dict(enumerate(kept))
    for one in made:
        change(index, slots, one)
        check(index, slots, question)


@pytest.mark.parametrize(
    ("kept", "question"),
    [
        pytest.param(list[list[int]](), [1], id="an empty corpus"),
        pytest.param([list[int](), list[int]()], [1], id="all documents empty"),
        pytest.param([[1, 2]], [1], id="one document"),
        pytest.param([[1, 2], [3, 4]], [1], id="two documents"),
        pytest.param([[1, 2], [1, 3], [4, 5], [6, 7]], [1], id="a term in exactly half"),
        pytest.param([[1, 2], [1, 3], [1, 5], [6, 7]], [1], id="a term in more than half"),
        pytest.param([[1], [1], [1]], [1], id="a term in all, and no other"),
        pytest.param([[1, 2, 3], list[int](), [2]], [1, 1, 9], id="an empty document, a word asked twice"),
    ],
)
def test_hazards_of_rank_bm25(kept: list[list[int]], question: list[int]) -> None:
    index = Bm25Index.of(kept)
    check(index, dict[int, list[int]](enumerate(kept)), question)
    assert set(index.top(concepts(question), 9).slots.tolist()) == {
        slot for slot, terms in enumerate(kept) if set(terms) & set(question)
    }


def zipf_documents(count: int, vocabulary: int, seed: int) -> list[list[int]]:
    rng = np.random.default_rng(seed)
    lengths = rng.integers(1, 40, count)
    weights = 1.0 / np.arange(1, vocabulary + 1) ** 1.3
    terms = rng.choice(vocabulary, int(lengths.sum()), p=weights / weights.sum())
    return [chunk.tolist() for chunk in np.split(terms, np.cumsum(lengths)[:-1])]


@pytest.mark.parametrize("question", [[0, 1, 2, 300], [0], [5, 77, 1500], [0, 0, 1, 40], [1999]])
@pytest.mark.parametrize("k", [1, 10, 200])
def test_many_documents_keep_the_top(question: list[int], k: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ranking, "SPAN", 2500)
    index = Bm25Index.of(zipf_documents(6000, 2000, seed=7))
    scores = index.scores(concepts(question))
    order = np.lexsort((np.arange(scores.size), -scores))
    best = order[scores[order] > 0][:k]
    top = index.top(concepts(question), k)
    assert top.slots.tolist() == best.tolist()
    assert top.scores.tolist() == scores[best].tolist()
    even = np.arange(scores.size) % 2 == 0
    assert (
        index.top(concepts(question), k, among=even).slots.tolist()
        == [slot for slot in order.tolist() if slot % 2 == 0 and scores[slot] > 0][:k]
    )


def test_thousands_of_changes_leave_the_scores_of_a_fresh_index() -> None:
    rng = np.random.default_rng(5)
    drawn = iter(zipf_documents(3000, 400, seed=11))
    slots = dict(enumerate(itertools.islice(drawn, 60)))
    index = Bm25Index.of(slots.values())
    for change, terms in enumerate(drawn, 1):
        kind, slot = int(rng.integers(0, 4)), int(rng.choice(sorted(slots)))
        if kind == 0:
            index.remove(slot)
            del slots[slot]
        elif kind == 1:
            index.edit(slot, terms)
            slots[slot] = terms
        else:
            slots[index.add(terms)] = terms
        if change % 300 == 0:
            check(index, slots, [0, 3, 40, 399])


def test_a_concept_counts_by_its_best_term() -> None:
    index = Bm25Index.of([[1, 2], [1], [2], [3], [4], [5], [6]])
    one, two = index.scores([{1: 1.0}]), index.scores([{2: 0.5}])
    np.testing.assert_allclose(index.scores([{1: 1.0, 2: 0.5}]), np.maximum(one, two))
    np.testing.assert_allclose(index.scores([{1: 1.0, 2: 0.5}, {1: 1.0}]), np.maximum(one, two) + one)
    assert index.top([{1: 1.0, 2: 0.5}], 9).slots.tolist() == [1, 0, 2]


weighted = st.lists(st.dictionaries(st.integers(0, 9), st.sampled_from([0.5, 1.0]), min_size=1), min_size=1, max_size=4)


@given(st.lists(documents, max_size=30), weighted, st.integers(1, 5), st.integers(1, 3))
def test_the_top_of_concepts_of_several_terms_is_that_of_their_scores(
    kept: list[list[int]], asked: list[dict[int, float]], k: int, step: int
) -> None:
    index = Bm25Index.of(kept)
    scores, among = index.scores(asked), np.arange(len(kept)) % step == 0
    matching = [slot for slot, terms in enumerate(kept) if among[slot] and set(terms) & set().union(*asked)]
    top = index.top(asked, k, among=among)
    assert set(top.slots.tolist()) <= set(matching)
    np.testing.assert_allclose(top.scores, -np.sort(-scores[matching])[:k], rtol=0, atol=1e-9)
    np.testing.assert_allclose(top.scores, scores[top.slots], rtol=0, atol=1e-9)


@given(st.lists(st.integers(0, 300_000), max_size=40))
def test_packed_ids_come_back(ids: list[int]) -> None:
    ascending = np.array(sorted(set(ids)), dtype=np.int64)
    assert codes.unpack(codes.pack(ascending)).tolist() == ascending.tolist()


def test_more_kinds_of_postings_than_two_bytes_can_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postings, "CODE_BITS", 2)
    kept = [[0] * f + [1] * g for f, g in itertools.product(range(4), range(4))]
    index = Bm25Index.of(kept[:4])
    for terms in kept[4:]:
        index.add(terms)
    check(index, dict(enumerate(kept)), [0, 1])


@given(collections, changes, questions)
def test_a_restored_index_goes_on_as_the_one_before(
    kept: list[list[int]], made: list[tuple[str, int, list[int]]], question: list[int]
) -> None:
    index, slots = Bm25Index.of(kept), dict(enumerate(kept))
    for one in made:
        change(index, slots, one)
        index = Bm25Index.restored(index.state())
        check(index, slots, question)


@pytest.mark.parametrize("name", ["pairs", "documents", "sizes", "lengths", "postings0", "count0"])
def test_a_state_of_which_something_is_missing_is_refused(name: str) -> None:
    state = Bm25Index.of([[1, 2, 2], [2, 3], [3]]).state()
    with pytest.raises(ValueError, match=r"documents|postings|codes"):
        Bm25Index.restored(state | {name: state[name][:-1]})
    with pytest.raises(KeyError):
        Bm25Index.restored({key: array for key, array in state.items() if key != name})
