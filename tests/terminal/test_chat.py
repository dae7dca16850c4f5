"""``chat``: questions in a loop, each in the light of the one before, until the input ends."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest

from tests.conftest import BREAD, Run

Chat = Callable[..., Run]


@pytest.fixture
def chat(run: Callable[..., Run], harbour_folder: str, monkeypatch: pytest.MonkeyPatch) -> Chat:
    def call(*lines: str, sources: str = harbour_folder) -> Run:
        monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))
        return run("chat", "--sources", sources)

    return call


def test_it_says_what_can_be_asked_and_ends_with_the_input(chat: Chat) -> None:
    code, out, err = chat()
    assert (code, err) == (0, "")
    welcome = " ".join(out.split())
    for title in ("Essay alder-2001", "Essay birch-2005", "Essay cedar-2010", "Ctrl-D"):
        assert title in welcome
    assert out.rstrip().endswith("Goodbye.")


def test_a_question_is_answered_as_ask_does(chat: Chat, run: Callable[..., Run], harbour_folder: str) -> None:
    out = chat(BREAD).out
    assert run("ask", BREAD, "--sources", harbour_folder).out.strip() in out


def test_a_follow_up_is_understood_in_the_light_of_the_last_question(chat: Chat) -> None:
    first, second = chat(BREAD, "why?").out.split(f"Understood as a follow-up to: {BREAD}")
    assert "1. Alder (2001), ¶1" in first
    assert "1. Alder (2001), ¶1" in second


def test_a_question_that_stands_alone_starts_anew(chat: Chat) -> None:
    out = chat(BREAD, "how many ships did the customs officer count that winter?").out
    assert "Understood as a follow-up" not in out
    assert "340 ships" in out


def test_small_talk_does_not_make_it_forget_the_question(chat: Chat) -> None:
    out = " ".join(chat(BREAD, "who painted the ceiling of the cathedral?", "", "why?").out.split())
    assert out.count("Understood as a follow-up to: " + BREAD) == 1
    assert out.count("1. Alder (2001), ¶1") == 2


@pytest.mark.parametrize("line", ["", "   ", "\x00", "😀", "почему", "\ud800", "<@1>", "[/bold]"])
def test_no_line_ends_it_before_its_time(chat: Chat, line: str) -> None:
    code, out, err = chat(line, BREAD)
    assert (code, err) == (0, "")
    assert "1. Alder (2001), ¶1" in out
    assert out.rstrip().endswith("Goodbye.")


def test_ctrl_c_ends_it_like_ctrl_d(chat: Chat, monkeypatch: pytest.MonkeyPatch) -> None:
    class Interrupted(io.StringIO):
        def readline(self, size: int | None = -1, /) -> str:
            raise KeyboardInterrupt

    monkeypatch.setattr("io.StringIO", Interrupted)
    code, out, _ = chat()
    assert code == 0
    assert out.rstrip().endswith("Goodbye.")


@pytest.mark.parametrize("length", [1001, 10_000])
def test_a_line_that_is_too_long_is_told_so(chat: Chat, length: int) -> None:
    assert "I read at most 1000" in " ".join(chat((BREAD * 300)[:length]).out.split())
