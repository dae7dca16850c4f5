"""The rules on sentences that no essay has."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.facts import book
from knowledge.facts.fact import Fact
from knowledge.model import FactKind
from knowledge.search.library import Library
from tests.conftest import make_source


def facts(*paragraphs: str) -> list[Fact]:
    return list(book.of(Library([make_source("a", "Ann Alder", *paragraphs, year="2001-05-06")])))


def of(kind: FactKind, text: str) -> list[str]:
    return [fact.text for fact in facts(text) if fact.kind == kind]


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("A customs officer counted 340 ships that winter.", ["340 ships"]),
        ("Prices rose by more than 12.5 percent.", ["more than 12.5 percent"]),
        ("It cost about £3 million to build.", ["about £3 million"]),
        ("At least twenty-five sailors drowned.", ["At least twenty-five sailors"]),
        ("A fourth bridge collapsed.", ["fourth bridge"]),
        ("The two towns agreed on both points.", []),
        ("One must not forget Resolution 1718.", []),
        ("It happened in 1902.", []),
    ],
)
def test_figures_have_their_unit(text: str, figures: list[str]) -> None:
    assert of("figure", text) == figures


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("One John Smith, governor of the port, refused.", [("John Smith", "governor of the port")]),
        ("In March, French Finance Minister Anne Dupont resigned.", [("Anne Dupont", "French Finance Minister")]),
        ("It was said by Ambassador Lee.", [("Lee", "Ambassador")]),
        ("Critics, including the historian Maria Rossi, disagreed.", [("Maria Rossi", "historian")]),
        ("Peter Miller was a merchant, and rich.", [("Peter Miller", "merchant")]),
        ("The South China Sea and New York are places.", []),
        ("However, Great Britain refused.", []),
    ],
)
def test_people_have_their_role(text: str, people: list[tuple[str, str]]) -> None:
    assert [(f.text, f.about.removeprefix("the ")) for f in facts(text) if f.kind == "person"] == people


@pytest.mark.parametrize(
    ("kind", "text", "found"),
    [
        ("organisation", "The Harbour Commission met the Bank of Dover.", ["Harbour Commission", "Bank of Dover"]),
        ("agreement", "The Treaty of Dover and the Harbour Act were signed.", ["Treaty of Dover", "Harbour Act"]),
        ("acronym", "The Harbour Customs Board (HCB) was closed.", ["HCB"]),
        ("acronym", "It is known (ABC) by nobody.", []),
        ("term", "The old “free port” was forgotten in those days.", ["free port"]),
        (
            "quotation",
            "Smith said that the tariff was “the ruin of honest bakers everywhere.”",
            ["the ruin of honest bakers everywhere"],
        ),
    ],
)
def test_names_acronyms_terms_and_quotations(kind: FactKind, text: str, found: list[str]) -> None:
    assert of(kind, text) == found


def test_an_acronym_is_spelled_out() -> None:
    (fact,) = [fact for fact in facts("The Harbour Customs Board (HCB) was closed.") if fact.kind == "acronym"]
    assert fact.about == "Harbour Customs Board"


@given(st.text(max_size=400))
def test_any_text_has_only_facts_that_stand_in_it(text: str) -> None:
    if text.strip():
        for fact in facts(text.strip()):
            assert fact.text and fact.text in fact.sentence.text and fact.about in fact.sentence.passage.text


@pytest.mark.parametrize(
    "piece", ["A", "A ", "A-", "“", "1,", "May ", "of the Act ", "President ", "two-", "Dr. X, the "]
)
def test_four_thousand_characters_of_anything_are_read_quickly(piece: str) -> None:
    facts((piece * 4000)[:4000].strip())
