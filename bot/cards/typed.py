"""What somebody typed into a form, given back on a card where it could not be used, and read back from there."""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import discord
from discord.ui import LayoutView

from bot.cards.attached import files_on
from bot.cards.sheet import Sheet
from bot.keys import digest
from bot.markup import escape, small, unescape
from bot.pressing import CardButton
from prompts import say

_FIRST_ID, _IDS = 10_000, 1_000_000
"""The text block of a field has an id in this range, made of the field's name."""
MOST_SHOWN = 3000
"""Characters of markup that typed text takes up on a card; what is longer is attached as a file."""


class Typed(NamedTuple):
    """What a form holds when it is sent."""

    values: Mapping[str, str]
    """By the name of the field, in the form's order; several choices stand on a line each."""
    files: Mapping[str, Sequence[discord.Attachment]] = {}


class Card(NamedTuple):
    """A card with the files that it shows."""

    view: LayoutView
    files: Sequence[discord.File] = ()


class Block(NamedTuple):
    """A text that stands on a card under its label."""

    name: str
    label: str
    text: str


def refused(sentence: str, values: Mapping[str, str], *buttons: CardButton | None) -> Card:
    """Return a card that says why typed text was not used, with all of it; the text is on it or attached to it."""
    sheet = Sheet()
    sheet.text(sentence)
    files = add(sheet, [Block(name, say(f"field.{name}"), value) for name, value in values.items()])
    sheet.buttons(*buttons)
    return Card(sheet.build(), files)


def add(sheet: Sheet, blocks: Sequence[Block]) -> list[discord.File]:
    """Put texts on a card so that ``read_back`` finds them; return the files that are to be attached to it."""
    attached = _too_long(blocks)
    for block in blocks:
        if not block.text.strip():
            continue
        sheet.text(small(f"**{block.label}**"))
        if block in attached:
            sheet.file(file_name(block.name))
        else:
            sheet.text(escape(block.text), id=_id(block.name))
    return [discord.File(io.BytesIO(block.text.encode()), file_name(block.name)) for block in attached]


async def read_back(message: discord.Message | None, names: Iterable[str]) -> dict[str, str]:
    """Return what stands on a card for each field of a form; raises discord.HTTPException where a file is gone."""
    assert message is not None
    texts = {
        item.id: unescape(item.content)
        for item in LayoutView.from_message(message).walk_children()
        if isinstance(item, discord.ui.TextDisplay)
    }
    files = files_on(message)
    values: defaultdict[str, str] = defaultdict(str)
    for name in names:
        file = files.get(file_name(name))
        values[name] = (await file.read()).decode() if file else texts.get(_id(name), "")
    return values


def file_name(name: str) -> str:
    """Return how the file with the text of a field is called."""
    return f"{name}.txt"


def _id(name: str) -> int:
    return _FIRST_ID + int(digest(name), 16) % _IDS


def opener(title: str, button: CardButton) -> LayoutView:
    """Return a card with the button that opens a form."""
    sheet = Sheet()
    sheet.text(escape(title))
    sheet.buttons(button)
    return sheet.build()


def _too_long(blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks, the longest first, without which the rest can be shown."""
    longest = sorted(blocks, key=lambda block: -len(escape(block.text)))
    attached: list[Block] = []
    while sum(len(escape(block.text)) for block in longest) > MOST_SHOWN:
        attached.append(longest.pop(0))
    return attached
