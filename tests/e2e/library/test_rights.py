"""Nobody without the right changes a library, whatever their client sends."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import discord
import pytest
from simcord.actors import (
    _dispatch_actor_interaction as send_raw,  # pyright: ignore[reportPrivateUsage]  what a hostile client may send
)
from simcord.enums import ComponentType, InteractionType

from bot.cards.sheet import Sheet
from bot.commands.library import ACTIONS, FORMS
from bot.keys import digest
from bot.pressing import button
from bot.registration import payload
from tests.e2e.library.conftest import Desk
from tests.e2e.people import card, press, text

Option = Mapping[str, Any]
GIVEN = {3: "mastro-2021", 4: 1, 5: True}
"""What is given for a required option, by its type."""


async def subcommands(desk: Desk) -> list[tuple[str, list[Option]]]:
    """Return each subcommand with its options."""
    commands = await payload(desk.group.bot.tree)
    library = next(command for command in commands if command["name"] == "library")
    return [(f"library {sub['name']}", sub.get("options", [])) for sub in library["options"]]


async def test_others_do_not_see_the_commands(desk: Desk) -> None:
    seen = {name for name in desk.mia.available_commands(desk.group.channel) if name.startswith("library ")}
    assert seen == {name for name, _ in await subcommands(desk)}
    assert not [name for name in desk.group.ann.available_commands(desk.group.channel) if name.startswith("library")]


async def test_who_sees_a_command_without_having_the_right_is_refused(desk: Desk, refused: str) -> None:
    for name, options in await subcommands(desk):
        given = {o["name"]: GIVEN[o["type"]] for o in options if o.get("required") and o["type"] in GIVEN}
        if any(o.get("required") and o["type"] not in GIVEN for o in options):
            continue  # a file has to be handed in: see the command's own tests
        result = await desk.eve.slash(desk.group.channel, name, **given)
        assert result.modal is None and card(result).ephemeral and text(card(result)).startswith(refused), name
    assert await desk.store.history(desk.guild_id) == []


async def test_who_has_not_the_right_is_offered_nothing(desk: Desk) -> None:
    await desk.shown("retire", source="mastro-2021")
    await desk.shown("retire", source="freeman-2017", paragraph=2)
    tried = 0
    for name, options in await subcommands(desk):
        for option in options:
            if option.get("autocomplete"):
                filled: dict[str, object] = {"source": "freeman-2017"} if option["name"] == "paragraph" else {}
                if option["name"] == "fact":
                    filled = {"source": "freeman-2017", "paragraph": 8}
                assert await desk.mia.autocomplete(desk.group.channel, name, option["name"], "", **filled), name
                assert await desk.eve.autocomplete(desk.group.channel, name, option["name"], "", **filled) == []
                tried += 1
    assert tried > 8


async def test_no_button_of_a_moderator_is_for_others(desk: Desk, refused: str) -> None:
    channel = desk.group.bot.get_channel(desk.group.channel.id)
    assert isinstance(channel, discord.TextChannel)
    for name, state in (*((name, "1:1") for name in ACTIONS), *(("form", f"{name}:1:1") for name in FORMS)):
        sheet = Sheet()
        sheet.text("A card that all can see.")
        sheet.buttons(button(name, state, name))
        result = await press(desk.eve, await channel.send(view=sheet.build()), name)
        assert result.modal is None and card(result).ephemeral and text(card(result)).startswith(refused), (name, state)
    assert await desk.store.history(desk.guild_id) == []


async def test_no_form_of_a_moderator_is_taken_from_others(desk: Desk, refused: str) -> None:
    for name in FORMS:
        field = {"type": ComponentType.TEXT_INPUT, "custom_id": "text", "value": "Mine.", "id": 2}
        sent = {
            "custom_id": f"cp:{name}:1:1",
            "components": [{"type": ComponentType.LABEL, "id": 1, "component": field}],
        }
        result = await send_raw(desk.eve, InteractionType.MODAL_SUBMIT, desk.group.channel, sent)
        assert card(result).ephemeral and text(card(result)).startswith(refused), name
    assert await desk.store.history(desk.guild_id) == []


async def test_what_no_form_of_ours_sends_is_left_alone_or_refused(desk: Desk) -> None:
    for custom_id in ("elsewhere", "cp:passage:1:1", "cp:nothing:", "cp:source:x", "cp:note::::", "cp:accept:1"):
        sent: dict[str, Any] = {"custom_id": custom_id, "components": []}
        result = await send_raw(desk.mia, InteractionType.MODAL_SUBMIT, desk.group.channel, sent)
        assert result.acknowledged is (custom_id != "elsewhere")
        if result.acknowledged:
            assert "earlier version of me" in text(card(result)), custom_id
    assert await desk.store.history(desk.guild_id) == []


async def test_a_form_that_lacks_its_fields_is_answered_with_a_sentence(desk: Desk) -> None:
    key = digest("mastro-2021")
    for name, state in (("passage", f"{key}:1:0"), ("source", f"{key}:0:{'0' * 56}"), ("alias", ":"), ("issue", ":")):
        sent: dict[str, Any] = {"custom_id": f"cp:{name}:{state}", "components": []}
        result = await send_raw(desk.mia, InteractionType.MODAL_SUBMIT, desk.group.channel, sent)
        assert card(result).ephemeral and "went wrong on my side" not in text(card(result)), name
    assert await desk.store.history(desk.guild_id) == []


async def test_the_right_goes_with_the_role(desk: Desk, refused: str) -> None:
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


async def test_the_moderators_of_one_server_are_not_those_of_another(desk: Desk, refused: str) -> None:
    other = desk.group.env.create_guild("Another server")
    channel = other.create_text_channel("elsewhere")
    mia = other.add_member(desk.mia.user)
    for command in await desk.group.bot.tree.fetch_commands():
        if command.default_member_permissions is not None:
            other.set_command_permissions(command, {mia: True})
    assert refused in text(card(await mia.slash(channel, "library retire", source="mastro-2021")))
    await desk.shown("retire", source="mastro-2021")
    assert "mastro-2021" in [source.id for source in (await desk.group.bot.library(other.id)).sources]
