"""The index of a folder of sources is kept where the person's caches are, and done without where that cannot be."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from knowledge.answers.answering import answer
from knowledge.opening import open_folder
from knowledge.search import index_files, saved
from knowledge.search.library import Library
from tests.conftest import ALDER, BIRCH, BREAD, CEDAR, write_folder


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setattr(saved, "_LEAST", 2)
    for name in ("XDG_CACHE_HOME", "HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(tmp_path / "cache"))
    yield tmp_path / "cache"


def test_a_folder_is_read_once_and_then_what_is_new(tmp_path: Path, texts_read: list[str]) -> None:
    folder = write_folder(tmp_path / "harbour", ALDER, BIRCH)
    open_folder(folder, None)
    texts_read.clear()
    assert answer(open_folder(folder, None), BREAD) == answer(Library([ALDER, BIRCH]), BREAD)
    texts_read.clear()
    write_folder(folder, CEDAR)
    (folder / f"{ALDER.id}.md").unlink()
    library = open_folder(folder, None)
    assert texts_read == [passage.text for passage in CEDAR.passages]
    assert answer(library, BREAD) == answer(Library([BIRCH, CEDAR]), BREAD)


def test_a_cache_that_is_damaged_or_cannot_be_written_is_done_without(tmp_path: Path, cache: Path) -> None:
    folder = write_folder(tmp_path / "harbour", ALDER, BIRCH)
    expected = answer(open_folder(folder, None), BREAD)
    (file,) = cache.rglob("*.index")
    file.write_bytes(file.read_bytes()[:-1])
    assert answer(open_folder(folder, None), BREAD) == expected
    file.unlink()
    file.parent.rmdir()
    file.parent.write_text("a file where the folder should be")
    assert answer(open_folder(folder, None), BREAD) == expected


def test_only_the_last_indexes_are_kept(tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index_files, "_MOST", 3)
    for number in range(5):
        open_folder(write_folder(tmp_path / f"harbour{number}", ALDER), None)
        assert len(list(cache.rglob("*.index"))) == min(number + 1, 3)
