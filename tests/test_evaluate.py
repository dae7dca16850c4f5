"""``python -m knowledge.evaluate`` on small files: it measures, lists misses, and names the line it cannot use."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from knowledge.evaluate.__main__ import main
from tests.conftest import BREAD, FILLER, Run

Evaluate = Callable[..., Run]
GOOD = {"id": "g1", "kind": "why", "question": BREAD, "gold": [["alder-2001", "1.1", 2]]}
MISSED = {"id": "m1", "kind": "why", "question": BREAD, "gold": [["cedar-2010", "2.1", 2]]}
OPPOSED = {**GOOD, "id": "o1", "opposing": [{"quote": "kept the price of bread\nsteady", "grade": 2}]}
OFF = {"id": "u1", "kind": "unanswerable", "question": "who painted the cathedral?", "note": "off-topic"}


@pytest.fixture
def evaluate(capsys: pytest.CaptureFixture[str], tmp_path: Path, harbour_folder: str) -> Evaluate:
    def call(*arguments: str, lines: list[object]) -> Run:
        path = tmp_path / "questions.jsonl"
        raw = [line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines]
        path.write_bytes(b"\n".join(raw) + b"\n")
        code = main([str(path), "--sources", harbour_folder, *arguments])
        captured = capsys.readouterr()
        return Run(code, captured.out, captured.err)

    return call


def _value(out: str, name: str) -> tuple[float, int]:
    """Return the value of the last column, which is the engine's at its best, and of how many questions it is."""
    match = re.search(rf"^{re.escape(name)}(?:\s+[\d.]+|\s+nan)*?\s+([\d.]+|nan)\s+(\d+)  ", out, re.MULTILINE)
    assert match is not None
    return float(match[1]), int(match[2])


@pytest.mark.parametrize("mode", [(), ("--bare",)])
def test_it_prints_every_measure_with_its_goal(evaluate: Evaluate, mode: tuple[str, ...]) -> None:
    code, out, err = evaluate(*mode, lines=[GOOD, MISSED, OPPOSED, OFF])
    assert code == 0
    assert err.endswith(" ms an answer\n")
    assert _value(out, "s@1") == (pytest.approx(2 / 3, abs=0.001), 3)
    assert _value(out, "s@3") == (pytest.approx(2 / 3, abs=0.001), 3)
    assert _value(out, "opposing flex@1") == (1.0, 1)
    assert _value(out, "false show, elsewhere") == (0.0, 1)
    assert _value(out, "false refusal") == (0.0, 3)
    assert re.search(r"^s@1 .*>= \.82", out, re.MULTILINE)


def test_misses_are_listed_with_what_was_wrong(evaluate: Evaluate) -> None:
    plain = evaluate(lines=[GOOD, MISSED])
    code, out, _ = evaluate("--misses", lines=[GOOD, MISSED])
    assert code == 0
    assert out.startswith(plain.out)
    listed = [line.split() for line in out.removeprefix(plain.out).splitlines()]
    assert [line[0] for line in listed] == ["g1", "m1"]
    assert "over-claim" in listed[0]
    assert listed[1][1] == "lead,"
    assert "lead" not in listed[0]


@pytest.mark.parametrize("mode", [(), ("--bare",)])
def test_weights_are_fitted_with_another_debate_beside(
    evaluate: Evaluate, tmp_path: Path, harbour_folder: str, mode: tuple[str, ...]
) -> None:
    beside = tmp_path / "beside.jsonl"
    beside.write_text(
        json.dumps(OFF) + "\n" + json.dumps({**GOOD, "question": "who baked it?"}) + "\n", encoding="utf-8"
    )
    code, out, _ = evaluate(
        "--fit", "--words", "--beside", str(beside), harbour_folder, *mode, lines=[GOOD, OPPOSED, OFF]
    )
    assert code == 0
    assert [line.partition("(")[0] for line in out.splitlines()] == ["words", "Evidence", "Address"]


