"""Buttons that work after a restart: one kind of button, its custom id names the action and what it is about.

``cp:<action>:<state>``. The cards place such buttons; ``bot.buttons`` says what each action does, and the
client brings the two together.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

import discord

from bot.errors import Refusal, tell
from bot.markup import cut

if TYPE_CHECKING:
    from bot.client import Counterpoint

    Interaction = discord.Interaction[Counterpoint]

Action = Callable[["Interaction", str], Awaitable[None]]
LONGEST_STATE = 80
LONGEST_LABEL = 80


class CardButton(
    discord.ui.DynamicItem[discord.ui.Button[discord.ui.LayoutView]], template=r"cp:(?P<action>[a-z]+):(?P<state>.*)"
):
    """A button of a card."""

    def __init__(self, name: str, state: str, item: discord.ui.Button[discord.ui.LayoutView]) -> None:
        super().__init__(item)
        self._name, self._state = name, state

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> CardButton:
        """Recognise a button that was pressed."""
        assert isinstance(item, discord.ui.Button)
        return cls(match["action"], match["state"], item)

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Do what the button is for; discord.py has no error handler for such buttons, so it is here."""
        try:
            interaction.client.admit(interaction.user.id, interaction.created_at)
            act: Action | None = interaction.client.actions.get(self._name)
            if act is None:
                raise Refusal("refusal.old_button")
            await act(interaction, self._state)
        except Exception as error:
            await tell(interaction, error, f"button {self._name}")


def button(
    name: str,
    state: str,
    label: str,
    *,
    style: discord.ButtonStyle = discord.ButtonStyle.secondary,
    disabled: bool = False,
) -> CardButton:
    """Return a button for a card."""
    item: discord.ui.Button[discord.ui.LayoutView] = discord.ui.Button(
        label=cut(label, LONGEST_LABEL), custom_id=f"cp:{name}:{state}", style=style, disabled=disabled
    )
    return CardButton(name, state, item)
