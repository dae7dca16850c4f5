"""What is kept about a person, told to that person; and the way to have it forgotten."""

from __future__ import annotations

import discord
from discord.ui import LayoutView

from bot.cards.pages import CommandMentions
from bot.cards.sheet import Sheet
from bot.pressing import button
from knowledge.store.members import Kept
from prompts import say


def page(mentions: CommandMentions, kept: Kept) -> LayoutView:
    """Return what becomes of what people write, and how much is kept about this one."""
    sheet = Sheet()
    sheet.text(f"### {say('privacy.heading')}")
    sheet.text(say("privacy.text", ask=mentions.of("ask"), suggest=mentions.of("suggest")))
    sheet.text(_counted(kept))
    sheet.buttons(button("forget", "", say("privacy.forget")) if any(kept) else None)
    return sheet.build()


def confirmation(kept: Kept) -> LayoutView:
    """Return the question whether to forget."""
    sheet = Sheet()
    sheet.text(f"### {say('privacy.forget')}")
    sheet.text(_counted(kept))
    if any(kept):
        sheet.text(say("privacy.consequences"))
        sheet.buttons(button("forgetnow", "", say("privacy.forget_now"), style=discord.ButtonStyle.danger))
    return sheet.build()


def forgotten(kept: Kept) -> LayoutView:
    """Return what was forgotten."""
    sheet = Sheet()
    sheet.text(say("privacy.forgotten" if any(kept) else "privacy.nothing"))
    return sheet.build()


def _counted(kept: Kept) -> str:
    if not any(kept):
        return say("privacy.nothing")
    counts = [say(f"privacy.{name}", count=count) for name, count in kept._asdict().items() if count]
    return "\n".join((say("privacy.yours"), *(f"- {count}" for count in counts)))
