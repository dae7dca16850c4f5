"""What every change by a moderator has in common: it is searchable before it is confirmed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

import discord

from bot import lookup
from bot.cards import change
from bot.errors import Refusal
from bot.markup import escape
from bot.pressing import CardButton
from bot.replying import library_of, turn
from knowledge.model import Source
from knowledge.store.libraries import StoredSource
from prompts import say

if TYPE_CHECKING:
    from bot.client import Counterpoint

    Interaction = discord.Interaction[Counterpoint]


def guild_of(interaction: Interaction) -> int:
    """Return the server that an interaction comes from; raises Refusal in a direct message."""
    if interaction.guild_id is None:
        raise Refusal("moderate.only_servers")
    return interaction.guild_id


async def confirm(
    interaction: Interaction, revision: int, key: str, *, then: CardButton | None = None, **values: object
) -> None:
    """Bring the library up to date with a change that is stored, then say that it was made; text is escaped."""
    await confirm_all(interaction, [(say("moderate.undo"), revision)], key, then=then, **values)


async def confirm_all(
    interaction: Interaction,
    undos: Sequence[tuple[str, int]],
    key: str,
    *,
    then: CardButton | None = None,
    **values: object,
) -> None:
    """Confirm several changes that were made together, each with a button that takes it back."""
    await library_of(interaction)
    await turn(interaction, change.done(_said(key, **values), undos, then))


def _said(key: str, **values: object) -> str:
    return say(key, **{name: escape(value) if isinstance(value, str) else value for name, value in values.items()})


async def leave(interaction: Interaction, key: str, **values: object) -> None:
    """Say that nothing was changed."""
    await turn(interaction, change.done(_said(key, **values)))


async def stored_by_key(interaction: Interaction, key: str) -> StoredSource:
    """Return a source as it is stored, with the versions that an edit expects; raises Refusal where it is gone."""
    source = lookup.source_by_key(await library_of(interaction), key)
    return await interaction.client.shelf.store.source(guild_of(interaction), source.id)


async def every_source(interaction: Interaction) -> list[Source]:
    """Return the sources of the library, then those that were retired."""
    library = await interaction.client.library(interaction.guild_id)
    return [*library.sources, *await interaction.client.shelf.store.retired(guild_of(interaction))]


def place_of(state: str) -> tuple[str, int, int]:
    """Read the state ``key:paragraph:version``."""
    match = re.fullmatch(r"(\w+):(\d{1,6}):(\d{1,18})", state)
    if match is None:
        raise Refusal("refusal.old_button")
    return match[1], int(match[2]), int(match[3])
