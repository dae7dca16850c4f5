"""What is kept about a person, and being forgotten."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest
import sqlalchemy as sa

from knowledge.store import tables
from knowledge.store.database import Database
from knowledge.store.errors import UnavailableError
from knowledge.store.members import Kept
from knowledge.store.store import Store
from knowledge.store.subjects import FORGOTTEN
from tests.conftest import CEDAR
from tests.store.conftest import ANN, BEN, GUILD, OTHER


async def _fill(store: Store) -> None:
    for guild in (GUILD, OTHER):
        await store.change_settings(guild, BEN, keep_questions=True)
        await store.add(guild, CEDAR, ANN)
        await store.note(guild, CEDAR.id, 1, ANN, asks=["why?"], expected=0)
        await store.suggest(guild, ANN, "passage", None, None, "Ann's passage.", "Ann's remark.")
        await store.suggest(guild, BEN, "passage", None, None, "Ben's passage.")
        await store.decide(guild, 2, ANN, "accepted")
        await store.feedback(guild, ANN, "a1", False, "Ann's question?", "nothing")
        await store.feedback(guild, BEN, "a1", False, "Ben's question?", "nothing")
    await store.add(GUILD, CEDAR.model_copy(update={"title": "By the host"}))


async def test_everything_about_a_person_is_forgotten_in_all_servers(store: Store, url: str) -> None:
    await _fill(store)
    kept = Kept(revisions=4, suggestions=2, decisions=2, votes=2)
    bens = await store.what_is_kept(BEN)
    assert await store.what_is_kept(ANN) == kept
    assert await store.forget(ANN) == kept
    assert await store.what_is_kept(ANN) == await store.forget(ANN) == Kept(0, 0, 0, 0)
    assert [r.who for r in await store.history(GUILD)] == [None, FORGOTTEN, FORGOTTEN, BEN]
    assert (await store.history(GUILD))[2].after is not None, "what changed stays in the history"
    assert [(s.id, s.who) for s in await store.suggestions(GUILD, state="accepted")] == [(2, BEN)]
    assert (await store.suggestion(GUILD, 2)).decided_by == FORGOTTEN
    assert [gap.question for gap in await store.gaps(OTHER)] == ["Ben's question?"]
    assert await store.what_is_kept(BEN) == bens
    assert not [cell for cell in await _cells(url) if str(ANN) == str(cell) or "Ann's" in str(cell)]
    await store.undo(GUILD, 3, BEN)


async def _cells(url: str) -> list[object]:
    """Return all that stands in the database."""
    database = Database(url)
    async with database.reading() as connection:
        found = [
            cell
            for table in tables.metadata.sorted_tables
            for row in await connection.execute(sa.select(table))
            for cell in row
        ]
    await database.close()
    return found


async def test_every_column_with_a_person_is_one_that_is_forgotten() -> None:
    people = {
        (t.name, c.name) for t in tables.metadata.sorted_tables for c in t.columns if c.name in ("who", "decided_by")
    }
    assert people == {("revisions", "who"), ("suggestions", "who"), ("suggestions", "decided_by"), ("feedback", "who")}


async def test_being_forgotten_is_all_or_nothing(store: Store, make_store: Callable[[], Store], url: str) -> None:
    await _fill(store)
    before = await store.what_is_kept(ANN)
    await store.close()
    database = Database(url)
    async with database.writing() as connection:  # the last step of forgetting will fail
        await connection.execute(sa.text("ALTER TABLE feedback RENAME TO elsewhere"))
        await connection.execute(sa.text("CREATE VIEW feedback AS SELECT * FROM elsewhere LIMIT 1000"))
    again = make_store()
    with pytest.raises(UnavailableError):
        await again.forget(ANN)
    async with database.writing() as connection:
        await connection.execute(sa.text("DROP VIEW feedback"))
        await connection.execute(sa.text("ALTER TABLE elsewhere RENAME TO feedback"))
    assert await again.what_is_kept(ANN) == before
    for part in (again, database):
        await part.close()


async def test_a_change_while_somebody_is_forgotten_is_not_lost(store: Store, make_store: Callable[[], Store]) -> None:
    other = make_store()
    await _fill(store)
    titles = [CEDAR.model_copy(update={"title": f"Title {n}"}) for n in range(5)]
    await asyncio.gather(*(act for title in titles for act in (other.forget(ANN), store.add(GUILD, title, BEN))))
    assert [r.who for r in await store.history(GUILD, most=5)] == [BEN] * 5
    await other.close()
