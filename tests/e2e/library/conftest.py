from __future__ import annotations

import asyncio
import contextvars
from collections.abc import Sequence
from typing import NamedTuple

import discord
import pytest
import pytest_asyncio
import simcord
from simcord.actors import MemberActor

from knowledge.intake import process
from knowledge.intake.draft import Draft
from knowledge.intake.errors import IntakeError
from knowledge.intake.reading import Upload
from knowledge.search.library import Library
from knowledge.store.store import Store
from tests.e2e.people import Group, Shown, card


class Desk(NamedTuple):
    """A reading group with two moderators, and with Eve, who sees the moderators' commands but has not the right."""

    group: Group
    mia: MemberActor
    max: MemberActor
    eve: MemberActor

    @property
    def store(self) -> Store:
        return self.group.bot.shelf.store

    @property
    def guild_id(self) -> int:
        return self.group.guild.id

    async def run(self, name: str, **options: object) -> simcord.InteractionResult:
        """Let Mia use a subcommand of /library."""
        return await self.mia.slash(self.group.channel, f"library {name}", **options)

    async def shown(self, name: str, **options: object) -> Shown:
        """Let Mia use a subcommand of /library; return the card."""
        return card(await self.run(name, **options))

    async def choices(self, name: str, option: str, typed: str = "", **filled: object) -> list[str]:
        """Return the names that Mia is offered while she types."""
        found = await self.mia.autocomplete(self.group.channel, f"library {name}", option, typed, **filled)
        return [choice["name"] for choice in found]

    async def now(self) -> Library:
        """Return the library as the next question finds it."""
        return await self.group.bot.library(self.guild_id)


@pytest.fixture(autouse=True)
def files_are_read_by_the_real_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read files in a child process as ever, but wait for it where the simulated Discord does not set the clock."""
    read = process.read

    async def on_another_loop(uploads: Sequence[Upload]) -> list[Draft | IntakeError]:
        apart = contextvars.Context()
        return await asyncio.get_running_loop().run_in_executor(None, lambda: apart.run(asyncio.run, read(uploads)))

    monkeypatch.setattr(process, "read", on_another_loop)


@pytest_asyncio.fixture
async def desk(group: Group) -> Desk:
    managing = group.guild.create_role("moderators", permissions=discord.Permissions(manage_guild=True))
    mia, max_ = (group.guild.add_member(group.env.create_user(name), roles=[managing]) for name in ("mia", "max"))
    eve = group.guild.add_member(group.env.create_user("eve"))
    for command in await group.bot.tree.fetch_commands():
        if command.default_member_permissions is not None:
            group.guild.set_command_permissions(command, {eve: True})
    return Desk(group, mia, max_, eve)


def fields(result: simcord.InteractionResult) -> dict[str, str]:
    """Return what the fields of a form that was opened hold; the chosen values of a choice stand on a line each."""
    assert result.modal is not None, "no form was opened"
    held: dict[str, str] = {}
    for label in result.modal["components"]:
        control = label["component"]
        chosen = [option["value"] for option in control.get("options", ()) if option.get("default")]
        held[control["custom_id"]] = "\n".join(chosen) if "options" in control else control.get("value") or ""
    return held


def options(result: simcord.InteractionResult) -> dict[str, list[str]]:
    """Return what can be chosen in the fields of a form, by the name of the field."""
    assert result.modal is not None, "no form was opened"
    controls = [label["component"] for label in result.modal["components"]]
    return {c["custom_id"]: [option["value"] for option in c["options"]] for c in controls if "options" in c}


@pytest.fixture
def refused() -> str:
    return "Only moderators change the library"
