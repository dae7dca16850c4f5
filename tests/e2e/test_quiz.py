"""/quiz: rounds with buttons, one answer each, explanations with citations, scores; it ends by itself."""

from __future__ import annotations

import re
from typing import Any

import discord
import pytest

from bot.cards.sheet import Sheet
from bot.pressing import button as make
from bot.quizzes import MOST_IDLE, PAUSE_SECONDS, ROUND_SECONDS, Quiz
from knowledge.search.library import Library
from tests.conftest import ALDER
from tests.e2e.conftest import MakeBot
from tests.e2e.people import Group, button, card, components, labels, last, press, quotations, text

SILENCED = discord.PermissionOverwrite(send_messages=False)
STEERING = ("Show answer", "Next question", "Stop", "In context")


async def start(group: Group, where: Any = None, **options: Any) -> Any:
    return card(await group.ann.slash(where or group.channel, "quiz", **options))


def running(group: Group, channel: Any = None) -> Quiz:
    quiz = group.bot.quizzes._by_channel[(channel or group.channel).id]  # pyright: ignore[reportPrivateUsage]
    assert quiz is not None
    return quiz


def right(group: Group, channel: Any = None) -> str:
    """Return the right choice of the round that is on."""
    quiz = running(group, channel)
    return quiz._questions[quiz._number].right  # pyright: ignore[reportPrivateUsage]


def choices(shown: Any) -> list[str]:
    return [label for label in labels(shown) if label not in STEERING]


def wrong(group: Group, shown: Any) -> str:
    return next(label for label in choices(shown) if label != right(group))


async def close(group: Group) -> Any:
    """Let the time of a round pass and return its closed card."""
    shown = last(group.channel)
    await group.env.advance_time(ROUND_SECONDS)
    return next(message for message in group.channel.history() if message.id == shown.id)


async def test_a_question_has_a_gap_choices_and_a_source(group: Group) -> None:
    shown = await start(group)
    assert not shown.ephemeral
    assert re.match(r"Quiz · 1 of 5 · (Freeman \(2017\)|Mastro \(2021\))\n", text(shown))
    sentence = quotations(shown)[0]
    assert sentence.count("_____") == 1
    passages = [passage.text for source in group.bot.shelf.shared.sources for passage in source.passages]
    assert any(sentence.replace("_____", right(group)) in passage for passage in passages), (
        "verbatim apart from the gap"
    )
    assert 3 <= len(choices(shown)) <= 4 and right(group) in choices(shown)


async def test_when_the_time_is_up_the_answer_is_explained_and_cited(group: Group) -> None:
    shown = await start(group)
    answer, sentence = right(group), quotations(shown)[0]
    await press(group.ann, shown, answer)
    await press(group.ben, shown, wrong(group, shown))
    closed = await close(group)
    assert quotations(closed) == [sentence.replace("_____", answer)]
    assert re.search(r"(Freeman \(2017\)|Mastro \(2021\)), ¶\d+", text(closed))
    assert f"Right: <@{group.ann.id}> (1 of 2)." in text(closed)
    assert f"✓ {answer}" in labels(closed)
    choosable = [c for c in components(closed) if c["type"] == 2 and c["custom_id"].startswith("cp:quiz:")]
    assert choosable and all(c["disabled"] for c in choosable)
    context = card(await press(group.ben, closed, "In context"))
    assert context.ephemeral and answer in text(context)


async def test_an_answer_is_noted_in_private_and_counts_once(group: Group) -> None:
    shown = await start(group)
    noted = card(await press(group.ann, shown, wrong(group, shown)))
    assert noted.ephemeral and f"Noted: {wrong(group, shown)}." in text(noted)
    again = card(await press(group.ann, shown, right(group)))
    assert again.ephemeral and "You have answered this round already" in text(again)
    assert "Nobody had it right (1 answered)." in text(await close(group))


