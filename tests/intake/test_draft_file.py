from __future__ import annotations

import pytest

from knowledge.intake import draft_file
from knowledge.intake.draft import Draft, Remark
from knowledge.model import Passage
from knowledge.sources import markdown
from tests.conftest import ALDER

PASSAGES = (
    Passage(number=1, text="Of bread: two loaves.\nAnd a line below.", headings=("Bread", "Loaves")),
    Passage(number=2, text="--- is not a fence here"),
)


@pytest.mark.parametrize(
    "draft",
    [
        Draft(**dict(ALDER)),
        Draft(id="smith-2020", title="On: Bread", authors=("Jane Smith", "J. Doe"), passages=PASSAGES),
        Draft(passages=PASSAGES, published="2020-05", url="https://example.org/?a=1#b", side="for", thesis="Bread."),
        Draft(passages=PASSAGES, extra=(("pseudonym", "Publius"), ("pages", ["1", "2"]))),
        Draft(title="no", authors=("2020",), outlet="---", passages=PASSAGES),
        Draft(),
    ],
)
def test_a_draft_comes_back_from_its_file_whatever_it_lacks(draft: Draft) -> None:
    assert draft_file.parse(draft_file.render(draft)) == draft


def test_what_was_remarked_is_not_in_the_file() -> None:
    remarked = Draft(title="Bread", passages=PASSAGES, remarks=(Remark(kind="left_out", values=("Read more",)),))
    assert draft_file.parse(draft_file.render(remarked)) == remarked.model_copy(update={"remarks": ()})


def test_the_file_of_a_complete_draft_is_a_source_file() -> None:
    assert draft_file.render(Draft(**dict(ALDER))) == markdown.render(ALDER)
