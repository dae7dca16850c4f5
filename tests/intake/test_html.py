"""Saved web pages of four kinds lose what stands around their article, and keep all of that."""

from __future__ import annotations

import re
import socket
from pathlib import Path

import pytest

from knowledge.intake.draft import Draft
from knowledge.intake.errors import IntakeError
from tests.intake.files import BREAD, LEDGERS, LESSON, TEXT, headings, read, remarks, texts

PAGES = Path(__file__).parent / "pages"


def page(name: str) -> Draft:
    return read(name, (PAGES / name).read_bytes())


def article(*paragraphs: str, head: str = "") -> str:
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return f"<!doctype html><html><head>{head}</head><body><article>{body}</article></body></html>"


def begins(found: Draft) -> list[str]:
    return [text[:28] for text in texts(found)]


def test_a_newspaper() -> None:
    found = page("newspaper.html")
    assert (found.title, found.authors) == ("The Tariff That Fed Nobody", ("Ann Alder", "Bob Birch"))
    assert (found.outlet, found.published) == ("The Harbour Gazette", "2019-03-07")
    assert found.url == "https://gazette.example/opinion/2019/03/the-tariff-that-fed-nobody"
    assert found.thesis == "A duty on grain was meant to protect farmers. It emptied the bakeries instead."
    assert begins(found) == [
        "When the harbour tariff was ", "The reasons were not hidden.", "In January a loaf cost five ",
        "“We were told that the duty ", "The treasury gained, at firs", "The lesson is not that dutie",
    ]  # fmt: skip
    assert headings(found) == {3: ("What the ledgers say",), 5: ("Who gained",)}
    assert "show how quickly the price" in texts(found)[1], "words in links and italics stay"
    assert "had ever been seen. What the harbour" in texts(found)[4], "the reference to a footnote does not"
    assert found.source().id == "alder-2019"


def test_a_blog() -> None:
    found = page("blog.html")
    assert (found.title, found.authors, found.published) == ("Bread and the mole", ("Cy Cedar",), "2021-11-20")
    assert (found.outlet, found.thesis) == ("Notes from the Quay", None)
    assert begins(found) == [
        "My neighbours Alder and Birc", "Bread followed the harvest.", "That is all there is to it, ",
        "The rye lay flat for nine da", "So the miller of Nether Ford", "the rain in August\nthe new m",
        "I do not say that the duty d",
    ]  # fmt: skip
    assert texts(found)[5] == "the rain in August\nthe new mill at Nether Ford\nthe price of coal"
    assert headings(found) == {6: ("Three things that moved the price more than the duty did",)}


def test_an_institute() -> None:
    found = page("institute.html")
    assert (found.title, found.authors) == (
        "Customs without officers: lessons from the free ports",
        ("Dora van Elm",),
    )
    assert (found.outlet, found.published) == ("Institute for Coastal Policy", "2015-09-28")
    assert begins(found) == [
        "Free ports are usually defen", "The counting has now been do", "An officer who opens every c",
        "In the first port, inspectio", "In the second port, where li", "None of this means that offi",
    ]  # fmt: skip
    assert headings(found) == {3: ("Why honesty paid",), 6: ("What it does not show",)}
    assert remarks(found)["tables"] == 1


def test_a_page_from_the_last_century() -> None:
    found = page("old_page.html")
    assert (found.title, found.authors, found.outlet) == ("On the Corn Duty", ("Edith Fir",), None)
    assert begins(found) == [
        "It is said in the coffee hou",
        "Consider first who buys. A g",
        "It will be objected that the",
    ]
    assert headings(found) == {3: ("An objection answered",)}
    assert "in the café as at home" in texts(found)[0]
    assert texts(found)[2].endswith(
        "the owner of the warehouse — three persons of whom the parish has never stood in need."
    )


@pytest.mark.parametrize("name", sorted(path.name for path in PAGES.glob("*.html")))
def test_every_paragraph_is_verbatim_from_its_page(name: str) -> None:
    data = (PAGES / name).read_bytes().decode("cp1252" if name == "old_page.html" else "utf-8")
    plain = " ".join(re.sub(r"<sup.*?</sup>|<[^>]+>", "", data).split())
    spaced = " ".join(re.sub(r"<sup.*?</sup>|<[^>]+>", " ", data).split())
    for text in texts(page(name)):
        assert " ".join(text.split()) in plain or text.replace("\n", " ") in spaced


def test_a_page_says_its_encoding() -> None:
    for encoding in ("utf-8", "windows-1252", "iso-8859-15", "utf-16", "koi8-r"):
        word = "жёлтый" if encoding == "koi8-r" else "café"
        head = f'<meta charset="{encoding}">'
        data = article(f"The {word} closed. {BREAD}", LEDGERS, head=head).encode(encoding)
        assert texts(read("a.html", data))[0].startswith(f"The {word} closed."), encoding


def test_what_a_page_says_wrongly_is_not_believed() -> None:
    head = '<meta charset="no-such-charset"><meta name="author" content="admin"><title>index.html</title>'
    found = read("a.htm", article(f"The café closed. {BREAD}", LEDGERS, head=head))
    assert (found.title, found.authors, found.published, found.url) == ("", (), None, None)
    assert texts(found)[0].startswith("The café closed.")


def test_a_page_that_was_saved_as_text_is_read_as_a_page() -> None:
    assert texts(read("a.txt", article(*TEXT))) == list(TEXT)


@pytest.mark.parametrize(
    "body",
    [
        "",
        "<html><body><nav><a href='/'>Home</a> <a href='/news'>News</a></nav></body></html>",
        "<html><body><script>let a = 1;</script><div id='root'></div></body></html>",
        "<!doctype html><html><body><p>Access denied</p></body></html>",
        "<<<<<",
    ],
)
def test_a_page_without_an_article_is_told_what_to_do(body: str) -> None:
    with pytest.raises(IntakeError, match=r"There is no article on this page: .* paste the text") as caught:
        read("a.html", body or " <html>")
    assert str(caught.value).count("\n") == 0


def test_nothing_is_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(socket.socket, "connect", refuse)
    head = '<base href="http://127.0.0.1:1/"><link rel="stylesheet" href="http://127.0.0.1:1/a.css">'
    data = '<!DOCTYPE html SYSTEM "http://127.0.0.1:1/a.dtd">' + article(
        f'<img src="http://127.0.0.1:1/a.png">{BREAD}',
        f"{LEDGERS}<iframe src='http://127.0.0.1:1/'></iframe>",
        LESSON,
        head=head,
    )
    assert texts(read("a.html", data)) == list(TEXT)
