"""Passages that say nearly the same as a text that is about to be added."""

from __future__ import annotations

import pytest

from knowledge.search.library import Library
from knowledge.search.similar import similar
from tests.conftest import ALDER, BIRCH, CEDAR, make_source

BREAD = "The harbour tariff raised the price of bread in every street. Bakers closed their shops in March 1902."
LONG = " ".join(
    (BREAD, "Nobody bought candles any more.", "The granaries were empty by the end of a long and cold winter.")
)


@pytest.mark.parametrize(
    ("text", "share"),
    [
        (BREAD, 1.0),
        ("THE HARBOUR TARIFF, raised the price of bread in every street! bakers closed their shops in march 1902", 1.0),
        (LONG, 1.0),
        (BREAD.replace("every", "each"), 0.8),
        ("Bakers closed their shops in March 1902, and the harbour tariff raised the price of bread.", 0.7),
    ],
)
def test_a_text_that_is_there_already_is_found(harbour: Library, text: str, share: float) -> None:
    (twin,) = similar(harbour, text)
    assert twin.citation == "Alder (2001), ¶1"
    assert twin.share == pytest.approx(share, abs=0.1)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "…",
        "bread",
        "The price of bread",
        "The harbour tariff kept nobody from buying bread, whatever the customs officers said of it in 1902.",
        "Quite another text.",
    ],
)
def test_another_text_on_the_same_is_no_twin(harbour: Library, text: str) -> None:
    assert similar(harbour, text) == []


def test_a_short_text_is_a_twin_of_the_same_short_text_only() -> None:
    library = Library([make_source("short", "A B", "Bread was dear.", "Bread was dear in the whole country.")])
    assert similar(library, "Bread was dear!") == [("B (2001), ¶1", 1.0)]


def test_a_retired_passage_is_not_looked_at() -> None:
    first = ALDER.passages[0].model_copy(update={"retired": True})
    retired = ALDER.model_copy(update={"passages": (first, *ALDER.passages[1:])})
    assert similar(Library([retired, BIRCH, CEDAR]), BREAD) == []


def test_the_nearest_comes_first() -> None:
    near = make_source("near", "Dee Dove", BREAD.replace("March", "April"))
    found = similar(Library([near, ALDER, BIRCH]), BREAD)
    assert [twin.citation for twin in found] == ["Alder (2001), ¶1", "Dove (2001), ¶1"]
