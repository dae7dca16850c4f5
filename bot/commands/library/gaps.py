"""/library gaps: which questions the library answers badly, as a reason to add sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord.ui import LayoutView

from bot.cards import gaps as cards
from bot.commands.library.changing import guild_of
from bot.commands.library.group import GROUP
from bot.replying import show, turn
from bot.words import word

if TYPE_CHECKING:
    from bot.client import Counterpoint

    Interaction = discord.Interaction[Counterpoint]


@GROUP.command(name=word("library.gaps"), description=word("library.gaps_about"))
async def gaps(interaction: Interaction) -> None:
    """Show what members found badly answered."""
    await show(interaction, await _page(interaction, 0), private=True)


async def turn_gaps(interaction: Interaction, state: str) -> None:
    """Turn the page."""
    await turn(interaction, await _page(interaction, int(state) if state.isdecimal() else 0))


async def _page(interaction: Interaction, number: int) -> LayoutView:
    store, guild = interaction.client.shelf.store, guild_of(interaction)
    kept = (await store.settings(guild)).keep_questions
    return cards.card(await store.gaps(guild), number, kept=kept)


ACTIONS = {"gaps": turn_gaps}
