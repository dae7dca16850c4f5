"""A list that moderators change: a few entries a page, each with its buttons."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import discord
from discord.ui import LayoutView

from bot.cards.sheet import Sheet
from bot.markup import small
from bot.pressing import CardButton, button
from prompts import say

PER_PAGE = 5


class Entry(NamedTuple):
    """An entry of a list."""

    markup: str
    buttons: Sequence[CardButton]


def pages(count: int) -> int:
    """Return how many pages a list has; an empty one has one that says so."""
    return max(1, -(-count // PER_PAGE))


def page(name: str, entries: Sequence[Entry], number: int, new: CardButton | None = None) -> LayoutView:
    """Return a page of a list, whose sentences and turning button have its name; one beyond the end is the last."""
    number = min(max(number, 0), pages(len(entries)) - 1)
    sheet = Sheet()
    sheet.text(f"### {say(f'{name}.heading')}")
    sheet.text(say(f"{name}.about"))
    for entry in entries[number * PER_PAGE : (number + 1) * PER_PAGE]:
        sheet.text(entry.markup)
        sheet.buttons(*entry.buttons)
    back = on = None
    if pages(len(entries)) > 1:
        sheet.text(small(say("sources.page", number=number + 1, all=pages(len(entries)))))
        back = button(name, str(number - 1), say("sources.back"), disabled=number == 0)
        on = button(name, str(number + 1), say("sources.on"), disabled=number + 1 == pages(len(entries)))
    sheet.buttons(back, on, new)
    return sheet.build()


def edit_button(form: str, state: str) -> CardButton:
    """Return the button that opens the form of an entry."""
    return button("form", f"{form}:{state}", say("moderate.edit"))


def remove_button(name: str, state: str) -> CardButton:
    """Return the button that takes an entry away."""
    return button(name, state, say("moderate.remove"), style=discord.ButtonStyle.danger)


def new_button(form: str) -> CardButton:
    """Return the button that opens an empty form."""
    return button("form", f"{form}:", say("moderate.new"), style=discord.ButtonStyle.primary)
