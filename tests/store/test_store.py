"""Changes, their revisions, conflicts and undos; nothing of one server in another's."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from knowledge.sources import markdown
from knowledge.store.database import Database
from knowledge.store.errors import (
    BadDatabaseUrlError,
    ConflictError,
    NothingToChangeError,
    UnavailableError,
    UnknownPassageError,
    UnknownRevisionError,
    UnknownSourceError,
    UnstorableError,
)
from knowledge.store.guild_settings import GuildSettings
from knowledge.store.store import Store
from knowledge.store.subjects import SETTINGS, Subject
from tests.conftest import ALDER, CEDAR, make_source
from tests.store.conftest import ANN, BEN, GUILD, OTHER

RICH = CEDAR.model_copy(
    update={
        "authors": ("Cy Cedar", "Ann Alder"),
        "outlet": "The “Ledger” – 北",
        "url": "https://example.org/?a=b#c",
        "thesis": "Neither: it was the harvest.",
        "extra": (("seen", "2020-05-01"), ("tags", ["a", {"b": None}]), ("count", 3), ("pseudonym", "Cato")),
    }
)


async def test_an_empty_library_has_version_0_and_the_shipped_essays(store: Store) -> None:
    assert await store.library(GUILD) == (0, GuildSettings(), (), {}, (), (), {})
    assert await store.version(GUILD) == 0
    assert await store.history(GUILD) == []
    assert (await store.source(GUILD, ALDER.id)).source == ALDER


async def test_a_source_comes_back_as_it_went_in(store: Store) -> None:
    await store.add(GUILD, RICH, ANN)
    (stored,) = (await store.library(GUILD)).sources
    assert stored.source == RICH
    assert markdown.render(stored.source) == markdown.render(RICH)
    assert (stored.retired, stored.version, stored.passages) == (False, 1, (1, 1))
    assert await store.export(GUILD) == [RICH]


async def test_adding_the_same_again_changes_nothing(store: Store) -> None:
    assert await store.add(GUILD, CEDAR, ANN) is not None
    assert await store.add(GUILD, CEDAR, ANN) is None
    assert await store.add(GUILD, ALDER, ANN) is None, "the shipped essay is already there"
    assert await store.version(GUILD) == 1


async def test_every_change_has_a_revision_with_who_when_and_what(store: Store) -> None:
    await store.add(GUILD, CEDAR, ANN)
    await store.edit(GUILD, CEDAR.id, BEN, {"title": "Ledgers", "side": None}, expected=1)
    await store.edit_passage(GUILD, CEDAR.id, 2, ANN, "Old ledgers were lost.", expected=1)
    await store.retire(GUILD, CEDAR.id)
    await store.restore(GUILD, CEDAR.id, BEN)
    await store.change_settings(GUILD, BEN, shipped=False)
    history = await store.history(GUILD)
    assert [(r.number, r.kind, r.who, r.subject.paragraph) for r in history] == [
        (6, "settings", BEN, None),
        (5, "restored", BEN, None),
        (4, "retired", None, None),
        (3, "edited", ANN, 2),
        (2, "edited", BEN, None),
        (1, "imported", ANN, None),
    ]
    assert (history[4].before, history[4].after) == (
        {"title": CEDAR.title, "side": "Historians"},
        {"title": "Ledgers", "side": None},
    )
    assert history[3].after == {"text": "Old ledgers were lost."}
    assert all(timedelta(0) <= datetime.now(UTC) - r.at < timedelta(minutes=1) for r in history)
    assert [r.number for r in await store.history(GUILD, before=4, most=2)] == [3, 2]
    library = await store.library(GUILD)
    assert (library.version, library.settings.shipped) == (6, False)
    (stored,) = library.sources
    assert (stored.source.title, stored.source.passages[1].text) == ("Ledgers", "Old ledgers were lost.")
    assert stored.passages == (1, 3), "a passage keeps the version of its own last change"


async def test_a_retired_source_is_kept_but_not_exported(store: Store) -> None:
    await store.add(GUILD, CEDAR)
    await store.retire(GUILD, CEDAR.id)
    (stored,) = (await store.library(GUILD)).sources
    assert stored.retired
    assert await store.export(GUILD) == []
    with pytest.raises(NothingToChangeError):
        await store.retire(GUILD, CEDAR.id)
    assert await store.add(GUILD, CEDAR) is not None, "importing a retired source brings it back"
    assert await store.export(GUILD) == [CEDAR]


async def test_a_retired_passage_keeps_its_number_and_its_text(store: Store) -> None:
    await store.add(GUILD, CEDAR)
    retired = await store.retire(GUILD, CEDAR.id, ANN, 1)
    assert (retired.kind, retired.subject) == ("retired", Subject("passage", CEDAR.id, 1))
    stored = await store.source(GUILD, CEDAR.id)
    assert [(p.number, p.text, p.retired) for p in stored.source.passages] == [
        (1, CEDAR.passages[0].text, True),
        (2, CEDAR.passages[1].text, False),
    ]
    assert (stored.retired, stored.version, stored.passages) == (False, 1, (2, 1))
    with pytest.raises(NothingToChangeError, match="already is retired"):
        await store.retire(GUILD, CEDAR.id, BEN, 1)
    # It can be edited meanwhile, by somebody who saw it before it was retired.
    await store.edit_passage(GUILD, CEDAR.id, 1, BEN, "Edited.", expected=1)
    await store.undo(GUILD, 2)
    assert (await store.source(GUILD, CEDAR.id)).source.passages[0].text == "Edited."
    await store.retire(GUILD, CEDAR.id, ANN, 2)
    (exported,) = await store.export(GUILD)
    assert markdown.parse(markdown.render(exported), Path("x.md")) == exported
    assert [passage.retired for passage in exported.passages] == [False, True]
    await store.restore(GUILD, CEDAR.id, ANN, 2)
    await store.retire(GUILD, CEDAR.id, ANN, 2)
    await store.add(GUILD, CEDAR)
    assert await store.export(GUILD) == [CEDAR], "a whole new version brings retired passages back"


async def test_an_import_is_a_change_of_its_passages(store: Store) -> None:
    await store.add(GUILD, CEDAR)
    edited = CEDAR.passages[0].model_copy(update={"text": "Imported."})
    await store.add(GUILD, CEDAR.model_copy(update={"passages": (edited, *CEDAR.passages[1:])}))
    with pytest.raises(ConflictError) as caught:
        await store.edit_passage(GUILD, CEDAR.id, 1, ANN, "Typed.", expected=1)
    assert caught.value.theirs == {"text": "Imported."}
    await store.edit_passage(GUILD, CEDAR.id, 2, ANN, "Typed.", expected=1)


async def test_sources_stay_in_the_order_in_which_they_came(store: Store) -> None:
    for source_id in ("one", "two", "three"):
        await store.add(GUILD, make_source(source_id, "A B", "Some words."))
    await store.edit(GUILD, "one", ANN, {"title": "First"}, expected=1)
    await store.retire(GUILD, "two")
    await store.restore(GUILD, "two")
    assert [stored.source.id for stored in (await store.library(GUILD)).sources] == ["one", "two", "three"]


async def test_a_shipped_essay_is_copied_when_a_server_changes_it(store: Store) -> None:
    await store.retire(GUILD, ALDER.id, ANN)
    (stored,) = (await store.library(GUILD)).sources
    assert (stored.source, stored.retired) == (ALDER, True)
    await store.undo(GUILD, 1, ANN)
    assert await store.export(GUILD) == [ALDER]
    assert (await store.library(OTHER)).sources == ()


async def test_a_shorter_version_replaces_all_and_undo_brings_all_back(store: Store) -> None:
    await store.add(GUILD, RICH)
    short = make_source(CEDAR.id, "Cy Cedar", "One paragraph is left.")
    await store.add(GUILD, short)
    assert await store.export(GUILD) == [short]
    await store.undo(GUILD, 2)
    assert await store.export(GUILD) == [RICH]


async def test_undo_takes_back_any_change_and_an_undo_too(store: Store) -> None:
    await store.add(GUILD, CEDAR, ANN)
    await store.undo(GUILD, 1, BEN)
    assert (await store.library(GUILD)).sources == ()
    redone = await store.undo(GUILD, 2, ANN)
    assert (redone.number, redone.kind, redone.undoes) == (3, "undone", 2)
    assert await store.export(GUILD) == [CEDAR]
    await store.edit_passage(GUILD, CEDAR.id, 1, ANN, "Bread followed the harvest.", expected=3)
    await store.edit(GUILD, CEDAR.id, ANN, {"title": "Ledgers"}, expected=3)
    await store.undo(GUILD, 4)
    (exported,) = await store.export(GUILD)
    assert (exported.title, exported.passages) == ("Ledgers", CEDAR.passages), "later changes of other fields stay"
    await store.change_settings(GUILD, ANN, shipped=False)
    await store.undo(GUILD, 7)
    assert (await store.library(GUILD)).settings.shipped


async def test_an_undo_does_not_overwrite_what_came_later(store: Store) -> None:
    await store.add(GUILD, CEDAR)
    await store.edit(GUILD, CEDAR.id, ANN, {"title": "First"}, expected=1)
    await store.edit(GUILD, CEDAR.id, BEN, {"title": "Second"}, expected=2)
    with pytest.raises(ConflictError) as caught:
        await store.undo(GUILD, 2)
    assert (caught.value.yours, caught.value.theirs) == ({"title": CEDAR.title}, {"title": "Second"})
    with pytest.raises(ConflictError):
        await store.undo(GUILD, 1)
    assert await store.version(GUILD) == 3


async def test_two_editors_of_one_passage_the_second_is_told(store: Store) -> None:
    await store.add(GUILD, CEDAR)
    await store.edit_passage(GUILD, CEDAR.id, 1, ANN, "Ann's words.", expected=1)
    with pytest.raises(ConflictError) as caught:
        await store.edit_passage(GUILD, CEDAR.id, 1, BEN, "Ben's words.", expected=1)
    assert (caught.value.yours, caught.value.theirs) == ({"text": "Ben's words."}, {"text": "Ann's words."})
    await store.edit_passage(GUILD, CEDAR.id, 2, BEN, "Another passage is no conflict.", expected=1)
    await store.edit(GUILD, CEDAR.id, BEN, {"side": "Crown"}, expected=1)
    with pytest.raises(ConflictError):
        await store.edit(GUILD, CEDAR.id, ANN, {"side": "Traders"}, expected=1)
    await store.edit(GUILD, CEDAR.id, ANN, {"title": "Another field is no conflict"}, expected=1)


async def test_changes_at_the_same_time_are_all_made(make_store: Callable[[], Store], store: Store) -> None:
    other = make_store()
    texts = [make_source(f"s{n}", "A B", "Some words.") for n in range(12)]
    await asyncio.gather(*((store, other)[n % 2].add(GUILD, text, n) for n, text in enumerate(texts)))
    assert await store.export(GUILD) == sorted(texts, key=lambda source: source.id)
    assert sorted(r.number for r in await other.history(GUILD)) == list(range(1, 13))
    await other.close()


async def test_nothing_of_one_server_is_in_anothers(store: Store) -> None:
    await store.add(GUILD, CEDAR, ANN)
    await store.add(OTHER, make_source(CEDAR.id, "Dee Doe", "Quite another text."), BEN)
    await store.edit(GUILD, CEDAR.id, ANN, {"title": "Ours"}, expected=1)
    (theirs,) = await store.export(OTHER)
    assert (theirs.author, theirs.title) == ("Dee Doe", f"Essay {CEDAR.id}")
    assert [r.who for r in await store.history(OTHER)] == [BEN]
    assert await store.version(OTHER) == 1
    with pytest.raises(UnknownRevisionError):
        await store.undo(OTHER, 2)
    await store.undo(OTHER, 1)
    assert [source.title for source in await store.export(GUILD)] == ["Ours"]


async def test_what_changed_since_a_version_is_told(store: Store) -> None:
    await store.add(GUILD, CEDAR)
    await store.add(GUILD, make_source("gone", "A B", "Words."))
    await store.edit(GUILD, CEDAR.id, ANN, {"title": "Ledgers"}, expected=1)
    await store.undo(GUILD, 2)
    library, touched = await store.changed_since(GUILD, 2)
    assert (library.version, touched) == (4, {Subject("source", CEDAR.id), Subject("source", "gone")})
    assert [stored.source.title for stored in library.sources] == ["Ledgers"]
    await store.change_settings(GUILD, ANN, shipped=False)
    assert (await store.changed_since(GUILD, 4))[1] == {SETTINGS}


Act = Callable[[Store], Awaitable[object]]
MISTAKES: dict[str, tuple[type[Exception], Act]] = {
    "no such source": (UnknownSourceError, lambda s: s.retire(GUILD, "nobody")),
    "another server's source": (UnknownSourceError, lambda s: s.restore(OTHER, CEDAR.id)),
    "no such passage": (UnknownPassageError, lambda s: s.edit_passage(GUILD, CEDAR.id, 3, ANN, "Text.", 1)),
    "passage 0": (UnknownPassageError, lambda s: s.edit_passage(GUILD, CEDAR.id, 0, ANN, "Text.", 1)),
    "retire no passage": (UnknownPassageError, lambda s: s.retire(GUILD, CEDAR.id, ANN, 3)),
    "restore passage 0": (UnknownPassageError, lambda s: s.restore(GUILD, CEDAR.id, ANN, 0)),
    "a passage of nothing": (UnknownSourceError, lambda s: s.retire(GUILD, "nobody", ANN, 1)),
    "passage not retired": (NothingToChangeError, lambda s: s.restore(GUILD, CEDAR.id, ANN, 1)),
    "NUL in an id": (UnknownSourceError, lambda s: s.retire(GUILD, "a\0b")),
    "no such revision": (UnknownRevisionError, lambda s: s.undo(GUILD, 9)),
    "not retired": (NothingToChangeError, lambda s: s.restore(GUILD, CEDAR.id)),
    "same title": (NothingToChangeError, lambda s: s.edit(GUILD, CEDAR.id, ANN, {"title": CEDAR.title}, 1)),
    "same setting": (NothingToChangeError, lambda s: s.change_settings(GUILD, ANN, shipped=True)),
    "no title": (UnstorableError, lambda s: s.edit(GUILD, CEDAR.id, ANN, {"title": ""}, 1)),
    "date in words": (UnstorableError, lambda s: s.edit(GUILD, CEDAR.id, ANN, {"published": "spring"}, 1)),
    "two paragraphs": (UnstorableError, lambda s: s.edit_passage(GUILD, CEDAR.id, 1, ANN, "One.\n\nTwo.", 1)),
    "a heading": (UnstorableError, lambda s: s.edit_passage(GUILD, CEDAR.id, 1, ANN, "## Head\nText.", 1)),
    "blank text": (UnstorableError, lambda s: s.edit_passage(GUILD, CEDAR.id, 1, ANN, "  ", 1)),
    "NUL": (UnstorableError, lambda s: s.edit_passage(GUILD, CEDAR.id, 1, ANN, "a\0b", 1)),
    "half a character": (UnstorableError, lambda s: s.edit_passage(GUILD, CEDAR.id, 1, ANN, "a\ud800b", 1)),
    "NUL in an import": (UnstorableError, lambda s: s.add(GUILD, make_source("nul", "A B", "a\0b"))),
}


@pytest.mark.parametrize("mistake", MISTAKES)
async def test_a_mistake_is_one_sentence_and_changes_nothing(store: Store, mistake: str) -> None:
    await store.add(GUILD, CEDAR)
    kind, act = MISTAKES[mistake]
    with pytest.raises(kind, match=r"^[^\n]+\.$"):
        await act(store)
    assert await store.version(GUILD) == 1
    assert await store.export(GUILD) == [CEDAR]


@pytest.mark.parametrize("address", ["", "library.sqlite", "mysql://root@localhost/x", "postgresql://host:port/x"])
def test_an_address_of_another_database_is_refused(address: str) -> None:
    with pytest.raises(BadDatabaseUrlError, match="must begin with"):
        Database(address)


async def test_a_database_that_cannot_be_reached_is_a_sentence(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.touch()
    for address in ("postgresql://nobody@127.0.0.1:1/none", f"sqlite:///{blocked}/x.sqlite"):
        store = Store(Database(address))
        with pytest.raises(UnavailableError, match=r"^The .*\.$"):
            await store.open()
        await store.close()


async def test_tables_that_are_missing_are_a_sentence(url: str, tmp_path: Path) -> None:
    tmp_path.joinpath("data").mkdir(exist_ok=True)
    store = Store(Database(url))
    with pytest.raises(UnavailableError, match="refuses"):
        await store.version(GUILD)
    await store.close()


async def test_opening_twice_at_once_is_safe(make_store: Callable[[], Store]) -> None:
    stores = [make_store() for _ in range(3)]
    await asyncio.gather(*(store.open() for store in stores))
    await stores[0].add(GUILD, CEDAR)
    assert [await store.export(GUILD) for store in stores] == [[CEDAR]] * 3
    for store in stores:
        await store.close()


async def test_the_tables_are_those_that_the_code_speaks_of(url: str, store: Store) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext
    from sqlalchemy.ext.asyncio import create_async_engine

    from knowledge.store import tables

    await store.version(GUILD)
    drivers = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+asyncpg"}
    scheme, _, rest = url.partition("://")
    engine = create_async_engine(f"{drivers[scheme]}://{rest}")
    async with engine.connect() as connection:
        found = await connection.run_sync(
            lambda sync: compare_metadata(MigrationContext.configure(sync), tables.metadata)
        )
    await engine.dispose()
    assert found == []
