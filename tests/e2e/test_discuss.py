"""/discuss: an open question with each side's strongest passage, in a thread where that is allowed."""

from __future__ import annotations

from typing import Any

import discord
import pytest

from bot.discussion import question_on
from knowledge.answers import comparing
from knowledge.model import Issue, SentenceAddress
from knowledge.search.library import Library
from knowledge.sources.curation import Curation
from prompts import discussion
from tests.conftest import ALDER, BIRCH
from tests.e2e.conftest import MakeBot
from tests.e2e.people import Group, card, labels, last, press, quotations, text

NO_THREADS = discord.PermissionOverwrite(create_public_threads=False)
SILENCED = discord.PermissionOverwrite(send_messages=False)
FORBIDDEN: dict[str, Any] = {"status": 403, "code": 50013}


def written(issue_id: str) -> str:
    question = discussion(issue_id)
    assert question is not None
    return question


async def discuss(group: Group, where: Any = None, **options: Any) -> Any:
    return card(await group.ann.slash(where or group.channel, "discuss", **options))


async def test_a_question_is_posted_with_the_strongest_passage_of_each_side_in_a_thread(group: Group) -> None:
    shown = await discuss(group, issue="leverage")
    assert not shown.ephemeral
    assert written("leverage") in text(shown)
    issue = next(issue for issue in group.bot.shelf.shared.issues if issue.id == "leverage")
    positions = comparing.compare(group.bot.shelf.shared, issue)
    assert quotations(shown) == [position.excerpts[0].text for position in positions]
    assert "Carla P. Freeman · Freeman (2017), ¶6" in text(shown)
    [thread] = group.channel.threads
    assert thread.name == issue.label and thread.id == shown.id, "the thread hangs on the card"


async def test_the_card_leads_on(group: Group, make_bot: MakeBot) -> None:
    shown = await discuss(group, issue="leverage")
    await group.env.restart_bot(make_bot())
    assert labels(shown) == ["In context", "In context", "All passages", "Cite"]
    assert "¶6 of 12" in text(card(await press(group.ben, shown, "In context")))
    sides = card(await press(group.ben, shown, "All passages"))
    assert sides.ephemeral and len(quotations(sides)) == 4 and "Share" in labels(sides)
    assert "Mastro, O. S. (2021)." in text(card(await press(group.ben, shown, "Cite")))


async def test_a_question_in_its_thread_is_a_follow_up(group: Group) -> None:
    await discuss(group, issue="oil")
    [thread] = group.channel.threads
    await group.ben.slash(thread, "ask", question="and coal?")
    assert f"follow-up to: {discussion('oil')}" in text(last(thread))


async def test_what_is_being_discussed_is_not_opened_twice(group: Group) -> None:
    await discuss(group, issue="leverage")
    [thread] = group.channel.threads
    again = await discuss(group, issue="leverage")
    assert again.ephemeral and f"being discussed here: <#{thread.id}>" in text(again)
    assert len(group.channel.threads) == 1


async def test_without_an_issue_no_question_comes_twice_and_both_sides_speak(group: Group) -> None:
    asked = [text(await discuss(group)).split("\n")[1] for _ in range(6)]
    assert len(set(asked)) == 6
    assert len({thread.name for thread in group.channel.threads}) == 6
    for message in group.channel.history():
        if quotations(message):
            assert "Carla P. Freeman" in text(message) and "Oriana Skylar Mastro" in text(message)


@pytest.mark.parametrize("whose", ["bot", "person"])
async def test_where_no_thread_may_be_opened_the_question_is_in_the_channel(group: Group, whose: str) -> None:
    who = group.guild.me if whose == "bot" else group.ann
    channel = group.guild.create_text_channel("flat", overwrites={who: NO_THREADS})  # pyright: ignore[reportArgumentType]
    shown = await discuss(group, channel)
    assert not shown.ephemeral and "may not open threads in this channel" in text(shown)
    assert channel.threads == []
    assert text(await discuss(group, channel)) != text(shown), "what was discussed lately is read back from the cards"


async def test_within_a_thread_and_in_direct_messages_it_is_posted_there(group: Group) -> None:
    await discuss(group, issue="oil")
    [thread] = group.channel.threads
    shown = await discuss(group, thread, issue="coal")
    assert shown.channel_id == thread.id and "threads" not in text(shown)
    zoe = group.env.create_user("zoe")
    alone = card(await zoe.slash("discuss"))
    assert quotations(alone) and "threads" not in text(alone)
    assert text(card(await zoe.slash("discuss"))) != text(alone)


