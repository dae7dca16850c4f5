"""``ask`` for people: numbered, cited, two-sided, as wide as the terminal, plain when piped."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from knowledge.answers.answering import LONGEST
from tests.conftest import ALDER, BREAD, Run, write_folder

Runner = Callable[..., Run]
EXAMPLE = "why does China resist sanctions?"
_CITED = re.compile(r"(\d)\. (.+), ¶(\d+)")


def _numbers(out: str) -> list[int]:
    return [int(match[1]) for line in out.splitlines() if (match := _CITED.fullmatch(line.rstrip()))]


def test_the_example_question_is_answered_from_both_sides(run: Runner) -> None:
    code, out, err = run("ask", EXAMPLE)
    assert (code, err) == (0, "")
    lead, other = out.split("The other side")
    assert out.startswith(EXAMPLE)
    assert _numbers(lead) == list(range(1, len(_numbers(lead)) + 1))
    assert _numbers(out) == list(range(1, len(_numbers(out)) + 1))
    assert _numbers(other)
    assert "Freeman (2017), ¶" in lead
    assert "Mastro (2021), ¶" in other
    assert out.rstrip().endswith("Verbatim from 2 of 2 sources.")


def test_the_words_shown_are_the_sources_own(run: Runner, harbour_folder: str) -> None:
    out = " ".join(run("ask", BREAD, "--sources", harbour_folder).out.split())
    assert ALDER.passages[0].text in out
    assert "1. Alder (2001), ¶1" in out
    assert "Birch (2005), ¶1" in out.split("The other side")[1]


def test_no_text_is_shown_twice(run: Runner, harbour_folder: str) -> None:
    for question in (BREAD, "compare what Alder and Birch say about the harbour tariff and the price of bread"):
        out = " ".join(run("ask", question, "--sources", harbour_folder).out.split())
        for sentence in ("kept the price of bread steady", "followed the harvest", "in every street"):
            assert out.count(sentence) <= 1


@pytest.mark.parametrize("width", [40, 60, 79, 80, 120])
def test_lines_are_as_wide_as_the_terminal(
    run: Runner, harbour_folder: str, monkeypatch: pytest.MonkeyPatch, width: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    lines = run("ask", BREAD, "--sources", harbour_folder).out.splitlines()
    assert max(map(len, lines)) <= width
    longest = max(len(line.rstrip()) for line in lines)
    assert longest > width - 20


def test_piped_output_has_no_escape_codes_and_a_terminals_has_them_on_matched_words(
    run: Runner, harbour_folder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "\x1b" not in run("ask", BREAD, "--sources", harbour_folder).out
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm-256color")
    bold = re.findall(r"\x1b\[1m(.*?)\x1b\[0m", run("ask", BREAD, "--sources", harbour_folder).out)
    assert {"harbour", "tariff", "price", "bread"} <= {word.lower() for part in bold for word in part.split()}


def test_piped_lines_end_with_their_last_word(run: Runner, harbour_folder: str) -> None:
    lines = run("ask", BREAD, "--sources", harbour_folder).out.splitlines()
    assert [line for line in lines if line != line.rstrip()] == []


def test_a_question_cannot_steer_the_terminal(run: Runner, harbour_folder: str) -> None:
    assert "\x1b" not in run("ask", f"\x1b[31m{BREAD}\x1b]0;title\x07", "--sources", harbour_folder).out


def test_a_repair_is_reported(run: Runner) -> None:
    code, out, _ = run("ask", "why does chian resist sanctoins?")
    assert code == 0
    assert "Showing results for china, sanctions." in out


def test_a_silent_author_is_named(run: Runner) -> None:
    out = run("ask", "why is China against THAAD?").out
    assert "The other side\nOriana Skylar Mastro does not address this.\n" in out


def test_one_author_alone_has_no_other_side(run: Runner, tmp_path: Path) -> None:
    out = run("ask", BREAD, "--sources", str(write_folder(tmp_path, ALDER))).out
    assert "The library holds no other side yet." in out
    assert "Verbatim from 1 of 1 sources." in out


def test_nearest_passages_are_said_to_be_only_that(run: Runner) -> None:
    out = run("ask", "how many soldiers does China have?").out
    assert "Nothing in these sources answers this outright." in out
    assert _numbers(out)


def test_a_datum_is_shown_above_the_excerpts(run: Runner) -> None:
    out = run("ask", "when did Xi and Kim first meet?").out
    assert out.index("When: March 2018  Mastro (2021), ¶7") < out.index("1. Mastro (2021), ¶7")


@pytest.mark.parametrize("question", ["hello", "😀😀", "\x00\x01", "\ud800"])
def test_nothing_is_a_sentence_and_three_questions(run: Runner, question: str) -> None:
    code, out, err = run("ask", question)
    assert (code, err) == (0, "")
    assert len(re.findall(r"^  - .+\?", out, re.MULTILINE)) == 3
    assert "Questions that do work:" in out
    assert _numbers(out) == []
    assert "The other side" not in out


def test_another_script_is_answered_with_what_can_be_read(run: Runner) -> None:
    code, out, _ = run("ask", "почему Китай против санкций?")
    assert code == 0
    assert "Latin alphabet" in out


@pytest.mark.parametrize("mode", [(), ("--json",)])
@pytest.mark.parametrize("question", ["", "   ", "\n\t"])
def test_an_empty_question_is_told_how_to_ask(run: Runner, question: str, mode: tuple[str, ...]) -> None:
    code, out, err = run("ask", question, *mode)
    assert (code, out) == (2, "")
    assert err.startswith("Ask a question, for example: python -m bot ask")
    assert err.count("\n") == 1


@pytest.mark.parametrize(("length", "code"), [(LONGEST - 1, 0), (LONGEST, 0), (LONGEST + 1, 2), (10_000, 2)])
def test_a_question_may_have_a_thousand_characters(run: Runner, harbour_folder: str, length: int, code: int) -> None:
    question = (BREAD + " ") * 250
    result = run("ask", question[:length], "--sources", harbour_folder)
    assert result.code == code
    if code:
        assert result.err == f"The question has {length} characters and I read at most 1000. Please shorten it.\n"
        assert result.out == ""
    else:
        assert _numbers(result.out)


@pytest.mark.parametrize(
    "question",
    [
        f"**{BREAD}**",
        f"<@!123456789012345678> {BREAD}",
        f"`{BREAD}` ||spoiler||",
        f"> {BREAD}",
        f"[bold red]{BREAD}[/bold red] [/] [link=http://x]",
    ],
)
def test_markup_is_printed_as_typed_and_does_no_harm(run: Runner, harbour_folder: str, question: str) -> None:
    code, out, err = run("ask", question, "--sources", harbour_folder)
    assert (code, err) == (0, "")
    assert "".join(question.split()) in "".join(out.split())
    assert "1. Alder (2001), ¶1" in out


def test_a_custom_emoji_changes_no_verdict(run: Runner) -> None:
    out = run("ask", f"{EXAMPLE} <:smile:123456789012345678>").out
    assert "Nothing in these sources answers this outright" not in out


def test_a_lone_surrogate_is_not_printed(run: Runner, harbour_folder: str) -> None:
    code, out, err = run("ask", f"\ud83d {BREAD}", "--sources", harbour_folder)
    assert (code, err) == (0, "")
    assert out.encode("utf-8").decode("utf-8") == out
    assert "1. Alder (2001), ¶1" in out


def test_a_missing_folder_is_named(run: Runner, tmp_path: Path) -> None:
    for command in (("ask", BREAD), ("ask", BREAD, "--json"), ("chat",)):
        code, out, err = run(*command, "--sources", str(tmp_path / "none"))
        assert (code, out) == (2, "")
        assert err == f"There is no folder {tmp_path / 'none'}: give one that holds Markdown source files.\n"


def test_a_folder_without_sources_is_named(run: Runner, tmp_path: Path) -> None:
    code, out, err = run("ask", BREAD, "--sources", str(tmp_path))
    assert (code, out) == (2, "")
    assert str(tmp_path) in err
