"""A file of the fixed source format is the source it holds; other Markdown becomes text with headings."""

from __future__ import annotations

import pytest
from hypothesis import given

from knowledge.intake.errors import IntakeError
from knowledge.model import Source
from knowledge.sources import markdown
from tests.conftest import ALDER
from tests.intake.files import BREAD, LEDGERS, headings, read, remarks, texts
from tests.sources.test_round_trip import sources

WRITTEN = markdown.render(ALDER)


@given(sources())
def test_a_source_file_is_exactly_the_source_it_holds(source: Source) -> None:
    assert read("any.md", markdown.render(source)).source() == source


def test_its_name_and_line_ends_do_not_matter() -> None:
    for name in ("a.md", "b.txt", "C.MD"):
        data = b"\xef\xbb\xbf" + WRITTEN.replace("\n", "\r\n").encode()
        assert read(name, data).source({"alder-2001"}) == ALDER


@pytest.mark.parametrize(
    ("line", "instead", "sentence"),
    [
        ("published: '2001'", "published: spring", "Line 5 of the file cannot be read: published: "),
        ("title:", "title: [", "Line 4 of the file cannot be read: "),
        ("id: alder-2001", "id: Not a slug", "Line 2 of the file cannot be read: id: "),
        ("title:", "title: &a {b: c}\nmood: *a\nother:", "too tangled"),
        ("title:", "mood: " + "[" * 21 + "]" * 21 + "\ntitle:", "too tangled"),
        ("title:", "mood: .inf\ntitle:", "write plain text and numbers"),
        ("title:", "mood: !!timestamp 2001-01-01\ntitle:", "write plain text and numbers"),
        ("title:", "mood: " + "x" * 50_000 + "\ntitle:", "too long"),
        ("side:", 'side: "a\\0b"\nother:', "characters that cannot be kept"),
    ],
)
def test_broken_front_matter_is_told_with_its_line(line: str, instead: str, sentence: str) -> None:
    assert line in WRITTEN
    with pytest.raises(IntakeError, match=r"^[^\n]+\.$") as caught:
        read("a.md", WRITTEN.replace(line, instead, 1))
    assert sentence in str(caught.value)


def test_front_matter_of_other_programs_is_understood() -> None:
    written = (
        "---\nTitle: On Bread\nauthors: [Ann Alder, Bob Birch]\ndate: 2019-03-07T06:00:00Z\ntags: [bread, tariff]\n"
        f"link: https://a.example/bread\npublication: The Gazette\n---\n\n# On Bread\n\n{BREAD}\n"
    )
    found = read("post.md", written)
    assert (found.title, found.authors, found.published) == ("On Bread", ("Ann Alder", "Bob Birch"), "2019-03-07")
    assert (found.url, found.outlet) == ("https://a.example/bread", "The Gazette")
    assert dict(found.extra) == {"tags": ["bread", "tariff"]}
    assert (texts(found), headings(found)) == ([BREAD], {})
    assert found.source().id == "alder-2019"


def test_marks_become_what_they_mean() -> None:
    written = (
        f"# On Bread\n\nThe **duty** rose, *said* [Birch](https://a.example), and `bread` followed\\*.\n{BREAD}\n\n"
        f"## What followed\n\n> {LEDGERS}\n\n- one\n- two ![loaf](l.png)\n\n<div>ad</div>\n\n"
        "| a | b |\n|---|---|\n| 1 | 2 |\n\n***\n\nAn end, and\\\nanother."
    )
    found = read("a.md", written)
    assert found.title == "On Bread"
    assert texts(found) == [
        f"The duty rose, said Birch, and bread followed*. {BREAD}", LEDGERS, "one\ntwo", "An end, and\nanother.",
    ]  # fmt: skip
    assert headings(found) == {2: ("What followed",)}
    assert remarks(found) == {"tables": 1}


def test_a_rule_across_the_page_is_no_front_matter() -> None:
    assert texts(read("a.txt", f"---\n\n{BREAD}\n\n---\n\n{LEDGERS}")) == [BREAD, LEDGERS]
