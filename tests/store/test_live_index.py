"""Whatever is changed and undone, in whatever order: the live library answers as one that is built afresh."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from itertools import count
from typing import Any, Literal, NamedTuple

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge.answers.answering import answer
from knowledge.model import Source
from knowledge.search.library import Library
from knowledge.shelf import Shelf
from knowledge.store.database import Database
from knowledge.store.errors import StoreError
from knowledge.store.store import Store
from tests.conftest import ALDER, BIRCH, BREAD, CEDAR, FILLER, make_source
from tests.store.conftest import ANN

QUESTIONS = (
    BREAD,
    "who burned the old ledgers?",
    "did the harbor tarif close bakeries in 1902",
    "what did the grainstores cost?",
    "orchestras and volcanos",
    "what does Birch say about customs revenue?",
    "is bread cheap?",
)
SOURCES = (
    CEDAR,
    CEDAR.model_copy(update={"side": "Crown", "passages": CEDAR.passages[:1]}),
    make_source("dove", "Dee Dove", "The grain-stores cost more than all the bread of the harbour.", *FILLER[1:3]),
    make_source("dove", "Dee Dove", "Bread was cheap in 1902, whatever the tariff.", "Nobody burned a ledger."),
    make_source("elm", "Ann Alder", "The tariff was 12 percent of the price of bread.", side="Traders"),
)
ESSAYS = (ALDER.model_copy(update={"title": "Bread and Ledgers"}), BIRCH)
TEXTS = ("Bakers of bread feared the tariff.", "Ledgers, grain-stores and volcanoes.", "It was so.")


class Act(NamedTuple):
    """Something a moderator does."""

    kind: Literal["add", "passage", "edit", "retire", "restore", "undo", "settings"]
    source: Source
    number: int
    text: str
    fields: Mapping[str, Any]

    async def do(self, store: Store, guild: int) -> object:
        source_id = self.source.id
        match self.kind:
            case "add":
                return await store.add(guild, self.source)
            case "passage":
                seen = (await store.source(guild, source_id)).passages
                version = seen[self.number - 1] if self.number <= len(seen) else 0
                return await store.edit_passage(guild, source_id, self.number, ANN, self.text, version)
            case "edit":
                version = (await store.source(guild, source_id)).version
                return await store.edit(guild, source_id, ANN, self.fields, version)
            case "retire":
                return await store.retire(guild, source_id)
            case "restore":
                return await store.restore(guild, source_id)
            case "undo":
                return await store.undo(guild, await store.version(guild) - self.number + 1)
            case "settings":
                return await store.change_settings(guild, ANN, shipped=self.number > 2)


FIELDS: tuple[Mapping[str, Any], ...] = (
    {"title": "Ledgers"},
    {"authors": ("Bob Birch",)},
    {"side": None},
    {"published": "2001"},
)
acts = st.builds(
    Act,
    # A change of the settings or of a shipped essay loads all afresh, so these are rare.
    kind=st.sampled_from(("add", "passage", "edit", "retire", "restore", "undo") * 4 + ("settings",)),
    source=st.sampled_from((*SOURCES * 4, *ESSAYS)),
    number=st.integers(1, 5),
    text=st.sampled_from(TEXTS),
    fields=st.sampled_from(FIELDS),
)
guilds = count(1)


def _rounded(number: str) -> float:
    """Sums in another order differ in their last digits."""
    return round(float(number), 9)


def said(library: Library) -> list[Any]:
    return [json.loads(answer(library, q).model_dump_json(), parse_float=_rounded) for q in QUESTIONS]


@settings(
    max_examples=18,
    deadline=None,
    derandomize=True,
    # The database is shared by all examples; each has a server of its own.
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(sequence=st.lists(acts, min_size=3, max_size=12))
def test_the_live_library_answers_as_one_built_afresh(url: str, sequence: list[Act]) -> None:
    guild = next(guilds)

    async def check() -> None:
        shared = Library([ALDER, BIRCH])
        store = Store(Database(url), shared.sources)
        await store.open()
        live = Shelf(store, shared)
        for source in SOURCES:
            await store.add(guild, source)
        await live.library(guild)
        try:
            for act in sequence:
                before = await store.version(guild)
                try:
                    await act.do(store, guild)
                except StoreError:
                    assert await store.version(guild) == before, "what is refused changes nothing"
                await live.library(guild)
            afresh = await Shelf(store, shared).library(guild)
            assert (await live.library(guild)).sources == afresh.sources
            assert said(await live.library(guild)) == said(afresh)
        finally:
            await store.close()

    asyncio.run(check())