async def test_the_group_is_scored_at_the_end(group: Group) -> None:
    shown = await start(group, rounds=2)
    await press(group.ann, shown, right(group))
    await press(group.ben, shown, wrong(group, shown))
    await close(group)
    await group.env.advance_time(PAUSE_SECONDS)
    second = last(group.channel)
    assert "Quiz · 2 of 2" in text(second)
    await press(group.ben, second, right(group))
    await press(group.ann, second, right(group))
    assert "The quiz is over" in text(last(group.channel)), "when all who play have answered, nobody waits"
    lines = text(last(group.channel)).split("\n")[1:]
    assert lines == [f"1. <@{group.ann.id}> · 2 of 2", f"2. <@{group.ben.id}> · 1 of 2"]
    assert (await start(group)).id != second.id, "the channel is free again"


async def test_equal_points_are_equal_places(group: Group) -> None:
    shown = await start(group, rounds=1)
    for person in (group.ann, group.ben):
        await press(person, shown, right(group))
    await close(group)
    assert text(last(group.channel)).count("1. <@") == 2


async def test_it_goes_on_before_the_time_is_up_for_its_starter_or_a_moderator_only(group: Group) -> None:
    shown = await start(group)
    refused = card(await press(group.ben, shown, "Show answer"))
    assert refused.ephemeral and "Only who started the quiz or a moderator" in text(refused)
    await press(group.ann, shown, "Show answer")
    closed = next(message for message in group.channel.history() if message.id == shown.id)
    assert "Nobody answered." in text(closed)
    role = group.guild.create_role("moderator", permissions=discord.Permissions(manage_messages=True))
    mod = group.guild.add_member(group.env.create_user("mod"), roles=[role])
    await press(mod, closed, "Next question")
    assert "Quiz · 2 of 5" in text(last(group.channel))


async def test_a_button_of_an_earlier_round_does_nothing_to_a_later_one(group: Group) -> None:
    first = await start(group)
    await press(group.ann, first, "Show answer")
    closed = next(message for message in group.channel.history() if message.id == first.id)
    await press(group.ann, closed, "Next question")
    second = last(group.channel)
    await press(group.ann, closed, "Next question")
    assert last(group.channel).id == second.id and "Show answer" in labels(last(group.channel))
    for state in ("0:0", "1:9", "2:0"):
        stale = await forged(group, "quiz", f"{running(group).id}:{state}")
        assert "This round is closed." in text(card(await press(group.ben, stale, "Press")))
    for name, state in (("quiz", f"{running(group).id}:x:0"), ("quizon", f"{running(group).id}:")):
        broken = await forged(group, name, state)
        assert "from an earlier version of me" in text(card(await press(group.ann, broken, "Press")))


async def forged(group: Group, name: str, state: str) -> discord.Message:
    """Post a button that no card of the quiz has, as a changed client could press it."""
    sheet = Sheet()
    sheet.text("a card")
    sheet.buttons(make(name, state, "Press"))
    channel = group.bot.get_channel(group.channel.id)
    assert isinstance(channel, discord.TextChannel)
    return await channel.send(view=sheet.build())


async def test_its_starter_can_stop_it_and_others_cannot(group: Group) -> None:
    shown = await start(group)
    await press(group.ben, shown, right(group))
    assert "Only who started" in text(card(await press(group.ben, shown, "Stop")))
    await press(group.ann, shown, "Stop")
    assert f"Stopped by <@{group.ann.id}>." in text(last(group.channel))
    assert f"1. <@{group.ben.id}> · 1 of 1" in text(last(group.channel))


async def test_stopping_in_the_pause_ends_it_too(group: Group) -> None:
    shown = await start(group)
    await press(group.ann, shown, "Show answer")
    closed = next(message for message in group.channel.history() if message.id == shown.id)
    await press(group.ann, closed, "Stop")
    assert "Stopped by" in text(last(group.channel)) and "Nobody took part." in text(last(group.channel))


