from __future__ import annotations

import discord
import pytest

from bot.client import Counterpoint
from knowledge.answers.answering import LONGEST
from tests.e2e.conftest import MakeBot
from tests.e2e.people import Group, Shown, card, labels, last, quotations, text

QUESTION = "why does China resist sanctions?"
SILENCED = discord.PermissionOverwrite(send_messages=False)


def mention(group: Group) -> str:
    assert group.bot.user is not None
    return group.bot.user.mention


async def said(group: Group, words: str, **options: object) -> Shown:
    await group.ann.send(group.channel, words, **options)  # pyright: ignore[reportArgumentType]
    return last(group.channel)


async def test_a_mention_with_a_question_is_answered_as_a_reply(group: Group) -> None:
    shown = await said(group, f"{mention(group)} {QUESTION}")
    assert text(shown).startswith(QUESTION)
    assert quotations(shown) == quotations(await group.ask(QUESTION))
    assert shown.reference is not None
    assert not shown.mentions


async def test_the_mention_may_stand_anywhere(group: Group) -> None:
    assert text(await said(group, f"why does {mention(group)} China resist sanctions?")).startswith(QUESTION)


async def test_a_mention_without_a_question_gets_a_short_help(group: Group) -> None:
    shown = await said(group, mention(group))
    assert "Ask me about the essays" in text(shown)
    assert len(text(shown)) < 200


async def test_talk_among_members_is_left_alone(group: Group) -> None:
    await group.ben.send(group.channel, QUESTION)
    await group.ann.send(group.channel, f"{group.ben.mention} @everyone {QUESTION}")
    assert [message.author.name for message in group.channel.history()] == ["ben", "ann"]


async def test_other_bots_are_not_answered(group: Group) -> None:
    robot = group.guild.add_member(group.env.create_user("robot", bot=True))
    await robot.send(group.channel, f"{mention(group)} {QUESTION}")
    assert last(group.channel).author.name == "robot"


async def test_a_direct_message_needs_no_mention(group: Group) -> None:
    zoe = group.env.create_user("zoe")
    await zoe.send_dm(QUESTION)
    assert text(last(zoe.dm_channel)).startswith(QUESTION)


async def test_the_next_direct_message_is_a_follow_up(group: Group) -> None:
    zoe = group.env.create_user("zoe")
    await zoe.send_dm(QUESTION)
    await zoe.send_dm("and oil?")
    assert f"Understood as a follow-up to: {QUESTION}" in text(last(zoe.dm_channel))


@pytest.mark.parametrize("restarted", [False, True])
async def test_a_reply_to_the_card_is_a_follow_up_also_after_a_restart(
    group: Group, make_bot: MakeBot, restarted: bool
) -> None:
    first = await said(group, f"{mention(group)} {QUESTION}")
    alone = text(await said(group, f"{mention(group)} and oil?"))
    if restarted:
        await group.env.restart_bot(make_bot())
    shown = await said(group, f"{mention(group)} and oil?", reply_to=first)
    assert f"Understood as a follow-up to: {QUESTION}" in text(shown)
    assert "follow-up" not in alone
    assert "oil" in text(shown)


async def test_a_follow_up_to_a_follow_up_knows_both_questions(group: Group) -> None:
    first = await said(group, f"{mention(group)} {QUESTION}")
    second = await said(group, f"{mention(group)} and oil?", reply_to=first)
    third = await said(group, f"{mention(group)} and coal?", reply_to=second)
    assert f"Understood as a follow-up to: {QUESTION} and oil?" in text(third)


async def test_a_card_of_a_command_can_be_followed_up_by_another_member(group: Group) -> None:
    shown = await group.ask(QUESTION)
    await group.ben.send(group.channel, f"{mention(group)} and oil?", reply_to=shown.message)
    assert f"follow-up to: {QUESTION}" in text(last(group.channel))


async def test_a_question_that_stands_alone_is_not_bent_by_the_one_before(group: Group) -> None:
    first = await said(group, f"{mention(group)} {QUESTION}")
    shown = await said(group, f"{mention(group)} are China and North Korea really allies on paper?", reply_to=first)
    assert "follow-up" not in text(shown)


async def test_markup_in_the_question_survives_the_follow_up(group: Group) -> None:
    question = "why does *China* resist: [sanctions] `now` \\ <tag>?"
    first = await said(group, f"{mention(group)} {question}")
    shown = await said(group, f"{mention(group)} and oil?", reply_to=first)
    assert f"follow-up to: {question}" in text(shown)


async def test_asking_again_in_the_cards_thread_is_a_follow_up(group: Group, make_bot: MakeBot) -> None:
    await said(group, f"{mention(group)} {QUESTION}")
    message = last(group.channel)
    await message.create_thread(name="sanctions")
    thread = group.channel.threads[0]
    by_command = card(await group.ann.slash(thread, "ask", question="and oil?"))
    assert f"follow-up to: {QUESTION}" in text(by_command)
    await group.env.restart_bot(make_bot())
    await group.ben.send(thread, f"{mention(group)} and coal?")
    assert f"follow-up to: {QUESTION} and oil?" in text(last(thread))


async def test_in_a_channel_questions_of_different_people_are_not_mixed(group: Group) -> None:
    await group.ask(QUESTION)
    await group.ben.send(group.channel, f"{mention(group)} and oil?")
    assert "follow-up" not in text(last(group.channel))


async def test_a_question_that_is_too_long_is_refused_with_its_length(group: Group) -> None:
    just = await said(group, f"{mention(group)} {(QUESTION + ' sanctions' * 100)[:LONGEST].strip()}")
    assert quotations(just)
    refused = await said(group, f"{mention(group)} {'x' * (LONGEST + 1)}")
    assert f"has {LONGEST + 1} characters and I read at most {LONGEST}" in text(refused)


async def test_where_the_bot_may_not_write_the_answer_comes_by_direct_message(group: Group) -> None:
    assert group.guild.me is not None
    silent = group.guild.create_text_channel("silent", overwrites={group.guild.me: SILENCED})
    await group.ann.send(silent, f"{mention(group)} {QUESTION}")
    assert last(silent).author.name == "ann"
    history = [text(message) for message in group.ann.user.dm_channel.history()]
    assert "I may not write in that channel" in history[0]
    assert history[1].startswith(QUESTION)


async def test_only_what_is_said_to_the_bot_is_needed(simcord_bot: Counterpoint) -> None:
    intents = simcord_bot.intents
    assert not (intents.message_content or intents.members or intents.presences)


async def test_a_card_names_nobody_and_offers_no_share_in_public(group: Group) -> None:
    shown = await said(group, f"{mention(group)} {group.ben.mention} @everyone {QUESTION}")
    assert not shown.mentions and not shown.mention_everyone
    assert "Share" not in labels(shown)
