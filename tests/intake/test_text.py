"""Text as people paste and save it becomes paragraphs, headings and metadata."""

from __future__ import annotations

import textwrap

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from knowledge.intake.errors import IntakeError
from knowledge.intake.reading import from_text
from knowledge.store.states import check
from tests.intake.files import BREAD, LEDGERS, LESSON, TEXT, headings, read, remarks, texts

WRAPPED = [textwrap.fill(paragraph, 60) for paragraph in TEXT]
SOFT, ZERO, BOM = "\u00ad", "\u200b", "\ufeff"


def test_wrapped_lines_are_joined() -> None:
    assert texts(from_text("\n\n".join(WRAPPED))) == list(TEXT)


def test_paragraphs_may_be_indented_instead_of_set_apart() -> None:
    assert texts(from_text("\n".join(f"    {paragraph}" for paragraph in WRAPPED))) == list(TEXT)


def test_paragraphs_may_end_with_a_short_line_and_nothing_else() -> None:
    assert texts(from_text("\n".join(WRAPPED))) == list(TEXT)


def test_each_long_line_is_a_paragraph() -> None:
    assert texts(from_text("\n".join(TEXT))) == list(TEXT)


def test_lines_may_have_blank_lines_between_them_all() -> None:
    spread = "\n\n\n\n".join("\n\n".join(paragraph.split("\n")) for paragraph in WRAPPED)
    assert texts(from_text(spread)) == list(TEXT)


def test_a_long_text_without_paragraphs_is_divided_between_sentences() -> None:
    sentences = [f"This is sentence number {number} of a text that nobody divided." for number in range(60)]
    found = from_text(" ".join(sentences))
    assert " ".join(texts(found)) == " ".join(sentences)
    assert all(100 <= len(text.split()) <= 150 for text in texts(found)[:-1])
    assert remarks(found) == {"no_paragraphs": len(found.passages)}
    assert len(from_text(" ".join(sentences[:30])).passages) == 1, "330 words may be one paragraph"


def test_words_that_were_divided_are_put_together_but_not_compounds() -> None:
    found = from_text(
        "The govern-\nment weighed long-\nterm and Sino-\nSoviet costs at Mar-a-\nLago—\nand lost 1990–\n1995."
    )
    assert texts(found) == ["The government weighed long-term and Sino-Soviet costs at Mar-a-Lago—and lost 1990–1995."]
    assert remarks(found)["joined_words"] == 1


def test_a_dash_at_the_end_of_a_line_keeps_its_spaces() -> None:
    assert texts(from_text("The duty rose —\nso they said--\nand fell, either/\nor both, --\nnever again."))[0] == (
        "The duty rose — so they said--and fell, either/or both, -- never again."
    )


@pytest.mark.parametrize("word", ["re-election", "co-operation", "policy-makers", "self-interest", "social-distancing"])
def test_compounds_keep_their_hyphen(word: str) -> None:
    first, second = word.split("-")
    assert (
        texts(from_text(f"This is what they call {first}-\n{second} today."))[0]
        == f"This is what they call {word} today."
    )


@pytest.mark.parametrize(
    "word", ["denucleari-zation", "there-fore", "under-mine", "Pyong-yang", "inter-national", "REPUB-LIC"]
)
def test_broken_words_lose_it(word: str) -> None:
    first, second = word.split("-")
    found = texts(from_text(f"This is what they call {first}-\n{second} today."))[0]
    assert found == f"This is what they call {first}{second} today."


def test_the_text_itself_says_whether_a_compound_has_a_hyphen() -> None:
    assert texts(from_text("The policy-\nmaker met a policy-maker."))[0] == "The policy-maker met a policy-maker."
    assert texts(from_text("The policy-\nmaker met a policymaker."))[0] == "The policymaker met a policymaker."


def test_headings_are_told_from_paragraphs() -> None:
    text = (
        f"A Tariff and Its Bread\n\nBy Ann Alder\n\n{BREAD}\n\nWhat the ledgers say\n\n{LEDGERS}\n\nII.\n\n"
        f"THE LESSON\n\n{LESSON}\n\n## Marked\n\n{BREAD}\n\nUnderlined\n----------\n\n{LESSON}\n\nNo more of this"
    )
    found = from_text(text)
    assert (found.title, found.authors) == ("A Tariff and Its Bread", ("Ann Alder",))
    assert texts(found) == [BREAD, LEDGERS, LESSON, BREAD, LESSON, "No more of this"]
    assert headings(found) == {
        2: ("What the ledgers say",), 3: ("II.", "THE LESSON"), 4: ("Marked",), 5: ("Underlined",),
    }  # fmt: skip


def test_a_line_that_is_no_heading_stays_a_paragraph() -> None:
    for line in ("He left.", "and nobody came", "Dear reader,", "(as he said)", "– a thought"):
        assert line in texts(from_text(f"{BREAD}\n\n{line}\n\n{LEDGERS}")), line


