from __future__ import annotations

import pytest

from knowledge.answers.relating import MOST_SENTENCES, IssueFinder
from knowledge.model import Passage
from knowledge.search.library import Library
from tests.conftest import ALDER, BIRCH


def without(library: Library, source_id: str) -> Library:
    """The library as it was before a source came, with the names of all its issues."""
    others = [source for source in library.sources if source.id != source_id]
    issues = tuple(
        issue.model_copy(update={"sentences": tuple(pair for pair in issue.sentences if pair[0] != source_id)})
        for issue in library.issues
    )
    return Library(others, library.notes.curation._replace(notes={}, issues=issues))


@pytest.mark.parametrize("source_id", ["freeman-2017", "mastro-2021"])
def test_most_issues_of_an_essay_are_found_before_anybody_noted_them(essays: Library, source_id: str) -> None:
    passages = essays.source(source_id).passages
    found = IssueFinder(without(essays, source_id)).related(passages)
    spoken_to = {issue.id for issue in essays.issues if source_id in dict(issue.sentences)}
    proposed = [relation.issue.id for relation in found]
    assert len(spoken_to.intersection(proposed)) >= 0.8 * len(spoken_to)
    assert spoken_to.issuperset(proposed[:10]), "the likeliest come first"
    known = {issue.id: dict(issue.sentences).get(source_id, ()) for issue in essays.issues}
    right = [address in known[relation.issue.id] for relation in found for address in relation.sentences]
    assert sum(right) >= 0.6 * len(right)
    assert all(len(relation.sentences) <= MOST_SENTENCES for relation in found)


def test_a_text_on_something_else_speaks_to_none(essays: Library) -> None:
    finder = IssueFinder(essays)
    assert finder.related([*ALDER.passages, *BIRCH.passages]) == []
    assert finder.related([Passage(number=1, text="China!")]) == [], "one common word is not enough"
    assert finder.related([Passage(number=1, text="***")]) == []


def test_where_no_issues_are_noted_none_are_found(harbour: Library) -> None:
    assert IssueFinder(harbour).related(ALDER.passages) == []
    assert IssueFinder(Library([])).related(ALDER.passages) == []
