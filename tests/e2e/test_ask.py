from __future__ import annotations

import discord
import pytest
import simcord

from bot.settings import Settings
from knowledge.answers.answering import LONGEST
from tests.e2e.people import Group, card, labels, last, markup, press, quotations, text

SILENCED = discord.PermissionOverwrite(send_messages=False)
QUESTION = "why does China resist sanctions?"


async def test_a_question_is_answered_from_both_sides_in_public(group: Group) -> None:
    shown = await group.ask(QUESTION)
    assert not shown.ephemeral
    read = text(shown)
    assert read.startswith(QUESTION)
    before, after = read.split("The other side")
    assert "Freeman (2017), ¶" in before and "Mastro (2021), ¶" in after
    assert "Verbatim from 2 of 2 sources." in after
    assert "Share" not in labels(shown)


async def test_every_excerpt_is_verbatim(group: Group) -> None:
    passages = [passage.text for source in group.bot.shelf.shared.sources for passage in source.passages]
    shown = quotations(await group.ask(QUESTION))
    assert len(shown) == 4
    for quotation in shown:
        assert any(quotation in passage for passage in passages)


async def test_matched_words_are_bold(group: Group) -> None:
    assert "**sanctions**" in markup(await group.ask(QUESTION))


async def test_a_private_answer_is_seen_by_the_asker_alone_and_can_be_shared(group: Group) -> None:
    private = await group.ask(QUESTION, private=True)
    assert private.ephemeral
    shared = card(await press(group.ann, private, "Share"))
    assert not shared.ephemeral
    assert quotations(shared) == quotations(private)


async def test_the_author_that_was_chosen_leads(group: Group) -> None:
    for typed, name in (("mast", "Oriana Skylar Mastro"), ("carla", "Carla P. Freeman")):
        choices = await group.ann.autocomplete(group.channel, "ask", "author", typed)
        assert [choice["name"] for choice in choices] == [name]
        shown = text(await group.ask(QUESTION, author=choices[0]["value"]))
        family = name.split()[-1]
        assert shown.index(f"1 · {family}") < shown.index("The other side")


async def test_an_author_may_be_typed_by_name(group: Group) -> None:
    assert "1 · Mastro" in text(await group.ask(QUESTION, author="mastro"))


async def test_an_unknown_author_is_said_to_be_unknown(group: Group) -> None:
    shown = await group.ask(QUESTION, author="Kissinger")
    assert shown.ephemeral
    assert "There is no author “Kissinger”" in text(shown) and "Carla P. Freeman" in text(shown)


async def test_off_topic_nothing_is_shown_but_three_questions_that_work(group: Group) -> None:
    shown = await group.ask("what is the best pizza in Rome?")
    assert "I found nothing about this" in text(shown)
    assert quotations(shown) == []
    suggested = [label for label in labels(shown) if label.endswith("?")]
    assert len(suggested) == 3
    for question in suggested:
        answer = card(await press(group.ben, shown, question))
        assert answer.ephemeral and text(answer).startswith(question)
        assert quotations(answer)


async def test_what_answers_nothing_outright_is_said_to_be_only_near(group: Group) -> None:
    shown = await group.ask("how many soldiers does North Korea have?")
    assert "Nothing in these sources answers this outright." in text(shown)
    assert quotations(shown)
    assert len([label for label in labels(shown) if label.endswith("?")]) == 3


@pytest.mark.parametrize("words", ["@everyone", "<@1>", "# heading", "[x](https://x.y)", "**b** `c` ||d||", "- item"])
async def test_markup_and_mentions_in_a_question_are_shown_and_do_nothing(group: Group, words: str) -> None:
    question = f"{words} why does China resist sanctions?"
    shown = await group.ask(question)
    assert question in text(shown)
    first = markup(shown).split("\n")[0].removeprefix("### ")
    assert unescaped(first, "*_~`|<>@#:[]()") == []


