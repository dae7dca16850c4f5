"""The commands as Discord has them and as the code has them: compared, registered, and made clickable."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple, cast

import discord
from discord import app_commands

from bot.words import CatalogueTranslator
from prompts import say

if TYPE_CHECKING:
    from bot.client import Counterpoint, Tree

_DEFAULTS: dict[str, object] = {"required": False, "autocomplete": False, "nsfw": False, "type": 1}
_IGNORED = frozenset(
    {
        "id",
        "application_id",
        "guild_id",
        "version",
        "dm_permission",
        "handler",
        "name_localized",
        "description_localized",
    }
)
_ONLY_GLOBAL = frozenset({"contexts", "integration_types"})
_LOCALISED = frozenset({"name_localizations", "description_localizations"})


class Change(NamedTuple):
    """A command that is not registered as the code has it."""

    kind: str
    """``added``, ``changed`` or ``removed``."""
    name: str

    def __str__(self) -> str:
        return f"{self.kind} {self.name}"


class Mentions:
    """The ids that make a command in a text clickable."""

    def __init__(self) -> None:
        self._ids: dict[str, int] = {}

    def learn(self, registered: Iterable[app_commands.AppCommand]) -> None:
        """Take the ids of registered commands."""
        self._ids = {command.name: command.id for command in registered if command.type.value == 1}

    def of(self, name: str) -> str:
        """Return a command as it is written in a text: clickable where its id is known."""
        shown = say(f"commands.{name}.name")
        return f"</{shown}:{self._ids[shown]}>" if shown in self._ids else f"`/{shown}`"


async def payload(tree: Tree) -> list[Mapping[str, Any]]:
    """Return the commands as they are sent to Discord, in all languages."""
    translator = tree.translator or CatalogueTranslator()
    return [await command.get_translated_payload(tree, translator) for command in tree.get_commands()]


async def differences(tree: Tree, guild: discord.abc.Snowflake | None) -> list[Change]:
    """Return what a sync would change."""
    http, application = tree.client.http, tree.client.application_id
    assert application is not None
    if guild is None:
        registered = await http.get_global_commands(application)
    else:
        registered = await http.get_guild_commands(application, guild.id)
    dropped = _ONLY_GLOBAL if guild is not None else frozenset[str]()
    before, after = (
        {_key(command): {name: v for name, v in command.items() if name not in dropped} for command in commands}
        for commands in (registered, await payload(tree))
    )
    return [
        *(Change("added", _shown(key)) for key in after if key not in before),
        *(Change("changed", _shown(k)) for k in after if k in before and not _same(after[k], before[k])),
        *(Change("removed", _shown(key)) for key in before if key not in after),
    ]


async def sync(client: Counterpoint, guild_id: int | None) -> list[Change]:
    """Register the commands, for all servers or for one; return what changed."""
    guild = discord.Object(guild_id) if guild_id else None
    if client.tree.translator is None:
        await client.tree.set_translator(CatalogueTranslator())
    changed = await differences(client.tree, guild)
    if guild is not None:
        client.tree.copy_global_to(guild=guild)
    client.mentions.learn(await client.tree.sync(guild=guild))
    return changed


def _key(command: Mapping[str, Any]) -> tuple[int, str]:
    return int(command.get("type", 1)), str(command["name"])


def _shown(key: tuple[int, str]) -> str:
    return f"/{key[1]}" if key[0] == 1 else f"“{key[1]}”"


def _same(ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> bool:
    return _plain(ours, theirs) == _plain(theirs, theirs)


def _plain(value: Any, reference: Any) -> Any:
    """Return a value without what Discord adds or leaves out: ids, defaults, and languages it was not asked for."""
    if isinstance(value, Mapping):
        known = cast("Mapping[str, Any]", value)
        other: Mapping[str, Any] = reference or {}
        return {
            name: _plain(item, other.get(name))
            for name, item in sorted(known.items())
            if name not in _IGNORED
            and not (name in _LOCALISED and not other.get(name))
            and item not in (None, [], {}, "")
            and _DEFAULTS.get(name, ...) != item
        }
    if isinstance(value, list | tuple):
        items, others = list(cast("list[Any]", value)), list(cast("list[Any]", reference or []))
        plain = [_plain(item, others[i] if i < len(others) else None) for i, item in enumerate(items)]
        return sorted(plain) if all(isinstance(item, int) for item in plain) else plain
    return value
