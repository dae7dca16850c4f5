"""A card under construction: blocks of text and buttons, fitted into what one message may hold."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import discord
from discord.ui import ActionRow, Container, LayoutView, Section, Separator, TextDisplay

from bot.markup import Span, fit, quoted
from bot.pressing import CardButton, CardMenu

MOST_TEXT = 4000
MOST_COMPONENTS = 40
MOST_IN_ROW = 5


class Stretch(NamedTuple):
    """Text of any length that gets a fair share of the room that the rest of the card leaves."""

    text: str
    bold: tuple[Span, ...] = ()
    quote: bool = True

    @property
    def frame(self) -> int:
        """The characters of the quotation marks themselves."""
        return 2 * (1 + self.text.count("\n")) if self.quote else 0

    def markup(self, most: int) -> str:
        """Return the text within ``most`` characters of markup."""
        shown = fit(self.text, most - self.frame, self.bold)
        return quoted(shown) if self.quote else shown


class Sheet:
    """Collects the blocks of a card, top to bottom."""

    def __init__(self) -> None:
        self._blocks: list[tuple[str | Stretch, CardButton | None, int | None]] = []
        self._others: dict[int, list[discord.ui.Item[Any]]] = {}

    def text(self, markup: str | Stretch | None, *, beside: CardButton | None = None, id: int | None = None) -> None:
        """Add text, with a button beside it where there is one; nothing where there is no text."""
        if markup:
            self._blocks.append((markup, beside, id))

    def rule(self) -> None:
        """Add a separating line."""
        self._other(Separator(spacing=discord.SeparatorSpacing.small))

    def gap(self) -> None:
        """Add a little empty room."""
        self._other(Separator(visible=False, spacing=discord.SeparatorSpacing.small))

    def buttons(self, *buttons: CardButton | None) -> None:
        """Add buttons, five in a row; nothing where there are none."""
        there = [button for button in buttons if button is not None]
        for first in range(0, len(there), MOST_IN_ROW):
            self._row(*there[first : first + MOST_IN_ROW])

    def menu(self, menu: CardMenu) -> None:
        """Add a menu."""
        self._row(menu)

    def _row(self, *items: discord.ui.Item[Any]) -> None:
        row: ActionRow[Any] = ActionRow()
        for item in items:
            row.add_item(item)
        self._other(row)

    def file(self, name: str) -> None:
        """Add a file that is attached to the message."""
        self._other(discord.ui.File(f"attachment://{name}"))

    def _other(self, item: discord.ui.Item[Any]) -> None:
        self._others.setdefault(len(self._blocks), []).append(item)

    def build(self) -> LayoutView:
        """Return the card."""
        fixed = sum(len(block) for block, _, _ in self._blocks if isinstance(block, str))
        stretches = [block for block, _, _ in self._blocks if isinstance(block, Stretch)]
        needs = [len(stretch.markup(MOST_TEXT)) for stretch in stretches]
        rooms = iter(shares(needs, MOST_TEXT - fixed))
        container: Container[Any] = Container()
        for at, (block, beside, id_) in enumerate(self._blocks):
            for item in self._others.get(at, ()):
                container.add_item(item)
            markup = block if isinstance(block, str) else block.markup(next(rooms))
            shown: TextDisplay[Any] = TextDisplay(markup, id=id_)
            container.add_item(Section(shown, accessory=beside) if beside else shown)
        for item in self._others.get(len(self._blocks), ()):
            container.add_item(item)
        # No time-out: the buttons carry all they need, so nothing waits for them in memory.
        view = LayoutView(timeout=None)
        view.add_item(container)
        return view


def shares(needs: Sequence[int], room: int) -> list[int]:
    """Divide room fairly: nobody gets more than they need, and nobody less than another unless they need less."""
    granted = [0] * len(needs)
    left = room
    for place, index in enumerate(sorted(range(len(needs)), key=needs.__getitem__)):
        granted[index] = min(needs[index], left // (len(needs) - place))
        left -= granted[index]
    return granted
