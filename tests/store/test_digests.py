"""A digest is posted by one process, once a week, whatever restarts or runs beside it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

from knowledge.store.digests import Digest
from knowledge.store.store import Store
from tests.store.conftest import ANN, GUILD, OTHER

MONDAY = date(2026, 3, 2)


async def wanted(store: Store, guild_id: int = GUILD) -> None:
    await store.change_settings(guild_id, ANN, digest_channel=5, digest_weekday=2)


async def test_only_servers_that_chose_a_channel_and_a_day_want_one(store: Store) -> None:
    await store.change_settings(OTHER, ANN, digest_channel=5)
    await wanted(store)
    assert await store.digests() == [Digest(GUILD, 5, 2)]
    await store.change_settings(GUILD, ANN, digest_channel=None)
    assert await store.digests() == []


async def test_a_server_that_the_bot_left_gets_none(store: Store) -> None:
    await wanted(store)
    await store.left(GUILD, datetime.now(UTC))
    assert await store.digests() == []


async def test_a_week_is_taken_on_once_also_after_a_restart(store: Store, make_store: Callable[[], Store]) -> None:
    await wanted(store)
    assert await store.claim_digest(GUILD, MONDAY)
    assert not await store.claim_digest(GUILD, MONDAY)
    again = make_store()
    assert not await again.claim_digest(GUILD, MONDAY)
    assert await again.claim_digest(GUILD, MONDAY + timedelta(days=7))
    assert not await again.claim_digest(GUILD, MONDAY), "nor is an earlier week, should the clock go back"
    await again.close()


async def test_of_many_processes_one_takes_it_on(store: Store, make_store: Callable[[], Store]) -> None:
    await wanted(store)
    others = [make_store() for _ in range(5)]
    taken = await asyncio.gather(*(other.claim_digest(GUILD, MONDAY) for other in others))
    assert sorted(taken) == [False] * 4 + [True]
    for other in others:
        await other.close()


async def test_it_is_no_change_of_the_library_and_belongs_to_the_server_alone(store: Store) -> None:
    await wanted(store)
    await wanted(store, OTHER)
    before = await store.version(GUILD)
    assert await store.claim_digest(GUILD, MONDAY)
    assert await store.version(GUILD) == before
    assert await store.claim_digest(OTHER, MONDAY)


async def test_a_server_of_which_nothing_is_kept_has_no_digest(store: Store) -> None:
    assert not await store.claim_digest(GUILD, MONDAY)
