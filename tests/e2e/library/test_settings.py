"""/library settings: who else moderates, where suggestions go, what answers begin with."""

from __future__ import annotations

import discord
import pytest
from simcord.actors import MemberActor
from simcord.builders import RoleHandle

from tests.e2e.library.conftest import Desk
from tests.e2e.people import Shown, button, card, components, markup, press, text

QUESTION = "why does China resist sanctions?"


def switch(shown: Shown, name: str) -> str:
    """Return the id of the button that switches a setting."""
    return next(c["custom_id"] for c in components(shown) if str(c.get("custom_id")).startswith(f"cp:switch:{name}:"))


async def flip(desk: Desk, name: str) -> Shown:
    shown = await desk.run("settings")
    await desk.mia.click(card(shown), custom_id=switch(card(shown), name))
    return card(shown)


@pytest.fixture
def librarians(desk: Desk) -> RoleHandle:
    return desk.group.guild.create_role("librarians")


@pytest.fixture
async def lia(desk: Desk, librarians: RoleHandle) -> MemberActor:
    """A librarian, who may not manage the server; an administrator let Discord show her the commands."""
    member = desk.group.guild.add_member(desk.group.env.create_user("lia"), roles=[librarians])
    for command in await desk.group.bot.tree.fetch_commands():
        if command.default_member_permissions is not None:
            desk.group.guild.set_command_permissions(command, {librarians: True, desk.eve: True})
    return member


class TestRole:
    async def name_role(self, desk: Desk, *roles: RoleHandle) -> Shown:
        shown = await desk.run("settings")
        await desk.mia.select(card(shown), list(roles), custom_id="cm:role")
        return card(shown)

    async def test_its_members_may_moderate_until_it_is_taken_back(
        self, desk: Desk, librarians: RoleHandle, lia: MemberActor, refused: str
    ) -> None:
        assert refused in text(card(await lia.slash(desk.group.channel, "library retire", source="mastro-2021")))
        shown = await self.name_role(desk, librarians)
        assert shown.ephemeral and "Discord still hides it from them" in text(shown) and "Integrations" in text(shown)
        retired = card(await lia.slash(desk.group.channel, "library retire", source="mastro-2021"))
        assert "is retired" in text(retired)
        assert await lia.autocomplete(desk.group.channel, "library restore", "source", "")
        opened = await lia.slash(desk.group.channel, "library edit", source="freeman-2017", paragraph=1)
        await self.name_role(desk)
        assert refused in text(card(await press(lia, retired, "Undo")))
        assert refused in text(card(await lia.submit_modal(opened, {"text": "Mine."})))
        assert await lia.autocomplete(desk.group.channel, "library restore", "source", "") == []

    async def test_it_is_shown_as_chosen(self, desk: Desk, librarians: RoleHandle) -> None:
        shown = await self.name_role(desk, librarians)
        menu = next(c for c in components(shown) if c.get("custom_id") == "cm:role")
        assert [int(value["id"]) for value in menu["default_values"]] == [librarians.id]

    async def test_everyone_is_no_role_of_moderators(self, desk: Desk) -> None:
        shown = await desk.run("settings")
        told = await desk.mia.select(card(shown), [desk.group.guild.default_role], custom_id="cm:role")
        assert "make everyone in the server a moderator" in text(card(told))
        assert (await desk.store.settings(desk.guild_id)).moderator_role is None

    async def test_its_members_do_not_say_who_moderates(
        self, desk: Desk, librarians: RoleHandle, lia: MemberActor
    ) -> None:
        await self.name_role(desk, librarians)
        other = desk.group.guild.create_role("friends of lia")
        shown = card(await lia.slash(desk.group.channel, "library settings"))
        told = card(await lia.select(shown, [other], custom_id="cm:role"))
        assert "Only who may manage the server" in text(told)
        assert (await desk.store.settings(desk.guild_id)).moderator_role == librarians.id
        await lia.click(shown, custom_id=switch(shown, "private"))
        assert (await desk.store.settings(desk.guild_id)).private


