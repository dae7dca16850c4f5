"""Which passages of a source speak to an issue: changed in one way by every form that offers issues."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import discord

from bot.commands.library.changing import guild_of
from knowledge.store.errors import ConflictError

if TYPE_CHECKING:
    from bot.client import Counterpoint

    Interaction = discord.Interaction[Counterpoint]


async def speak(
    interaction: Interaction, issue_id: str, source_id: str, change: Callable[[Sequence[int]], Sequence[int]]
) -> int:
    """Change the paragraphs of a source that speak to an issue, whatever others just changed of it.

    Return the number of the entry in the history; raises NothingToChangeError.
    """
    store, guild = interaction.client.shelf.store, guild_of(interaction)
    while True:
        issue = await store.issue(guild, issue_id)
        passages = {**issue.passages, source_id: change(issue.passages.get(source_id, ()))}
        try:
            revision = await store.set_issue(
                guild,
                issue_id,
                interaction.user.id,
                label=issue.label,
                asks=issue.asks,
                passages=passages,
                expected=issue.version,
            )
        except ConflictError:
            continue
        return revision.number
