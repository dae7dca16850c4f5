from __future__ import annotations

import pytest

from knowledge.answers.comparing import MOST, compare, issue_named, issues_like
from knowledge.search.library import Library


def test_each_issue_has_verbatim_positions_of_different_authors(essays: Library) -> None:
    for issue in essays.issues:
        positions = compare(essays, issue)
        assert positions
        assert len({position.name for position in positions}) == len(positions)
        for position in positions:
            assert 1 <= len(position.excerpts) <= MOST
            for excerpt in position.excerpts:
                passage = essays.source(excerpt.source).passages[excerpt.paragraph - 1]
                assert passage.text[excerpt.start : excerpt.start + len(excerpt.text)] == excerpt.text
                assert not any(excerpt.overlaps(other) for other in position.excerpts if other is not excerpt)


@pytest.mark.parametrize(
    "words",
    ["sanctions-enforcement", "Does China really enforce sanctions?", "SANCTIONS ENFORCEMENT", "sanction enforcment"],
)
def test_an_issue_is_known_by_id_label_alias_and_with_a_typo(essays: Library, words: str) -> None:
    found = issue_named(essays, words)
    assert found is not None and found.id == "sanctions-enforcement"


@pytest.mark.parametrize("words", ["", "  ", "pizza", "the price of tea in China"])
def test_other_words_name_no_issue(essays: Library, words: str) -> None:
    assert issue_named(essays, words) is None


def test_no_words_offer_the_issues_as_they_come(essays: Library) -> None:
    assert issues_like(essays, " ", 3) == list(essays.issues[:3])
    assert issues_like(Library([]), "sanctions", 3) == []
