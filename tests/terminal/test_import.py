"""``python -m bot import`` with files that are no sources yet: what was found is shown, what is missing asked for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from knowledge.sources import markdown
from tests.conftest import ALDER, Run, write_folder
from tests.intake.files import BREAD, TEXT, paper, word

Command = Callable[..., Run]


@pytest.fixture(autouse=True)
def library(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COUNTERPOINT_DATABASE_URL", f"sqlite:///{tmp_path}/library.sqlite")
    return tmp_path


def essay(path: str, top: str = "On Bread\n\nBy Ann Alder\n\nMarch 7, 2019\n\n") -> str:
    Path(path).write_text(top + "\n\n".join(TEXT), encoding="utf-8")
    return path


def test_a_file_that_says_everything_is_shown_and_imported(run: Command) -> None:
    path = essay("bread.txt")
    shown = run("import", path, "--guild", "7", "--dry-run")
    assert (shown.code, shown.err) == (0, "")
    assert shown.out.splitlines() == [
        "bread.txt",
        "  title: On Bread",
        "  author: Ann Alder",
        "  published: 2019-03-07",
        "  3 paragraphs; the first: When the harbour tariff was raised in the spring of 1902, its authors promised"
        " that every farmer in…",
        "new: alder-2019 (On Bread), 3 paragraphs",
        "Server 7: 1 would be added, 0 changed, 0 stay as they are. Nothing was done.",
    ]
    assert "Server 7: 1 added" in run("import", path, "--guild", "7").out
    assert "stays: alder-2019 (On Bread)" in run("import", path, "--guild", "7").out, "the same file is the same source"


def test_what_it_does_not_say_can_be_given(run: Command) -> None:
    path = essay("bread.txt", top="")
    lacking = run("import", path, "--guild", "7")
    assert lacking.code == 2
    assert lacking.err == (
        "bread.txt: I found no title and no author in it: import it alone with --title --author, "
        "and perhaps --published, --outlet, --url, --side.\n"
    )
    given = ("--title", "On Bread", "--author", "Ann Alder; Bob Birch", "--published", "1902-05", "--side", "Traders")
    assert "new: alder-1902 (On Bread), 3 paragraphs" in run("import", path, "--guild", "7", *given).out
    run("export", "--guild", "7", "out")
    [source] = markdown.read_folder(Path("out"))
    assert (source.authors, source.side, source.published) == (("Ann Alder", "Bob Birch"), "Traders", "1902-05")
    assert [passage.text for passage in source.passages] == list(TEXT)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (("--published", "spring"), "bread.txt: The published cannot be kept: a date is written 2020-05-01, 2020-05"),
        (("--url", "example"), "bread.txt: The url cannot be kept: a link begins with https://"),
        (("other.txt", "--title", "T"), "Give --title, --author and the like with one file at a time."),
    ],
)
def test_what_is_given_wrongly_is_one_sentence(run: Command, given: tuple[str, ...], sentence: str) -> None:
    essay("other.txt")
    done = run("import", essay("bread.txt"), *given, "--guild", "7")
    assert (done.code, done.err.count("\n")) == (2, 1)
    assert done.err.startswith(sentence)


def test_a_folder_of_all_kinds_is_imported(run: Command) -> None:
    folder = write_folder(Path("essays"), ALDER)
    essay("essays/bread.txt")
    (folder / "sub").mkdir()
    (folder / "sub" / "paper.pdf").write_bytes(paper(lambda made: [made.paragraph(f"{n}: {BREAD}") for n in range(3)]))
    (folder / "a.docx").write_bytes(
        word(lambda made: [made.add_paragraph(text) for text in ("On Salt", "By Cy Cedar", *TEXT)])
    )
    (folder / "notes.csv").write_text("not read", encoding="utf-8")
    done = run("import", "essays", "--guild", "7")
    assert (done.code, done.err.count("\n")) == (2, 1)
    assert "paper.pdf: I found no title and no author in it" in done.err
    (folder / "sub" / "paper.pdf").unlink()
    done = run("import", "essays", "--guild", "7")
    assert done.code == 0
    for line in ("new: alder-2001", "new: cedar (On Salt), 3 paragraphs", "new: alder-2019", "Server 7: 3 added"):
        assert line in done.out


def test_two_files_of_one_author_and_year_are_two_sources(run: Command) -> None:
    Path("folder").mkdir()
    essay("folder/a.txt")
    essay("folder/b.txt", top="On Salt\n\nBy Ann Alder\n\n2019\n\n")
    done = run("import", "folder", "--guild", "7")
    assert "new: alder-2019 (On Bread)" in done.out
    assert "new: alder-2019-2 (On Salt)" in done.out
    again = run("import", "folder/b.txt", "--guild", "7")
    assert "stays: alder-2019-2 (On Salt)" in again.out


def test_every_file_that_cannot_be_read_is_named(run: Command) -> None:
    Path("a.pdf").write_bytes(b"%PDF-1.7 junk")
    Path("b.docx").write_bytes(b"\x89PNG")
    Path("c.txt").write_bytes(b"")
    Path("d.exe").write_bytes(b"MZ")
    done = run("import", "a.pdf", "b.docx", "c.txt", "d.exe", essay("good.txt"), "--guild", "7")
    assert done.code == 2
    assert [line.split(" ")[0] for line in done.err.splitlines()] == ["a.pdf:", "b.docx:", "c.txt:", "d.exe:"]
    assert "Server 7: 1 added" in run("import", "good.txt", "--guild", "7").out, "and nothing was added before"
