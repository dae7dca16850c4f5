"""Nobody without the right changes a library, whatever their client sends."""

from __future__ import annotations

import discord
import pytest

from tests.e2e.library.conftest import Desk
from tests.e2e.people import card, press, text


def subcommands(desk: Desk) -> list[str]:
    return [name for name in desk.mia.available_commands(desk.group.channel) if name.startswith("library ")]


async def test_others_do_not_see_the_commands(desk: Desk) -> None:
    assert len(subcommands(desk)) >= 2
    assert not [name for name in desk.group.ann.available_commands(desk.group.channel) if name.startswith("library")]


async def test_who_sees_a_command_without_having_the_right_is_refused(desk: Desk, refused: str) -> None:
    shown = card(await desk.eve.slash(desk.group.channel, "library retire", source="mastro-2021"))
    assert shown.ephemeral and refused in text(shown)
    assert "mastro-2021" in [source.id for source in (await desk.now()).sources]


async def test_who_has_not_the_right_is_offered_nothing(desk: Desk) -> None:
    await desk.shown("retire", source="mastro-2021")
    for name in ("retire", "restore"):
        assert await desk.choices(name, "source")
        assert await desk.eve.autocomplete(desk.group.channel, f"library {name}", "source", "") == []


async def test_a_moderators_button_is_not_for_others(desk: Desk, refused: str) -> None:
    """A private card is its owner's; a role that is taken away takes the right away with it."""
    shown = await desk.shown("retire", source="mastro-2021")
    await desk.group.bot.http.delete_role(desk.guild_id, desk.group.guild.roles["moderators"].id)
    assert refused in text(card(await press(desk.mia, shown, "Undo")))
    assert "mastro-2021" not in [source.id for source in (await desk.now()).sources]


@pytest.mark.parametrize(
    "permissions", [discord.Permissions(administrator=True), discord.Permissions(manage_guild=True)]
)
async def test_administrators_and_managers_have_the_right(desk: Desk, permissions: discord.Permissions) -> None:
    role = desk.group.guild.create_role("some role", permissions=permissions)
    person = desk.group.guild.add_member(desk.group.env.create_user("pat"), roles=[role])
    shown = card(await person.slash(desk.group.channel, "library retire", source="mastro-2021"))
    assert "is retired" in text(shown)
