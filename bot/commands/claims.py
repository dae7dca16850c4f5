"""Message menus: a message taken as a claim, for what contradicts it and for where it may come from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands

from bot.asked import Asked, Kind
from bot.cards.answer import asked_on, question_of
from bot.conversation import words_of
from bot.errors import Refusal
from bot.replying import answer_view, show
from bot.words import word

if TYPE_CHECKING:
    from bot.client import Counterpoint


@app_commands.context_menu(name=word("claims.other_side"))
async def find_the_other_side(interaction: discord.Interaction[Counterpoint], message: discord.Message) -> None:
    """Show what supports a message and who contradicts it, to the person who asked alone."""
    await _look_up(interaction, message, "claim")


@app_commands.context_menu(name=word("claims.sources"))
async def find_sources(interaction: discord.Interaction[Counterpoint], message: discord.Message) -> None:
    """Show excerpts for what a message says, to the person who asked alone."""
    await _look_up(interaction, message, "find")


async def _look_up(interaction: discord.Interaction[Counterpoint], message: discord.Message, kind: Kind) -> None:
    """Answer in private: it is not for the bot to contradict somebody before all; *Share* is one press away."""
    card = asked_on(message) if message.author == interaction.client.user else None
    claim = card.question if card else question_of(words_of(message))
    if not claim:
        raise Refusal("refusal.no_words")
    await show(interaction, await answer_view(interaction, Asked(claim, kind=kind), private=True), private=True)
