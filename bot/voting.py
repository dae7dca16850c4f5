"""Whether an answer helped: two buttons on its card, one vote a person and card."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import discord

from bot.cards.answer import asked_on
from bot.errors import Refusal
from prompts import say

if TYPE_CHECKING:
    from bot.client import Counterpoint

    Interaction = discord.Interaction[Counterpoint]


async def vote(interaction: Interaction, state: str) -> None:
    """Keep what somebody says of an answer, and thank them alone."""
    match = re.fullmatch(r"([01]):(answered|nearest|nothing)", state)
    message, guild_id = interaction.message, interaction.guild_id
    asked = asked_on(message) if message is not None else None
    if match is None or message is None or guild_id is None or asked is None:
        raise Refusal("refusal.old_button")
    helpful, store = match[1] == "1", interaction.client.shelf.store
    await store.feedback(guild_id, interaction.user.id, str(message.id), helpful, asked.question, match[2])
    thanks = [
        say("feedback.thanks" if helpful else "feedback.sorry", suggest=interaction.client.mentions.of("suggest"))
    ]
    if (await store.settings(guild_id)).keep_questions:
        thanks.append(say("feedback.kept", privacy=interaction.client.mentions.of("privacy")))
    await interaction.response.send_message("\n".join(thanks), ephemeral=True)
