"""What is proposed for a note or an issue comes from the library, and not from the passage itself."""

from __future__ import annotations

from knowledge.answers import proposing
from knowledge.answers.proposing import MOST_PASSAGES, MOST_QUESTIONS, Address
from knowledge.search.library import Library


def noted(library: Library, address: Address) -> set[str]:
    notes = library.notes.curation.notes.items()
    return {ask for place, note in notes for ask in note.asks if (place.source, place.address.paragraph) == address}


def test_questions_are_those_of_other_passages_that_share_the_words(essays: Library) -> None:
    everywhere = {ask for note in essays.notes.curation.notes.values() for ask in note.asks}
    proposed = 0
    for source in essays.sources:
        for passage in source.passages:
            address = Address(source.id, passage.number)
            found = proposing.questions(essays, address)
            assert len(found) <= MOST_QUESTIONS and len(set(found)) == len(found)
            assert set(found) <= everywhere - noted(essays, address)
            proposed += len(found)
    assert proposed > 50


def test_where_nothing_was_noted_nothing_is_proposed(harbour: Library) -> None:
    assert proposing.questions(harbour, Address("alder-2001", 1)) == []
    assert proposing.questions(harbour, Address("nobody", 1)) == []
    assert proposing.questions(harbour, Address("alder-2001", 99)) == []


def test_passages_for_an_issue_are_of_both_sides(harbour: Library) -> None:
    found = proposing.passages(harbour, "Did the harbour tariff raise the price of bread?")
    assert {Address("alder-2001", 1), Address("birch-2005", 1)} <= set(found)
    assert len(found) <= MOST_PASSAGES and len(set(found)) == len(found)
    assert proposing.passages(harbour, "zzz qqq") == []
