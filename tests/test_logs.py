from __future__ import annotations

import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from bot import logs

TOKEN = "MTk4NjIyNDgzNDcxOTI1MjQ4.Cl2FMQ.ZnCjm1XVW7vRze4b7Cq4se7kKWs"


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    handlers, level = logging.root.handlers[:], logging.root.level
    yield
    structlog.reset_defaults()
    logging.root.handlers[:] = handlers
    logging.root.setLevel(level)


@pytest.mark.parametrize("form", ["json", "text"])
def test_no_token_is_ever_written(capsys: pytest.CaptureFixture[str], form: str) -> None:
    logs.configure("INFO", form, TOKEN)  # pyright: ignore[reportArgumentType]
    logs.logger("a").error("bad", header=f"Bot {TOKEN}")
    logging.getLogger("discord.http").warning("429 at %s", f"https://x/webhooks/12/aW50ZXJhY3Rpb24/messages?{TOKEN}")
    try:
        raise RuntimeError(f"refused {TOKEN}")
    except RuntimeError as error:
        logs.logger("a").error("fault", exc_info=error)
    written = capsys.readouterr().err
    assert TOKEN not in written and "aW50ZXJhY3Rpb24" not in written
    assert written.count("[token]") == 4 and "RuntimeError" in written


@pytest.mark.parametrize("form", ["json", "text"])
def test_a_traceback_does_not_show_what_people_wrote(capsys: pytest.CaptureFixture[str], form: str) -> None:
    logs.configure("INFO", form)  # pyright: ignore[reportArgumentType]

    def answer(question: str) -> None:
        raise RuntimeError("boom")

    try:
        answer(" ".join(["employer", "lying?"]))
    except RuntimeError as error:
        logs.logger("a").error("fault", exc_info=error)
    written = capsys.readouterr().err
    assert "boom" in written and "employer lying?" not in written


def test_lines_for_machines_are_json_from_us_and_from_libraries(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure("INFO", "auto")
    logs.logger("a").info("ready", guilds=2)
    logging.getLogger("discord").warning("dropped %s", 1)
    ours, theirs = map(json.loads, capsys.readouterr().err.splitlines())
    assert (ours["event"], ours["guilds"], ours["level"]) == ("ready", 2, "info")
    assert (theirs["event"], theirs["logger"]) == ("dropped 1", "discord")


def test_what_discord_sends_is_not_written_even_when_debugging(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure("DEBUG", "json")
    logging.getLogger("discord.gateway").debug("a payload with a message")
    logs.logger("a").debug("ours")
    assert [json.loads(line)["event"] for line in capsys.readouterr().err.splitlines()] == ["ours"]
