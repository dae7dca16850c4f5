"""Servers that the bot left: kept for 30 days, then nothing of them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
import sqlalchemy as sa

from knowledge.store import tables
from knowledge.store.database import Database
from knowledge.store.indexes import IndexStore
from knowledge.store.noting import StoredFact, fact_note
from knowledge.store.servers import DAYS
from knowledge.store.store import Store
from knowledge.store.vectors import VectorStore
from tests.conftest import ALDER, CEDAR
from tests.store.conftest import ANN, BEN, GUILD, OTHER

NOW = datetime(2026, 3, 31, 12, tzinfo=UTC)


async def _fill(store: Store, url: str, guild: int) -> None:
    await store.add(guild, CEDAR, ANN)
    await store.note(guild, ALDER.id, 1, ANN, asks=["why?"], expected=0)
    fact = StoredFact(fact_note(kind="figure", text="340 ships"), 1)
    await store.set_fact(guild, ALDER.id, 2, ANN, fact, None)
    await store.set_alias(guild, ANN, "the toll", ["the levy"])
    await store.set_issue(guild, None, ANN, label="Bread", passages={CEDAR.id: [1]})
    await store.suggest(guild, BEN, "passage", None, None, "A passage.")
    await store.feedback(guild, BEN, "a1", False, None, "nothing")
    database = Database(url)
    await VectorStore(database).keep(guild, "a model", {b"digest": np.zeros((1, 4), dtype=np.int8)})
    await IndexStore(database).keep(guild, "made so", b"an index")
    await database.close()


async def _rows(url: str, guild: int) -> dict[str, int]:
    database = Database(url)
    counts: dict[str, int] = {}
    async with database.reading() as connection:
        for table in tables.metadata.sorted_tables:
            column = table.c.id if table is tables.guilds else table.c.guild_id
            counts[table.name] = await connection.scalar(sa.select(sa.func.count()).where(column == guild)) or 0
    await database.close()
    return counts


async def test_everything_of_a_server_goes_30_days_after_the_bot_left(store: Store, url: str) -> None:
    for guild in (GUILD, OTHER):
        await _fill(store, url, guild)
    assert min((await _rows(url, GUILD)).values()) > 0, "there is something in every table"
    others = await _rows(url, OTHER)
    await store.left(GUILD, NOW - timedelta(days=DAYS))
    await store.left(GUILD, NOW)
    assert await store.servers() == {GUILD: NOW - timedelta(days=DAYS), OTHER: None}, "the first leaving counts"
    assert await store.purge(NOW - timedelta(seconds=1)) == await store.due(NOW - timedelta(seconds=1)) == []
    assert await store.purge(NOW, among={OTHER}) == []
    assert await store.due(NOW) == await store.purge(NOW) == [GUILD]
    assert set((await _rows(url, GUILD)).values()) == {0}
    assert await _rows(url, OTHER) == others
    assert await store.purge(NOW) == []
    await _fill(store, url, GUILD)
    assert await store.version(GUILD) == 5, "it begins anew"


async def test_a_server_that_takes_the_bot_back_keeps_its_library(store: Store, url: str) -> None:
    await _fill(store, url, GUILD)
    await store.left(GUILD, NOW - timedelta(days=40))
    await store.joined(GUILD)
    assert await store.purge(NOW) == []
    await store.left(GUILD, NOW - timedelta(days=1))
    assert await store.due(NOW) == []
    assert await store.due(NOW, days=1) == [GUILD]
    assert await store.export(GUILD) == [CEDAR]


@pytest.mark.parametrize("act", ["left", "joined"])
async def test_of_a_server_that_owns_nothing_nothing_is_noted(store: Store, act: str) -> None:
    await (store.left(GUILD, NOW) if act == "left" else store.joined(GUILD))
    assert await store.servers() == {}
