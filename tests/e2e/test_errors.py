from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.client import Counterpoint
from bot.settings import Settings
from knowledge.search.library import Library
from knowledge.shelf import Shelf
from knowledge.store.errors import UnavailableError
from tests.e2e.conftest import MakeBot
from tests.e2e.people import Group, card, last, press, quotations, text

QUESTION = "why does China resist sanctions?"
REPLY, SEND = "/interactions/*/*/callback", "/channels/*/messages"
pytestmark = pytest.mark.provokes_errors

Fault = dict[str, Any]
DOWN: Fault = {"status": 503, "code": 0}
FORBIDDEN: Fault = {"status": 403, "code": 50013}
DELETED: Fault = {"status": 404, "code": 10008}
EXPIRED: Fault = {"status": 404, "code": 10062}
SENTENCES = [
    (DOWN, "Discord itself has trouble just now. Please try again in a minute."),
    (FORBIDDEN, "I lack a permission here: I need to see this channel, send messages and read its history."),
    (DELETED, "The message this belongs to was deleted, so there is nothing to answer."),
]


@pytest.mark.parametrize(("error", "sentence"), SENTENCES)
async def test_a_command_that_discord_refuses_gets_its_sentence(group: Group, error: Fault, sentence: str) -> None:
    group.env.inject_error("POST", REPLY, **error)
    shown = await group.ask(QUESTION)
    assert shown.ephemeral and text(shown) == sentence


@pytest.mark.parametrize(("error", "sentence"), SENTENCES)
async def test_so_does_a_button(group: Group, error: Fault, sentence: str) -> None:
    shown = await group.ask(QUESTION)
    group.env.inject_error("POST", REPLY, **error)
    refused = card(await press(group.ben, shown, "More"))
    assert refused.ephemeral and text(refused) == sentence


@pytest.mark.parametrize(("error", "sentence"), SENTENCES)
async def test_so_does_a_mention(group: Group, error: Fault, sentence: str) -> None:
    group.env.inject_error("POST", SEND, **error)
    assert group.bot.user is not None
    await group.ann.send(group.channel, f"{group.bot.user.mention} {QUESTION}")
    assert text(last(group.channel)) == sentence


async def test_an_interaction_that_expired_is_said_in_the_channel_naming_nobody(group: Group) -> None:
    group.env.inject_error("POST", REPLY, **EXPIRED)
    await group.ann.slash(group.channel, "ask", question=QUESTION)
    said = last(group.channel)
    assert text(said) == "Discord dropped a request before I could answer it. Please try again."
    assert not said.mentions


async def test_where_nothing_can_be_said_the_bot_lives_on(group: Group) -> None:
    for route in (REPLY, SEND):
        group.env.inject_error("POST", route, **DOWN, times=4)
    with capture_logs() as logs:
        await group.ann.slash(group.channel, "ask", question=QUESTION)
        await group.ann.slash(group.channel, "ask", question=QUESTION)
    assert [line["event"] for line in logs] == ["trouble", "untold"] * 2
    assert quotations(await group.ask(QUESTION))


async def test_a_question_that_was_deleted_meanwhile_is_answered_all_the_same(group: Group) -> None:
    asked = await group.ann.send(group.channel, QUESTION)
    shown = await group.ask(QUESTION)
    await group.ann.delete(asked)
    assert group.bot.user is not None
    await group.ann.send(group.channel, f"{group.bot.user.mention} and oil?", reply_to=shown.message)
    assert "follow-up to" in text(last(group.channel))


async def test_without_the_permission_to_read_back_a_thread_question_stands_alone(group: Group) -> None:
    await group.ask(QUESTION)
    await last(group.channel).create_thread(name="sanctions")
    group.env.inject_error("GET", SEND, **FORBIDDEN)
    shown = card(await group.ann.slash(group.channel.threads[0], "ask", question="why is China against THAAD?"))
    assert "follow-up" not in text(shown) and quotations(shown)


class BrokenBot(Counterpoint):
    async def library(self, guild_id: int | None) -> Library:
        raise RuntimeError("the shelf fell over")


class TestOwnFault:
    @pytest.fixture
    def make_bot(self, settings: Settings, make_shelf: Callable[[], Shelf]) -> MakeBot:
        return lambda: BrokenBot(settings, make_shelf())

    async def test_the_person_gets_an_id_and_the_log_the_traceback_with_it(self, group: Group) -> None:
        assert group.bot.user is not None
        with capture_logs() as logs:
            by_command = text(await group.ask(QUESTION))
            await group.ann.send(group.channel, f"{group.bot.user.mention} {QUESTION}")
        by_mention = text(last(group.channel))
        for sentence, line in zip((by_command, by_mention), logs, strict=True):
            assert sentence.startswith("Something went wrong on my side.")
            assert f"`{line['fault']}`" in sentence
            assert isinstance(line["exc_info"], RuntimeError)
            assert QUESTION not in str(line)


async def test_a_database_that_fails_is_a_sentence_of_its_own(group: Group, database_url: str) -> None:
    shown = await group.ask(QUESTION)
    with sqlite3.connect(database_url.removeprefix("sqlite:///")) as broken:
        broken.execute("ALTER TABLE guilds RENAME TO elsewhere")
    sentence = "The library cannot be reached right now; nothing was changed. Try again in a minute."
    with capture_logs() as logs:
        for refused in (await group.ask(QUESTION), card(await press(group.ben, shown, "More"))):
            assert refused.ephemeral and text(refused) == sentence
    assert [line["event"] for line in logs] == ["fault", "fault"]
    assert all(isinstance(line["exc_info"], UnavailableError) and line["fault"] for line in logs)


async def test_a_bot_that_is_stopping_takes_no_new_work_and_says_so(group: Group) -> None:
    shown = await group.ask(QUESTION)
    await group.bot.work.finish(0)
    for refused in (await group.ask(QUESTION), card(await press(group.ben, shown, "More"))):
        assert refused.ephemeral and text(refused) == "I am restarting. Please ask again in a minute."
