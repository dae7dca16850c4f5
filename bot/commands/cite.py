"""/cite: a reference for the list of works cited."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands

from bot import lookup
from bot.cards import citation
from bot.cards.citation import Place
from bot.keys import digest
from bot.replying import library_of, show
from bot.words import command, word
from knowledge.citing import STYLES, Style

if TYPE_CHECKING:
    from bot.client import Counterpoint

_STYLES = [app_commands.Choice(name=word(f"cite.{style}"), value=style) for style in STYLES]


@command("cite")
@app_commands.rename(source=word("option.source"), paragraph=word("option.paragraph"), style=word("cite.style"))
@app_commands.describe(
    source=word("option.source_about"), paragraph=word("option.paragraph_about"), style=word("cite.style_about")
)
@app_commands.choices(style=_STYLES)
async def cite(
    interaction: discord.Interaction[Counterpoint],
    source: str,
    paragraph: app_commands.Range[int, 1, 99_999] | None = None,
    style: str = "apa",
) -> None:
    """Show how a source or a paragraph is cited, to the person who asked alone."""
    found = lookup.source_by_words(await library_of(interaction), source)
    if paragraph is not None:
        lookup.passage_number(found, paragraph)
    state = f"{digest(found.id)}.{paragraph}" if paragraph else digest(found.id)
    await show(interaction, citation.card([Place(found, paragraph)], style_named(style), state), private=True)


@cite.autocomplete("source")
async def _sources(interaction: discord.Interaction[Counterpoint], typed: str) -> list[lookup.Choice]:
    return lookup.source_choices(await interaction.client.library(interaction.guild_id), typed)


def style_named(name: str) -> Style:
    """Return a style by its name; anything else is APA, which is what Discord shows first."""
    found: Style = "apa"
    for style in STYLES:
        if style == name:
            found = style
    return found
