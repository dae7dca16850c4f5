"""A malformed file is refused with file, line and reason."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path

import pytest

from knowledge.errors import MalformedFileError, SourcesFolderError
from knowledge.search.library import Library
from knowledge.sources import curation, markdown
from tests.conftest import ALDER, Run, write_folder

GOOD = "---\nid: a\ntitle: T\nauthor: A B\n---\n\nOne tariff. Two tariffs rose in May.\n"
NOTES = 'source: a\nnotes:\n  - at: "1.1"\n    begins: "One"\n    asks: ["why tariffs"]\n'
ISSUES = 'issues:\n  - id: t\n    label: "Why?"\n    sentences:\n      a: ["1.1", "1.2"]\n'


def _refused(folder: Path, name: str, content: str | bytes) -> MalformedFileError:
    folder.joinpath(name).write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(MalformedFileError) as caught:
        Library.read(folder)
    assert caught.value.path == folder / name
    assert str(folder / name) in str(caught.value)
    assert f"line {caught.value.line}" in str(caught.value)
    return caught.value


SOURCE_MISTAKES = {
    "not closed": ("---\nid: a\ntitle: T\nauthor: A\n\nText.\n", 1, "not closed"),
    "no id": (GOOD.replace("id: a\n", ""), 2, "'id'"),
    "no title": (GOOD.replace("title: T\n", ""), 2, "'title'"),
    "no author": (GOOD.replace("author: A B\n", ""), 2, "'author'"),
    "empty title": (GOOD.replace("title: T", "title:"), 2, "'title'"),
    "colon in a value": (GOOD.replace("title: T", "title: T: U"), 3, "mapping values"),
    "open quote": (GOOD.replace("title: T", 'title: "T'), 4, "end of stream"),
    "a list": ("---\n- a\n---\n\nText.\n", 2, "key: value"),
    "nothing between the fences": ("---\n---\n\nText.\n", 2, "key: value"),
    "date in words": (GOOD.replace("title: T", "title: T\npublished: spring 2021"), 4, "published"),
    "short month": (GOOD.replace("title: T", "title: T\npublished: 2021-5"), 4, "published"),
    "id with spaces": (GOOD.replace("id: a", "id: Not A Slug"), 2, "id"),
    "no paragraph": ("---\nid: a\ntitle: T\nauthor: A\n---\n", 6, "no paragraph"),
    "only a heading": ("---\nid: a\ntitle: T\nauthor: A\n---\n\n## Head\n", 6, "no paragraph"),
    "not UTF-8": (GOOD.encode() + b"caf\xe9\n", 8, "UTF-8"),
}


@pytest.mark.parametrize("mistake", SOURCE_MISTAKES)
def test_a_malformed_source_is_refused(tmp_path: Path, mistake: str) -> None:
    content, line, reason = SOURCE_MISTAKES[mistake]
    error = _refused(tmp_path, "a.md", content)
    assert error.line == line
    assert reason in error.reason


NOTE_MISTAKES = {
    "paragraph that is not there": (NOTES.replace("1.1", "9.1"), 3, "no 9.1"),
    "sentence that is not there": (NOTES.replace("1.1", "1.3"), 3, "no 1.3"),
    "not an address": (NOTES.replace("1.1", "1"), 3, "not a sentence address"),
    "another sentence": (NOTES.replace('"One"', '"Two"'), 4, "begins 'One', not 'Two'"),
    "unknown key": (NOTES + "    answers: []\n", 6, "answers"),
    "no begins": (NOTES.replace('    begins: "One"\n', ""), 3, "begins"),
    "unknown source": (NOTES.replace("source: a", "source: zz"), 3, "no source 'zz'"),
    "counterpoint in no source": (NOTES + '    counterpoints: ["zz 1.1"]\n', 6, "no source 'zz'"),
    "counterpoint in no sentence": (NOTES + '    counterpoints: ["a 1.1", "a 4.1"]\n', 6, "no 4.1"),
    "bad YAML": (NOTES.replace('["why', '["why"'), 5, ""),
    "an empty file": ("", 1, "document"),
}


@pytest.mark.parametrize("mistake", NOTE_MISTAKES)
def test_a_malformed_notes_file_is_refused(tmp_path: Path, mistake: str) -> None:
    (tmp_path / "a.md").write_text(GOOD, encoding="utf-8")
    content, line, reason = NOTE_MISTAKES[mistake]
    error = _refused(tmp_path, "a.notes.yaml", content)
    assert error.line == line
    assert reason in error.reason


@pytest.mark.parametrize("name", ["a.notes.yaml", "issues.yaml"])
def test_a_curated_file_that_is_not_utf8_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "a.md").write_text(GOOD, encoding="utf-8")
    content = NOTES if name == "a.notes.yaml" else ISSUES
    assert "UTF-8" in _refused(tmp_path, name, content.encode() + b"# caf\xe9\n").reason


ISSUE_MISTAKES = {
    "sentence that is not there": (ISSUES.replace("1.2", "3.1"), 5, "no 3.1"),
    "unknown source": (ISSUES.replace("      a:", "      zz:"), 5, "no source 'zz'"),
    "unknown key": (ISSUES + "    colour: red\n", 6, "colour"),
    "no label": (ISSUES.replace('    label: "Why?"\n', ""), 2, "label"),
}


@pytest.mark.parametrize("mistake", ISSUE_MISTAKES)
def test_a_malformed_issues_file_is_refused(tmp_path: Path, mistake: str) -> None:
    (tmp_path / "a.md").write_text(GOOD, encoding="utf-8")
    content, line, reason = ISSUE_MISTAKES[mistake]
    error = _refused(tmp_path, "issues.yaml", content)
    assert error.line == line
    assert reason in error.reason


def test_good_notes_and_issues_are_read(tmp_path: Path) -> None:
    for name, content in (("a.md", GOOD), ("a.notes.yaml", NOTES), ("issues.yaml", ISSUES)):
        (tmp_path / name).write_text(content, encoding="utf-8")
    curated = curation.read_folder(tmp_path, markdown.read_folder(tmp_path))
    assert [(place.source, str(place.address)) for place in curated.notes] == [("a", "1.1")]
    assert [(issue.id, issue.label) for issue in curated.issues] == [("t", "Why?")]


def test_an_impossible_day_is_refused_at_its_line(tmp_path: Path) -> None:
    bare = _refused(tmp_path, "a.md", GOOD.replace("title: T", "title: T\npublished: 2021-13-45"))
    quoted = _refused(tmp_path, "a.md", GOOD.replace("title: T", "title: T\npublished: '2021-13-45'"))
    assert (bare.line, quoted.line) == (4, 4)


@pytest.mark.parametrize("wrong", ["title: [T, U]", "title: {a: b}"])
def test_a_title_that_is_not_text_is_refused(tmp_path: Path, wrong: str) -> None:
    assert _refused(tmp_path, "a.md", GOOD.replace("title: T", wrong)).line == 3


@pytest.mark.parametrize("wrong", ["author: {first: A}", "author: ['']"])
def test_an_author_that_is_no_name_is_refused(tmp_path: Path, wrong: str) -> None:
    assert _refused(tmp_path, "a.md", GOOD.replace("author: A B", wrong)).line == 4


def test_the_same_id_twice_is_refused_by_the_name_of_the_second_file(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(GOOD, encoding="utf-8")
    (tmp_path / "deeper").mkdir()
    (tmp_path / "deeper" / "b.md").write_text(GOOD, encoding="utf-8")
    with pytest.raises(SourcesFolderError, match=r"b\.md.*already has the id 'a'"):
        markdown.read_folder(tmp_path)


def test_a_readme_without_front_matter_is_skipped_with_a_warning(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    write_folder(tmp_path, ALDER)
    (tmp_path / "README.md").write_text("# About\n\nNot a source.\n", encoding="utf-8")
    with caplog.at_level(logging.WARNING):
        assert markdown.read_folder(tmp_path) == [ALDER]
    assert [record.levelname for record in caplog.records] == ["WARNING"]
    assert "README.md" in caplog.text


def test_a_folder_without_a_source_or_no_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourcesFolderError, match="holds no source"):
        markdown.read_folder(tmp_path)
    with pytest.raises(SourcesFolderError, match="no folder"):
        markdown.read_folder(tmp_path / "missing")
    (tmp_path / "README.md").write_text("Just words.", encoding="utf-8")
    with pytest.raises(SourcesFolderError, match="no folder"):
        markdown.read_folder(tmp_path / "README.md")


@pytest.mark.parametrize("command", ["ask", "chat"])
def test_the_command_line_says_it_in_one_sentence(tmp_path: Path, run: Callable[..., Run], command: str) -> None:
    (tmp_path / "a.md").write_text(GOOD.replace("id: a\n", ""), encoding="utf-8")
    question = ["why tariffs?"] if command == "ask" else []
    code, out, err = run(command, *question, "--sources", str(tmp_path))
    assert (code, out) == (2, "")
    assert err == f"{tmp_path / 'a.md'}, line 2: the front matter has no 'id'.\n"


@pytest.mark.parametrize("wrong", ["4", "[0]", "[1, 9]", "[true]", "['1']", "", "{a: 1}"])
def test_retired_paragraphs_that_are_none_are_refused(tmp_path: Path, wrong: str) -> None:
    error = _refused(tmp_path, "a.md", GOOD.replace("title: T", f"title: T\nretired_paragraphs: {wrong}"))
    assert error.line == 4
    assert "retired_paragraphs is not a list of numbers" in error.reason
