"""/brief: a page on one issue to hand out, as PDF and as Markdown."""

from __future__ import annotations

import asyncio
from io import BytesIO
from typing import TYPE_CHECKING

import discord
from discord import app_commands

from bot import lookup
from bot.ahead import read_ahead
from bot.cards import brief as cards
from bot.discussion import topic_on
from bot.manners import may_attach
from bot.replying import audience, library_of, show
from bot.words import command, word
from knowledge.answers import briefing
from knowledge.answers.briefing import Brief
from knowledge.facts import book
from prompts import say

if TYPE_CHECKING:
    from bot.client import Counterpoint
    from bot.handouts.page import Page


@command("brief")
@app_commands.rename(issue=word("compare.issue"), private=word("option.private"))
@app_commands.describe(issue=word("compare.issue_about"), private=word("option.private_about"))
async def brief(
    interaction: discord.Interaction[Counterpoint], issue: app_commands.Range[str, 1, 200], private: bool | None = None
) -> None:
    """Make the page of an issue and attach it."""
    private, note = await audience(interaction, private=private)
    if not private and not may_attach(interaction):
        private, note = True, say("brief.no_files")
    library = await library_of(interaction, private=private)
    topic = topic_on(library, lookup.issue_by_words(library, issue), interaction.client.shelf.shared.issues)
    if not interaction.response.is_done():
        await interaction.response.defer(ephemeral=private, thinking=True)
    await read_ahead(library, book.slots_of_issue(library, topic.issue))
    gathered = briefing.brief(await library_of(interaction, private=private), topic.issue)
    page, pdf, markdown = await asyncio.to_thread(_write, gathered, topic.question)
    files = {f"{topic.issue.id}.pdf": pdf, f"{topic.issue.id}.md": markdown}
    attached = [discord.File(BytesIO(content), name) for name, content in files.items()]
    await show(interaction, cards.card(page, list(files), note=note), private=private, files=attached)


@brief.autocomplete("issue")
async def _issues(interaction: discord.Interaction[Counterpoint], typed: str) -> list[lookup.Choice]:
    return lookup.issue_choices(await interaction.client.library(interaction.guild_id), typed)


def _write(gathered: Brief, question: str) -> tuple[Page, bytes, bytes]:
    # Imported here: what makes PDFs takes longer to load than the rest of the bot, and few ask for a page.
    from bot.handouts import markdown, pdf
    from bot.handouts.page import page_of

    page = page_of(gathered, question)
    return page, pdf.render(page), markdown.render(page).encode()
