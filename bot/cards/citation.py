"""How the sources on a card are cited in an essay, style by style."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from discord.ui import LayoutView

from bot.cards.sheet import Sheet
from bot.keys import MOST_PLACES
from bot.markup import cut, fit, small
from bot.pressing import button
from knowledge.citing import STYLES, Reference, Style, cite
from knowledge.model import Source
from prompts import say

_MOST_ENTRY = 640


class Place(NamedTuple):
    """A source, or one of its paragraphs."""

    source: Source
    paragraph: int | None


def card(places: Sequence[Place], style: Style, state: str) -> LayoutView:
    """Return the references for some places; ``state`` names the places for the buttons that change the style."""
    sheet = Sheet()
    sheet.text(f"### {say('cite.heading', style=say(f'cite.{style}'))}")
    entries: dict[str, list[str]] = {}
    for place in places[:MOST_PLACES]:
        reference = cite(place.source, style, place.paragraph)
        entries.setdefault(_entry(reference, style), []).append(reference.in_text)
    for entry, in_text in entries.items():
        sheet.text(entry)
        pointers = ", ".join(f"`{cut(text.replace('`', ''), 100)}`" for text in dict.fromkeys(in_text))
        sheet.text(small(say("cite.in_text", citation=pointers)))
    sheet.buttons(
        *(button("style", f"{other}:{state}", say(f"cite.{other}"), disabled=other == style) for other in STYLES)
    )
    return sheet.build()


def _entry(reference: Reference, style: Style) -> str:
    if style == "bibtex":
        # A code block has no escapes: what would end it is taken apart.
        return f"```bibtex\n{cut(reference.plain.replace('```', '`` `'), _MOST_ENTRY)}\n```"
    most = _MOST_ENTRY // len(reference.entry)
    return "".join(
        f"*{fit(text, most)}*" if italic else fit(text, _MOST_ENTRY // 2) for text, italic in reference.entry
    )