async def test_an_abandoned_quiz_ends_within_minutes(group: Group) -> None:
    await start(group, rounds=10)
    await group.env.advance_time(MOST_IDLE * (ROUND_SECONDS + PAUSE_SECONDS))
    assert "Nobody answered for a while, so I ended it." in text(last(group.channel))
    assert MOST_IDLE * (ROUND_SECONDS + PAUSE_SECONDS) < 180


async def test_one_quiz_in_a_channel_but_one_in_each(group: Group) -> None:
    await start(group)
    refused = await start(group)
    assert refused.ephemeral and "A quiz is already on in this channel." in text(refused)
    other = group.guild.create_text_channel("other")
    assert "Quiz · 1 of 5" in text(await start(group, other))


async def test_after_a_restart_an_old_button_says_so(group: Group, make_bot: MakeBot) -> None:
    shown = await start(group)
    await group.env.restart_bot(make_bot())
    for label in (choices(shown)[0], "Show answer", "Stop"):
        refused = card(await press(group.ann, shown, label))
        assert refused.ephemeral and "This quiz is over, or I was restarted since." in text(refused)


async def test_alone_in_direct_messages_an_answer_ends_the_round(group: Group) -> None:
    zoe = group.env.create_user("zoe")
    shown = card(await zoe.slash("quiz", rounds=1))
    await zoe.click(shown, custom_id=button(shown, right(group, zoe.dm_channel)))
    assert f"1. <@{zoe.id}> · 1 of 1" in text(last(zoe.dm_channel))


@pytest.mark.parametrize(("rounds", "allowed"), [(0, False), (1, True), (10, True), (11, False)])
async def test_rounds_are_from_1_to_10(group: Group, rounds: int, allowed: bool) -> None:
    if allowed:
        assert f"Quiz · 1 of {rounds}" in text(await start(group, rounds=rounds))
    else:
        with pytest.raises(Exception, match=r"rounds|range|value"):
            await start(group, rounds=rounds)


async def test_a_topic_is_an_issue_or_words(group: Group) -> None:
    offered = await group.ann.autocomplete(group.channel, "quiz", "topic", "xi and kim")
    assert "xi-kim" in [choice["value"] for choice in offered]
    shown = await start(group, topic="sanctions-enforcement", rounds=10)
    found = re.match(r"Quiz · 1 of (\d+)", text(shown))
    assert found and 1 <= int(found[1]) < 10
    assert "There is only enough for so many questions here" in text(shown)
    other = group.guild.create_text_channel("other")
    assert "coal" in text(await start(group, other, topic="coal", rounds=1))


async def test_a_topic_without_facts_says_so_and_leaves_the_channel_free(group: Group) -> None:
    refused = await start(group, topic="*zeppelins* of @everyone")
    assert "too few facts on “*zeppelins* of @everyone”" in text(refused)
    assert "Quiz · 1 of 5" in text(await start(group))


@pytest.mark.parametrize("whose", ["bot", "person"])
async def test_where_one_may_not_write_there_is_no_quiz(group: Group, whose: str) -> None:
    who = group.guild.me if whose == "bot" else group.ann
    silent = group.guild.create_text_channel("silent", overwrites={who: SILENCED})  # pyright: ignore[reportArgumentType]
    refused = await start(group, silent)
    assert refused.ephemeral and "may not write in this channel" in text(refused)


async def test_a_channel_that_vanishes_ends_the_quiz(group: Group) -> None:
    shown = await start(group)
    group.env.inject_error("PATCH", "/channels/*/messages/*", status=404, code=10008)
    await press(group.ann, shown, "Show answer")
    assert "Quiz · 1 of 5" in text(await start(group)), "the channel is free again"


class TestSmallLibrary:
    @pytest.fixture
    def library(self) -> Library:
        return Library([ALDER])

    async def test_a_library_with_too_few_facts_says_so(self, group: Group) -> None:
        assert "I find too few facts in this library" in text(await start(group))
