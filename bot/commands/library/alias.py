"""/library alias: the server's own vocabulary, as groups of names of one thing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import discord
from discord.ui import LayoutView

from bot.cards import listing
from bot.cards.conflict import conflict
from bot.cards.listing import Entry
from bot.cards.typed import Block, Typed, read_back
from bot.commands.library import changing
from bot.commands.library.changing import confirm, guild_of
from bot.commands.library.group import GROUP
from bot.errors import Refusal
from bot.forms import Field, Form, Kind
from bot.keys import digest
from bot.markup import cut, fit, line
from bot.replying import show, turn
from bot.words import word
from knowledge.store import vocabulary
from knowledge.store.curating import StoredAlias
from knowledge.store.errors import ConflictError
from prompts import say

if TYPE_CHECKING:
    from bot.client import Counterpoint

    Interaction = discord.Interaction[Counterpoint]

_MOST_NAMES = 500


@GROUP.command(name=word("library.alias"), description=word("library.alias_about"))
async def alias(interaction: Interaction) -> None:
    """List the groups of names."""
    await show(interaction, await _page(interaction, 0), private=True)


async def list_aliases(interaction: Interaction, state: str) -> None:
    """Turn the page of the groups."""
    await turn(interaction, await _page(interaction, int(state) if state.isdecimal() else 0))


async def remove(interaction: Interaction, state: str) -> None:
    """Take a group away."""
    group = await _group(interaction, state.partition(":")[0])
    if group is None:
        raise Refusal("moderate.group_gone")
    store, guild = interaction.client.shelf.store, guild_of(interaction)
    revision = await store.remove_alias(guild, interaction.user.id, group.names[0])
    await confirm(interaction, revision.number, "moderate.removed_alias", names=_shown(group))


async def use_mine(interaction: Interaction, state: str) -> None:
    """Put one's own names in the place of what somebody else wrote meanwhile."""
    await _save(interaction, state, (await read_back(interaction.message, ["names"]))["names"])


async def keep_theirs(interaction: Interaction, _state: str) -> None:
    """Leave a group as somebody else wrote it."""
    await changing.leave(interaction, "moderate.kept")


async def _page(interaction: Interaction, number: int) -> LayoutView:
    groups = await interaction.client.shelf.store.aliases(guild_of(interaction))
    entries = [
        Entry(
            fit(_shown(group), _MOST_NAMES),
            [
                listing.edit_button("alias", f"{digest(group.id)}:{group.version}"),
                listing.remove_button("unalias", f"{digest(group.id)}:{group.version}"),
            ],
        )
        for group in groups
    ]
    return listing.page("aliases", entries, number, listing.new_button("alias"))


async def _form(interaction: Interaction, state: str) -> Form:
    key = state.partition(":")[0]
    group = await _group(interaction, key)
    if key and group is None:
        raise Refusal("moderate.group_gone")
    names = Field("names", "\n".join(group.names) if group else "", say("form.names_hint"), lines=True, required=True)
    return Form(say("form.alias"), [names], _state(group))


async def _sent(interaction: Interaction, state: str, typed: Typed) -> None:
    await _save(interaction, state, typed.values["names"])


async def _save(interaction: Interaction, state: str, text: str) -> None:
    match = re.fullmatch(r"(\w*):(\d{0,18})", state)
    if match is None:
        raise Refusal("refusal.old_button")
    names = [name for written in text.split("\n") if (name := line(written))]
    if not names:
        raise Refusal("moderate.no_names")
    old = await _group(interaction, match[1])
    store, guild = interaction.client.shelf.store, guild_of(interaction)
    try:
        revision = await store.set_alias(
            guild,
            interaction.user.id,
            names[0],
            names[1:],
            expected=int(match[2] or 0),
            group_id=old.id if old else None,
        )
    except ConflictError:
        now = await _group(interaction, match[1] or digest(vocabulary.key(names[0])))
        blocks = [Block("names", say("moderate.yours"), text)]
        theirs = [Block("theirs", say("moderate.theirs"), "\n".join(now.names) if now else say("moderate.nothing"))]
        card = conflict("alias", _state(now), names[0], blocks, theirs)
        await turn(interaction, card.view, files=card.files)
        return
    await confirm(interaction, revision.number, "moderate.set_alias", names=cut(" = ".join(names), _MOST_NAMES))


async def _group(interaction: Interaction, key: str) -> StoredAlias | None:
    groups = await interaction.client.shelf.store.aliases(guild_of(interaction))
    return next((group for group in groups if digest(group.id) == key), None)


def _state(group: StoredAlias | None) -> str:
    return f"{digest(group.id)}:{group.version}" if group else ":"


def _shown(group: StoredAlias) -> str:
    return " = ".join(group.names)


FORMS = {"alias": Kind(_form, _sent)}
ACTIONS = {"aliases": list_aliases, "unalias": remove, "minealias": use_mine, "theirsalias": keep_theirs}
