"""Vectors beside the sources of a server: kept, made again for another model, never in anybody's way."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncGenerator, Callable, Sequence

import numpy as np
import pytest
import pytest_asyncio

from knowledge.answers.answering import answer
from knowledge.learning import Learner
from knowledge.meaning.encoder import ModelError, Vectors
from knowledge.meaning.kept import make
from knowledge.search.library import Library
from knowledge.search.meaning import Meaning
from knowledge.shelf import Shelf
from knowledge.store.database import Database
from knowledge.store.store import Store
from knowledge.store.vectors import VectorStore
from tests.conftest import ALDER, BIRCH, CEDAR
from tests.meaning.synonyms import Synonyms
from tests.store.conftest import ANN, GUILD, OTHER

ELSEWHERE = "were antique account books destroyed in a fire?"
SAME = ("old antique", "ledgers account books", "burned destroyed fire", "accident mishap")
MakeShelf = Callable[[Synonyms], Shelf]


@pytest_asyncio.fixture
async def make_shelf(url: str, store: Store) -> AsyncGenerator[MakeShelf]:
    """Return what opens the libraries as another process would, with a model of its own."""
    await store.version(GUILD)
    shelves: list[Shelf] = []

    def make(encoder: Synonyms) -> Shelf:
        shared = Library([ALDER, BIRCH], meaning=Meaning(encoder))
        _learn(shared)
        database = Database(url)
        shelf = Shelf(Store(database, shared.sources), shared, learner=Learner(VectorStore(database)))
        shelves.append(shelf)
        return shelf

    yield make
    for shelf in shelves:
        await shelf.close()


def _learn(library: Library) -> None:
    assert library.meaning is not None
    library.meaning.learn_all(list(make(library.meaning.encoder, library.meaning.awaited.values())))


async def _ready(shelf: Shelf, guild: int = GUILD) -> Library:
    for _ in range(500):
        library = await shelf.library(guild)
        assert library.meaning is not None
        if library.meaning.ready:
            return library
        await asyncio.sleep(0.01)
    raise AssertionError("the library was not learnt")


async def test_a_source_is_asked_by_words_at_once_and_by_meaning_when_ready(make_shelf: MakeShelf) -> None:
    encoder = Synonyms(*SAME)
    shelf = make_shelf(encoder)
    encoder.threads.clear()
    await shelf.store.add(GUILD, CEDAR)
    library = await shelf.library(GUILD)
    assert library.meaning is not None and not library.meaning.ready
    assert answer(library, "who burned the old ledgers?").excerpts[0].source == CEDAR.id
    assert answer(library, ELSEWHERE).verdict != "answered"
    library = await _ready(shelf)
    assert threading.get_ident() not in encoder.threads  # all was made in other threads
    found = answer(library, ELSEWHERE)
    assert (found.verdict, found.excerpts[0].source, found.excerpts[0].paragraph) == ("answered", CEDAR.id, 2)


async def test_vectors_are_made_once_for_all_processes(make_shelf: MakeShelf) -> None:
    first, second = Synonyms(*SAME), Synonyms(*SAME)
    shelf = make_shelf(first)
    await shelf.store.add(GUILD, CEDAR)
    await _ready(shelf)
    other = make_shelf(second)
    second.encoded.clear()
    library = await other.library(GUILD)
    assert library.meaning is not None and library.meaning.ready
    assert second.encoded == []
    await other.store.edit_passage(GUILD, CEDAR.id, 2, ANN, "Antique maps were burned.", expected=1)
    await _ready(other)
    assert "Antique maps were burned." in second.encoded
    assert CEDAR.passages[0].text not in second.encoded


async def test_another_model_makes_its_own_and_forgets_the_others(make_shelf: MakeShelf, url: str) -> None:
    shelf = make_shelf(Synonyms(*SAME))
    await shelf.store.add(GUILD, CEDAR)
    library = await _ready(shelf)
    assert library.meaning is not None
    digests, vectors = library.meaning.digests, VectorStore(Database(url))
    assert await vectors.read(GUILD, "synonyms", digests)
    later = make_shelf(Synonyms(*SAME, identity="later"))
    await _ready(later)
    await _until_tidy(vectors, digests)
    assert await vectors.read(GUILD, "later", digests)


async def _until_tidy(vectors: VectorStore, digests: frozenset[bytes]) -> None:
    for _ in range(500):
        if not await vectors.read(GUILD, "synonyms", digests):
            return
        await asyncio.sleep(0.01)
    raise AssertionError("the vectors of the model before are still there")


async def test_a_server_has_no_vectors_of_another(make_shelf: MakeShelf, url: str) -> None:
    shelf = make_shelf(Synonyms(*SAME))
    await shelf.store.add(GUILD, CEDAR)
    library = await _ready(shelf)
    assert library.meaning is not None
    assert await VectorStore(Database(url)).read(OTHER, "synonyms", library.meaning.digests) == {}


async def test_a_model_that_fails_leaves_the_words(
    make_shelf: MakeShelf, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    encoder = Synonyms(*SAME)
    shelf = make_shelf(encoder)

    def encode(_texts: Sequence[str]) -> Vectors:
        raise ModelError("The model is gone.")

    monkeypatch.setattr(encoder, "encode", encode)
    await shelf.store.add(GUILD, CEDAR)
    library = await shelf.library(GUILD)
    for _ in range(100):
        await asyncio.sleep(0.01)
        if "The model is gone." in caplog.text:
            break
    assert "asked by words alone: The model is gone." in caplog.text
    assert answer(library, "who burned the old ledgers?").excerpts[0].source == CEDAR.id


async def test_as_many_vectors_as_there_are_come_back(url: str, store: Store) -> None:
    await store.add(GUILD, CEDAR)
    vectors = VectorStore(Database(url))
    for count in (499, 500, 501):  # around how many a statement names
        made = {n.to_bytes(16, "big"): np.full((n % 3 + 1, 4), n % 100, dtype=np.int8) for n in range(count)}
        await vectors.keep(GUILD, "m", made)
        await vectors.keep(GUILD, "m", made)
        found = await vectors.read(GUILD, "m", made)
        assert found.keys() == made.keys()
        assert all((found[key] == rows).all() for key, rows in made.items())
        await vectors.tidy(GUILD, "m", list(made)[:2])
        assert len(await vectors.read(GUILD, "m", made)) == 2
