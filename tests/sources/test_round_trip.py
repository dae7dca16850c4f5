"""What is exported is imported again as the same library, byte for byte."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.model import Passage, Source
from knowledge.sources import markdown
from tests.conftest import ALDER, BIRCH, CEDAR, write_folder

HERE = Path("somewhere.md")
_LINE = st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1, max_size=60).map(str.strip)
_PLAIN = _LINE.filter(lambda line: bool(line) and "\ufeff" not in line)
_PARAGRAPH = _PLAIN.filter(lambda line: not line.startswith("#"))
_KEYS = st.from_regex(r"[a-z][a-z_]{0,8}", fullmatch=True).filter(
    lambda key: key not in {"id", "title", "author", "outlet", "published", "url", "side", "thesis"}
)
_LOOKS_LIKE = st.sampled_from(["2000-01-01", "2000", "1.5", "true", "null", "---", "- a", "a: b", "'"])
_SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(), _PLAIN, _LOOKS_LIKE, st.floats(allow_nan=False, allow_infinity=False)
)
_VALUES = st.one_of(
    _SCALARS, st.lists(_SCALARS, max_size=3), st.dictionaries(st.sampled_from("pqr"), _SCALARS, max_size=2)
)
_PUBLISHED = st.one_of(
    st.none(), st.integers(1000, 2999).map(str), st.dates(min_value=date(1000, 1, 1)).map(str),
    st.dates(min_value=date(1000, 1, 1)).map(lambda day: str(day)[:7]),
)  # fmt: skip


@st.composite
def sources(draw: st.DrawFn) -> Source:
    texts = draw(st.lists(_PARAGRAPH, min_size=1, max_size=4))
    optional = st.one_of(st.none(), _PLAIN)
    return Source(
        id=draw(st.from_regex(r"[a-z0-9]{1,8}(-[a-z0-9]{1,4}){0,2}", fullmatch=True)),
        title=draw(_PLAIN),
        authors=tuple(draw(st.lists(_PLAIN, min_size=1, max_size=3))),
        outlet=draw(optional),
        published=draw(_PUBLISHED),
        url=draw(optional),
        side=draw(optional),
        thesis=draw(optional),
        extra=tuple(draw(st.dictionaries(_KEYS, _VALUES, max_size=3)).items()),
        passages=tuple(
            Passage(
                number=number,
                text=text,
                headings=tuple(draw(st.lists(_PLAIN, max_size=2))),
                retired=draw(st.booleans()),
            )
            for number, text in enumerate(texts, 1)
        ),
    )


@settings(derandomize=True, max_examples=80, deadline=None)
@given(sources())
def test_any_source_is_read_back_as_it_was_written(source: Source) -> None:
    written = markdown.render(source)
    read = markdown.parse(written, HERE)
    assert read == source
    assert markdown.render(read).encode() == written.encode()


def test_a_folder_is_written_and_read_back_byte_for_byte(tmp_path: Path) -> None:
    first = write_folder(tmp_path / "first", ALDER, BIRCH, CEDAR)
    second = write_folder(tmp_path / "second", *markdown.read_folder(first))
    assert markdown.read_folder(second) == [ALDER, BIRCH, CEDAR]
    for path in first.iterdir():
        assert (second / path.name).read_bytes() == path.read_bytes()


def test_keys_without_a_meaning_are_kept_in_their_order() -> None:
    text = "---\nid: a\ntitle: T\nauthor: [A, B]\nmood: calm\ndisputed: true\nkeys: {x: [1, 2]}\n---\n\nText.\n"
    source = markdown.parse(text, HERE)
    assert source.extra == (("mood", "calm"), ("disputed", True), ("keys", {"x": [1, 2]}))
    assert source.authors == ("A", "B")
    assert markdown.parse(markdown.render(source), HERE).extra == source.extra


def test_dates_keep_the_precision_they_were_given_in() -> None:
    for written in ("1787", "1787-10", "1787-10-27"):
        text = f"---\nid: a\ntitle: T\nauthor: A\npublished: {written}\n---\n\nText.\n"
        source = markdown.parse(text, HERE)
        assert (source.published, source.year) == (written, "1787")


def test_windows_line_ends_and_a_byte_order_mark_read_as_the_same_source(tmp_path: Path) -> None:
    plain = markdown.render(ALDER)
    (tmp_path / "alder.md").write_bytes(b"\xef\xbb\xbf" + plain.replace("\n", "\r\n").encode())
    assert markdown.read_folder(tmp_path) == [ALDER]


def test_a_paragraph_may_run_over_several_lines_and_keeps_them() -> None:
    source = markdown.parse("---\nid: a\ntitle: T\nauthor: A\n---\nOne\ntwo.\n\n\n \n## Head\nThree.\n", HERE)
    assert [passage.text for passage in source.passages] == ["One\ntwo.", "Three."]
    assert source.passages[1].headings == ("Head",)


def test_retired_paragraphs_keep_their_text_and_are_named_in_the_front_matter() -> None:
    text = "---\nid: a\ntitle: T\nauthor: A\nmood: calm\nretired_paragraphs:\n- 2\n- 3\n---\n\nOne.\n\nTwo.\n\nThree.\n"
    source = markdown.parse(text, HERE)
    assert [(passage.text, passage.retired) for passage in source.passages] == [
        ("One.", False),
        ("Two.", True),
        ("Three.", True),
    ]
    assert source.extra == (("mood", "calm"),)
    assert markdown.render(source) == text