def test_without_questions_there_is_nothing_to_measure(evaluate: Evaluate) -> None:
    code, out, _ = evaluate(lines=[])
    assert code == 0
    assert _value(out, "s@1")[1] == 0


@pytest.mark.parametrize(
    "line",
    [
        b"nope",
        {"id": "x", "kind": "why"},
        {"id": "x", "kind": "why", "question": "q", "gold": [["alder-2001", "99.1", 2]]},
        {"id": "x", "kind": "why", "question": "q", "gold": [["alder-2001", "1.9", 2]]},
        {"id": "x", "kind": "why", "question": "q", "gold": [["nobody", "1.1", 2]]},
        {"id": "x", "kind": "why", "question": "q", "gold": [["alder-2001", "one", 2]]},
        {"id": "x", "kind": "why", "question": "q", "gold": [["alder-2001", "1.1"]]},
    ],
)
def test_a_line_that_cannot_be_used_is_named(evaluate: Evaluate, line: object) -> None:
    code, out, err = evaluate(lines=[GOOD, line])
    assert (code, out) == (2, "")
    assert "questions.jsonl, line 2: " in err
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    "line",
    [
        [1],
        b"caf\xe9",
        {"id": "x", "kind": "why", "question": 5},
        {"id": "x", "kind": "why", "question": "q", "gold": 5},
    ],
)
def test_a_line_of_another_form_is_named_too(evaluate: Evaluate, line: object) -> None:
    code, _, err = evaluate(lines=[GOOD, line])
    assert code == 2
    assert "questions.jsonl, line 2: " in err


def test_a_missing_file_and_a_missing_folder_are_named(
    tmp_path: Path, harbour_folder: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(tmp_path / "none.jsonl"), "--sources", harbour_folder]) == 2
    assert "none.jsonl" in capsys.readouterr().err
    assert main([str(tmp_path / "none.jsonl"), "--sources", str(tmp_path / "nowhere")]) == 2
    assert "There is no folder" in capsys.readouterr().err


def test_a_retrieval_set_is_measured(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    documents = {"d1": BREAD, "d2": "Gardeners plant tulips.", "d3": "Bees carry pollen.", "d4": "Chess is old."}
    corpus = [{"_id": name, "text": text} for name, text in documents.items()]
    queries = [{"_id": "q1", "text": "tulips in a garden"}, {"_id": "q2", "text": "price of bread"}]
    for name, rows in (("corpus.jsonl", corpus), ("queries.jsonl", queries)):
        (tmp_path / name).write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    (tmp_path / "qrels.tsv").write_text("query\tdocument\tgrade\nq1\td2\t1\nq2\td3\t1\n", encoding="utf-8")
    assert main(["--public", str(tmp_path)]) == 0
    header, row = (line.split() for line in capsys.readouterr().out.splitlines())
    assert header[1:] == ["bm25", "words", "both", "sides", "issues"]
    # The first query finds its document first, the second does not.
    assert all(0.5 <= float(value) < 1 for value in row[1:])


def test_what_speaks_against_something_is_also_asked_of_the_other_side(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = {"pro": "Bread should be taxed, for it feeds the fleet.", "con": "A tax on bread starves the poor."}
    rows = [{"_id": side, "text": text, "stance": side, "title": "bread"} for side, text in told.items()]
    rows += [{"_id": f"x{n}", "text": text, "stance": "con", "title": "else"} for n, text in enumerate(FILLER)]
    query = {"_id": "q", "text": "Bread should be taxed", "exclude": ["pro"]}
    (tmp_path / "corpus.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    (tmp_path / "short.queries.jsonl").write_text(json.dumps(query) + "\n", encoding="utf-8")
    (tmp_path / "short.qrels.tsv").write_text("query\tdocument\tgrade\nq\tcon\t1\n", encoding="utf-8")
    assert main(["--public", str(tmp_path), "--words"]) == 0
    assert capsys.readouterr().out.split()[-2:] == ["1.000", "1.000"]
