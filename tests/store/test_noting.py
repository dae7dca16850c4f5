"""Facts that moderators confirmed, corrected, added or hid: kept with the rest, undone like the rest."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from knowledge.facts import book
from knowledge.facts.fact import Fact
from knowledge.search.library import Library
from knowledge.shelf import Shelf
from knowledge.store.errors import (
    ConflictError,
    NothingToChangeError,
    TooManyError,
    UnknownPassageError,
    UnstorableError,
)
from knowledge.store.noting import MOST_FACTS, StoredFact, fact_note
from knowledge.store.store import Store
from tests.conftest import ALDER, BIRCH, make_source
from tests.store.conftest import ANN, BEN, GUILD, OTHER

SHIPS = StoredFact(fact_note(kind="figure", text="340 ships", about="ships that came in the winter of 1902"), 1)
MARCH = StoredFact(fact_note(kind="event", text="March 1902", hidden=True), 2)


async def noted(store: Store, fact: StoredFact, paragraph: int, seen: Any = None, who: int = ANN) -> int:
    return (await store.set_fact(GUILD, "alder-2001", paragraph, who, fact, seen)).number


async def test_what_was_noted_is_there_and_can_be_undone(store: Store) -> None:
    number = await noted(store, SHIPS, 2)
    assert await store.facts(GUILD, "alder-2001", 2) == (SHIPS,)
    assert (await store.library(GUILD)).facts == {("alder-2001", 2): (SHIPS,)}
    assert [entry.number for entry in await store.history(GUILD, source_id="alder-2001")] == [number]
    undone = await store.undo(GUILD, number, ANN)
    assert await store.facts(GUILD, "alder-2001", 2) == ()
    await store.undo(GUILD, undone.number, ANN)
    assert await store.facts(GUILD, "alder-2001", 2) == (SHIPS,)


async def test_two_facts_of_one_passage_do_not_disturb_each_other_but_two_writers_of_one_do(store: Store) -> None:
    bread = StoredFact(fact_note(kind="term", text="harbour tariff"), 1)
    await noted(store, bread, 1)
    await noted(store, MARCH, 1, who=BEN)
    assert set(await store.facts(GUILD, "alder-2001", 1)) == {bread, MARCH}
    better = StoredFact(fact_note(kind="event", text="March 1902", when="1902-03"), 2)
    with pytest.raises(ConflictError):
        await noted(store, better, 1)
    await noted(store, better, 1, seen=MARCH.note)
    assert set(await store.facts(GUILD, "alder-2001", 1)) == {bread, better}
    with pytest.raises(NothingToChangeError):
        await noted(store, better, 1, seen=better.note)


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"kind": "figure", "text": "341 ships"}, "'341 ships' does not stand in ¶2"),
        ({"kind": "term", "text": "ships", "about": "boats"}, "in the author's words, and 'boats'"),
        ({"kind": "quotation", "text": "340 ships", "by": "Nobody"}, "'Nobody' does not stand in this source"),
    ],
)
async def test_nothing_is_kept_that_is_not_in_the_text(store: Store, fields: dict[str, Any], reason: str) -> None:
    with pytest.raises(UnstorableError, match=reason):
        await noted(store, StoredFact(fact_note(**fields), 1), 2)
    assert await store.version(GUILD) == 0


@pytest.mark.parametrize(
    ("fields", "fits"),
    [
        ({"text": "x" * 300}, True),
        ({"text": "x" * 301}, False),
        ({"text": ""}, False),
        ({"about": "x" * 400}, True),
        ({"about": "x" * 401}, False),
        ({"when": "1902-03"}, True),
        ({"when": "in spring"}, False),
        ({"text": "\x00"}, False),
        ({"kind": "rumour"}, False),
    ],
)
def test_notes_are_within_limits(fields: dict[str, Any], fits: bool) -> None:
    whole = {"kind": "figure", "text": "340 ships", **fields}
    if fits:
        assert fact_note(**whole).kind == "figure"
    else:
        with pytest.raises(UnstorableError):
            fact_note(**whole)


async def test_a_passage_has_room_for_so_many_facts(store: Store) -> None:
    words = " ".join(f"word{n}" for n in range(MOST_FACTS + 1))
    await store.add(GUILD, make_source("long-2001", "Lo Long", words))
    for n in range(MOST_FACTS + 1):
        fact = StoredFact(fact_note(kind="term", text=f"word{n} " if n < MOST_FACTS else f"word{n}"), 1)
        if n < MOST_FACTS:
            await store.set_fact(GUILD, "long-2001", 1, ANN, fact, None)
        else:
            with pytest.raises(TooManyError):
                await store.set_fact(GUILD, "long-2001", 1, ANN, fact, None)


async def test_a_passage_that_is_not_there_has_no_facts(store: Store) -> None:
    with pytest.raises(UnknownPassageError):
        await noted(store, SHIPS, 99)


async def test_a_server_has_its_own(store: Store) -> None:
    await noted(store, SHIPS, 2)
    assert await store.facts(OTHER, "alder-2001", 2) == ()


class TestLibrary:
    @pytest.fixture
    def shelf(self, make_store: Callable[[], Store], store: Store) -> Shelf:
        return Shelf(store, Library([ALDER, BIRCH]))

    async def test_a_correction_is_in_the_library_with_the_next_question(self, shelf: Shelf, store: Store) -> None:
        before = await facts(shelf)
        assert before["340 ships"].about != SHIPS.note.about and "March 1902" in before
        number = await noted(store, SHIPS, 2)
        await noted(store, MARCH, 1)
        now = await facts(shelf)
        assert now["340 ships"].about == SHIPS.note.about and now["340 ships"].confirmed
        assert "March 1902" not in now
        assert shelf.shared is not await shelf.library(GUILD)
        await store.undo(GUILD, number)
        assert (await facts(shelf))["340 ships"].about == before["340 ships"].about

    async def test_what_is_noted_holds_while_the_passage_has_the_datum(self, shelf: Shelf, store: Store) -> None:
        await noted(store, SHIPS, 2)
        kept = "Before that, nobody knew. A customs officer counted 340 ships that winter."
        edited = await store.edit_passage(GUILD, "alder-2001", 2, ANN, kept, expected=0)
        assert (await facts(shelf))["340 ships"].about == SHIPS.note.about, "it moved with its sentence"
        await store.edit_passage(GUILD, "alder-2001", 2, ANN, "Nobody counted anything.", expected=edited.number)
        assert "340 ships" not in await facts(shelf)
        await store.undo(GUILD, (await store.history(GUILD, most=1))[0].number)
        assert (await facts(shelf))["340 ships"].about == SHIPS.note.about

    async def test_a_note_on_one_passage_leaves_the_facts_of_others_as_they_were_read(
        self, shelf: Shelf, store: Store
    ) -> None:
        await noted(store, MARCH, 1)
        other = (await facts(shelf))["340 ships"]
        await noted(store, StoredFact(fact_note(kind="term", text="harbour tariff"), 1), 1)
        assert (await facts(shelf))["340 ships"] is other
        await noted(store, SHIPS, 2)
        assert (await facts(shelf))["340 ships"] is not other


async def facts(shelf: Shelf) -> dict[str, Fact]:
    return {fact.text: fact for fact in book.of(await shelf.library(GUILD))}
