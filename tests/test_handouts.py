"""A page to hand out: on one sheet where that is possible, verbatim in both formats, whatever is in the texts."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pypdfium2 as pdfium
import pytest
from markdown_it import MarkdownIt

from bot.handouts import markdown, pdf
from bot.handouts.fonts import fonts
from bot.handouts.page import Entry, Page, Quotation, Side, page_of
from knowledge.answers.briefing import brief
from knowledge.citing import Run
from knowledge.search.library import Library

A4 = (595, 842)
WORDS = "Words of an author, told at length and with some care for the reader who has to print them. "


@pytest.fixture(scope="module")
def shipped(essays: Library) -> list[Page]:
    return [page_of(brief(essays, issue), f"What of {issue.id}?") for issue in essays.issues[::4]]


def made(*sides: Side, title: str = "Who pays?", references: int = 1) -> Page:
    entry = (Run("Alder, A. (2001). ", italic=False), Run("Essay", italic=True), Run(".", italic=False))
    fact = Entry("340 ships", "<i>counted</i> & *noted*", "(Alder, 2001, para. 2)")
    return Page(title, "What would settle it?", sides, None, (fact,), (fact,), (entry,) * references)


def side(name: str, *texts: str) -> Side:
    return Side(name, tuple(Quotation(text, "(Alder, 2001, para. 1)") for text in texts))


def read(file: bytes) -> tuple[int, str]:
    """Return how many sheets a PDF has, all A4, and its text with single spaces."""
    document: Any = pdfium.PdfDocument(file)
    assert {tuple(round(x) for x in page.get_size()) for page in document} == {A4}
    text = " ".join(page.get_textpage().get_text_bounded() for page in document)
    return len(document), " ".join(text.replace("\r", " ").replace("\n", " ").split())


def plain(file: str) -> str:
    """Return the words of a Markdown file as a reader of it shows them, without its structure."""
    inline = [token.content for token in MarkdownIt().parse(file) if token.type == "inline"]
    parts = [child.content for text in inline for child in MarkdownIt().parseInline(text)[0].children or ()]
    return " ".join(" ".join(parts).split())


def test_every_shipped_issue_is_on_one_sheet_with_all_its_passages_and_references(shipped: list[Page]) -> None:
    for page in shipped[::2]:
        sheets, text = read(pdf.render(page))
        assert sheets == 1
        for shown in (page.title, page.question, *(s.name for s in page.sides)):
            assert shown in text
        # Two columns and hyphens at the ends of lines: words are compared one by one.
        words = set(text.split())
        for quotation in (quotation for s in page.sides for quotation in s.quotations):
            assert set(quotation.text.split()) <= words
            assert quotation.citation in text


def test_the_markdown_shows_every_word_as_it_stands_in_the_source(shipped: list[Page]) -> None:
    for page in shipped:
        shown = plain(markdown.render(page))
        for quotation in (quotation for s in page.sides for quotation in s.quotations):
            assert quotation.text in shown and quotation.citation in shown


def test_pages_are_made_at_once_in_threads_as_they_are_one_by_one(essays: Library) -> None:
    def write(number: int) -> tuple[str, int]:
        page = page_of(brief(essays, essays.issues[number]), "What of it?")
        return markdown.render(page), len(pdf.render(page))

    numbers = range(0, 42, 4)
    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(write, numbers)) == [write(number) for number in numbers]


def test_facts_and_dates_are_told_in_short_and_in_order(essays: Library) -> None:
    issue = next(issue for issue in essays.issues if issue.id == "sanctions-enforcement")
    page = page_of(brief(essays, issue), "What of it?")
    oil = "refined oil that China allegedly supplied to North Korea (Mastro, 2021, para. 10)"
    assert f"- **22,730 tons:** {oil}" in markdown.render(page)
    assert f"22,730 tons: {oil}" in read(pdf.render(page))[1]
    heads = [entry.head for entry in page.timeline]
    assert heads.index("the first quarter of 2017") < heads.index("January 2021 (“Three months ago”)")
    assert all(entry.text for entry in (*page.facts, *page.timeline))


def test_an_issue_without_facts_has_no_empty_headings(shipped: list[Page]) -> None:
    bare = shipped[0]._replace(facts=(), timeline=())
    for text in (markdown.render(bare), read(pdf.render(bare))[1]):
        assert "Facts" not in text and "Timeline" not in text


def test_of_one_side_it_is_said(shipped: list[Page]) -> None:
    page = next(page for page in shipped if len(page.sides) == 1)
    assert f"Only {page.sides[0].name} speaks to this" in read(pdf.render(page))[1]
    assert f"Only {page.sides[0].name} speaks to this" in plain(markdown.render(page))


@pytest.mark.parametrize("sides", [1, 2, 3, 5])
def test_much_text_takes_more_sheets_and_loses_nothing(sides: int) -> None:
    texts = [f"{WORDS * 5}Number {n}." for n in range(24)]
    page = made(*(side(f"Side {k}", *texts[k::sides]) for k in range(sides)))
    sheets, text = read(pdf.render(page))
    assert sheets >= 2
    assert all(f"Number {n}." in text for n in range(24))


def test_a_page_that_just_does_not_fit_is_set_smaller() -> None:
    def sheets_and_file(count: int) -> tuple[int, int]:
        file = pdf.render(made(side("One", *[WORDS * 4] * count)))
        return read(file)[0], count

    fitting = [count for count in range(4, 16) if sheets_and_file(count)[0] == 1]
    assert fitting == list(range(4, fitting[-1] + 1)), "more text never takes fewer sheets"
    assert sheets_and_file(fitting[-1] + 1)[0] == 2


def test_what_is_in_a_text_is_never_markup() -> None:
    hostile = (
        "<b>1 < 2 & 3</b> *not* _this_ [x](y) `z` | <img src=x> </font> &amp;\n# No heading\n- no item\n1. nor this"
    )
    page = made(side("A *side* & <i>more</i>", hostile), side("Other", hostile), title="<para>Title</para> # 1")
    _, text = read(pdf.render(page))
    assert "340 ships: <i>counted</i> & *noted*" in text
    assert "<b>1 < 2 & 3</b>" in text and "</font> &amp;" in text and "<para>Title</para> # 1" in text
    shown = plain(markdown.render(page))
    assert " ".join(hostile.split()) in shown and "A *side* & <i>more</i>" in shown


def test_the_typeface_has_what_essays_on_korea_need() -> None:
    needed = "“Moon Jae-in”—‘P’yŏngyang’ ¶10, 22,730 tons… Kim Il Sŭng, Đà Nẵng, é ü ł Č §5 €370 £2 50% ½ Путин"
    assert {font for _, font in fonts().faces(needed, "regular")} == {"SourceSerifPro"}
    assert "?" not in "".join(run for run, _ in fonts().faces(needed, "italic"))


def test_korean_and_chinese_names_are_kept_and_what_no_font_has_is_seen_to_be_missing() -> None:
    words = "President Moon (문재인) met 習近平 and 安倍さん; thin\u2009space, hyphen\u2011ated, \U0001f600."
    _, text = read(pdf.render(made(side("문재인", words))))
    assert "thin space" in text and "hyphen-ated" in text.replace("\u2010", "-") and "?." in text
    runs = list(fonts().faces("Moon 문재인 習 さ", "regular"))
    assert [font for _, font in runs] == [
        "SourceSerifPro",
        "HYSMyeongJo-Medium",
        "SourceSerifPro",
        "STSong-Light",
        "SourceSerifPro",
        "HeiseiMin-W3",
    ]


def test_a_word_without_an_end_stays_on_the_sheet() -> None:
    sheets, _ = read(pdf.render(made(side("A" * 300, "B" * 3000), side("C", "D" * 3000), references=2)))
    assert sheets >= 1