def unescaped(shown: str, special: str) -> list[str]:
    return [c for i, c in enumerate(shown) if c in special and (i == 0 or shown[i - 1] != "\\")]


@pytest.mark.parametrize("length", [LONGEST - 1, LONGEST])
async def test_the_longest_questions_are_answered_within_the_limits(group: Group, length: int) -> None:
    question = (QUESTION + " sanctions" * 200)[:length].strip()
    shown = await group.ask(question)
    assert question in text(shown)
    assert len(markup(shown).replace("\n", "")) <= 4000
    assert quotations(shown)


async def test_discord_itself_takes_no_longer_question(group: Group) -> None:
    with pytest.raises(simcord.OptionError):
        await group.ask("x" * (LONGEST + 1))


async def test_a_question_of_white_space_is_asked_back(group: Group) -> None:
    assert "Ask a question, for example" in text(await group.ask("   "))


async def test_where_the_bot_may_not_speak_it_answers_privately_and_says_why(group: Group) -> None:
    assert group.guild.me is not None
    silent = group.guild.create_text_channel("silent", overwrites={group.guild.me: SILENCED})
    shown = card(await group.ann.slash(silent, "ask", question=QUESTION))
    assert shown.ephemeral
    assert "I may not write in this channel, so only you see this." in text(shown)
    refused = card(await press(group.ann, shown, "Share"))
    assert refused.ephemeral and "I may not write in this channel" in text(refused)


async def test_a_member_who_may_not_write_cannot_share_through_the_bot(group: Group) -> None:
    silent = group.guild.create_text_channel("read-only", overwrites={group.ann: SILENCED})
    shown = card(await group.ann.slash(silent, "ask", question=QUESTION, private=True))
    refused = card(await press(group.ann, shown, "Share"))
    assert refused.ephemeral and "You may not write in this channel" in text(refused)


async def test_a_question_in_a_direct_message_is_answered_there(group: Group) -> None:
    zoe = group.env.create_user("zoe")
    shown = card(await zoe.slash("ask", question=QUESTION))
    assert text(shown).startswith(QUESTION)


async def test_asking_again_in_a_direct_message_is_a_follow_up(group: Group) -> None:
    zoe = group.env.create_user("zoe")
    await zoe.slash("ask", question=QUESTION)
    shown = card(await zoe.slash("ask", question="and oil?"))
    assert f"Understood as a follow-up to: {QUESTION}" in text(shown)


class TestCooldown:
    @pytest.fixture
    def settings(self) -> Settings:
        return Settings(_env_file=None, shard_count=1, cooldown_uses=2, cooldown_seconds=30)  # pyright: ignore[reportCallIssue]

    async def test_too_many_questions_are_told_when_to_come_back(self, group: Group) -> None:
        for _ in range(2):
            assert quotations(await group.ask(QUESTION))
        refused = await group.ask(QUESTION)
        assert refused.ephemeral and "Try again in 30 s." in text(refused)

    async def test_it_counts_each_member_apart_and_typing_ahead_not_at_all(self, group: Group) -> None:
        for _ in range(5):
            assert await group.ann.autocomplete(group.channel, "ask", "author", "")
        for person in (group.ann, group.ben):
            for _ in range(2):
                assert quotations(card(await person.slash(group.channel, "ask", question=QUESTION)))

    async def test_after_the_wait_one_may_ask_again(self, group: Group) -> None:
        for _ in range(3):
            await group.ask(QUESTION)
        await group.env.advance_time(30)
        assert quotations(await group.ask(QUESTION))

    async def test_buttons_and_mentions_count_too(self, group: Group) -> None:
        shown = await group.ask(QUESTION)
        await press(group.ann, shown, "Cite")
        assert "Try again in" in text(card(await press(group.ann, shown, "Cite")))
        assert group.bot.user is not None
        await group.ann.send(group.channel, f"{group.bot.user.mention} {QUESTION}")
        assert "Try again in" in text(last(group.channel))
