"""Adding a source that a person saw beside the library: what changed since is never overwritten unseen."""

from __future__ import annotations

import pytest

from knowledge.store.errors import ConflictError
from knowledge.store.store import Store
from tests.conftest import ALDER, CEDAR
from tests.store.conftest import ANN, BEN, GUILD

MINE = CEDAR.model_copy(update={"title": "Mine"})


async def test_a_source_that_nobody_else_changed_is_added_and_replaced(store: Store) -> None:
    assert await store.add(GUILD, CEDAR, ANN, seen=0)
    assert await store.add(GUILD, MINE, ANN, seen=1)
    assert (await store.source(GUILD, CEDAR.id)).source == MINE
    assert await store.add(GUILD, MINE, BEN, seen=2) is None


async def test_what_another_added_under_the_same_id_meanwhile_stays(store: Store) -> None:
    await store.add(GUILD, CEDAR, BEN)
    with pytest.raises(ConflictError, match="was changed in the meantime, so nothing was overwritten"):
        await store.add(GUILD, MINE, ANN, seen=0)
    assert (await store.source(GUILD, CEDAR.id)).source == CEDAR


async def test_adding_the_same_twice_is_no_conflict(store: Store) -> None:
    assert await store.add(GUILD, CEDAR, ANN, seen=0)
    assert await store.add(GUILD, CEDAR, ANN, seen=0) is None
    assert await store.version(GUILD) == 1


async def test_a_paragraph_that_another_edited_meanwhile_stays(store: Store) -> None:
    await store.add(GUILD, CEDAR, BEN)
    await store.edit_passage(GUILD, CEDAR.id, 2, BEN, "Old ledgers were sold.", expected=1)
    with pytest.raises(ConflictError):
        await store.add(GUILD, MINE, ANN, seen=1)
    assert (await store.source(GUILD, CEDAR.id)).source.passages[1].text == "Old ledgers were sold."
    assert await store.version(GUILD) == 2


async def test_a_shipped_essay_that_another_retired_meanwhile_stays_retired(store: Store) -> None:
    await store.retire(GUILD, ALDER.id, BEN)
    with pytest.raises(ConflictError):
        await store.add(GUILD, ALDER.model_copy(update={"title": "Mine"}), ANN, seen=0)
    assert (await store.source(GUILD, ALDER.id)).retired


async def test_changes_to_other_sources_do_not_matter(store: Store) -> None:
    await store.retire(GUILD, ALDER.id, BEN)
    assert await store.add(GUILD, CEDAR, ANN, seen=0)
