from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from knowledge.meaning.encoder import Encoder, ModelError, Vectors
from knowledge.opening import open_folder, ship
from knowledge.search.library import ESSAYS, Library
from tests.conftest import ALDER, BIRCH, CEDAR, write_folder

pytest.importorskip("platformdirs")
from tests.meaning.synonyms import Synonyms


class Silent:
    """Has the identity of a model, and cannot run it."""

    def __init__(self, identity: str) -> None:
        self.identity = identity

    def encode(self, texts: Sequence[str]) -> Vectors:
        raise ModelError(f"Nothing reads {len(texts)} texts.")


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    for name in ("XDG_CACHE_HOME", "HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(tmp_path / "cache"))
    yield tmp_path / "cache"


def _file(cache: Path) -> Path:
    (file,) = cache.rglob("vectors.sqlite")
    return file


def _ready(library: Library) -> bool:
    return library.meaning is not None and library.meaning.ready


def test_the_shipped_vectors_are_of_the_shipped_texts(encoder: Encoder | None) -> None:
    if encoder is None:
        pytest.skip("the extra semantic is not installed")
    # Where this fails, the essays or notes were changed: python -m knowledge.opening
    assert _ready(open_folder(ESSAYS, Silent(encoder.identity)))


def test_the_shipped_vectors_are_made_again_as_they_are(encoder: Encoder | None, tmp_path: Path) -> None:
    if encoder is None:
        pytest.skip("the extra semantic is not installed")
    assert ship(tmp_path / "vectors.npz") > 3000
    assert (tmp_path / "vectors.npz").stat().st_size == (ESSAYS / "vectors.npz").stat().st_size


def test_vectors_of_a_folder_are_made_once(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "harbour", ALDER, BIRCH)
    first = Synonyms()
    assert _ready(open_folder(folder, first))
    assert ALDER.passages[1].text in first.encoded
    assert _ready(open_folder(folder, Silent(first.identity)))
    write_folder(folder, CEDAR)
    third = Synonyms()
    open_folder(folder, third)
    assert third.encoded == ["Neither side understood that bread followed the harvest and not the harbour tariff.",
                             "Old ledgers were burned by accident."]  # fmt: skip


def test_another_models_vectors_are_not_taken(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "harbour", ALDER)
    open_folder(folder, Synonyms())
    other = Synonyms(identity="another")
    open_folder(folder, other)
    assert len(other.encoded) == len(set(other.encoded)) >= len(ALDER.passages)


def test_a_cache_that_is_broken_or_cannot_be_written_is_done_without(tmp_path: Path, cache: Path) -> None:
    folder = write_folder(tmp_path / "harbour", ALDER)
    open_folder(folder, Synonyms())
    _file(cache).write_bytes(b"no database at all, but long enough to be taken for one" * 100)
    assert _ready(open_folder(folder, Synonyms()))
    (tmp_path / "other").mkdir()
    for child in cache.rglob("*"):
        if child.is_file():
            child.unlink()
    _blocked = cache / "counterpoint"
    _blocked.rmdir()
    _blocked.write_text("a file where the folder should be")
    assert _ready(open_folder(folder, Synonyms()))


def test_a_row_of_another_size_is_made_again(tmp_path: Path, cache: Path) -> None:
    folder = write_folder(tmp_path / "harbour", ALDER)
    open_folder(folder, Synonyms())
    with sqlite3.connect(_file(cache)) as connection:
        connection.execute("UPDATE vectors SET texts = texts + 1")
    again = Synonyms()
    assert _ready(open_folder(folder, again))
    assert again.encoded


def test_what_was_made_before_an_interruption_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from knowledge import opening

    monkeypatch.setattr(opening, "_AT_ONCE", 1)
    folder = write_folder(tmp_path / "harbour", ALDER)
    stopped = Synonyms()

    def encode(texts: Sequence[str]) -> Vectors:
        if len(stopped.encoded) > 2:
            raise KeyboardInterrupt
        return Synonyms.encode(stopped, texts)

    monkeypatch.setattr(stopped, "encode", encode)
    with pytest.raises(KeyboardInterrupt):
        open_folder(folder, stopped)
    again = Synonyms()
    open_folder(folder, again)
    assert again.encoded
    assert not set(again.encoded) & set(stopped.encoded)


def test_progress_is_shown_of_what_is_missing(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "harbour", ALDER)
    seen: list[int] = []
    open_folder(folder, Synonyms(), lambda texts, count: seen.append(count) or texts)
    open_folder(folder, Synonyms(), lambda texts, count: seen.append(count) or texts)
    assert seen == [len(ALDER.passages)]
