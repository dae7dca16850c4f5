"""The library that answers is the one in the store, whoever changed it and whatever was loaded before."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable
from datetime import UTC, datetime

import pytest_asyncio

from knowledge.answers.answering import answer
from knowledge.meaning.encoder import Encoder
from knowledge.search.library import Library
from knowledge.shelf import Shelf
from knowledge.store.store import Store
from tests.conftest import ALDER, BIRCH, BREAD, CEDAR, make_source
from tests.store.conftest import ANN, BEN, GUILD, OTHER

MakeShelf = Callable[[], Shelf]


@pytest_asyncio.fixture
async def make_shelf(make_store: Callable[[], Store], store: Store) -> AsyncGenerator[MakeShelf]:
    """Return what opens the libraries as another process would."""
    shelves: list[Shelf] = []

    def make() -> Shelf:
        shelves.append(Shelf(make_store(), Library([ALDER, BIRCH]), most=2))
        return shelves[-1]

    yield make
    for shelf in shelves:
        await shelf.store.close()


def found(library: Library) -> set[str]:
    result = answer(library, BREAD)
    return {excerpt.source for excerpt in (*result.excerpts, *result.opposing)}


async def test_servers_without_own_sources_share_one_library(make_shelf: MakeShelf, store: Store) -> None:
    shelf = make_shelf()
    assert await shelf.library(None) is await shelf.library(GUILD) is await shelf.library(OTHER)
    await store.add(GUILD, CEDAR)
    await store.undo(GUILD, 1)
    assert await shelf.library(GUILD) is shelf.shared


async def test_a_change_of_another_process_is_seen_by_the_next_question(make_shelf: MakeShelf) -> None:
    one, two = make_shelf(), make_shelf()
    assert CEDAR.id not in found(await two.library(GUILD))
    await one.store.add(GUILD, CEDAR, ANN)
    assert CEDAR.id in found(await one.library(GUILD)) & found(await two.library(GUILD))
    live = await two.library(GUILD)
    await one.store.retire(GUILD, CEDAR.id)
    assert CEDAR.id not in found(await two.library(GUILD))
    await one.store.restore(GUILD, CEDAR.id)
    await one.store.edit(GUILD, CEDAR.id, BEN, {"title": "Ledgers"}, expected=1)
    assert (await two.library(GUILD)).source(CEDAR.id).title == "Ledgers"
    assert await two.library(GUILD) is live, "a change is applied, not rebuilt"


async def test_every_kind_of_change_of_another_process_is_seen_by_the_next_question(make_shelf: MakeShelf) -> None:
    one, two = make_shelf(), make_shelf()
    await one.store.add(GUILD, CEDAR, ANN)
    live = await two.library(GUILD)
    await one.store.retire(GUILD, CEDAR.id, ANN, 1)
    assert CEDAR.id not in found(await two.library(GUILD))
    await one.store.restore(GUILD, CEDAR.id, ANN, 1)
    assert CEDAR.id in found(await two.library(GUILD))
    question = "why did the loaves vanish?"
    await one.store.note(GUILD, CEDAR.id, 2, ANN, asks=[question], expected=0)
    assert answer(await two.library(GUILD), question).excerpts[0].paragraph == 2
    await one.store.edit_passage(GUILD, CEDAR.id, 2, BEN, "Mice. They were everywhere. It is known.", expected=1)
    assert answer(await two.library(GUILD), question).excerpts[0].source == CEDAR.id, "a note outlives its words"
    await one.store.note(GUILD, CEDAR.id, 2, ANN, asks=[], expected=4)
    assert answer(await two.library(GUILD), question).verdict == "nothing"
    await one.store.set_issue(GUILD, None, ANN, label="Who is to blame?", passages={CEDAR.id: [2], ALDER.id: [1]})
    assert [issue.label for issue in (await two.library(GUILD)).issues] == ["Who is to blame?"]
    await one.store.edit_passage(GUILD, ALDER.id, 1, BEN, "The harbour tariff made bread dear.", expected=0)
    passage = (await two.library(GUILD)).source(ALDER.id).passages[0]
    assert passage.text == "The harbour tariff made bread dear."
    assert [source.id for source in (await two.library(GUILD)).sources] == [ALDER.id, BIRCH.id, CEDAR.id]
    assert await two.library(GUILD) is live, "all this is applied, not rebuilt"
    await one.store.set_alias(GUILD, ANN, "the duty of kings", ["harbour tariff"])
    assert answer(await two.library(GUILD), "what came of the duty of kings?").excerpts[0].source == ALDER.id
    await one.store.undo(GUILD, 9)
    assert answer(await two.library(GUILD), "what came of the duty of kings?").verdict == "nothing"
    await one.store.change_settings(GUILD, ANN, private=True)
    assert (await two.settings(GUILD)).private


async def test_settings_that_do_not_concern_the_library_leave_it_alone(make_shelf: MakeShelf) -> None:
    shelf = make_shelf()
    await shelf.store.change_settings(GUILD, ANN, private=True, digest_weekday=3)
    await shelf.store.add(OTHER, CEDAR)
    live = await shelf.library(OTHER)
    await shelf.store.change_settings(OTHER, ANN, private=True)
    assert await shelf.library(GUILD) is shelf.shared
    assert await shelf.library(OTHER) is live
    await shelf.store.note(GUILD, ALDER.id, 1, ANN, asks=["why?"], expected=0)
    assert (own := await shelf.library(GUILD)) is not shelf.shared
    assert own.sources == shelf.shared.sources
    await shelf.store.undo(GUILD, 2)
    afresh = make_shelf()
    assert await afresh.library(GUILD) is afresh.shared


async def test_a_server_that_was_purged_begins_anew(make_shelf: MakeShelf) -> None:
    shelf, elsewhere = make_shelf(), make_shelf().store
    for title in ("First", "Second", "Third"):
        await elsewhere.add(GUILD, CEDAR.model_copy(update={"title": title}))
    await shelf.library(GUILD)
    now = datetime.now(UTC)
    await elsewhere.left(GUILD, now)
    await elsewhere.purge(now, days=0)
    await elsewhere.add(GUILD, make_source("dove", "Dee Dove", "Some words on bread."))
    assert [source.id for source in (await shelf.library(GUILD)).sources] == [ALDER.id, BIRCH.id, "dove"]
    shelf.put_away(GUILD)
    assert [source.id for source in (await shelf.library(GUILD)).sources] == [ALDER.id, BIRCH.id, "dove"]


async def test_nothing_of_one_server_is_in_anothers_answers(make_shelf: MakeShelf) -> None:
    shelf = make_shelf()
    await shelf.store.add(GUILD, CEDAR)
    await shelf.store.retire(GUILD, ALDER.id)
    await shelf.store.add(
        OTHER, make_source("dove", "Dee Dove", "The harbour tariff had no part in the price of bread.")
    )
    assert found(await shelf.library(GUILD)) == {BIRCH.id, CEDAR.id}
    assert {source.id for source in (await shelf.library(OTHER)).sources} == {ALDER.id, BIRCH.id, "dove"}
    assert found(await shelf.library(None)) == {ALDER.id, BIRCH.id}
    assert not (await shelf.library(OTHER)).spellings.keys() & {"ledgers"}


async def test_shipped_essays_can_be_left_out(make_shelf: MakeShelf) -> None:
    shelf = make_shelf()
    await shelf.store.add(GUILD, CEDAR)
    await shelf.library(GUILD)
    await shelf.store.change_settings(GUILD, ANN, shipped=False)
    assert [source.id for source in (await shelf.library(GUILD)).sources] == [CEDAR.id]
    await shelf.store.change_settings(OTHER, ANN, shipped=False)
    assert answer(await shelf.library(OTHER), BREAD).verdict == "nothing"


async def test_many_changes_at_once_are_all_seen(make_shelf: MakeShelf, store: Store) -> None:
    shelf = make_shelf()
    await store.add(GUILD, CEDAR)
    await shelf.library(GUILD)
    for number in range(10):
        await store.add(GUILD, make_source(f"s{number}", "A B", "Some words on bread."))
    assert len((await shelf.library(GUILD)).sources) == 13


async def test_long_unused_libraries_are_put_away_and_loaded_again(make_shelf: MakeShelf, store: Store) -> None:
    shelf = make_shelf()
    guilds = range(1, 5)
    for guild in guilds:
        await store.add(guild, make_source(f"only-{guild}", "A B", "Some words."))
    first = [await shelf.library(guild) for guild in guilds]
    assert await shelf.library(4) is first[3]
    assert await shelf.library(1) is not first[0]
    for guild in guilds:
        assert f"only-{guild}" in {source.id for source in (await shelf.library(guild)).sources}


async def test_questions_at_the_same_time_load_a_library_once(make_shelf: MakeShelf, store: Store) -> None:
    shelf = make_shelf()
    await store.add(GUILD, CEDAR)
    libraries = await asyncio.gather(*(shelf.library(GUILD) for _ in range(5)))
    assert all(library is libraries[0] for library in libraries)


async def test_notes_stand_only_where_the_text_does(essays: Library, encoder: Encoder | None) -> None:
    shelf = Shelf.on("sqlite://", encoder=encoder)
    await shelf.store.open()
    mastro = essays.source("mastro-2021")
    await shelf.store.edit_passage(GUILD, mastro.id, 10, ANN, "Quite another paragraph.", expected=0)
    library = await shelf.library(GUILD)
    noted = {place.address.paragraph for place in library.notes.places if place.source == mastro.id}
    assert 10 not in noted
    assert {9, 11} < noted
    await shelf.store.undo(GUILD, 1)
    question = "does China enforce the UN sanctions?"
    assert answer(await shelf.library(GUILD), question).excerpts == answer(essays, question).excerpts
    await shelf.store.close()
