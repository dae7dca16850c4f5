"""/library gaps: moderators see what the library answers badly, with texts only where these are kept."""

from __future__ import annotations

from typing import Any

import pytest

from bot.cards.sheet import Sheet
from bot.pressing import button as make
from tests.e2e.library.conftest import Desk
from tests.e2e.people import card, press, text

QUESTION = "why does China resist sanctions?"
OFF_TOPIC = "what is the best pizza in Rome?"


async def test_moderators_see_counts_where_no_texts_are_kept(desk: Desk) -> None:
    group = desk.group
    assert "No answer was found unhelpful so far." in text(await desk.shown("gaps"))
    await press(group.ann, await group.ask(QUESTION), "Not helpful")
    await press(group.ann, await group.ask(OFF_TOPIC), "Not helpful")
    await press(group.ben, await group.ask(OFF_TOPIC), "Not helpful")
    shown = await desk.shown("gaps")
    assert shown.ephemeral
    assert "1 × an answer that I took for one" in text(shown) and "2 × nothing found" in text(shown)
    assert "pizza" not in text(shown) and "/library settings" in text(shown)


async def test_moderators_see_the_questions_and_ask_them_again(desk: Desk) -> None:
    group = desk.group
    await desk.store.change_settings(desk.guild_id, desk.mia.id, keep_questions=True)
    hostile = "what is **pizza** <@1> for @everyone?"
    for person in (group.ann, group.ben):
        await press(person, await group.ask(OFF_TOPIC), "Not helpful")
    await press(group.ann, await group.ask(hostile), "Not helpful")
    shown = await desk.shown("gaps")
    read = text(shown)
    assert read.index(OFF_TOPIC) < read.index(hostile), "the worst first"
    assert "nothing found · not helpful: 2, helpful: 0" in read
    assert "/library settings" not in read and not shown.message.mentions
    again = card(await press(desk.mia, shown, "Ask again"))
    assert OFF_TOPIC in text(again)


@pytest.mark.parametrize(("count", "turns"), [(6, False), (7, True)])
async def test_many_gaps_are_on_pages(desk: Desk, count: int, turns: bool) -> None:
    await desk.store.change_settings(desk.guild_id, desk.mia.id, keep_questions=True)
    for n in range(count):
        await desk.store.feedback(desk.guild_id, 7, f"{n}", False, f"{'question ' * 100}{n}", "nearest")
    shown = await desk.shown("gaps")
    assert ("Page 1 of 2" in text(shown)) == turns
    if turns:
        turned = await press(desk.mia, shown, "Next →")
        assert "Page 2 of 2" in text(card(turned))


async def test_others_see_no_gaps(desk: Desk) -> None:
    refused = card(await desk.eve.slash(desk.group.channel, "library gaps"))
    assert refused.ephemeral and "What the library answers badly" not in text(refused)
    sheet = Sheet()
    sheet.text("a card")
    sheet.buttons(make("gaps", "0", "Press"))
    channel: Any = desk.group.bot.get_channel(desk.group.channel.id)
    forged = await channel.send(view=sheet.build())
    assert "What the library" not in text(card(await press(desk.eve, forged, "Press")))