def test_the_lines_of_a_list_stay_together() -> None:
    items = "1. the rain in August\n2. the new mill at\n   Nether Ford\n3. the price of coal"
    found = from_text(f"{BREAD}\n\n{items}\n\n{LEDGERS}\n\n- one point\n\n- another point\n\n{LESSON}")
    assert texts(found) == [
        BREAD,
        "1. the rain in August\n2. the new mill at Nether Ford\n3. the price of coal",
        LEDGERS,
        "- one point\n- another point",
        LESSON,
    ]


def test_a_verse_keeps_its_lines() -> None:
    verse = (
        "The duty rose, the loaf grew small,\nThe baker shut his door,\nAnd none who wrote the law at all\nHad bread."
    )
    assert texts(from_text(f"{BREAD}\n\n{verse}\n\n{LEDGERS}")) == [BREAD, verse, LEDGERS]


def test_a_paragraph_that_was_torn_apart_is_joined() -> None:
    found = from_text(f"T\n\nhe duty rose and\n\nfell again. {BREAD}\n\n{LEDGERS}")
    assert texts(found) == [f"The duty rose and fell again. {BREAD}", LEDGERS]
    assert remarks(found) == {"joined_paragraphs": 2}


def test_a_book_of_project_gutenberg_loses_its_frame() -> None:
    text = (
        "The Project Gutenberg eBook of Bread\n\nThis eBook is for the use of anyone anywhere.\n\nTitle: On Bread\n"
        "Author: Edith Fir\nRelease date: May 1, 2001\n\n*** START OF THE PROJECT GUTENBERG EBOOK BREAD ***\n\n"
        f"ON BREAD\n\n\nCHAPTER I.\n\n{WRAPPED[0]}\n\n{WRAPPED[1]}\n\n* * *\n\nCHAPTER II.\nOf Promises\n\n{WRAPPED[2]}"
        "\n\n*** END OF THE PROJECT GUTENBERG EBOOK BREAD ***\n\nUpdated editions will replace the previous one."
    )
    found = from_text(text)
    assert (found.title, found.authors, found.published) == ("On Bread", ("Edith Fir",), None)
    assert texts(found) == list(TEXT)
    assert headings(found)[1] == ("CHAPTER I.",)
    assert headings(found)[3] == ("CHAPTER II.", "Of Promises")


def test_an_article_pasted_from_its_page_loses_the_page() -> None:
    """What selecting all of a page and copying it gives: menu, by-line, teasers, newsletter, comments, imprint."""
    pasted = (
        "Skip to main content\nSubscribe\n\nThe Tariff That Fed Nobody\n\n"
        "A duty on grain was meant to protect farmers. It emptied the bakeries instead.\n\n"
        "Ships waiting outside the harbour in the winter of 1902\n\nBy Ann Alder | March 7, 2019\n\n5 min read\n\n"
        f"Share\n\n{BREAD}\n\nREAD MORE: Why the granaries stood empty\n\nWhat the Ledgers Say\n\n{LEDGERS}\n\n"
        f"Sign up for our weekly newsletter.\n\nBakers in Mill Street. (Photo: City Archive)\n\n{LESSON}\n\n"
        "This article was first published in The Harbour Gazette.\n\nAnn Alder teaches economic history.\n\n"
        "Related articles\n\nThe case for a second bridge\n\nCommuters have waited long enough for it.\n\n"
        "Comments (14)\n\nTownCrier: I remember my grandfather telling me about this!\n\n© 2019. All rights reserved."
    )
    found = from_text(pasted)
    assert texts(found) == list(TEXT)
    assert headings(found) == {2: ("What the Ledgers Say",)}
    assert (found.title, found.authors, found.published) == ("The Tariff That Fed Nobody", ("Ann Alder",), "2019-03-07")
    assert found.thesis == "A duty on grain was meant to protect farmers. It emptied the bakeries instead."
    shown = next(remark for remark in found.remarks if remark.kind == "left_out")
    assert "Ships waiting outside the harbour in the winter of 1902" in shown.values, "a person may see what is gone"


def test_an_essay_about_such_things_keeps_its_own_words() -> None:
    mine = (
        "Read more, they told us, and you will understand. " + BREAD,
        "Subscribers to the Gazette signed up in thousands; the newsletter that they got said nothing of bread at all.",
        "Related questions have been asked before. " + LEDGERS,
        LESSON,
    )
    assert texts(from_text("\n\n".join(mine))) == list(mine)


def test_a_teaser_in_the_middle_does_not_end_the_article() -> None:
    found = from_text("\n\n".join([*TEXT, "Read more", BREAD, LEDGERS]))
    assert texts(found) == [*TEXT, BREAD, LEDGERS]


