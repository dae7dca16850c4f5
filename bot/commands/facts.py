"""/fact, /who, /when, /timeline, /define and /quote: what the sources say on one thing, looked up."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands

from bot import looked, lookup
from bot.looked import LONGEST_SPEAKER, LONGEST_TOPIC, LONGEST_WORDS, Looked
from bot.words import command, word
from knowledge.search.library import Library

if TYPE_CHECKING:
    from bot.client import Counterpoint

    Interaction = discord.Interaction[Counterpoint]

Words = app_commands.Range[str, 1, LONGEST_WORDS]
Speaker = app_commands.Range[str, 1, LONGEST_SPEAKER]
Topic = app_commands.Range[str, 1, LONGEST_TOPIC]
Day = app_commands.Range[str, 4, 10]


@command("fact")
@app_commands.rename(query=word("fact.query"), private=word("option.private"))
@app_commands.describe(query=word("fact.query_about"), private=word("option.private_about"))
async def fact(interaction: Interaction, query: Words, private: bool | None = None) -> None:
    """Show a fact with its sentence, and the others on the same thing."""
    await looked.reply(interaction, Looked("fact", (query,)), private=private)


@command("who")
@app_commands.rename(name=word("who.person"), private=word("option.private"))
@app_commands.describe(name=word("who.person_about"), private=word("option.private_about"))
async def who(interaction: Interaction, name: Words, private: bool | None = None) -> None:
    """Show who somebody is; where a name is shared, ask which."""
    await looked.reply(interaction, Looked("who", (name,)), private=private)


@command("when")
@app_commands.rename(query=word("when.query"), private=word("option.private"))
@app_commands.describe(query=word("when.query_about"), private=word("option.private_about"))
async def when(interaction: Interaction, query: Topic, private: bool | None = None) -> None:
    """Show when something happened."""
    await looked.reply(interaction, Looked("when", (query, "", "")), private=private)


@command("timeline")
@app_commands.rename(
    start=word("timeline.start"), end=word("timeline.end"), topic=word("timeline.topic"), private=word("option.private")
)
@app_commands.describe(
    start=word("timeline.start_about"),
    end=word("timeline.end_about"),
    topic=word("timeline.topic_about"),
    private=word("option.private_about"),
)
async def timeline(
    interaction: Interaction,
    start: Day | None = None,
    end: Day | None = None,
    topic: Topic | None = None,
    private: bool | None = None,
) -> None:
    """Show what happened, in order."""
    await looked.reply(interaction, Looked("when", (topic or "", start or "", end or "")), private=private)


@command("define")
@app_commands.rename(term=word("define.term"), private=word("option.private"))
@app_commands.describe(term=word("define.term_about"), private=word("option.private_about"))
async def define(interaction: Interaction, term: Words, private: bool | None = None) -> None:
    """Show what a term means in each author's words."""
    await looked.reply(interaction, Looked("define", (term,)), private=private)


@command("quote")
@app_commands.rename(speaker=word("quote.speaker"), topic=word("quote.topic"), private=word("option.private"))
@app_commands.describe(
    speaker=word("quote.speaker_about"), topic=word("quote.topic_about"), private=word("option.private_about")
)
async def quote(
    interaction: Interaction, speaker: Speaker | None = None, topic: Topic | None = None, private: bool | None = None
) -> None:
    """Show what somebody said, or what was said on something."""
    await looked.reply(interaction, Looked("quote", (speaker or "", topic or "")), private=private)


async def _library(interaction: Interaction) -> Library:
    return await interaction.client.library(interaction.guild_id)


@fact.autocomplete("query")
async def _facts(interaction: Interaction, typed: str) -> list[lookup.Choice]:
    return lookup.fact_choices(await _library(interaction), typed)


@who.autocomplete("name")
async def _people(interaction: Interaction, typed: str) -> list[lookup.Choice]:
    return lookup.person_choices(await _library(interaction), typed)


@define.autocomplete("term")
async def _terms(interaction: Interaction, typed: str) -> list[lookup.Choice]:
    return lookup.term_choices(await _library(interaction), typed)


@quote.autocomplete("speaker")
async def _speakers(interaction: Interaction, typed: str) -> list[lookup.Choice]:
    return lookup.speaker_choices(await _library(interaction), typed)
