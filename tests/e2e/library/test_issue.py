"""/library issue: labels, questions and the passages that speak to an issue."""

from __future__ import annotations

import pytest

from knowledge.search.library import Library
from tests.conftest import ALDER, BIRCH, CEDAR
from tests.e2e.library.conftest import Desk, fields, options
from tests.e2e.people import Shown, card, labels, press, text

BREAD = "Did the tariff raise the price of bread?"


@pytest.fixture
def library(request: pytest.FixtureRequest, essays: Library) -> Library:
    return essays if request.node.get_closest_marker("shipped") else Library([ALDER, BIRCH, CEDAR])


async def create(desk: Desk, label: str = BREAD, passages: str = "", asks: str = "") -> Shown:
    opened = await press(desk.mia, await desk.shown("issue"), "New")
    return card(await desk.mia.submit_modal(opened, {"label": label, "passages": passages, "asks": asks}))


async def test_an_issue_is_created_compared_and_undone(desk: Desk) -> None:
    shown = await create(desk, passages="alder-2001 1\nBirch 1, 2", asks="bread prices\nwhat became dear?")
    assert shown.ephemeral and f"The issue {BREAD} is as you wrote." in text(shown)
    choices = await desk.group.ann.autocomplete(desk.group.channel, "compare", "issue", "bread")
    assert [choice["name"] for choice in choices] == [BREAD]
    compared = text(card(await desk.group.ann.slash(desk.group.channel, "compare", issue=choices[0]["value"])))
    assert "Alder (2001), ¶1" in compared and "Birch (2005), ¶1" in compared
    await press(desk.mia, shown, "Undo")
    assert (await desk.now()).issues == ()


async def test_passages_are_proposed_by_the_label(desk: Desk) -> None:
    await create(desk, passages="alder-2001 1")
    opened = await desk.run("issue", issue=BREAD)
    assert fields(opened) == {"label": BREAD, "asks": "", "passages": "alder-2001 1", "offered_passages": ""}
    offered = options(opened)["offered_passages"]
    assert "birch-2005 1" in offered and "alder-2001 1" not in offered
    chosen = {"passages": "alder-2001 1", "offered_passages": ["birch-2005 1"]}
    await desk.mia.submit_modal(opened, {"label": "Was bread dear?", "asks": "", **chosen})
    issue = await desk.store.issue(desk.guild_id, (await desk.now()).issues[0].id)
    assert (issue.label, dict(issue.passages)) == ("Was bread dear?", {"alder-2001": (1,), "birch-2005": (1,)})


@pytest.mark.parametrize(
    ("passages", "told"),
    [
        ("alder-2001", "“alder-2001” names no paragraphs"),
        ("3", "“3” names no paragraphs"),
        ("Kissinger 3", "There is no source “Kissinger”"),
        ("alder-2001 6", "has paragraphs 1 to 5, not 6"),
        ("alder-2001 0", "has paragraphs 1 to 5, not 0"),
        ("*x* @everyone 999999999", "names no paragraphs"),
    ],
)
async def test_what_names_no_passage_is_refused_and_given_back(desk: Desk, passages: str, told: str) -> None:
    shown = await create(desk, passages=passages)
    assert told in text(shown) and (await desk.now()).issues == ()
    assert fields(await press(desk.mia, shown, "Try again"))["passages"] == passages


@pytest.mark.parametrize(
    ("written", "numbers"),
    [
        ("alder-2001 1, 2", (1, 2)),
        ("Alder ¶2 ¶1", (2, 1)),
        ("Ann Alder: 1-3", (1, 2, 3)),
        ("alder-2001 2,2;1", (2, 1)),
        ("alder-2001 3\nalder-2001 1", (3, 1)),
    ],
)
async def test_passages_are_read_as_people_write_them(desk: Desk, written: str, numbers: tuple[int, ...]) -> None:
    await create(desk, passages=written)
    issue = await desk.store.issue(desk.guild_id, (await desk.now()).issues[0].id)
    assert issue.passages == {"alder-2001": numbers}


@pytest.mark.parametrize("label", ["x" * 100, "?!"])
async def test_labels_are_a_few_words(desk: Desk, label: str) -> None:
    shown = await create(desk, label=label, passages="alder-2001 1")
    assert ("is as you wrote" in text(shown)) is (label != "?!")
    assert ("The label of an issue is a few words" in text(shown)) is (label == "?!")


