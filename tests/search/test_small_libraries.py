"""Libraries of nothing, one or two passages, and passages without a word: where rank-bm25 divides by zero."""

from __future__ import annotations

import pytest

from knowledge.answers.answering import answer
from knowledge.search.library import Library
from tests.conftest import ALDER, BIRCH, BREAD, CEDAR, FILLER, make_source


def test_an_empty_library_has_nothing_to_say() -> None:
    result = answer(Library([]), BREAD)
    assert (result.verdict, result.excerpts, result.opposing, result.suggestions) == ("nothing", (), (), ())


@pytest.mark.parametrize("texts", [(" ",), ("...", "!?"), ("the of and", "it is"), ("\u200b", "—", "123")])
def test_passages_without_words_are_no_obstacle(texts: tuple[str, ...]) -> None:
    alone = answer(Library([make_source("a", "Ann Alder", *texts)]), BREAD)
    assert (alone.verdict, alone.excerpts) == ("nothing", ())
    beside = answer(Library([make_source("a", "Ann Other", *texts), ALDER, BIRCH, CEDAR]), BREAD)
    assert beside.verdict == "answered"


@pytest.mark.parametrize("passages", [1, 2, 3, 4])
def test_few_passages_are_no_obstacle(passages: int) -> None:
    texts = ("The harbour tariff raised the price of bread.", *FILLER)[:passages]
    result = answer(Library([make_source("a", "Ann Alder", *texts)]), BREAD)
    assert all(excerpt.text in texts for excerpt in result.excerpts)
    assert all(excerpt.score > 0 for excerpt in result.excerpts)


@pytest.mark.parametrize("passages", [1, 2])
def test_the_only_passages_of_a_library_can_be_found(passages: int) -> None:
    texts = ("The harbour tariff raised the price of bread.", *FILLER)[:passages]
    result = answer(Library([make_source("a", "Ann Alder", *texts)]), BREAD)
    assert [excerpt.paragraph for excerpt in result.excerpts] == [1]


def test_what_is_added_is_found_and_what_is_retired_is_not() -> None:
    library = Library([BIRCH, CEDAR])
    assert "alder-2001" not in {excerpt.source for excerpt in answer(library, BREAD).excerpts}
    library.add(ALDER)
    assert "alder-2001" in {excerpt.source for excerpt in answer(library, BREAD).excerpts}
    library.retire("alder-2001")
    again = answer(library, BREAD)
    assert "alder-2001" not in {excerpt.source for excerpt in (*again.excerpts, *again.opposing)}
    assert again.excerpts
    with pytest.raises(KeyError):
        library.retire("alder-2001")


def test_a_retired_source_leaves_no_trace_in_any_answer() -> None:
    library = Library([BIRCH, CEDAR, ALDER])
    library.retire("alder-2001")
    assert answer(library, BREAD) == answer(Library([BIRCH, CEDAR]), BREAD)


def test_a_new_version_takes_the_place_of_the_old() -> None:
    library = Library([ALDER, BIRCH, CEDAR])
    library.add(make_source("alder-2001", "Ann Alder", "The harbour tariff doubled the price of bread.", *FILLER))
    texts = [excerpt.text for excerpt in answer(library, BREAD).excerpts if excerpt.source == "alder-2001"]
    assert texts == ["The harbour tariff doubled the price of bread."]
    assert [source.id for source in library.sources].count("alder-2001") == 1


def test_works_of_one_author_and_year_are_told_apart_by_title() -> None:
    twin = ALDER.model_copy(update={"id": "alder-two", "title": "Second Thoughts: On Bread"})
    result = answer(Library([ALDER, twin, BIRCH]), BREAD)
    cited = {excerpt.source: excerpt.citation for excerpt in result.excerpts}
    assert cited["alder-2001"] == "Alder (2001), Essay alder-2001, ¶1"
    assert cited["alder-two"] == "Alder (2001), Second Thoughts, ¶1"
    assert cited["birch-2005"] == "Birch (2005), ¶1"


@pytest.mark.parametrize(
    ("authors", "published", "cited"),
    [
        (("Ann Alder", "Bob Birch"), "2001", "Alder and Birch (2001), ¶1"),
        (("Ann Alder", "Bob Birch", "Cy Cedar"), "2001-05", "Alder et al. (2001), ¶1"),
        (("Ann Alder",), None, "Alder (n.d.), ¶1"),
    ],
)
def test_several_authors_and_no_date_are_cited(authors: tuple[str, ...], published: str | None, cited: str) -> None:
    source = ALDER.model_copy(update={"authors": authors, "published": published})
    result = answer(Library([source, CEDAR]), BREAD)
    assert cited in {excerpt.citation for excerpt in result.excerpts}
