"""The index of a server's library is read from the database; what changed since is read from the texts."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable

import pytest
import pytest_asyncio

from knowledge.answers.answering import answer
from knowledge.language import thesaurus
from knowledge.saving import Saver
from knowledge.search import saved
from knowledge.search.library import Library
from knowledge.shelf import Shelf
from knowledge.store.database import Database
from knowledge.store.errors import UnavailableError
from knowledge.store.indexes import IndexStore
from knowledge.store.store import Store
from tests.conftest import ALDER, BIRCH, BREAD, CEDAR
from tests.store.conftest import ANN, GUILD, OTHER

OURS = saved.identity(thesaurus.shipped())
MakeShelf = Callable[[], Shelf]


@pytest_asyncio.fixture
async def make_shelf(url: str, store: Store, monkeypatch: pytest.MonkeyPatch) -> AsyncGenerator[MakeShelf]:
    """Return what opens the libraries as another process would, where few passages are worth saving."""
    monkeypatch.setattr(saved, "_LEAST", 2)
    shelves: list[Shelf] = []

    def make() -> Shelf:
        database, shared = Database(url), Library([ALDER, BIRCH])
        shelves.append(Shelf(Store(database, shared.sources), shared, saver=Saver(IndexStore(database))))
        return shelves[-1]

    await store.add(GUILD, CEDAR)
    yield make
    for shelf in shelves:
        await shelf.close()


async def _saved(make_shelf: MakeShelf) -> None:
    shelf = make_shelf()
    await shelf.library(GUILD)
    await shelf.close()


async def test_after_a_restart_nothing_is_read_but_what_changed(make_shelf: MakeShelf, texts_read: list[str]) -> None:
    await _saved(make_shelf)
    shelf = make_shelf()
    texts_read.clear()
    library = await shelf.library(GUILD)
    assert texts_read == []
    assert answer(library, BREAD) == answer(Library([ALDER, BIRCH, CEDAR]), BREAD)
    await shelf.store.edit_passage(GUILD, CEDAR.id, 2, ANN, "Bread was dear.", expected=1)
    await shelf.store.retire(GUILD, ALDER.id)
    later = make_shelf()
    texts_read.clear()
    library = await later.library(GUILD)
    assert texts_read == ["Bread was dear."]
    assert [source.id for source in library.sources] == [BIRCH.id, CEDAR.id]
    assert "bakers" not in library.spellings


async def test_what_changed_is_saved_when_it_is_enough(make_shelf: MakeShelf, texts_read: list[str]) -> None:
    await _saved(make_shelf)
    shelf = make_shelf()
    texts = ["Bread was dear.", "Bread was cheap."]
    for number, text in enumerate(texts, 1):
        await shelf.store.edit_passage(GUILD, CEDAR.id, number, ANN, text, expected=1)
    await shelf.library(GUILD)
    await shelf.close()
    later = make_shelf()
    texts_read.clear()
    await later.library(GUILD)
    assert texts_read == []


@pytest.mark.parametrize("data", [b"", b"anything else", bytes(5000)])
async def test_what_is_damaged_is_read_anew(make_shelf: MakeShelf, url: str, data: bytes) -> None:
    await IndexStore(Database(url)).keep(GUILD, OURS, data)
    library = await make_shelf().library(GUILD)
    assert answer(library, BREAD) == answer(Library([ALDER, BIRCH, CEDAR]), BREAD)


async def test_names_of_one_thing_make_another_index(make_shelf: MakeShelf, url: str, texts_read: list[str]) -> None:
    await _saved(make_shelf)
    shelf = make_shelf()
    await shelf.store.set_alias(GUILD, ANN, "the toll", ["harbour tariff"])
    texts_read.clear()
    library = await shelf.library(GUILD)
    await shelf.close()
    assert len(texts_read) == len(library.slots())
    assert answer(library, "what of the toll?").verdict == "answered"
    assert await IndexStore(Database(url)).read(GUILD, OURS) is None, "the one before is forgotten"


async def test_a_server_has_one_index_and_only_its_own(make_shelf: MakeShelf, url: str) -> None:
    await _saved(make_shelf)
    indexes = IndexStore(Database(url))
    assert await indexes.read(GUILD, OURS)
    assert await indexes.read(OTHER, OURS) is None
    await indexes.keep(OTHER, OURS, b"of a server of which nothing is kept")
    assert await indexes.read(OTHER, OURS) is None
    await indexes.keep(GUILD, "later", b"another")
    await indexes.keep(GUILD, "later", b"a third")
    assert await indexes.read(GUILD, OURS) is None
    assert await indexes.read(GUILD, "later") == b"a third"


async def test_what_cannot_be_saved_is_no_obstacle(
    make_shelf: MakeShelf, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def keep(*_: object) -> None:
        raise UnavailableError("The disk is full.")

    monkeypatch.setattr(IndexStore, "keep", keep)
    shelf = make_shelf()
    assert answer(await shelf.library(GUILD), BREAD).verdict == "answered"
    await shelf.close()
    assert "is not kept: The disk is full." in caplog.text
