"""/library history: who changed what, before and after, and taking it back."""

from __future__ import annotations

from datetime import datetime

import pytest

from bot.cards.history import PER_PAGE
from knowledge.model import Source
from knowledge.search.library import Library
from tests.conftest import ALDER, BIRCH, CEDAR, make_source
from tests.e2e.library.conftest import Desk, fields
from tests.e2e.people import Shown, card, labels, markup, press, text


@pytest.fixture
def library() -> Library:
    return Library([ALDER, BIRCH, CEDAR])


async def edit(desk: Desk, words: str, number: int = 2, source: str = "alder-2001") -> Shown:
    opened = await desk.run("edit", source=source, paragraph=number)
    return card(await desk.mia.submit_modal(opened, {"text": words}))


async def test_an_empty_history_says_so(desk: Desk) -> None:
    shown = await desk.shown("history")
    assert shown.ephemeral and text(shown) == "Nothing was changed yet." and labels(shown) == []


async def test_an_entry_says_who_what_when_before_and_after(desk: Desk) -> None:
    await edit(desk, "A customs officer counted 341 ships that winter.")
    shown = markup(await desk.shown("history"))
    assert "**1** · changed ¶2 of **Essay alder-2001**" in shown
    assert f"<@{desk.mia.id}> · <t:" in shown
    assert "A customs officer counted ~~340~~ **341** ships that winter." in shown


async def test_any_entry_can_be_undone_and_the_undo_too(desk: Desk) -> None:
    await edit(desk, "One.")
    await desk.shown("retire", source="birch-2005")
    shown = await desk.run("history")
    assert labels(card(shown)) == ["Undo", "Undo"]
    await press(desk.max, await max_sees(desk), "Undo", 1)
    assert (await desk.now()).source("alder-2001") == ALDER
    assert "birch-2005" not in {source.id for source in (await desk.now()).sources}
    entries = markup(await desk.shown("history"))
    assert "**3** · took back entry 1: ¶2 of **Essay alder-2001**" in entries and f"<@{desk.max.id}>" in entries
    await press(desk.mia, await desk.shown("history"), "Undo", 0)
    assert (await desk.now()).source("alder-2001").passages[1].text == "One."


async def max_sees(desk: Desk) -> Shown:
    return card(await desk.max.slash(desk.group.channel, "library history"))


async def test_what_changed_again_since_is_not_undone_and_it_says_what_to_do(desk: Desk) -> None:
    await edit(desk, "One.")
    await edit(desk, "Two.")
    told = card(await press(desk.mia, await desk.shown("history"), "Undo", 1))
    assert "What entry 1 changed was changed again since" in text(told) and "undo the later entry first" in text(told)
    assert (await desk.now()).source("alder-2001").passages[1].text == "Two."
    for _ in range(2):
        entries = await desk.shown("history")
        await press(desk.mia, entries, "Undo", 0 if "**2** ·" in markup(entries).split("\n")[1] else 2)
    assert (await desk.now()).source("alder-2001") == ALDER


async def test_it_is_paged(desk: Desk) -> None:
    for number in range(PER_PAGE + 1):
        await edit(desk, f"Version {number}.")
    shown = await desk.run("history")
    assert labels(card(shown)) == ["Undo"] * PER_PAGE + ["Older →"]
    await press(desk.mia, card(shown), "Older →")
    assert labels(card(shown)) == ["Undo", "Latest"] and "**1** ·" in markup(card(shown))
    await press(desk.mia, card(shown), "Latest")
    assert f"**{PER_PAGE + 1}** ·" in markup(card(shown))


async def test_one_page_that_is_full_has_no_older(desk: Desk) -> None:
    for number in range(PER_PAGE):
        await edit(desk, f"Version {number}.")
    assert labels(await desk.shown("history")) == ["Undo"] * PER_PAGE


async def test_it_can_be_of_one_source_that_was_retired_too(desk: Desk) -> None:
    await edit(desk, "One.")
    await edit(desk, "Two.", source="birch-2005")
    await desk.shown("retire", source="birch-2005")
    assert len(await desk.choices("history", "source", "birch")) == 1
    shown = markup(await desk.shown("history", source="birch-2005"))
    assert "**3** · retired **Essay birch-2005**" in shown and "**2** ·" in shown and "**1** ·" not in shown
    assert "There is no source “Kissinger”" in text(await desk.shown("history", source="Kissinger"))


async def test_what_the_host_imported_and_what_the_longest_names_are_fit_on_the_card(desk: Desk) -> None:
    long: Source = make_source("long-2000", "Lou Long", "*" * 3000, "_" * 3000).model_copy(
        update={"title": "@everyone **x** " * 40, "thesis": "`code` " * 300}
    )
    for n in range(PER_PAGE):
        await desk.store.add(desk.guild_id, long.model_copy(update={"side": f"s{n}" * 100, "thesis": f"{n} " * 900}))
    shown = await desk.shown("history")
    assert len(markup(shown)) <= 4000
    assert "whoever hosts me" in text(shown) and "@everyone **x**" in text(shown)


async def test_changes_of_all_kinds_are_told(desk: Desk) -> None:
    opened = await desk.run("edit", source="alder-2001")
    await desk.mia.submit_modal(opened, {**fields(opened), "authors": "Ann Alder\nZoe Zinn", "side": ""})
    await desk.store.change_settings(desk.guild_id, desk.mia.id, private=True, moderator_role=7, suggestion_channel=8)
    await desk.store.note(desk.guild_id, "alder-2001", 1, desk.mia.id, asks=["who closed?"], expected=0)
    await desk.store.set_alias(desk.guild_id, desk.mia.id, "tariff", ["the levy"])
    shown = markup(await desk.shown("history"))
    assert "Authors: Ann Alder **· Zoe Zinn**" in shown
    assert "Side in the debate: ~~Traders~~" in shown
    assert "Answers are private by default: no → yes" in shown and "<@&7>" in shown and "<#8>" in shown
    assert "the note on ¶1 of **Essay alder-2001**" in shown and "Questions: **who closed?**" in shown
    assert "the names of **tariff**" in shown
    await desk.store.set_issue(desk.guild_id, None, None, label="Bread?", passages={"alder-2001": [1, 2]})
    await desk.store.forget(desk.mia.id)
    shown = markup(await desk.shown("history"))
    assert "added the issue **bread**" in shown and "Paragraphs: **alder-2001 1, 2**" in shown
    assert "somebody who asked to be forgotten" in shown and f"<@{desk.mia.id}>" not in shown


async def test_nobody_without_the_right_sees_it(desk: Desk, refused: str) -> None:
    await edit(desk, "One.")
    shown = card(await desk.eve.slash(desk.group.channel, "library history"))
    assert refused in text(shown) and "One." not in text(shown)


async def test_another_servers_history_is_not_in_it(desk: Desk) -> None:
    await desk.store.retire(desk.guild_id + 1, "alder-2001", 5)
    assert text(await desk.shown("history")) == "Nothing was changed yet."
    assert isinstance((await desk.store.history(desk.guild_id + 1))[0].at, datetime)
