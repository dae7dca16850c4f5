"""/library alias: the server's own vocabulary."""

from __future__ import annotations

import pytest

from knowledge.search.library import Library
from tests.conftest import ALDER, BIRCH, CEDAR
from tests.e2e.library.conftest import Desk, fields
from tests.e2e.people import Shown, card, labels, press, quotations, text

MOLE = "what did the molehill fee do to bread?"


@pytest.fixture
def library() -> Library:
    return Library([ALDER, BIRCH, CEDAR])


async def add(desk: Desk, *names: str) -> Shown:
    opened = await press(desk.mia, await desk.shown("alias"), "New")
    return card(await desk.mia.submit_modal(opened, {"names": "\n".join(names)}))


async def groups(desk: Desk) -> list[tuple[str, ...]]:
    return [group.names for group in await desk.store.aliases(desk.guild_id)]


async def test_a_question_with_one_name_finds_passages_with_another(desk: Desk) -> None:
    assert "molehill" in text(await desk.group.ask(MOLE))
    before = quotations(await desk.group.ask("molehill fee"))
    shown = await add(desk, "harbour tariff", "molehill fee")
    assert shown.ephemeral and "These are read as one now: harbour tariff = molehill fee." in text(shown)
    after = quotations(await desk.group.ask("molehill fee"))
    assert not before and any("harbour tariff" in quote for quote in after)
    await press(desk.mia, shown, "Undo")
    assert quotations(await desk.group.ask("molehill fee")) == []


async def test_groups_are_listed_edited_and_removed(desk: Desk) -> None:
    await add(desk, "harbour tariff", "molehill fee")
    shown = await desk.run("alias")
    assert "harbour tariff = molehill fee" in text(card(shown)) and labels(card(shown)) == ["Edit", "Remove", "New"]
    opened = await press(desk.mia, card(shown), "Edit")
    assert fields(opened) == {"names": "harbour tariff\nmolehill fee"}
    # Even the name that was first may go.
    await desk.mia.submit_modal(opened, {"names": "The Levy\nmolehill fee\nmolehill fee"})
    assert await groups(desk) == [("The Levy", "molehill fee")]
    removed = await desk.run("alias")
    await press(desk.mia, card(removed), "Remove")
    assert "no longer read as one: The Levy = molehill fee" in text(card(removed))
    assert await groups(desk) == []
    await press(desk.mia, card(removed), "Undo")
    assert await groups(desk) == [("The Levy", "molehill fee")]


@pytest.mark.parametrize(
    ("names", "told"),
    [
        (["granary"], "needs two names or more"),
        (["  ", "\t"], "at least two names"),
        (["the", "of the"], "has no word that means something"),
        (["x" * 61, "y"], "at most 60 characters"),
        (["bread", "*bread*"], "needs two names or more"),
    ],
)
async def test_what_is_no_group_is_refused_and_given_back(desk: Desk, names: list[str], told: str) -> None:
    shown = await add(desk, *names)
    assert told in text(shown) and await groups(desk) == []
    if "".join(names).strip():
        assert fields(await press(desk.mia, shown, "Try again")) == {"names": "\n".join(names)}


async def test_a_name_is_of_one_thing_only(desk: Desk) -> None:
    await add(desk, "harbour tariff", "molehill fee")
    shown = await add(desk, "granary", "molehill fee")
    assert "already in the group" in text(shown) and len(await groups(desk)) == 1


async def test_of_two_moderators_the_second_sees_both_and_decides(desk: Desk) -> None:
    await add(desk, "harbour tariff", "molehill fee")
    opened = await press(desk.mia, await desk.shown("alias"), "Edit")
    theirs = card(await desk.max.slash(desk.group.channel, "library alias"))
    await desk.max.submit_modal(await press(desk.max, theirs, "Edit"), {"names": "harbour tariff\nMax's levy"})
    shown = card(await desk.mia.submit_modal(opened, {"names": "harbour tariff\nMia's levy"}))
    assert "Somebody else changed this" in text(shown) and "Max's levy" in text(shown) and "Mia's levy" in text(shown)
    await press(desk.mia, shown, "Use mine")
    assert await groups(desk) == [("harbour tariff", "Mia's levy")]


async def test_a_new_group_does_not_replace_one_that_is_there(desk: Desk) -> None:
    await add(desk, "harbour tariff", "molehill fee")
    shown = await add(desk, "Harbour Tariff", "the levy")
    assert "Somebody else changed this" in text(shown) and "molehill fee" in text(shown)
    await press(desk.mia, shown, "Keep theirs")
    assert await groups(desk) == [("harbour tariff", "molehill fee")]


async def test_one_that_was_removed_meanwhile_may_be_made_again(desk: Desk) -> None:
    await add(desk, "harbour tariff", "molehill fee")
    opened = await press(desk.mia, await desk.shown("alias"), "Edit")
    await desk.store.remove_alias(desk.guild_id, desk.max.id, "molehill fee")
    shown = card(await desk.mia.submit_modal(opened, {"names": "harbour tariff\nthe levy"}))
    assert "Somebody else changed this" in text(shown) and "(nothing)" in text(shown)
    await press(desk.mia, shown, "Use mine")
    assert await groups(desk) == [("harbour tariff", "the levy")]


async def test_an_old_list_says_that_a_group_is_gone(desk: Desk) -> None:
    await add(desk, "harbour tariff", "molehill fee")
    shown = await desk.shown("alias")
    await desk.store.remove_alias(desk.guild_id, desk.max.id, "molehill fee")
    for label in ("Edit", "Remove"):
        assert "no longer there" in text(card(await press(desk.mia, shown, label)))


async def test_the_list_is_paged(desk: Desk) -> None:
    for number in range(6):
        await desk.store.set_alias(desk.guild_id, None, f"thing {number}x", [f"other {number}x"])
    shown = await desk.run("alias")
    assert labels(card(shown)).count("Edit") == 5
    await press(desk.mia, card(shown), "Next →")
    assert labels(card(shown)).count("Edit") == 1 and "Page 2 of 2" in text(card(shown))
    await press(desk.mia, card(shown), "← Back")
    assert labels(card(shown)).count("Edit") == 5


async def test_without_the_right_there_is_no_list(desk: Desk, refused: str) -> None:
    await add(desk, "harbour tariff", "molehill fee")
    shown = card(await desk.eve.slash(desk.group.channel, "library alias"))
    assert refused in text(shown) and "molehill" not in text(shown)
