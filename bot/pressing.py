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
        """Do what the button is for."""
        await _act(interaction, self._name, self._state)


Menu = discord.ui.Select[Any] | discord.ui.RoleSelect[Any] | discord.ui.ChannelSelect[Any]


class CardMenu(discord.ui.DynamicItem[Menu], template=r"cm:(?P<action>[a-z]+)"):
    """A menu of a card; its action gets what was chosen as its state, separated by commas."""

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> CardMenu:
        """Recognise a menu that was used."""
        assert isinstance(item, discord.ui.Select | discord.ui.RoleSelect | discord.ui.ChannelSelect)
        return cls(item)

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Do what the menu is for."""
        data: Any = interaction.data
        await _act(interaction, self.custom_id.partition(":")[2], ",".join(data["values"]))


async def _act(interaction: discord.Interaction[Any], name: str, state: str) -> None:
    """Do what a button or menu is for; discord.py has no error handler for such items, so it is here."""
    try:
        interaction.client.admit(interaction.user.id, interaction.created_at)
        act: Action | None = interaction.client.actions.get(name)
        if act is None:
            raise Refusal("refusal.old_button")
        await act(interaction, state)
    except Exception as error:
        await tell(interaction, error, f"button {name}")


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
