"""A draft becomes a source once a person has said what the file did not."""

from __future__ import annotations

import pytest

from knowledge.intake.draft import Draft
from knowledge.intake.errors import BadFieldError, IntakeError, MissingFieldError
from knowledge.model import Passage
from knowledge.store.states import check

DRAFT = Draft(title="Bread", authors=("Ann Alder",), published="1902-05", passages=(Passage(number=1, text="Dear."),))


@pytest.mark.parametrize(
    ("author", "published", "expected"),
    [
        ("Ann Alder", "1902-05", "alder-1902"),
        ("Seán O’Hara", "2020", "ohara-2020"),
        ("José Aznar-López", None, "aznar-lopez"),
        ("Samuel Bryan (Centinel)", "1787-10-05", "bryan-1787"),
        ("Публий", None, "source"),
        ("毛泽东", "1937", "1937"),
        ("X" * 200, "2001", "x" * 60 + "-2001"),
    ],
)
def test_the_id_is_made_of_family_name_and_year(author: str, published: str | None, expected: str) -> None:
    source = DRAFT.with_(authors=[author], published=published).source()
    assert source.id == expected
    check(source)


def test_an_id_that_is_taken_gets_a_number() -> None:
    assert DRAFT.source({"alder-1902", "alder-1902-2"}).id == "alder-1902-3"
    assert DRAFT.with_(id="alder-1902").source({"alder-1902"}).id == "alder-1902", "what a file names itself stays"


@pytest.mark.parametrize(
    ("lost", "sentence"),
    [
        ({"title": " \n"}, "There is no title yet: give one."),
        ({"authors": ["", " "]}, "There is no author yet: give one."),
        ({"passages": ()}, "There is no text yet: give one."),
    ],
)
def test_what_is_missing_is_named(lost: dict[str, object], sentence: str) -> None:
    with pytest.raises(MissingFieldError) as caught:
        DRAFT.with_(**lost).source()
    assert str(caught.value) == sentence
    assert caught.value.field in lost


@pytest.mark.parametrize(
    ("field", "value", "kept"),
    [
        ("title", " A\u00a0title\nin  two \x07lines\u200b ", "A title in two lines"),
        ("title", "T" * 300, "T" * 300),
        ("authors", ["Ann Alder ", "Ann Alder", "", "Bob\tBirch"], ("Ann Alder", "Bob Birch")),
        ("published", "May 5, 1902", "1902-05-05"),
        ("published", " 1902 ", "1902"),
        ("published", "", None),
        ("url", "https://example.org/a?b=c#d", "https://example.org/a?b=c#d"),
        ("side", "  ", None),
        ("thesis", "One.\n\nTwo.", "One. Two."),
    ],
)
def test_what_a_person_gives_is_kept_in_one_clean_line(field: str, value: object, kept: object) -> None:
    draft = DRAFT.with_(**{field: value})
    assert getattr(draft, field) == kept
    check(draft.source())


@pytest.mark.parametrize(
    ("field", "value", "part"),
    [
        ("published", "last spring", "2020-05-01"),
        ("published", "2020-02-31", "2020-05-01"),
        ("published", "2999", "not in the future"),
        ("url", "javascript:alert(1)", "https://"),
        ("url", "https://a b", "https://"),
        ("title", "T" * 301, "300 characters"),
        ("thesis", "T" * 1001, "1000 characters"),
    ],
)
def test_what_cannot_be_kept_is_refused_with_its_field(field: str, value: str, part: str) -> None:
    with pytest.raises(BadFieldError, match=part) as caught:
        DRAFT.with_(**{field: value})
    assert caught.value.field == field
    assert isinstance(caught.value, IntakeError)
