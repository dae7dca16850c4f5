"""The weekly digest: one question a week in the channel that moderators chose, and none where they chose none."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import discord
import pytest
from structlog.testing import capture_logs

from bot.digests import HOUR
from tests.e2e.conftest import MakeBot
from tests.e2e.people import Group, card, labels, quotations, text

SILENCED = discord.PermissionOverwrite(send_messages=False)
NO_THREADS = discord.PermissionOverwrite(create_public_threads=False)
DAY = 24 * 3600


async def chosen(group: Group, channel: Any = None, weekday: int | None = None) -> None:
    day = group.env.now().weekday() if weekday is None else weekday
    where = (channel or group.channel).id
    await group.bot.shelf.store.change_settings(group.guild.id, None, digest_channel=where, digest_weekday=day)


def posted(group: Group, channel: Any = None) -> list[discord.Message]:
    history = (channel or group.channel).history()
    return [message for message in history if "The question of the week." in text(message)]


async def until(group: Group, hour: int, minute: int = 0) -> None:
    """Let time pass until the next time that a clock in UTC shows."""
    now: datetime = group.env.now()
    then = now.replace(hour=hour, minute=minute, second=0, microsecond=0)
    await group.env.advance_time((then - now).total_seconds() % DAY)


async def test_on_its_day_from_its_hour_a_question_is_posted_once(group: Group) -> None:
    await chosen(group)
    await until(group, HOUR - 1, 59)
    assert posted(group) == []
    await until(group, HOUR, 30)
    [message] = posted(group)
    assert "Discuss · " in text(message) and len(quotations(message)) == 2 and "All passages" in labels(message)
    [thread] = group.channel.threads
    assert thread.id == message.id
    await until(group, 23, 50)
    assert len(posted(group)) == 1


async def test_next_week_it_is_another_question(group: Group) -> None:
    await chosen(group)
    await until(group, HOUR, 30)
    # Half an hour at a time, a week is long: what the loop calls is called for it.
    await group.bot.digests.post_due(group.env.now() + timedelta(weeks=1))
    first, second = posted(group)
    assert text(first) != text(second)


@pytest.mark.parametrize("days", [1, 6])
async def test_on_other_days_there_is_none(group: Group, days: int) -> None:
    await chosen(group, weekday=(group.env.now() + timedelta(days=days)).weekday())
    await until(group, 23, 50)
    assert posted(group) == []


async def test_it_is_off_where_nobody_chose_it(group: Group) -> None:
    for days in range(7):
        await group.bot.digests.post_due(group.env.now() + timedelta(days=days, hours=HOUR))
    assert [message for message in group.channel.history() if message.author == group.bot.user] == []


async def test_a_restart_on_the_day_posts_no_second_one_and_makes_up_for_none(group: Group, make_bot: MakeBot) -> None:
    await chosen(group)
    await until(group, HOUR, 30)
    await group.env.restart_bot(make_bot())
    await group.env.advance_time(3600)
    assert len(posted(group)) == 1


async def test_another_process_that_posted_it_is_heeded(group: Group) -> None:
    await chosen(group)
    now = group.env.now()
    monday = now.date() - timedelta(days=now.weekday())
    assert await group.bot.shelf.store.claim_digest(group.guild.id, monday)
    await until(group, 23, 50)
    assert posted(group) == []


async def test_a_server_of_another_process_is_left_to_it(group: Group) -> None:
    store = group.bot.shelf.store
    await store.change_settings(1, None, digest_channel=group.channel.id, digest_weekday=group.env.now().weekday())
    await until(group, HOUR, 30)
    assert await store.claim_digest(1, group.env.now().date() - timedelta(days=group.env.now().weekday()))


async def test_where_the_bot_may_not_write_it_is_skipped_logged_and_told_in_the_settings(group: Group) -> None:
    silent = group.guild.create_text_channel("silent", overwrites={group.guild.me: SILENCED})  # pyright: ignore
    await chosen(group, silent)
    with capture_logs() as logs:
        await until(group, HOUR, 30)
    assert posted(group, silent) == []
    assert {"digest skipped"} == {line["event"] for line in logs if line["log_level"] == "warning"}
    role = group.guild.create_role("mod", permissions=discord.Permissions(manage_guild=True))
    mod = group.guild.add_member(group.env.create_user("mod"), roles=[role])
    shown = card(await mod.slash(group.channel, "library settings"))
    assert "I cannot write in the channel of the weekly question" in text(shown)


async def test_where_threads_are_not_allowed_the_question_stands_alone(group: Group) -> None:
    flat = group.guild.create_text_channel("flat", overwrites={group.guild.me: NO_THREADS})  # pyright: ignore
    await chosen(group, flat)
    await until(group, HOUR, 30)
    assert len(posted(group, flat)) == 1 and flat.threads == []


async def test_when_discord_fails_it_is_logged_and_the_bot_lives_on(group: Group) -> None:
    await chosen(group)
    group.env.inject_error("POST", "/channels/*/messages", status=403, code=50013, times=4)
    with capture_logs() as logs:
        await until(group, HOUR, 30)
    assert "digest failed" in {line["event"] for line in logs}
    assert quotations(await group.ask("why does China resist sanctions?"))


async def test_a_library_without_issues_has_no_question(group: Group) -> None:
    await group.bot.shelf.store.change_settings(group.guild.id, None, shipped=False)
    await chosen(group)
    with capture_logs() as logs:
        await until(group, HOUR, 30)
    assert posted(group) == [] and "digest without a question" in {line["event"] for line in logs}
