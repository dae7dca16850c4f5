from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.meaning.encoder import Vectors
from knowledge.meaning.vectors import VectorIndex, shrink, unit_vector

acts = st.lists(st.tuples(st.booleans(), st.integers(0, 12), st.integers(1, 5)), max_size=60)


def _made(seed: int, rows: int, dimensions: int = 16) -> Vectors:
    numbers = np.random.default_rng(seed).normal(size=(rows, dimensions))
    return (numbers / np.linalg.norm(numbers, axis=1, keepdims=True)).astype(np.float32)


@given(acts)
def test_whatever_comes_and_goes_the_cosines_are_those_of_what_is_there(changes: list[tuple[bool, int, int]]) -> None:
    index, there = VectorIndex(), dict[int, Vectors]()
    for seed, (adds, group, rows) in enumerate(changes):
        if adds and group not in there:
            there[group] = _made(seed, rows)
            index.add(group, shrink(there[group]))
        elif not adds:
            there.pop(group, None)
            index.remove(group)
    question = unit_vector(np.arange(1.0, 17.0))
    cosines = index.cosines(question)
    for group in range(13):
        assert (group in index) == (group in there)
        expected = there[group] @ question if group in there else np.zeros(0)
        assert cosines[index.rows(group)] == pytest.approx(expected, abs=0.01)
        if group in there:
            assert index.vectors(group) == pytest.approx(there[group], abs=0.01)
            assert index.together(cosines, group) == pytest.approx(
                unit_vector(there[group].sum(0)) @ question, abs=0.02
            )
    best = {group: float((vectors @ question).max()) for group, vectors in there.items()}
    assert index.closest(cosines, 13) == pytest.approx([max(best.get(group, 0), 0) for group in range(13)], abs=0.01)


@pytest.mark.parametrize("most", [1, 2, 3, 4])
def test_the_closest_groups_are_found_among_some(most: int) -> None:
    index = VectorIndex()
    for group, angle in enumerate([0.1, 0.9, 0.4, 0.2, 0.6]):
        index.add(group, shrink(np.array([[np.cos(angle), np.sin(angle)], [-1, 0]], dtype=np.float32)))
    cosines = index.cosines(np.array([1, 0], dtype=np.float32))
    among = np.array([1, 2, 3])
    expected = sorted([3, 2, 1][:most])
    assert index.best(cosines, most, among).tolist() == expected
    assert index.best(cosines, most, among[:0]).tolist() == []


def test_an_empty_index_finds_nothing() -> None:
    index = VectorIndex()
    cosines = index.cosines(np.ones(3, dtype=np.float32))
    assert cosines.size == index.best(cosines, 3, np.array([0, 1])).size == 0
    assert index.closest(cosines, 2).tolist() == [0, 0]


def test_a_hundred_thousand_vectors_would_take_less_than_80_mb() -> None:
    index, rows = VectorIndex(), shrink(_made(1, 5, 384))
    for group in range(1000):
        index.add(group, rows)
    assert index.nbytes * 20 <= 50e6
    for group in range(1000):  # and so they do after each was replaced
        index.remove(group)
        index.add(group + 1000, rows)
    assert index.nbytes * 20 <= 50e6
