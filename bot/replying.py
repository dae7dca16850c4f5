"""How an answer reaches the person: to all where the bot may speak, else to them alone."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Sequence
from typing import TYPE_CHECKING, TypeVar

import discord

from bot.asked import Asked, resolve
from bot.cards import answer as answers
from bot.manners import is_here, may_speak
from knowledge.search.library import Library
from prompts import say

if TYPE_CHECKING:
    from bot.client import Counterpoint

    Interaction = discord.Interaction[Counterpoint]

Result = TypeVar("Result")
_PATIENCE_SECONDS = 1.0
"""How long work may take before Discord, which waits for three seconds, is told that the reply will be late."""


async def show(
    interaction: Interaction, view: discord.ui.LayoutView, *, private: bool, files: Sequence[discord.File] = ()
) -> None:
    """Send a card, with the files that it shows, as the reply to a command, a click or a form."""
    if interaction.response.is_done():
        await interaction.followup.send(view=view, files=files, ephemeral=private)
    else:
        await interaction.response.send_message(view=view, files=files, ephemeral=private)


async def turn(interaction: Interaction, view: discord.ui.LayoutView, *, files: Sequence[discord.File] = ()) -> None:
    """Put a card in the place of a private one; beside a card that others see too, show it to this person alone."""
    if _is_on_private_card(interaction) and not interaction.response.is_done():
        await interaction.response.edit_message(view=view, attachments=files)
    elif interaction.response.type is discord.InteractionResponseType.deferred_message_update:
        await interaction.edit_original_response(view=view, attachments=files)
    else:
        await show(interaction, view, private=True, files=files)


async def wait(interaction: Interaction) -> None:
    """Tell Discord that a private reply will come, where ``turn`` is to put it."""
    if interaction.response.is_done():
        return
    if _is_on_private_card(interaction):
        await interaction.response.defer()
    else:
        await interaction.response.defer(ephemeral=True, thinking=True)


def _is_on_private_card(interaction: Interaction) -> bool:
    return interaction.message is not None and interaction.message.flags.ephemeral


async def audience(interaction: Interaction, *, private: bool | None) -> tuple[bool, str | None]:
    """Return whether a reply is private, and what to say where it is so only because the bot may not speak.

    Where the person does not choose, the server's settings do.
    """
    if private is None:
        settings = await patiently(interaction, interaction.client.shelf.settings(interaction.guild_id), private=True)
        # What was promised to come in private, because the settings came late, does.
        private = settings.private or interaction.response.is_done()
    if private or may_speak(interaction):
        return private, None
    return True, say("card.silenced")


async def library_of(interaction: Interaction, *, private: bool = True) -> Library:
    """Return the library of the server; where that takes long, Discord is told that a reply will come.

    To be used before the next ``await``, as ``Shelf.library`` says.
    """
    return await patiently(interaction, interaction.client.library(interaction.guild_id), private=private)


async def patiently(interaction: Interaction, work: Awaitable[Result], *, private: bool) -> Result:
    """Return what some work gives; where that takes long, Discord is told that a reply will come."""
    working = asyncio.ensure_future(work)
    done, _ = await asyncio.wait({working}, timeout=_PATIENCE_SECONDS)
    if not done and not interaction.response.is_done():
        await interaction.response.defer(ephemeral=private, thinking=True)
    return await working


async def answer_view(
    interaction: Interaction, asked: Asked, *, private: bool, note: str | None = None
) -> discord.ui.LayoutView:
    """Answer from the library of the server and return the card."""
    library = await library_of(interaction, private=private)
    answer, votable = resolve(library, asked), interaction.guild_id is not None and is_here(interaction)
    return answers.card(asked, answer, len(library.sources), private=private, votable=votable, note=note)
