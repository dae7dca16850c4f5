"""The bench works; nothing here is timed."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.meaning.encoder import installed
from tests.bench import __main__, answers, corpus, goals, meaning, measure, report
from tests.bench.measure import Result


def test_the_small_form_finds_the_scores_of_rank_bm25(capsys: pytest.CaptureFixture[str]) -> None:
    assert __main__.main(["--small"]) == 0
    printed = capsys.readouterr().out
    assert "Counterpoint" in printed
    for goal in ("score, largest difference", "query p50", "query p99", "add one", "edit one", "retire one"):
        assert goal in printed


def test_goals_are_met_up_to_what_was_set_and_no_further() -> None:
    values = {"passages": 10, "build": 1, "p50": 0.5, "p99": 2, "add": 1, "edit": 1, "retire": 1, "memory": 40}
    ours = Result.model_validate(values | {"engine": "Counterpoint", "scores": [[2.0, 1.0]]})
    theirs = Result.model_validate(values | {"engine": "rank-bm25", "scores": [[2.0, 1.0, 0.0]]})
    peers = [
        theirs.model_copy(update={"engine": engine}) for engine in ("rank-bm25", "bm25s", "bm25s, Numba", "tantivy")
    ]
    assert all(goal.met for goal in goals.goals([ours, *peers]))
    worse = {"p50": 0.51, "p99": 2.01, "add": 1.01, "edit": 1.01, "retire": 1.01, "memory": 40.1}
    slower = ours.model_copy(update=worse | {"scores": [[2.0, 1.1]]})
    assert not any(goal.met for goal in goals.goals([slower, *peers]))
    fewer = ours.model_copy(update={"scores": [[2.0]]})
    assert goals.difference(fewer, theirs) == float("inf")


def test_of_several_runs_the_best_numbers_count() -> None:
    values = {
        "passages": 10,
        "build": 1,
        "p50": 2,
        "p99": 3,
        "add": 4,
        "retire": None,
        "memory": None,
        "scores": [[1.0]],
    }
    one = Result.model_validate(values | {"engine": "Counterpoint", "edit": 5})
    other = one.model_copy(update={"p50": 1.5, "p99": 3.5, "edit": 4.0, "memory": 40.0})
    assert measure.best([one, other]) == one.model_copy(update={"p50": 1.5, "edit": 4.0, "memory": 40.0})


@pytest.mark.parametrize("every_word", [False, True])
def test_the_corpus_is_the_same_each_time_and_of_the_length_it_says(every_word: bool) -> None:
    made = corpus.make(400, 50, every_word=every_word)
    assert made == corpus.make(400, 50, every_word=every_word)
    words = sum(map(len, made.passages)) / 400
    assert words == pytest.approx(corpus.LENGTH, rel=0.05) if every_word else 30 < words < 70
    low, high = (6, 10) if every_word else (1, 6)
    assert all(low <= len(question) <= high for question in made.questions)


def test_the_picture_is_drawn(tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    one = Result(
        engine="Counterpoint", passages=10, build=1, p50=1, p99=2, add=1, edit=1, retire=None, memory=None, scores=[]
    )
    report.draw([one, one.model_copy(update={"passages": 100, "engine": "bm25s"})], tmp_path / "bench.svg")
    assert "bm25s" in (tmp_path / "bench.svg").read_text()
    assert report.rows([one])[0][-1] == "?"


@pytest.mark.skipif(not installed(), reason="the extra semantic is not installed")
def test_what_meaning_costs_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert meaning.main(["--only", "search", "--vectors", "1000"]) == meaning.main(["--model", "ours"]) == 0
    assert "ours, eight bits" in capsys.readouterr().out


def test_whole_answers_are_measured(capsys: pytest.CaptureFixture[str]) -> None:
    assert answers.main(["--passages", "0", "60", "--questions", "3"]) == 0
    *table, goal = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in table] == ["passages", "30", "90"]
    assert goal.endswith("at most 3")


@pytest.mark.parametrize(("more", "met"), [(0.0, True), (0.01, False)])
def test_goals_of_answers_are_those_of_their_size(more: float, met: bool) -> None:
    for made, p50 in ((0, 3.0), (10_000, 5.0), (100_000, 15.0)):
        result = answers.Result(made + 30, p50 + more, 99.0, 1.0, 1000 + more)
        found = list(answers.goals(made, result))
        assert [goal.met for goal in found] == [met] * (2 if made == 100_000 else 1)
    assert not list(answers.goals(60, answers.Result(90, 1, 1, 1, 1)))
