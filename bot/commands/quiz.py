"""/quiz: questions made from the sources' facts, for a group or for one person."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands

from bot import lookup
from bot.ahead import read_ahead
from bot.errors import Refusal
from bot.manners import is_here, may_share, may_speak
from bot.markup import cut
from bot.quizzes import Post, Quiz
from bot.replying import patiently, show
from bot.words import command, word
from knowledge.answers import comparing
from knowledge.facts import book
from knowledge.facts.fact import Fact
from knowledge.model import Issue
from knowledge.quizzing.questions import MOST_ROUNDS, Question, facts_on, questions, slots_at_random
from knowledge.search.library import Library
from prompts import say

if TYPE_CHECKING:
    from bot.client import Counterpoint

    Interaction = discord.Interaction[Counterpoint]


@command("quiz")
@app_commands.rename(topic=word("quiz.topic"), rounds=word("quiz.rounds"))
@app_commands.describe(topic=word("quiz.topic_about"), rounds=word("quiz.rounds_about"))
async def quiz(
    interaction: discord.Interaction[Counterpoint],
    topic: app_commands.Range[str, 1, 200] | None = None,
    rounds: app_commands.Range[int, 1, MOST_ROUNDS] = 5,
) -> None:
    """Start a quiz where the command was given."""
    channel = interaction.channel
    if not isinstance(channel, discord.abc.Messageable) or not is_here(interaction):
        raise Refusal("refusal.quiz_elsewhere")
    if not may_speak(interaction):
        raise Refusal("refusal.bot_silenced")
    if not may_share(interaction):
        raise Refusal("refusal.you_silenced")
    quizzes, place = interaction.client.quizzes, interaction.channel_id or 0
    quizzes.reserve(place)
    try:
        made = await patiently(interaction, _made(interaction, topic, rounds), private=False)
        note = say("quiz.fewer", count=len(made)) if len(made) < rounds else None
        alone = interaction.guild_id is None
        started = Quiz(interaction.user.id, made, _poster(interaction, channel), alone=alone, note=note)
        quizzes.put(place, started)
        await started.begin()
    except BaseException:
        quizzes.release(place)
        raise


@quiz.autocomplete("topic")
async def _topics(interaction: discord.Interaction[Counterpoint], typed: str) -> list[lookup.Choice]:
    return lookup.issue_choices(await interaction.client.library(interaction.guild_id), typed)


def _poster(interaction: Interaction, channel: discord.abc.Messageable) -> Post:
    """Return what answers the command with the first card, and posts all others as messages of their own."""
    first = True

    async def post(view: discord.ui.LayoutView) -> discord.PartialMessage:
        nonlocal first
        if first:
            first = False
            await show(interaction, view, private=False)
            sent: discord.Message = await interaction.original_response()
        else:
            sent = await channel.send(view=view)
        # What a command was answered with can be edited for some minutes only, a message of the channel always.
        return discord.PartialMessage(channel=sent.channel, id=sent.id)  # pyright: ignore[reportArgumentType]

    return post


async def _made(interaction: Interaction, topic: str | None, rounds: int) -> list[Question]:
    """Make the questions; raises Refusal where there are none."""
    library = await interaction.client.library(interaction.guild_id)
    issue = comparing.issue_named(library, topic) if topic is not None else None
    pool = slots_at_random(library, interaction.id)
    await read_ahead(library, {*pool, *(book.slots_of_issue(library, issue) if issue else ())})
    # The passages may have changed while they were read.
    library = await interaction.client.library(interaction.guild_id)
    others = list(book.in_passages(library, set(pool).intersection(library.slots().tolist())))
    made = questions(library, _wanted(library, topic, issue, others), rounds, interaction.id, others)
    if not made:
        raise Refusal("refusal.no_quiz_on", words=cut(topic, 100)) if topic else Refusal("refusal.no_quiz")
    return made


def _wanted(library: Library, topic: str | None, issue: Issue | None, others: list[Fact]) -> list[Fact]:
    if topic is None:
        return others
    return book.of_issue(library, issue) if issue else facts_on(library, topic)
