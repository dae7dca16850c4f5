"""Flat columns hold what was put in, whatever came and went; so does a library on top of them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.answers.answering import answer
from knowledge.model import Source
from knowledge.search.columns import OnDemand, Ragged
from knowledge.search.library import Library
from knowledge.search.wordlist import Wordlist
from tests.conftest import ALDER, BIRCH, BREAD, CEDAR, FILLER, make_source

SIZES = st.integers(0, 40)
STEPS = st.lists(st.one_of(SIZES.map(lambda size: ("add", size)), SIZES.map(lambda at: ("remove", at))), max_size=60)


@given(STEPS)
def test_groups_keep_their_rows_whatever_comes_and_goes(steps: list[tuple[str, int]]) -> None:
    ragged, kept, next_row = Ragged(2), list[list[list[int]]](), 0
    for step, number in steps:
        if step == "add":
            rows = [[next_row + k, -k] for k in range(number)]
            next_row += number
            assert ragged.add(np.array(rows, dtype=np.int32).reshape(-1, 2)) == len(kept)
            kept.append(rows)
        elif kept:
            ragged.remove(number % len(kept))
            kept[number % len(kept)] = []
    assert len(ragged) == len(kept)
    assert [ragged.of(group).tolist() for group in range(len(kept))] == kept
    wanted = [g for g in range(len(kept)) for _ in range(g % 3)][::-1]
    rows, sizes = ragged.gather(np.array(wanted, dtype=np.int64))
    assert rows.tolist() == [row for group in wanted for row in kept[group]]
    assert sizes.tolist() == [len(kept[group]) for group in wanted]
    again = Ragged.restored(*ragged.state())
    assert [again.of(group).tolist() for group in range(len(kept))] == kept


def test_rows_that_were_removed_are_let_go() -> None:
    ragged = Ragged(1)
    for number in range(5000):
        ragged.add(np.full((10, 1), number, dtype=np.int32))
        if number >= 10:
            ragged.remove(number - 10)
    assert ragged.nbytes < 5000 * 14 + 10_000, "a few bytes for each number used, none for the rows"


@pytest.mark.parametrize(("rows", "sizes"), [(3, [1, 1]), (3, [4]), (3, [4, -1]), (0, [1])])
def test_groups_that_do_not_fit_their_rows_are_refused(rows: int, sizes: list[int]) -> None:
    with pytest.raises(ValueError, match="do not have these rows"):
        Ragged.restored(np.zeros((rows, 1), dtype=np.int32), np.array(sizes, dtype=np.int32))


def test_items_are_made_when_asked_for() -> None:
    made: list[int] = []
    items = OnDemand(5, lambda k: made.append(k) or k * k)
    assert (items[3], items[-1], items[1:3], len(items)) == (9, 16, [1, 4], 5)
    assert made == [3, 4, 1, 2]
    with pytest.raises(IndexError):
        items[5]


def test_a_hyphenated_word_is_parted_as_in_most_texts() -> None:
    words = Wordlist()
    words.add("an anti-missile missile")
    words.add("the antimis-sile missile")
    assert words.compounds == {"antimissile": "anti missile"}
    words.remove(0)
    assert words.compounds == {"antimissile": "antimis sile"}
    assert words.spellings == {"the": 1, "antimis": 1, "sile": 1, "missile": 1}
    again = Wordlist.restored(words.words, *words.texts.state())
    assert (again.compounds, again.spellings) == (words.compounds, words.spellings)
    for wordlist in (words, again):
        wordlist.remove(1)
        assert (wordlist.compounds, wordlist.spellings) == ({}, {})
        wordlist.add("a missile")
        assert wordlist.spellings == {"a": 1, "missile": 1}


TEXTS = (*(p.text for source in (ALDER, BIRCH, CEDAR) for p in source.passages), *FILLER)
QUESTIONS = (
    BREAD,
    "who burned the old ledgers?",
    "compare Alder and Birch on bread",
    "what of the navvy?",
    "tulips?",
    "Alder in the 2003 essay?",
)
VERSIONS = st.lists(st.tuples(st.sampled_from(TEXTS), st.booleans()), max_size=6)
CHANGES = st.lists(st.tuples(st.sampled_from(("a-2001", "b-2002", "c-2003")), st.none() | VERSIONS), max_size=10)


def _source(source_id: str, passages: list[tuple[str, bool]]) -> Source:
    side = {"a-2001": "Crown", "b-2002": "Traders"}.get(source_id)
    author = f"Ann {source_id[0].upper()}lder"
    source = make_source(source_id, author, *(text for text, _ in passages), side=side, year=str(2001 + len(passages)))
    kept = (p.model_copy(update={"retired": out}) for p, (_, out) in zip(source.passages, passages, strict=True))
    return source.model_copy(update={"passages": tuple(kept)})


@settings(max_examples=60)
@given(CHANGES)
def test_any_changes_leave_what_a_new_library_has(changes: list[tuple[str, list[tuple[str, bool]] | None]]) -> None:
    library, now, order = Library([CEDAR]), {CEDAR.id: CEDAR}, {CEDAR.id: 0}
    for source_id, passages in changes:
        library.names.find(BREAD)  # from here on they are kept up to date
        if passages is not None:
            now[source_id] = _source(source_id, passages)
            library.add(now[source_id], order.setdefault(source_id, len(order)))
        elif now.pop(source_id, None) is not None:
            library.retire(source_id)
    new = Library([now[source_id] for source_id in order if source_id in now])
    assert library.sources == new.sources
    assert [library.indexed(slot).passage for slot in library.slots().tolist()] == [
        new.indexed(slot).passage for slot in new.slots().tolist()
    ]
    assert (library.spellings, library.compounds) == (new.spellings, new.compounds)
    for question in QUESTIONS:
        assert answer(library, question) == answer(new, question)
