"""/ask: a question, answered from both sides."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands

from bot import lookup
from bot.asked import Asked
from bot.cards.answer import question_of
from bot.conversation import asked_before
from bot.errors import Refusal
from bot.replying import answer_view, audience, library_of, show
from bot.words import command, word
from knowledge.answers.answering import LONGEST
from knowledge.search.library import Library
from prompts import starters

if TYPE_CHECKING:
    from bot.client import Counterpoint


@command("ask")
@app_commands.rename(question=word("ask.question"), author=word("ask.author"), private=word("option.private"))
@app_commands.describe(
    question=word("ask.question_about"), author=word("ask.author_about"), private=word("option.private_about")
)
async def ask(
    interaction: discord.Interaction[Counterpoint],
    question: app_commands.Range[str, 1, LONGEST],
    author: str | None = None,
    private: bool | None = None,
) -> None:
    """Answer a question, in the light of the one before where it is asked in a thread or a direct message."""
    private, note = await audience(interaction, private=private)
    library = await library_of(interaction, private=private)
    asked = Asked(_question(question), author=leading(library, author))
    if isinstance(interaction.channel, discord.Thread | discord.DMChannel):
        # Looking back takes a request to Discord, so the reply may come late.
        if not interaction.response.is_done():
            await interaction.response.defer(ephemeral=private)
        asked = asked._replace(previous=await asked_before(interaction.client, interaction.channel))
    await show(interaction, await answer_view(interaction, asked, private=private, note=note), private=private)


@ask.autocomplete("author")
async def _authors(interaction: discord.Interaction[Counterpoint], typed: str) -> list[lookup.Choice]:
    return lookup.author_choices(await interaction.client.library(interaction.guild_id), typed)


def leading(library: Library, author: str | None) -> str:
    """Return the key of the author who is to lead, empty where none was named."""
    return lookup.author_key(library, author) if author and author.strip() else ""


def _question(typed: str) -> str:
    question = question_of(typed)
    if not question:
        raise Refusal("error.empty_question", example=starters()[0])
    return question
