from __future__ import annotations

import pytest

from knowledge.citing import STYLES, Style, cite
from knowledge.model import Source
from knowledge.search.library import Library

FREEMAN: dict[Style, tuple[str, str]] = {
    "apa": (
        "Freeman, C. P. (2017, May 12). Assessing China’s Leadership in the North Korean Crisis. 38 North. "
        "https://www.38north.org/2017/05/cfreeman051217/",
        "(Freeman, 2017, para. 7)",
    ),
    "mla": (
        "Freeman, Carla P. “Assessing China’s Leadership in the North Korean Crisis.” 38 North, 12 May 2017, "
        "https://www.38north.org/2017/05/cfreeman051217/.",
        "(Freeman, para. 7)",
    ),
    "chicago": (
        "Freeman, Carla P. 2017. “Assessing China’s Leadership in the North Korean Crisis.” 38 North, May 12, 2017. "
        "https://www.38north.org/2017/05/cfreeman051217/.",
        "(Freeman 2017, para. 7)",
    ),
    "bibtex": (
        "@article{freeman-2017,\n  author = {Carla P. Freeman},\n"
        "  title = {{Assessing China’s Leadership in the North Korean Crisis}},\n  journal = {38 North},\n"
        "  year = {2017},\n  month = may,\n  day = {12},\n  url = {https://www.38north.org/2017/05/cfreeman051217/},\n}",
        r"\cite[para.~7]{freeman-2017}",
    ),
}


@pytest.mark.parametrize("style", STYLES)
def test_an_essay_is_cited_as_the_manual_has_it(essays: Library, style: Style) -> None:
    reference = cite(essays.source("freeman-2017"), style, 7)
    assert (reference.plain, reference.in_text) == FREEMAN[style]


@pytest.mark.parametrize("style", ["apa", "mla", "chicago"])
def test_the_outlet_is_in_italics_and_nothing_else(essays: Library, style: Style) -> None:
    reference = cite(essays.source("freeman-2017"), style)
    assert [run.text for run in reference.entry if run.italic] == ["38 North"]


def source(**fields: object) -> Source:
    return Source.model_validate({"id": "a-source", "title": "A Title", "authors": ("Ann Bee",)} | fields)


@pytest.mark.parametrize("style", STYLES)
def test_markup_in_a_title_stays_text(style: Style) -> None:
    plain = cite(source(title="On <i>x</i> & y"), style).plain
    assert "<i>x</i>" in plain and "& y" in plain.replace(r"\&", "&").lower()
    texts = [run.text for run in cite(source(title="On <i>x</i>", outlet="Journal"), style).entry if run.italic]
    assert texts in ([], ["Journal"])


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("published", [None, "2021", "2021-03", "2021-03-25"])
def test_a_date_is_given_as_far_as_it_is_known(style: Style, published: str | None) -> None:
    plain = cite(source(published=published), style).plain
    assert ("2021" in plain) is (published is not None)
    assert ("mar" in plain.lower()) is (published is not None and len(published) > 4)


def test_a_pseudonym_is_not_taken_apart() -> None:
    pseudonym = source(authors=("Federal Farmer",), extra=(("pseudonym", "Federal Farmer"),))
    assert cite(pseudonym, "apa").plain.startswith("Federal Farmer. (n.d.)")
    assert "author = {{Federal Farmer}}" in cite(pseudonym, "bibtex").plain


def test_many_authors_are_shortened_in_the_text() -> None:
    many = source(authors=("Ann Bee", "Cy Dee", "Ed Eff", "Gus Haa"), published="2020")
    assert cite(many, "apa", 3).in_text == "(Bee et al., 2020, para. 3)"


def test_bibtex_escapes_what_tex_would_act_on() -> None:
    assert r"title = {{50\% of \$1 \& a\_b \{c\}}}" in cite(source(title="50% of $1 & a_b {c}"), "bibtex").plain
