"""/library history: who changed what, when, before and after; and taking it back."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ui import LayoutView

from bot import lookup
from bot.cards import history as cards
from bot.commands.library.changing import confirm, every_source, guild_of
from bot.commands.library.group import GROUP
from bot.errors import Refusal
from bot.keys import digest
from bot.replying import library_of, show, turn
from bot.words import word
from knowledge.store.errors import ConflictError

if TYPE_CHECKING:
    from bot.client import Counterpoint

    Interaction = discord.Interaction[Counterpoint]


@GROUP.command(name=word("library.history"), description=word("library.history_about"))
@app_commands.rename(source=word("option.source"))
@app_commands.describe(source=word("library.history_source"))
async def history(interaction: Interaction, source: str | None = None) -> None:
    """Show the latest changes, of one source or of all."""
    only = lookup.source_among(await every_source(interaction), source).id if source else ""
    await show(interaction, await _page(interaction, None, digest(only) if only else ""), private=True)


@history.autocomplete("source")
async def _sources(interaction: Interaction, typed: str) -> list[lookup.Choice]:
    return lookup.choices_among(await every_source(interaction), typed)


async def turn_history(interaction: Interaction, state: str) -> None:
    """Show older changes, or the latest again."""
    match = re.fullmatch(r"(\d{0,18}):(\w*)", state)
    if match is None:
        raise Refusal("refusal.old_button")
    await turn(interaction, await _page(interaction, int(match[1]) if match[1] else None, match[2]))


async def undo(interaction: Interaction, state: str) -> None:
    """Take back an entry of the history, which is an entry of its own."""
    if not re.fullmatch(r"\d{1,18}", state):
        raise Refusal("refusal.old_button")
    number = int(state)
    try:
        revision = await interaction.client.shelf.store.undo(guild_of(interaction), number, interaction.user.id)
    except ConflictError:
        raise Refusal("moderate.undo_conflict", number=number) from None
    await confirm(interaction, revision.number, "moderate.undone", number=number)


async def _page(interaction: Interaction, before: int | None, only: str) -> LayoutView:
    await library_of(interaction)
    sources = await every_source(interaction)
    titles = {source.id: source.title for source in sources}
    source_id = next((source.id for source in sources if digest(source.id) == only), None) if only else None
    if only and source_id is None:
        raise Refusal("refusal.source_gone")
    revisions = await interaction.client.shelf.store.history(
        guild_of(interaction), before=before, most=cards.PER_PAGE + 1, source_id=source_id
    )
    shown = revisions[: cards.PER_PAGE]
    more = len(revisions) > cards.PER_PAGE
    return cards.page(cards.Page(shown, titles, latest=before is None, more=more, only=only))


ACTIONS = {"undo": undo, "history": turn_history}
