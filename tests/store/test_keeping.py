"""The command line of whoever keeps the libraries: import, export, migrate, purge."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from knowledge.sources import markdown
from knowledge.store.database import Database
from knowledge.store.store import Store
from tests.conftest import ALDER, BIRCH, CEDAR, Run, write_folder

Command = Callable[..., Run]


@pytest.fixture(autouse=True)
def database(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, url: str) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COUNTERPOINT_DATABASE_URL", url)


def test_a_preview_says_what_would_change_and_changes_nothing(run: Command, harbour_folder: str) -> None:
    for _ in range(2):
        done = run("import", harbour_folder, "--guild", "7", "--dry-run")
        assert done.code == 0
        assert "new: cedar-2010 (Essay cedar-2010), 2 paragraphs" in done.out
        assert "Server 7: 3 would be added, 0 changed, 0 stay as they are." in done.out


def test_an_import_is_idempotent_and_says_what_changed(run: Command, tmp_path: Path, harbour_folder: str) -> None:
    assert "3 added, 0 changed, 0 as they were." in run("import", harbour_folder, "--guild", "7").out
    assert "0 added, 0 changed, 3 as they were." in run("import", harbour_folder, "--guild", "7").out
    edited = CEDAR.model_copy(update={"title": "Ledgers", "passages": CEDAR.passages[:1]})
    folder = write_folder(tmp_path / "new", edited)
    done = run("import", str(folder / "cedar-2010.md"), "--guild", "7")
    assert "changes: cedar-2010 (Ledgers): 1 paragraphs, title" in done.out
    assert "0 added, 1 changed, 0 as they were." in done.out
    assert "3 added" in run("import", harbour_folder, "--guild", "8").out, "another server has a library of its own"


def test_an_import_that_was_interrupted_goes_on(run: Command, tmp_path: Path, harbour_folder: str) -> None:
    run("import", str(write_folder(tmp_path / "first", ALDER)), "--guild", "7")
    assert "2 added, 0 changed, 1 as they were." in run("import", harbour_folder, "--guild", "7").out


def test_export_gives_back_the_files_byte_for_byte(run: Command, tmp_path: Path, harbour_folder: str) -> None:
    run("import", harbour_folder, "--guild", "7")
    out = tmp_path / "out"
    assert run("export", "--guild", "7", str(out)).out == f"3 sources are in {out}.\n"
    exported = {path.name: path.read_bytes() for path in out.iterdir()}
    assert exported == {f"{s.id}.md": markdown.render(s).encode() for s in (ALDER, BIRCH, CEDAR)}
    again = run("export", "--guild", "7", str(out))
    assert (again.code, again.err) == (
        2,
        f"{out} is not an empty folder: give a new one, so that nothing is overwritten.\n",
    )


def test_the_shipped_essays_stay_where_they_are(run: Command) -> None:
    essays = Path(markdown.__file__).parents[1] / "essays"
    assert "0 added, 0 changed, 2 as they were." in run("import", str(essays), "--guild", "7").out


def test_migrate_can_be_run_again(run: Command) -> None:
    for _ in range(2):
        assert run("migrate") == Run(0, "The database is up to date.\n", "")


def test_servers_that_were_left_long_ago_are_purged(run: Command, url: str, harbour_folder: str) -> None:
    run("import", harbour_folder, "--guild", "7")
    run("import", harbour_folder, "--guild", "8")
    assert run("purge").out == "Servers left 30 days ago or more: 0. Nothing of them is kept any longer.\n"
    asyncio.run(_leave(url, 7))
    for _ in range(2):
        done = run("purge", "--dry-run")
        assert done == Run(0, "server 7\nServers left 30 days ago or more: 1. Nothing was done.\n", "")
    assert run("purge").out == "server 7\nServers left 30 days ago or more: 1. Nothing of them is kept any longer.\n"
    assert "3 added, 0 changed, 0 as they were." in run("import", harbour_folder, "--guild", "7").out
    assert "0 added, 0 changed, 3 as they were." in run("import", harbour_folder, "--guild", "8").out


async def _leave(url: str, guild_id: int) -> None:
    store = Store(Database(url))
    await store.left(guild_id, datetime.now(UTC) - timedelta(days=30))
    await store.close()


def test_retired_paragraphs_are_exported_with_their_text(run: Command, tmp_path: Path, harbour_folder: str) -> None:
    first = CEDAR.passages[0].model_copy(update={"retired": True})
    cedar = CEDAR.model_copy(update={"passages": (first, *CEDAR.passages[1:])})
    run("import", str(write_folder(tmp_path / "new", cedar)), "--guild", "7")
    run("export", "--guild", "7", str(tmp_path / "out"))
    exported = tmp_path / "out" / "cedar-2010.md"
    assert "retired_paragraphs:\n- 1\n" in exported.read_text(encoding="utf-8")
    assert "0 added, 0 changed, 1 as they were." in run("import", str(exported), "--guild", "7").out
    done = run("import", harbour_folder, "--guild", "7")
    assert "changes: cedar-2010 (Essay cedar-2010): 1 paragraphs" in done.out


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (
            ("import", "nowhere", "--guild", "7"),
            "There is no folder nowhere: give one that holds Markdown source files.",
        ),
        (
            ("import", "plain.md", "--guild", "7"),
            "plain.md, line 1: the front matter is not closed",
        ),
        (("import", "harbour", "harbour", "--guild", "7"), "Two of the files have the id 'alder-2001'"),
        (("import", "harbour", "--guild", "0"), "0 is not the id of a server"),
        (("export", "--guild", str(2**63), "out"), "is not the id of a server"),
        (("export", "--guild", "7", "plain.md"), "plain.md is not an empty folder"),
    ],
)
def test_bad_input_is_one_sentence(run: Command, harbour_folder: str, arguments: list[str], sentence: str) -> None:
    Path("plain.md").write_text("---\nid: a\n", encoding="utf-8")
    done = run(*arguments)
    assert (done.code, done.out, done.err.count("\n")) == (2, "", 1)
    assert sentence in done.err


@pytest.mark.parametrize(
    ("address", "code", "sentence"),
    [
        ("mysql://root@localhost/x", 2, "must begin with sqlite:/// or postgresql://"),
        ("postgresql://secret:word@127.0.0.1:1/x", 1, "The database cannot be reached"),
    ],
)
def test_a_database_that_cannot_be_used_is_one_sentence(
    run: Command, monkeypatch: pytest.MonkeyPatch, address: str, code: int, sentence: str
) -> None:
    monkeypatch.setenv("COUNTERPOINT_DATABASE_URL", address)
    done = run("migrate")
    assert (done.code, done.err.count("\n")) == (code, 1)
    assert sentence in done.err
    assert "word" not in done.err.replace("password", "")
