"""/library retire and restore."""

from __future__ import annotations

from tests.e2e.library.conftest import Desk
from tests.e2e.people import card, labels, press, text

QUESTION = "why does China resist sanctions?"


async def test_what_is_retired_is_in_no_answer_until_it_is_restored(desk: Desk) -> None:
    assert "Freeman (2017)" in text(await desk.group.ask(QUESTION))
    shown = await desk.shown("retire", source="freeman-2017")
    assert shown.ephemeral and "is retired" in text(shown) and "Answers follow it from now on." in text(shown)
    assert "Freeman (2017)" not in text(await desk.group.ask(QUESTION))
    assert await desk.choices("retire", "source") == ["China’s Dangerous Double Game in North Korea (Mastro, 2021)"]
    assert len(await desk.choices("restore", "source")) == 1
    restored = await desk.shown("restore", source="freeman")
    assert "is back in the answers" in text(restored)
    assert "Freeman (2017)" in text(await desk.group.ask(QUESTION))
    assert await desk.choices("restore", "source") == []


async def test_it_can_be_undone_and_the_undo_undone(desk: Desk) -> None:
    shown = await desk.run("retire", source="freeman-2017")
    assert labels(card(shown)) == ["Undo"]
    await press(desk.mia, card(shown), "Undo")
    assert "Entry 1 is taken back." in text(card(shown))
    assert "Freeman (2017)" in text(await desk.group.ask(QUESTION))
    await press(desk.mia, card(shown), "Undo")
    assert "Entry 2 is taken back." in text(card(shown))
    assert "Freeman (2017)" not in text(await desk.group.ask(QUESTION))


async def test_an_undo_of_what_changed_again_says_what_to_do(desk: Desk) -> None:
    shown = await desk.shown("retire", source="freeman-2017")
    await desk.shown("restore", source="freeman-2017")
    told = text(card(await press(desk.mia, shown, "Undo")))
    assert "was changed again since" in told and "/library history" in told
    assert "Freeman (2017)" in text(await desk.group.ask(QUESTION))


async def test_what_is_not_there_is_said(desk: Desk) -> None:
    assert "There is no source “Kissinger”" in text(await desk.shown("retire", source="Kissinger"))
    assert "There is no source “mastro-2021”" in text(await desk.shown("restore", source="mastro-2021"))