def test_a_standfirst_that_lost_its_space_becomes_the_thesis() -> None:
    found = from_text(f"A Title Here\n\nThe duty on grain emptied the bakeries.{BREAD}\n\n{LEDGERS}")
    assert (found.thesis, texts(found)) == ("The duty on grain emptied the bakeries.", [BREAD, LEDGERS])


def test_a_missing_space_within_the_text_is_put_back() -> None:
    text = f"{BREAD}\n\nThe price rose.The bakers closed. See www.Example.org or node.Js, i.e.The rest.\n\n{LESSON}"
    found = from_text(text)
    assert texts(found)[1] == "The price rose. The bakers closed. See www.Example.org or node.Js, i.e.The rest."
    assert remarks(found) == {"missing_spaces": 1}


def test_lines_at_the_top_may_name_the_fields() -> None:
    found = from_text(
        f"Title: On Bread\nAuthor: Publius\nDate: 27 October 1787\nLink: https://a.example/b\n\n{BREAD}\n\n{LEDGERS}"
    )
    assert (found.title, found.authors, found.published) == ("On Bread", ("Publius",), "1787-10-27")
    assert (found.url, texts(found)) == ("https://a.example/b", [BREAD, LEDGERS])


@pytest.mark.parametrize(
    ("encoding", "named"),
    [
        ("utf-8", None), ("utf-8-sig", None), ("utf-16", "utf_16"), ("utf-16-le", "utf_16_le"), ("utf-32", "utf_32"),
        ("cp1252", "cp1252"), ("mac_roman", "mac_roman"),
    ],
)  # fmt: skip
def test_encodings_are_found_out(encoding: str, named: str | None) -> None:
    text = f"“The café’s naïve prices” — a résumé…\n\n{BREAD}"
    found = read("a.txt", text.encode(encoding))
    assert texts(found) == text.split("\n\n")
    seen = [remark.values for remark in found.remarks if remark.kind == "encoding"]
    assert seen == ([(named,)] if named else [])


def test_latin_1_is_read_as_what_it_is() -> None:
    assert texts(read("a.txt", f"Ein Café in Zürich: größer, über Köln hinaus.\n\n{BREAD}".encode("latin-1")))[0] == (
        "Ein Café in Zürich: größer, über Köln hinaus."
    )


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2028", "\x85"])
def test_all_line_ends_are_line_ends(end: str) -> None:
    assert texts(from_text(f"{BREAD}{end}{end}{LEDGERS}")) == [BREAD, LEDGERS]


def test_letters_are_as_one_would_type_them() -> None:
    found = from_text(
        f"{BOM}The of{SOFT}fi{SOFT}cer’s\u00a0oﬃce, the\u202fﬂow of{ZERO} cafe\u0301s\ttoday\x07. {BREAD}"
    )
    assert texts(found) == [f"The officer’s office, the flow of cafés today. {BREAD}"]
    assert remarks(found) == {"repaired_characters": 5}


def test_a_paragraph_that_begins_like_a_heading_survives_its_file() -> None:
    found = read(
        "a.html",
        f"<html><body><article><p>{BREAD}</p><p># 1 on the list was bread. {LEDGERS}</p></article></body></html>",
    )
    source = found.with_(title="T", authors=["A"]).source()
    check(source)
    assert source.passages[1].text.startswith("#\u00a01 on the list was bread.")


_ANYTHING = st.text(st.characters(), max_size=400)
_LINES = st.lists(
    st.one_of(
        _ANYTHING,
        st.sampled_from(
            ["", "---", "# x", "## ", "By Ann Alder", "Read more", "II.", "a: b", "T", "he", "***", "- x", BREAD]
        ),
        st.from_regex(r"(#{1,6}|-|\d\.|>) \w{1,9}", fullmatch=True),
    ),
    max_size=12,
).map("\n".join)


@settings(max_examples=300)
@given(st.one_of(_ANYTHING, _LINES), st.sampled_from(["txt", "md"]))
@example("---\na: b\n---\n# x", "md")
@example('---\nid: a\ntitle: T\nauthor: A\nx: "\\0"\n---\n\nText', "md")
@example("---\nid: a\ntitle: T\nauthor: A\nx: .nan\n---\n\nText", "md")
@example('---\nid: a\ntitle: " "\nauthor: A\n---\n\nText', "md")
@example("# 1\n\n\ud800x", "txt")
def test_any_text_becomes_a_storable_source_or_a_sentence(text: str, suffix: str) -> None:
    try:
        found = read(f"a.{suffix}", text.encode("utf-8", "surrogatepass"))
        source = found.with_(title=found.title or "T", authors=found.authors or ["A"]).source()
    except IntakeError as error:
        assert str(error).endswith((".", "!"))
        assert "\n" not in str(error)
        return
    check(source)
    assert all(line.strip() == line and line for passage in source.passages for line in passage.text.split("\n"))
