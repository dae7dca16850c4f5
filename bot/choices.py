"""The paragraphs that are offered while somebody types, for every command that names one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands

from bot import lookup
from bot.errors import Refusal
from bot.markup import cut
from prompts import say

if TYPE_CHECKING:
    from bot.client import Counterpoint

    Interaction = discord.Interaction[Counterpoint]


async def paragraph_choices(
    interaction: Interaction, typed: str, *, retired: bool | None = None
) -> list[app_commands.Choice[int]]:
    """Return the paragraphs of the source that was chosen, by number or by words; only retired ones, or only others."""
    library = await interaction.client.library(interaction.guild_id)
    try:
        source = lookup.source_by_words(library, str(interaction.namespace[say("commands.option.source")] or ""))
    except (KeyError, Refusal):
        return []
    wanted = str(typed).casefold().split()
    found: list[app_commands.Choice[int]] = []
    for passage in source.passages:
        shown = f"¶{passage.number} {' '.join(passage.text.split())}"
        if retired in (None, passage.retired) and all(word in shown.casefold() for word in wanted):
            name = cut(shown, lookup.LONGEST_CHOICE)
            found.append(app_commands.Choice(name=name, value=passage.number))
    # Whoever types 1 wants ¶1 before each paragraph that mentions the year 1994.
    found.sort(key=lambda choice: not choice.name.startswith(f"¶{typed}"))
    return found[: lookup.MOST_CHOICES]
