"""A database as the first version left it is brought up to date with all that is in it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from knowledge.store.database import Database
from knowledge.store.store import Store
from knowledge.store.subjects import SETTINGS, Subject
from tests.conftest import ALDER, BIRCH, CEDAR
from tests.store.conftest import ANN, GUILD

STATE: dict[str, Any] = {
    "title": CEDAR.title,
    "authors": ["Cy Cedar"],
    "outlet": None,
    "published": "2010",
    "url": None,
    "side": "Historians",
    "thesis": None,
    "extra": "",
    "retired": False,
    "passages": [{"text": passage.text, "headings": []} for passage in CEDAR.passages],
}


def _to_first_version(connection: sa.Connection) -> None:
    config = Config()
    config.set_main_option("script_location", "knowledge:store/migrations")
    config.attributes["connection"] = connection
    command.upgrade(config, "0001")
    insert = sa.text(
        "INSERT INTO revisions (guild_id, number, at, who, kind, source_id, paragraph, undoes, before, after)"
        " VALUES (:guild, :number, '2026-01-01 00:00:00', :who, :kind, :source, :paragraph, NULL, :before, :after)"
    )
    connection.execute(sa.text("INSERT INTO guilds (id, version) VALUES (:guild, 5)"), {"guild": GUILD})
    revisions: list[tuple[Any, ...]] = [
        ("imported", "later", None, None, STATE),
        ("imported", CEDAR.id, None, None, STATE),
        ("edited", CEDAR.id, 1, {"text": CEDAR.passages[0].text}, {"text": "Edited."}),
        ("settings", None, None, {"shipped": True}, {"shipped": True}),
        ("edited", "later", None, {"title": CEDAR.title}, {"title": "Later"}),
    ]
    for number, (kind, source, paragraph, *states) in enumerate(revisions, 1):
        before, after = (json.dumps(state) if state else None for state in states)
        values = {"guild": GUILD, "number": number, "who": ANN, "kind": kind, "source": source}
        connection.execute(insert, {**values, "paragraph": paragraph, "before": before, "after": after})
    for source, version, title in ((CEDAR.id, 3, CEDAR.title), ("later", 5, "Later")):
        connection.execute(
            sa.text(
                "INSERT INTO sources (guild_id, id, version, retired, title, authors, published, side, extra)"
                " VALUES (:guild, :source, :version, :retired, :title, :authors, '2010', 'Historians', '')"
            ),
            {
                "guild": GUILD,
                "source": source,
                "version": version,
                "title": title,
                "retired": False,
                "authors": '["Cy Cedar"]',
            },
        )
        for n, passage in enumerate(CEDAR.passages, 1):
            text, touched = ("Edited.", 3) if source == CEDAR.id and n == 1 else (passage.text, 1)
            connection.execute(
                sa.text("INSERT INTO passages VALUES (:guild, :source, :number, :version, :text, '[]')"),
                {"guild": GUILD, "source": source, "number": n, "version": touched, "text": text},
            )


async def test_an_earlier_database_is_brought_up_to_date_with_its_history(url: str) -> None:
    database = Database(url)
    file = sa.make_url(url).database
    if url.startswith("sqlite") and file:
        Path(file).parent.mkdir()
    async with database.writing() as connection:
        await connection.run_sync(_to_first_version)
    store = Store(database, [ALDER, BIRCH])
    await store.open()
    assert [source.source.title for source in (await store.library(GUILD)).sources] == ["Later", CEDAR.title]
    assert [revision.subject for revision in await store.history(GUILD)] == [
        Subject("source", "later"),
        SETTINGS,
        Subject("passage", CEDAR.id, 1),
        Subject("source", CEDAR.id),
        Subject("source", "later"),
    ]
    await store.undo(GUILD, 3)
    await store.undo(GUILD, 2)
    await store.undo(GUILD, 7)
    assert (await store.source(GUILD, CEDAR.id)).source == CEDAR
    await store.close()
