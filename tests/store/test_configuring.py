"""The settings of a server."""

from __future__ import annotations

from typing import Any

import pytest

from knowledge.shelf import Shelf
from knowledge.store.errors import ConflictError, NothingToChangeError, UnstorableError
from knowledge.store.guild_settings import GuildSettings
from knowledge.store.store import Store
from knowledge.store.subjects import SETTINGS
from tests.store.conftest import ANN, BEN, GUILD, OTHER

ALL: dict[str, Any] = {
    "shipped": False,
    "moderator_role": 2**62,
    "suggestion_channel": 1,
    "private": True,
    "keep_questions": True,
    "digest_channel": 2,
    "digest_weekday": 6,
}


async def test_settings_are_kept_for_one_server_and_undone(store: Store) -> None:
    assert await store.settings(GUILD) == GuildSettings()
    first = await store.change_settings(GUILD, ANN, **ALL)
    assert (first.kind, first.subject, first.after) == ("settings", SETTINGS, ALL)
    assert await store.settings(GUILD) == GuildSettings(**ALL)
    second = await store.change_settings(GUILD, BEN, digest_weekday=0, private=True, moderator_role=None)
    assert (second.before, second.after) == (
        {"digest_weekday": 6, "moderator_role": 2**62},
        {"digest_weekday": 0, "moderator_role": None},
    )
    with pytest.raises(ConflictError):
        await store.undo(GUILD, 1)
    await store.undo(GUILD, 2)
    await store.undo(GUILD, 1)
    assert await store.settings(GUILD) == GuildSettings()
    assert await store.settings(OTHER) == GuildSettings()


@pytest.mark.parametrize("fields", [{"digest_weekday": 7}, {"digest_weekday": -1}, {"moderator_role": 0}])
async def test_what_cannot_be_is_a_sentence(store: Store, fields: dict[str, Any]) -> None:
    with pytest.raises(UnstorableError, match=r"^[^\n]+\.$"):
        await store.change_settings(GUILD, ANN, **fields)
    with pytest.raises(NothingToChangeError):
        await store.change_settings(GUILD, ANN, private=False)
    assert await store.version(GUILD) == 0


async def test_a_name_that_is_no_setting_is_a_mistake_of_ours(store: Store) -> None:
    with pytest.raises(ValueError, match="digest_day"):
        await store.change_settings(GUILD, ANN, digest_day=1)


async def test_the_shelf_tells_them_at_once(store: Store) -> None:
    from knowledge.search.library import Library

    shelf = Shelf(store, Library([]))
    assert await shelf.settings(None) == await shelf.settings(GUILD) == GuildSettings()
    await store.change_settings(GUILD, ANN, private=True)
    assert (await shelf.settings(GUILD)).private
