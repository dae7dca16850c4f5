"""What a reader finds in the two essays: every figure with a unit, every date, every named person with a role."""

from __future__ import annotations

import pytest

from knowledge.facts import book
from knowledge.facts.fact import Fact
from knowledge.model import FactKind, SentenceAddress
from knowledge.search.library import Library
from knowledge.sources.curation import Curation

F, M = "freeman-2017", "mastro-2021"
FIGURES = [
    (F, "8.1", "18 percent"),
    (F, "9.4", "two dozen international leaders"),
    (F, "12.2", "sixth nuclear test"),
    (M, "3.1", "three decades"),
    (M, "7.3", "Four more meetings"),
    (M, "8.1", "70th anniversary"),
    (M, "9.3", "all three"),
    (M, "9.5", "two ballistic missile tests"),
    (M, "10.4", "22,730 tons"),
    (M, "10.4", "$370 million"),
    (M, "16.3", "81 percent"),
]
DATES = [
    (F, "3.1", "early April"), (F, "3.4", "February"), (F, "3.4", "2017"), (F, "5.3", "1960s"), (F, "5.5", "1964"),
    (F, "6.3", "late last month"), (F, "7.2", "April 24"), (F, "7.3", "late April"), (F, "7.5", "Earlier this year"),
    (F, "8.1", "first quarter of 2017"), (F, "8.1", "2016"), (F, "8.3", "earlier this year"), (F, "9.4", "this month"),
    (F, "11.4", "May 1"),
    (M, "2.4", "last week"), (M, "6.4", "2006"), (M, "7.1", "2018"),
    (M, "7.1", "2019"), (M, "7.2", "March 2018"), (M, "7.3", "May"), (M, "7.3", "June 2018"), (M, "7.3", "January"),
    (M, "7.3", "June 2019"), (M, "7.4", "last week"), (M, "8.4", "June 2019"), (M, "8.4", "January 2021"),
    (M, "9.3", "2017"),
    (M, "9.4", "2019"),
    (M, "9.5", "March 25, 2021"), (M, "10.2", "2017"), (M, "10.5", "Three months ago"), (M, "12.5", "February 2019"),
    (M, "16.2", "January 2020"),
]  # fmt: skip
PEOPLE = [
    (F, "3.2", "Xi Jinping", "Chinese President"),
    (F, "3.2", "Trump", "US President"),
    (F, "4.3", "Shen Zhihua", "historian"),
    (F, "6.2", "Fu Ying", "chairwoman of the Foreign Affairs Committee of China’s National People’s Congress"),
    (F, "6.3", "Wang Yi", "China’s Foreign Minister"),
    (F, "6.3", "Cui Tiankai", "China’s Ambassador to the US"),
    (F, "11.6", "Moon Jae-in", "South Korean president"),
    (M, "1.2", "Joe Biden", "U.S. President"),
    (M, "2.4", "Antony Blinken", "Secretary of State"),
    (M, "6.4", "Wang Yi", "Chinese Foreign Minister"),
    (M, "9.4", "Donald Trump", "then-President"),
    (M, "17.1", "Kurt Campbell", "Biden advisers"),
]
RULES_FIND = 0.9
"""The share that is found in the bare text: it is what a source without notes gets."""


def _at(library: Library, source: str, address: str, kind: FactKind, text: str) -> Fact | None:
    place = (source, SentenceAddress.parse(address))
    return next((f for f in book.of(library, (kind,)) if f.sentence.place == place and text in f.text), None)


@pytest.mark.parametrize(("source", "address", "text"), FIGURES)
def test_every_figure_with_a_unit_is_found_and_said_to_measure_something(
    essays: Library, source: str, address: str, text: str
) -> None:
    fact = _at(essays, source, address, "figure", text)
    assert fact is not None and fact.about and fact.confirmed


@pytest.mark.parametrize(("source", "address", "text"), DATES)
def test_every_date_is_found_with_its_days_and_what_happened(
    essays: Library, source: str, address: str, text: str
) -> None:
    fact = _at(essays, source, address, "event", text)
    assert fact is not None and fact.about and fact.period is not None
    assert fact.period.first <= fact.period.last
    years = [word for word in text.replace(",", "").split() if word.isdigit() and len(word) == 4]
    assert all(int(year) == fact.period.first.year for year in years)


@pytest.mark.parametrize(("source", "address", "name", "role"), PEOPLE)
def test_every_named_person_with_a_role_is_found(
    essays: Library, source: str, address: str, name: str, role: str
) -> None:
    fact = _at(essays, source, address, "person", name)
    assert fact is not None and role in fact.about and not fact.noted


def test_the_rules_alone_find_nearly_all_of_them(essays: Library) -> None:
    bare = Library(essays.sources, Curation())
    wanted: list[tuple[FactKind, list[tuple[str, str, str]]]] = [
        ("figure", FIGURES),
        ("event", DATES),
        ("person", [(source, address, name) for source, address, name, _ in PEOPLE]),
    ]
    for kind, listed in wanted:
        found = [item for item in listed if _at(bare, item[0], item[1], kind, item[2])]
        assert len(found) >= RULES_FIND * len(listed)


def test_nothing_is_a_fact_that_is_not_in_the_text(essays: Library) -> None:
    facts = list(book.of(essays))
    assert len(facts) > 100
    for fact in facts:
        passage = fact.sentence.passage.text
        assert fact.text == passage[fact.span.start : fact.span.end] and fact.text in fact.sentence.text
        assert fact.noted or fact.about in passage
        whole = " ".join(p.text for p in fact.sentence.source.passages)
        assert fact.by in whole and fact.to in whole


def test_every_quotation_in_the_essays_has_its_speaker(essays: Library) -> None:
    quotations = list(book.of(essays, ("quotation",)))
    assert len(quotations) >= 17
    assert all(fact.by for fact in quotations)


def test_keys_are_those_of_one_fact_each(essays: Library) -> None:
    keys = [fact.key for fact in book.of(essays)]
    assert len(set(keys)) == len(keys) and all(len(key) == 16 for key in keys)
