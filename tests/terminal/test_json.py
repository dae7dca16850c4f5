"""``--json`` and ``--batch``: the fixed formats that other programs read."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ALDER, BREAD, Run

Runner = Callable[..., Run]
KEYS = ["id", "question", "verdict", "excerpts", "opposing", "opposing_note", "facts"]
EXCERPT_KEYS = ["text", "source", "author", "side", "paragraph", "citation", "score"]


def _batch(run: Runner, folder: str, tmp_path: Path, *lines: object) -> tuple[int, list[dict[str, Any]]]:
    path = tmp_path / "asked.jsonl"
    raw = [line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines]
    path.write_bytes(b"\n".join(raw) + b"\n")
    code, out, err = run("ask", "--json", "--batch", str(path), "--sources", folder)
    assert err == ""
    return code, [json.loads(line) for line in out.splitlines()]


def test_one_answer_is_one_line_of_the_fixed_format(run: Runner, harbour_folder: str) -> None:
    code, out, err = run("ask", "--json", BREAD, "--sources", harbour_folder)
    assert (code, err, out.count("\n")) == (0, "", 1)
    answer = json.loads(out)
    assert list(answer) == KEYS
    assert (answer["id"], answer["question"], answer["verdict"]) == (None, BREAD, "answered")
    for excerpt in (*answer["excerpts"], *answer["opposing"]):
        assert list(excerpt) == EXCERPT_KEYS
    lead = answer["excerpts"][0]
    assert lead["text"] == ALDER.passages[0].text
    assert isinstance(lead.pop("score"), float)
    del lead["text"]
    assert lead == {
        "source": "alder-2001",
        "author": "Ann Alder",
        "side": "Traders",
        "paragraph": 1,
        "citation": "Alder (2001), ¶1",
    }
    assert answer["opposing_note"] is None
    assert answer["facts"] == []


def test_a_fact_has_its_form(run: Runner, harbour_folder: str) -> None:
    asked = "when did the bakers close their shops?"
    answer = json.loads(run("ask", "--json", asked, "--sources", harbour_folder).out)
    (fact,) = answer["facts"]
    assert list(fact) == ["kind", "text", "excerpt"]
    assert (fact["kind"], fact["text"]) == ("when", "March 1902")
    assert fact["excerpt"] == answer["excerpts"][0]
    assert (fact["excerpt"]["source"], fact["excerpt"]["paragraph"]) == ("alder-2001", 1)


def test_silence_has_its_note(run: Runner) -> None:
    answer = json.loads(run("ask", "--json", "why is China against THAAD?").out)
    assert answer["opposing"] == []
    assert answer["opposing_note"] == "Oriana Skylar Mastro does not address this."


def test_a_source_without_a_side_has_null(run: Runner) -> None:
    answer = json.loads(run("ask", "--json", "why does China resist sanctions?").out)
    assert {excerpt["side"] for excerpt in answer["excerpts"]} == {None}
    assert {excerpt["author"] for excerpt in answer["opposing"]} == {"Oriana Skylar Mastro"}


def test_nothing_is_shown_where_nothing_was_found(run: Runner, harbour_folder: str) -> None:
    answer = json.loads(run("ask", "--json", "hello", "--sources", harbour_folder).out)
    assert answer == {
        "id": None, "question": "hello", "verdict": "nothing", "excerpts": [], "opposing": [], "opposing_note": None,
        "facts": [],
    }  # fmt: skip


def test_a_batch_is_answered_in_order_with_the_ids_given(run: Runner, harbour_folder: str, tmp_path: Path) -> None:
    ids = ["q1", 7, None, {"a": [1]}, "ü", 1.5, "q1"]
    code, answers = _batch(run, harbour_folder, tmp_path, *({"id": i, "question": BREAD} for i in ids))
    assert code == 0
    assert [answer["id"] for answer in answers] == ids
    assert all(list(answer) == KEYS for answer in answers)
    assert all(answer["excerpts"] == answers[0]["excerpts"] for answer in answers)


def test_other_keys_are_ignored_and_the_previous_question_is_not(
    run: Runner, harbour_folder: str, tmp_path: Path
) -> None:
    _, (plain, extra, alone, follows) = _batch(
        run,
        harbour_folder,
        tmp_path,
        {"id": 1, "question": BREAD},
        {"id": 1, "question": BREAD, "kind": "why", "gold": [["x", 1]], "verdict": "nothing"},
        {"id": 1, "question": "why?"},
        {"id": 1, "question": "why?", "previous": BREAD},
    )
    assert extra == plain
    assert alone["verdict"] == "nothing"
    assert follows["excerpts"][0]["text"] == plain["excerpts"][0]["text"]


@pytest.mark.parametrize("previous", [5, None, [], {}, True, "", "😀"])
def test_a_previous_question_of_another_kind_is_ignored(
    run: Runner, harbour_folder: str, tmp_path: Path, previous: object
) -> None:
    code, (answer,) = _batch(run, harbour_folder, tmp_path, {"id": 1, "question": BREAD, "previous": previous})
    assert (code, answer["verdict"]) == (0, "answered")


BAD_LINES: dict[str, tuple[object, object, str]] = {
    "no JSON": (b"nope", None, "Line 2 is not a JSON object"),
    "half of it": (b'{"id": 1, "question": "why', None, "Line 2 is not a JSON object"),
    "a list": ([1, 2], None, "Line 2 is not a JSON object"),
    "text": ("why?", None, "Line 2 is not a JSON object"),
    "null": (None, None, "Line 2 is not a JSON object"),
    "no question": ({"id": "x"}, "x", 'Line 2 has no "question" that is text'),
    "a number for a question": ({"id": "x", "question": 5}, "x", 'Line 2 has no "question" that is text'),
    "not UTF-8": (b'{"question": "caf\xe9"}', None, "Line 2 is not UTF-8 text"),
    "too deep": (b'{"question": ' + b"[" * 100_000, None, "Line 2 is not a JSON object"),
    "too long": ({"id": "x", "question": "a" * 1001}, "x", "1001 characters"),
    "far too long": ({"id": "x", "question": "a " * 5000}, "x", "10000 characters"),
}


@pytest.mark.parametrize("kind", BAD_LINES)
def test_a_bad_line_is_answered_with_its_reason_and_the_rest_go_on(
    run: Runner, harbour_folder: str, tmp_path: Path, kind: str
) -> None:
    bad, its_id, reason = BAD_LINES[kind]
    asked = {"id": "good", "question": BREAD}
    code, (before, answer, after) = _batch(run, harbour_folder, tmp_path, asked, bad, asked)
    assert code == 1
    assert before == after
    assert before["verdict"] == "answered"
    assert list(answer) == [*KEYS, "error"]
    assert (answer["id"], answer["verdict"], answer["excerpts"]) == (its_id, "nothing", [])
    assert reason in answer["error"]
    assert "\n" not in answer["error"]


def test_blank_lines_a_byte_order_mark_and_windows_line_ends_are_read(
    run: Runner, harbour_folder: str, tmp_path: Path
) -> None:
    line = json.dumps({"id": 1, "question": BREAD}).encode()
    code, answers = _batch(run, harbour_folder, tmp_path, b"\xef\xbb\xbf" + line + b"\r", b"", b"  ", line)
    assert (code, [answer["id"] for answer in answers]) == (0, [1, 1])


@pytest.mark.parametrize("question", ["", " ", "😀", "\x00\x1b[31m", "почему", "**why**", "a" * 999, "a" * 1000])
def test_any_text_is_a_question(run: Runner, harbour_folder: str, tmp_path: Path, question: str) -> None:
    code, (answer,) = _batch(run, harbour_folder, tmp_path, {"id": 1, "question": question})
    assert (code, answer["question"], answer["verdict"]) == (0, question, "nothing")


def test_a_lone_surrogate_becomes_a_question_mark(run: Runner, harbour_folder: str, tmp_path: Path) -> None:
    line = b'{"id": "\\ud800", "question": "\\ud800 did the harbour tariff raise the price of bread?"}'
    code, (answer,) = _batch(run, harbour_folder, tmp_path, line)
    assert (code, answer["id"], answer["verdict"]) == (0, "?", "answered")
    assert answer["question"] == f"? {BREAD}"


def test_every_line_written_is_json(run: Runner, harbour_folder: str, tmp_path: Path) -> None:
    def refuse(constant: str) -> None:
        raise AssertionError(constant)

    path = tmp_path / "asked.jsonl"
    path.write_text('{"id": NaN, "question": "hello"}\n', encoding="utf-8")
    out = run("ask", "--json", "--batch", str(path), "--sources", harbour_folder).out
    json.loads(out, parse_constant=refuse)


@pytest.mark.parametrize("name", ["missing.jsonl", "."])
def test_a_batch_file_that_cannot_be_read_is_named(run: Runner, harbour_folder: str, tmp_path: Path, name: str) -> None:
    code, out, err = run("ask", "--json", "--batch", str(tmp_path / name), "--sources", harbour_folder)
    assert (code, out) == (2, "")
    assert err.startswith(f"The file {tmp_path / name} cannot be read: ")
    assert err.count("\n") == 1


def _process(arguments: Sequence[str], given: bytes) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([sys.executable, "-m", "bot", *arguments], input=given, capture_output=True, check=False)


def test_standard_input_is_a_batch_file_too(harbour_folder: str) -> None:
    given = json.dumps({"id": "ü", "question": BREAD}).encode() + b"\nnope\n"
    done = _process(["ask", "--json", "--batch", "-", "--sources", harbour_folder], given)
    good, bad = (json.loads(line) for line in done.stdout.decode("utf-8").splitlines())
    assert (done.returncode, done.stderr) == (1, b"")
    assert (good["id"], good["verdict"]) == ("ü", "answered")
    assert "Line 2" in bad["error"]


def test_an_empty_batch_is_answered_by_nothing(harbour_folder: str) -> None:
    done = _process(["ask", "--json", "--batch", "-", "--sources", harbour_folder], b"")
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