class TestPrivacyOfAnswers:
    @pytest.mark.parametrize("name", ["ask", "compare"])
    async def test_answers_are_private_unless_the_asker_chooses(self, desk: Desk, name: str) -> None:
        said: dict[str, object] = {"question": QUESTION} if name == "ask" else {"issue": "sanctions-enforcement"}
        assert not card(await desk.group.ann.slash(desk.group.channel, name, **said)).ephemeral
        assert "Answers are private by default: yes" in text(await flip(desk, "private"))
        assert card(await desk.group.ann.slash(desk.group.channel, name, **said)).ephemeral
        assert not card(await desk.group.ann.slash(desk.group.channel, name, private=False, **said)).ephemeral
        await flip(desk, "private")
        assert not card(await desk.group.ann.slash(desk.group.channel, name, **said)).ephemeral
        assert card(await desk.group.ann.slash(desk.group.channel, name, private=True, **said)).ephemeral


class TestShipped:
    async def test_the_essays_may_be_left_out_and_taken_in_again(self, desk: Desk) -> None:
        await flip(desk, "shipped")
        assert "The library holds no sources yet." in text(
            card(await desk.group.ann.slash(desk.group.channel, "sources"))
        )
        assert "Freeman" not in text(await desk.group.ask(QUESTION))
        shown = await flip(desk, "shipped")
        assert "Shipped essays included: yes" in text(shown)
        assert "Freeman (2017), ¶" in text(await desk.group.ask(QUESTION))


class TestQuestions:
    async def test_their_texts_are_kept_only_where_moderators_say_so(self, desk: Desk) -> None:
        assert "Texts of questions kept with feedback: no" in text(await desk.shown("settings"))
        await flip(desk, "keep_questions")
        assert (await desk.store.settings(desk.guild_id)).keep_questions


class TestChannel:
    async def test_one_that_all_can_read_or_the_bot_may_not_use_is_remarked_on(self, desk: Desk) -> None:
        silent = desk.group.guild.create_text_channel("silent")
        channel = desk.group.bot.get_channel(silent.id)
        assert isinstance(channel, discord.TextChannel)
        await channel.set_permissions(channel.guild.me, send_messages=False)
        shown = await desk.run("settings")
        await desk.mia.select(card(shown), [silent], custom_id="cm:channel")
        assert "All members can read this channel" in text(card(shown))
        assert "I may not write in this channel" in text(card(shown))
        assert (await desk.store.settings(desk.guild_id)).suggestion_channel == silent.id
        await desk.mia.select(card(shown), [], custom_id="cm:channel")
        assert (await desk.store.settings(desk.guild_id)).suggestion_channel is None


async def test_an_old_card_does_not_switch_twice(desk: Desk) -> None:
    shown = await desk.shown("settings")
    other = card(await desk.max.slash(desk.group.channel, "library settings"))
    await desk.max.click(other, custom_id=switch(other, "private"))
    await desk.mia.click(shown, custom_id=switch(shown, "private"))
    assert "It was so already." in text(shown) and (await desk.store.settings(desk.guild_id)).private


async def test_a_change_is_in_the_history_and_can_be_undone(desk: Desk) -> None:
    await flip(desk, "private")
    shown = await desk.shown("history")
    assert "**1** · changed the settings" in markup(shown)
    await press(desk.mia, shown, "Undo")
    assert not (await desk.store.settings(desk.guild_id)).private


async def test_without_the_right_nothing_is_seen_or_switched(desk: Desk, refused: str) -> None:
    assert refused in text(card(await desk.eve.slash(desk.group.channel, "library settings")))
    shown = await desk.shown("settings")
    await desk.group.bot.http.delete_role(desk.guild_id, desk.group.guild.roles["moderators"].id)
    for told in (
        await desk.mia.click(shown, custom_id=switch(shown, "private")),
        await desk.mia.select(shown, [], custom_id="cm:role"),
        await desk.mia.select(shown, [desk.group.channel], custom_id="cm:channel"),
    ):
        assert refused in text(card(told))
    assert await desk.store.history(desk.guild_id) == []
    assert button(shown, "Turn on").startswith("cp:switch:")


async def test_a_role_and_a_channel_that_were_deleted_are_said_to_be(desk: Desk, librarians: RoleHandle) -> None:
    channel = desk.group.guild.create_text_channel("suggestions")
    await desk.store.change_settings(desk.guild_id, None, moderator_role=librarians.id, suggestion_channel=channel.id)
    await desk.group.bot.http.delete_role(desk.guild_id, librarians.id)
    await desk.group.bot.http.delete_channel(channel.id)
    shown = await desk.shown("settings")
    assert "The role of moderators was deleted" in text(shown)
    assert "The channel for suggestions was deleted" in text(shown)
    assert not any(c.get("default_values") for c in components(shown))
