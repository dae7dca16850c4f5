"""Members say whether an answer helped, once a card."""

from __future__ import annotations

from typing import Any

import pytest

from bot.cards.sheet import Sheet
from bot.pressing import button as make
from tests.e2e.conftest import MakeBot
from tests.e2e.people import Group, card, components, labels, last, press, text

QUESTION = "why does China resist sanctions?"
OFF_TOPIC = "what is the best pizza in Rome?"
VOTES = ["Helpful", "Not helpful"]


async def kept(group: Group) -> list[tuple[str | None, str, int, int]]:
    gaps = await group.bot.shelf.store.gaps(group.guild.id)
    return [(gap.question, gap.verdict, gap.unhelpful, gap.helpful) for gap in gaps]


def rows(shown: Any) -> list[int]:
    return [len(c["components"]) for c in components(shown) if c["type"] == 1]


async def test_the_buttons_are_last_in_their_row_and_no_row_is_too_long(group: Group) -> None:
    for shown in (await group.ask(QUESTION), await group.ask(QUESTION, private=True)):
        assert labels(shown)[-2:] == VOTES
        assert max(rows(shown)) <= 5
    assert rows(await group.ask(QUESTION))[-1] == 5, "on a public card they are in the row of the others"


async def test_a_vote_is_thanked_for_in_private(group: Group) -> None:
    shown = await group.ask(QUESTION)
    thanked = card(await press(group.ben, shown, "Helpful"))
    assert thanked.ephemeral and text(thanked) == "Thank you."
    sorry = card(await press(group.ann, shown, "Not helpful"))
    assert sorry.ephemeral and "propose it: </suggest:" in text(sorry)


async def test_one_vote_a_person_and_card_the_last_one_counts(group: Group) -> None:
    shown = await group.ask(QUESTION)
    for _ in range(3):
        await press(group.ann, shown, "Not helpful")
    assert await kept(group) == [(None, "answered", 1, 0)]
    await press(group.ben, shown, "Not helpful")
    assert await kept(group) == [(None, "answered", 2, 0)]
    await press(group.ann, shown, "Helpful")
    await press(group.ben, shown, "Helpful")
    assert await kept(group) == []
    other = await group.ask(QUESTION)
    await press(group.ann, other, "Not helpful")
    assert await kept(group) == [(None, "answered", 1, 0)]


async def test_texts_are_kept_only_where_the_server_switched_that_on(group: Group) -> None:
    await group.bot.shelf.store.change_settings(group.guild.id, None, keep_questions=True)
    shown = await group.ask(OFF_TOPIC)
    thanked = card(await press(group.ann, shown, "Not helpful"))
    assert "The text of the question is kept" in text(thanked) and "</privacy:" in text(thanked)
    assert await kept(group) == [(OFF_TOPIC, "nothing", 1, 0)]


async def test_mentions_are_voted_on_too_and_after_a_restart(group: Group, make_bot: MakeBot) -> None:
    assert group.bot.user is not None
    await group.ann.send(group.channel, f"{group.bot.user.mention} {QUESTION}")
    shown = last(group.channel)
    await group.env.restart_bot(make_bot())
    await press(group.ben, shown, "Not helpful")
    assert await kept(group) == [(None, "answered", 1, 0)]


async def test_where_there_is_no_server_or_no_question_nobody_is_asked(group: Group) -> None:
    zoe = group.env.create_user("zoe")
    await zoe.send_dm(QUESTION)
    message = await group.ben.send(group.channel, "Squeezing North Korea will only backfire.")
    claim = card(await group.ann.context_menu(group.channel, "Find the other side", message))
    more = card(await press(group.ann, await group.ask(QUESTION), "More"))
    for shown in (last(zoe.dm_channel), claim, more, await group.ask("hello there")):
        assert not set(labels(shown)) & set(VOTES)


@pytest.mark.parametrize("state", ["2:answered", "1:splendid", "1", ""])
async def test_a_forged_vote_is_refused(group: Group, state: str) -> None:
    sheet = Sheet()
    sheet.text("a card")
    sheet.buttons(make("vote", state, "Press"), make("vote", "0:answered", "Elsewhere"))
    channel: Any = group.bot.get_channel(group.channel.id)
    forged = await channel.send(view=sheet.build())
    for label in ("Press", "Elsewhere"):
        assert "from an earlier version of me" in text(card(await press(group.ann, forged, label)))
    assert await kept(group) == []