async def test_two_issues_have_two_labels(desk: Desk) -> None:
    await create(desk, passages="alder-2001 1")
    assert "already has the label" in text(await create(desk, label=BREAD.upper(), passages="alder-2001 2"))


async def test_of_two_moderators_the_second_sees_both_and_decides(desk: Desk) -> None:
    await create(desk, passages="alder-2001 1")
    opened = await desk.run("issue", issue=BREAD)
    faster = await desk.max.slash(desk.group.channel, "library issue", issue=BREAD)
    await desk.max.submit_modal(faster, {"label": "What Max says?", "asks": "", "passages": "cedar-2010 1"})
    shown = card(
        await desk.mia.submit_modal(opened, {"label": "What Mia says?", "asks": "", "passages": "birch-2005 1"})
    )
    assert "Somebody else changed this" in text(shown)
    assert "What Max says?" in text(shown) and "What Mia says?" in text(shown) and "cedar-2010 1" in text(shown)
    await press(desk.mia, shown, "Use mine")
    (issue,) = await desk.store.issues(desk.guild_id)
    assert (issue.label, dict(issue.passages)) == ("What Mia says?", {"birch-2005": (1,)})


async def test_issues_are_listed_and_removed(desk: Desk) -> None:
    await create(desk, passages="alder-2001 1\nbirch-2005 1")
    shown = await desk.run("issue")
    assert BREAD in text(card(shown)) and "paragraphs: 2" in text(card(shown))
    assert labels(card(shown)) == ["Edit", "Remove", "New"]
    await press(desk.mia, card(shown), "Remove")
    assert "is taken away" in text(card(shown)) and (await desk.now()).issues == ()
    await press(desk.mia, card(shown), "Undo")
    assert [issue.label for issue in (await desk.now()).issues] == [BREAD]


async def test_an_issue_that_changed_since_the_list_is_not_removed(desk: Desk) -> None:
    await create(desk, passages="alder-2001 1")
    shown = await desk.shown("issue")
    opened = await desk.max.slash(desk.group.channel, "library issue", issue=BREAD)
    await desk.max.submit_modal(opened, {"label": "What Max says?", "asks": "", "passages": "cedar-2010 1"})
    assert "was not removed" in text(card(await press(desk.mia, shown, "Remove")))
    assert [issue.label for issue in (await desk.now()).issues] == ["What Max says?"]


@pytest.mark.shipped
async def test_a_shipped_issue_may_be_renamed_and_gets_further_passages(desk: Desk) -> None:
    opened = await desk.run("issue", issue="sanctions-enforcement")
    held = fields(opened)
    assert held["label"] == "Does China really enforce sanctions?" and held["passages"] == ""
    await desk.mia.submit_modal(opened, {"label": "Do sanctions bite?", "asks": "", "passages": "mastro-2021 18"})
    issue = next(issue for issue in (await desk.now()).issues if issue.id == "sanctions-enforcement")
    assert issue.label == "Do sanctions bite?"
    assert 18 in [address.paragraph for address in dict(issue.sentences)["mastro-2021"]]
    assert len(dict(issue.sentences)["mastro-2021"]) > 1
    listed = await desk.shown("issue")
    assert text(listed).index("Do sanctions bite?") < text(listed).index("came with the essays")
    assert labels(listed).count("Remove") == 1


@pytest.mark.shipped
async def test_the_list_of_all_is_paged_within_the_limits(desk: Desk) -> None:
    shown = await desk.run("issue")
    for _ in range(8):
        await press(desk.mia, card(shown), "Next →")
    assert "Page 9 of 9" in text(card(shown))
    assert len(await desk.choices("issue", "issue")) == 25


async def test_an_issue_that_is_not_there_is_said_with_what_to_do(desk: Desk) -> None:
    shown = await desk.shown("issue", issue="the price of tea")
    assert "There is no issue “the price of tea”" in text(shown) and "without an issue" in text(shown)


async def test_without_the_right_there_is_neither_list_nor_form_nor_choice(desk: Desk, refused: str) -> None:
    await create(desk, passages="alder-2001 1")
    for options_ in ({}, {"issue": BREAD}):
        opened = await desk.eve.slash(desk.group.channel, "library issue", **options_)
        assert opened.modal is None and refused in text(card(opened))
    assert await desk.eve.autocomplete(desk.group.channel, "library issue", "issue", "") == []
