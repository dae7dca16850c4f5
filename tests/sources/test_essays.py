"""The two shipped essays: clean text, and curated knowledge that points at it."""

from __future__ import annotations

import pytest

from knowledge.answers.answering import answer
from knowledge.language import text as language
from knowledge.search.library import ESSAYS, Library
from knowledge.sources import curation, markdown
from knowledge.sources.curation import Place

FURNITURE = (
    "newsletter", "read more", "sign up", "subscribe", "photo", "getty", "reuters/", "image:", "click here",
    "©", "http", "might be a riskier", "must force Beijing to cooperate fully", "<", "environment.The",
)  # fmt: skip


def _sentence(library: Library, place: Place) -> str:
    passage = library.source(place.source).passages[place.address.paragraph - 1].text
    start, end = language.sentences(passage)[place.address.sentence - 1]
    return passage[start:end]


@pytest.mark.parametrize(
    ("source_id", "passages", "headings"),
    [
        ("freeman-2017", 12, ["Managing the Crisis", "The Risks of Risk Averseness"]),
        ("mastro-2021", 18, ["China’s Balance", "Biden’s Choice"]),
    ],
)
def test_essays_have_their_paragraphs_under_two_headings(
    essays: Library, source_id: str, passages: int, headings: list[str]
) -> None:
    source = essays.source(source_id)
    assert [passage.number for passage in source.passages] == list(range(1, passages + 1))
    assert [heading for passage in source.passages for heading in passage.headings] == headings


def test_essays_are_the_only_two_sources_and_say_where_they_are_from(essays: Library) -> None:
    assert [source.id for source in essays.sources] == ["freeman-2017", "mastro-2021"]
    freeman, mastro = essays.sources
    assert (freeman.author, freeman.outlet, freeman.published) == ("Carla P. Freeman", "38 North", "2017-05-12")
    assert (mastro.author, mastro.outlet, mastro.year) == ("Oriana Skylar Mastro", "Foreign Affairs", "2021")
    assert freeman.thesis
    assert mastro.thesis
    assert (freeman.url or "").startswith("https://")
    assert (mastro.url or "").startswith("https://")


@pytest.mark.parametrize("furniture", FURNITURE)
def test_no_passage_carries_furniture_of_the_website(essays: Library, furniture: str) -> None:
    texts = [passage.text for source in essays.sources for passage in source.passages]
    assert not [text for text in texts if furniture.lower() in text.lower()]


def test_every_passage_is_whole_sentences(essays: Library) -> None:
    for source in essays.sources:
        for passage in source.passages:
            assert passage.text[0].isupper()
            assert passage.text.rstrip("”\"'’")[-1] in ".?!"
            assert "\n" not in passage.text
            assert "  " not in passage.text


def test_the_missing_space_of_the_website_is_restored(essays: Library) -> None:
    ends = essays.source("freeman-2017").passages[0].text
    assert ends.endswith("in the current strategic environment.")


def test_every_note_begins_where_it_says_and_every_address_exists(essays: Library) -> None:
    curated = curation.read_folder(ESSAYS, essays.sources)
    assert len(curated.notes) == 125
    for place, note in curated.notes.items():
        assert _sentence(essays, place).startswith(note.begins)
        assert all(_sentence(essays, counterpoint) for counterpoint in note.counterpoints or ())
    for issue in curated.issues:
        for source, addresses in issue.sentences:
            assert all(_sentence(essays, Place(source, address)) for address in addresses)


def test_counterpoints_are_never_of_the_same_source(essays: Library) -> None:
    curated = curation.read_folder(ESSAYS, essays.sources)
    noted = [(place, note) for place, note in curated.notes.items() if note.counterpoints]
    assert noted
    for place, note in noted:
        assert all(counterpoint.source != place.source for counterpoint in note.counterpoints or ())


def test_issues_are_about_forty_with_unlike_labels_and_ids(essays: Library) -> None:
    issues = curation.read_folder(ESSAYS, essays.sources).issues
    assert 25 <= len(issues) <= 45
    assert len({issue.id for issue in issues}) == len({issue.label for issue in issues}) == len(issues)
    assert all(issue.aliases and issue.sentences for issue in issues)


def test_no_note_is_ever_shown(essays: Library) -> None:
    curated = curation.read_folder(ESSAYS, essays.sources)
    for note in curated.notes.values():
        asked = note.asks[0]
        result = answer(essays, asked)
        assert result.excerpts
        for excerpt in (*result.excerpts, *result.opposing):
            assert asked not in excerpt.text
            assert excerpt.text in essays.source(excerpt.source).passages[excerpt.paragraph - 1].text


def test_essays_survive_being_written_and_read(essays: Library) -> None:
    for source in essays.sources:
        written = markdown.render(source)
        assert markdown.parse(written, ESSAYS / "again.md") == source
        assert markdown.render(markdown.parse(written, ESSAYS / "again.md")) == written
