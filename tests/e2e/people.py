"""A reading group on a simulated Discord, and what its members see."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import discord
import simcord
from simcord.actors import MemberActor
from simcord.builders import ChannelHandle, GuildHandle

from bot.client import Counterpoint

Shown = Any
"""Whatever shows a message: a discord.Message or simcord's response to an interaction."""


class Group(NamedTuple):
    """A server with a channel and two members."""

    env: simcord.Env
    bot: Counterpoint
    guild: GuildHandle
    channel: ChannelHandle
    ann: MemberActor
    ben: MemberActor

    async def ask(self, question: str, **options: Any) -> Shown:
        """Let Ann ask and return the card."""
        result = await self.ann.slash(self.channel, "ask", question=question, **options)
        return card(result)


def last(channel: ChannelHandle) -> discord.Message:
    """Return the last message of a channel."""
    message = channel.last_message
    assert message is not None
    return message


def card(result: simcord.InteractionResult) -> Shown:
    """Return the one message that answered an interaction."""
    assert result.acknowledged
    shown = result.response or (result.followups[0] if result.followups else None)
    assert shown is not None, "the interaction was not answered"
    return shown


def _walk(component: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield component
    for child in component.get("components") or ():
        yield from _walk(child)
    if component.get("accessory"):
        yield from _walk(component["accessory"])


def components(message: Shown) -> list[Mapping[str, Any]]:
    """Return all components of a message, nested ones too, as Discord got them."""
    raw: list[Mapping[str, Any]] = [c if isinstance(c, dict) else c.to_dict() for c in message.components]
    return [component for top in raw for component in _walk(top)]


def markup(message: Shown) -> str:
    """Return all text of a message as it was sent."""
    texts = [c["content"] for c in components(message) if c["type"] == 10]
    return "\n".join([message.content, *texts] if message.content else texts)


def text(message: Shown) -> str:
    """Return all text of a message as a person reads it."""
    plain = re.sub(r"(?m)^(?:-# |### |> )", "", markup(message))
    plain = re.sub(r"(?<!\\)\*\*", "", plain)
    return re.sub(r"\\([^0-9A-Za-z\s])", r"\1", plain)


def labels(message: Shown) -> list[str]:
    """Return the labels of all buttons of a message, in order."""
    return [c["label"] for c in components(message) if c["type"] == 2]


def disabled(message: Shown) -> list[str]:
    """Return the labels of the buttons that cannot be pressed."""
    return [c["label"] for c in components(message) if c["type"] == 2 and c.get("disabled")]


def button(message: Shown, label: str, number: int = 0) -> str:
    """Return the custom id of a button, where several have the same label."""
    found = [c["custom_id"] for c in components(message) if c["type"] == 2 and c["label"] == label]
    return found[number]


async def press(person: MemberActor, message: Shown, label: str, number: int = 0) -> simcord.InteractionResult:
    """Let a person press a button."""
    return await person.click(message, custom_id=button(message, label, number))


def quotations(message: Shown) -> list[str]:
    """Return the quoted texts of a card as a person reads them."""
    blocks = [c["content"] for c in components(message) if c["type"] == 10 and c["content"].startswith("> ")]
    plain = [re.sub(r"(?m)^> ", "", re.sub(r"(?<!\\)\*\*", "", block)) for block in blocks]
    return [re.sub(r"\\([^0-9A-Za-z\s])", r"\1", block) for block in plain]