async def test_where_the_bot_may_not_write_only_the_person_sees_the_question(group: Group) -> None:
    silent = group.guild.create_text_channel("silent", overwrites={group.guild.me: SILENCED})  # pyright: ignore
    shown = await discuss(group, silent, issue="oil")
    assert shown.ephemeral and "only you see this" in text(shown)
    assert silent.threads == []


async def test_when_discord_refuses_the_thread_the_question_stands(group: Group) -> None:
    group.env.inject_error("POST", "/channels/*/messages/*/threads", **FORBIDDEN)
    result = await group.ann.slash(group.channel, "discuss", issue="oil")
    assert written("oil") in text(card(result))
    assert "did not let me open a thread" in text(result.followups[-1])


async def test_without_the_permission_to_read_back_it_goes_by_turns(group: Group) -> None:
    group.env.inject_error("GET", "/channels/*/messages", **FORBIDDEN)
    assert quotations(await discuss(group))


async def test_issues_are_offered_while_typing(group: Group) -> None:
    choices = await group.ann.autocomplete(group.channel, "discuss", "issue", "leverage")
    assert choices[0]["value"] == "leverage"
    refused = await discuss(group, issue="the price of tea")
    assert "I know no issue “the price of tea”." in text(refused)


class TestOwnSources:
    @pytest.fixture
    def library(self) -> Library:
        tariff = Issue(
            id="bread",
            label="Bread *and* the <@1> tariff",
            sentences=tuple((source.id, (SentenceAddress(1, 1),)) for source in (ALDER, BIRCH)),
        )
        ships = Issue(id="ships", label="Who counted?", sentences=((ALDER.id, (SentenceAddress(2, 1),)),))
        gone = Issue(id="gone", label="Who left?", sentences=(("nobody-1999", (SentenceAddress(1, 1),)),))
        return Library([ALDER, BIRCH], Curation(issues=(tariff, ships, gone), notes={}))

    async def test_their_issues_make_the_question(self, group: Group) -> None:
        shown = await discuss(group, issue="bread")
        assert "Bread *and* the <@1> tariff: " in text(shown)
        assert "Traders" in text(shown) and "Crown" in text(shown)
        assert not shown.message.mentions

    async def test_of_one_side_it_is_said_that_no_other_speaks(self, group: Group) -> None:
        shown = await discuss(group, issue="ships")
        assert "“Who counted?” What" in text(shown)
        assert "Only Traders speaks to this" in text(shown)

    async def test_two_sides_come_first(self, group: Group) -> None:
        assert "Bread *and*" in text(await discuss(group))
        assert "Who counted?" in text(await discuss(group))

    async def test_an_issue_that_nobody_speaks_to_any_longer_is_said_to_be_silent(self, group: Group) -> None:
        assert "No source in the library speaks to “Who left?”" in text(await discuss(group, issue="gone"))


class TestNoIssues:
    @pytest.fixture
    def library(self) -> Library:
        return Library([ALDER])

    async def test_a_library_without_issues_says_so(self, group: Group) -> None:
        assert "No issues have been noted" in text(await discuss(group))
        assert "No issues have been noted" in text(await discuss(group, issue="oil"))


def test_every_shipped_issue_has_an_open_question(essays: Library) -> None:
    closed = ("is ", "are ", "do ", "does ", "did ", "can ", "could ", "should ", "would ", "will ", "has ", "have ")
    asked = [question_on(issue, 2, essays.issues) for issue in essays.issues]
    assert len(set(asked)) == len(asked) == 42
    for issue, question in zip(essays.issues, asked, strict=True):
        assert question == discussion(issue.id)
        assert question.endswith(("?", ".")) and "?" in question
        assert not question.lower().startswith(closed)


def test_a_servers_own_issue_gets_no_question_that_was_written_for_another(essays: Library) -> None:
    for renamed in ("The price of oil", "Who pays for oil?"):
        issue = next(i for i in essays.issues if i.id == "oil").model_copy(update={"label": renamed})
        assert renamed in question_on(issue, 2, essays.issues)
