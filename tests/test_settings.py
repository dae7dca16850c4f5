from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from bot.settings import Settings


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("DISCORD_TOKEN", raising=False)


def test_nothing_needs_to_be_set() -> None:
    settings = Settings()
    assert settings.discord_token is None and settings.shard_ids is None


@pytest.mark.parametrize(("text", "ids"), [("0", (0,)), ("0,1", (0, 1)), (" 2 , 3,", (2, 3)), ("", None)])
def test_shards_are_a_list(monkeypatch: pytest.MonkeyPatch, text: str, ids: tuple[int, ...] | None) -> None:
    monkeypatch.setenv("COUNTERPOINT_SHARD_IDS", text)
    monkeypatch.setenv("COUNTERPOINT_SHARD_COUNT", "4")
    assert Settings().shard_ids == ids


@pytest.mark.parametrize(("name", "value"), [("SHARD_IDS", "a"), ("SHARD_COUNT", "0"), ("LOG_LEVEL", "LOUD")])
def test_what_cannot_be_read_is_an_error(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(f"COUNTERPOINT_{name}", value)
    with pytest.raises(ValidationError):
        Settings()


@pytest.mark.parametrize(("count", "fits"), [("1", False), ("2", True), ("3", True), (None, False)])
def test_shard_ids_are_below_their_count(monkeypatch: pytest.MonkeyPatch, count: str | None, fits: bool) -> None:
    monkeypatch.setenv("COUNTERPOINT_SHARD_IDS", "0,1")
    if count is not None:
        monkeypatch.setenv("COUNTERPOINT_SHARD_COUNT", count)
    if fits:
        assert Settings().shard_ids == (0, 1)
    else:
        with pytest.raises(ValidationError):
            Settings()


def test_the_token_is_read_from_a_file_and_never_printed() -> None:
    Path(".env").write_text("DISCORD_TOKEN=very.secret.token\n", encoding="utf-8")
    settings = Settings()
    assert settings.discord_token is not None and settings.discord_token.get_secret_value() == "very.secret.token"
    assert "secret" not in repr(settings) + str(settings.model_dump_json())


def test_an_empty_token_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", "  ")
    assert Settings().discord_token is None
