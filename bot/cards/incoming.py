"""What an import would change, before anything is changed; the sources wait on the card as a file."""

from __future__ import annotations

import io
from collections.abc import Sequence

import discord
from discord.ui import LayoutView

from bot.cards.sheet import Sheet
from bot.cards.typed import Card
from bot.incoming import counted, described
from bot.markup import escape, fit, small
from bot.pressing import button
from knowledge.store.libraries import Comparison
from prompts import say

FILE = "import.zip"
LIST = "changes.txt"
_MOST_SHOWN, _MOST_LINE = 12, 160
_ORDER = ("changed", "new", "same")


def preview(compared: Sequence[Comparison], packed: bytes, version: int, *, note: str | None = None) -> Card:
    """Return the preview of an import into a library of some version; ``packed`` holds what is new or changed."""
    counts = counted(compared)
    lines = [described(one) for kind in _ORDER for one in compared if one.kind == kind]
    sheet = Sheet()
    sheet.text(note)
    sheet.text(f"### {say('draft.heading')}")
    sheet.text(say("import.would", **counts))
    sheet.text("\n".join(small(fit(line, _MOST_LINE)) for line in lines[:_MOST_SHOWN]))
    files: list[discord.File] = []
    if len(lines) > _MOST_SHOWN:
        sheet.text(small(say("import.more", count=len(lines) - _MOST_SHOWN)))
        sheet.file(LIST)
        files.append(discord.File(io.BytesIO("\n".join(lines).encode()), LIST))
    if counts["new"] or counts["changed"]:
        sheet.file(FILE)
        files.append(discord.File(io.BytesIO(packed), FILE))
        sheet.buttons(
            button("import", str(version), say("import.import"), style=discord.ButtonStyle.primary),
            button("importcancel", "", say("draft.cancel")),
        )
    return Card(sheet.build(), files)


def progress(done: int, of: int) -> LayoutView:
    """Return the card that says how far an import is."""
    sheet = Sheet()
    sheet.text(say("import.progress", done=done, all=of))
    return sheet.build()


def exported(name: str, count: int) -> LayoutView:
    """Return the card of an export, to which a file of that name is attached."""
    sheet = Sheet()
    sheet.text(say("export.done" if count != 1 else "export.one", count=count))
    sheet.file(name)
    return sheet.build()


def cancelled() -> LayoutView:
    """Return the card of an import that was not made."""
    sheet = Sheet()
    sheet.text(escape(say("import.cancelled")))
    return sheet.build()
