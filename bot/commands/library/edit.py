"""/library edit: what is known about a source, or the text of one passage.

Of two moderators who change the same thing, the second is told, sees both, and decides.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

import discord
from discord import app_commands

from bot import forms, lookup
from bot.cards.conflict import conflict
from bot.cards.typed import Block, Typed, read_back
from bot.choices import paragraph_choices
from bot.commands.library import changing, metadata
from bot.commands.library.changing import confirm, guild_of, stored_by_key
from bot.commands.library.group import GROUP
from bot.commands.library.metadata import Metadata
from bot.errors import Refusal
from bot.forms import Field, Form, Kind
from bot.keys import digest
from bot.replying import library_of, turn
from bot.words import word
from knowledge.model import Passage
from knowledge.store.errors import ConflictError
from knowledge.store.libraries import StoredSource
from prompts import say

if TYPE_CHECKING:
    from bot.client import Counterpoint

    Interaction = discord.Interaction[Counterpoint]


@GROUP.command(name=word("library.edit"), description=word("library.edit_about"))
@app_commands.rename(source=word("option.source"), paragraph=word("option.paragraph"))
@app_commands.describe(source=word("option.source_about"), paragraph=word("library.edit_paragraph"))
async def edit(
    interaction: Interaction, source: str, paragraph: app_commands.Range[int, 1, 99_999] | None = None
) -> None:
    """Open the form for a source, or for one of its passages."""
    found = lookup.source_by_words(await library_of(interaction), source)
    if paragraph is None:
        await forms.present(interaction, "source", digest(found.id))
    else:
        number = lookup.passage_number(found, paragraph)
        await forms.present(interaction, "passage", f"{digest(found.id)}:{number}:0")


@edit.autocomplete("source")
async def _sources(interaction: Interaction, typed: str) -> list[lookup.Choice]:
    return lookup.source_choices(await interaction.client.library(interaction.guild_id), typed)


@edit.autocomplete("paragraph")
async def _paragraphs(interaction: Interaction, typed: str) -> list[app_commands.Choice[int]]:
    return await paragraph_choices(interaction, typed)


async def _passage_form(interaction: Interaction, state: str) -> Form:
    key, number, _ = changing.place_of(state)
    stored = await stored_by_key(interaction, key)
    text = _passage(stored, number).text
    if len(text) > forms.LONGEST_TEXT:
        raise Refusal("moderate.long_passage", number=number, length=len(text), most=forms.LONGEST_TEXT)
    title = say("form.passage", paragraph=number, title=stored.source.title)
    return Form(
        title, [Field("text", text, lines=True, required=True)], f"{key}:{number}:{stored.passages[number - 1]}"
    )


async def _passage_sent(interaction: Interaction, state: str, typed: Typed) -> None:
    key, number, expected = changing.place_of(state)
    await _edit_passage(interaction, key, number, typed.values["text"], expected)


async def use_my_passage(interaction: Interaction, state: str) -> None:
    """Put one's own text in the place of the one that was shown beside it."""
    key, number, expected = changing.place_of(state)
    mine = await read_back(interaction.message, ["text"])
    await _edit_passage(interaction, key, number, mine["text"], expected)


async def keep_their_passage(interaction: Interaction, _state: str) -> None:
    """Leave a passage as somebody else wrote it."""
    await changing.leave(interaction, "moderate.kept")


async def _edit_passage(interaction: Interaction, key: str, number: int, typed: str, expected: int) -> None:
    text = typed.strip()
    if not text:
        raise Refusal("moderate.empty_passage")
    stored = await stored_by_key(interaction, key)
    _passage(stored, number)
    store, guild, title = interaction.client.shelf.store, guild_of(interaction), stored.source.title
    try:
        revision = await store.edit_passage(guild, stored.source.id, number, interaction.user.id, text, expected)
    except ConflictError:
        stored = await stored_by_key(interaction, key)
        theirs = [Block("theirs", say("moderate.theirs"), _passage(stored, number).text)]
        mine = [Block("text", say("moderate.yours"), text)]
        place = say("moderate.place", title=title, paragraph=number)
        card = conflict("passage", f"{key}:{number}:{stored.passages[number - 1]}", place, mine, theirs)
        await turn(interaction, card.view, files=card.files)
        return
    await confirm(interaction, revision.number, "moderate.edited_passage", title=title, number=number)


def _passage(stored: StoredSource, number: int) -> Passage:
    return stored.source.passages[lookup.passage_number(stored.source, number) - 1]


async def _source_form(interaction: Interaction, state: str) -> Form:
    key = state.partition(":")[0]
    stored = await stored_by_key(interaction, key)
    source = stored.source
    seen = "".join(map(_mark, metadata.as_read(source)))
    title = say("form.source", title=source.title)
    return Form(title, metadata.fields(Metadata.of(source)), f"{key}:{stored.version}:{seen}")


async def _source_sent(interaction: Interaction, state: str, typed: Typed) -> None:
    await _edit_source(interaction, state, typed.values, mine=True)


async def use_my_source(interaction: Interaction, state: str) -> None:
    """Put all that one changed in the place of what somebody else wrote meanwhile."""
    await _edit_source(interaction, state, await read_back(interaction.message, metadata.FORM), mine=True)


async def keep_their_source(interaction: Interaction, state: str) -> None:
    """Make one's own changes where nobody else made any."""
    await _edit_source(interaction, state, await read_back(interaction.message, metadata.FORM), mine=False)


async def _edit_source(interaction: Interaction, state: str, values: Mapping[str, str], *, mine: bool) -> None:
    """Change the fields that differ from what the editor saw; with ``mine`` also those that others changed since."""
    key, expected, seen = _source_state(state)
    stored = await stored_by_key(interaction, key)
    typed = metadata.read({name: values[name] for name in metadata.FORM})
    changed = [name for name in Metadata._fields if _mark(typed[name]) != seen[name]]
    now = metadata.as_read(stored.source)._asdict()
    elsewhere = {name for name in Metadata._fields if _mark(now[name]) != seen[name]}
    fields = {name: typed[name] for name in changed if mine or name not in elsewhere}
    if not fields:
        await changing.leave(interaction, "moderate.kept" if changed else "moderate.same")
        return
    try:
        revision = await interaction.client.shelf.store.edit(
            guild_of(interaction), stored.source.id, interaction.user.id, fields, expected
        )
    except ConflictError:
        stored = await stored_by_key(interaction, key)
        blocks = [Block(name, say(f"field.{name}"), values[name]) for name in metadata.FORM]
        theirs = [
            Block(f"theirs-{name}", say("moderate.theirs_of", field=say(f"field.{name}")), metadata.written(value))
            for name in changed
            if _mark(value := getattr(stored.source, name)) != seen[name]
        ]
        after = f"{key}:{stored.version}:{''.join(seen.values())}"
        card = conflict("source", after, stored.source.title, blocks, theirs)
        await turn(interaction, card.view, files=card.files)
        return
    title = str(fields.get("title", stored.source.title))
    await confirm(interaction, revision.number, "moderate.edited_source", title=title)


def _source_state(state: str) -> tuple[str, int, dict[str, str]]:
    match = re.fullmatch(rf"(\w+):(\d+):([0-9a-f]{{{_MARK * len(Metadata._fields)}}})", state)
    if match is None:
        raise Refusal("refusal.old_button")
    marks = (match[3][i : i + _MARK] for i in range(0, len(match[3]), _MARK))
    return match[1], int(match[2]), dict(zip(Metadata._fields, marks, strict=True))


_MARK = 8


def _mark(value: str | tuple[str, ...] | None) -> str:
    """Return characters that stand for what a field held when the form was opened."""
    return digest(repr(value))[:_MARK]


FORMS = {"passage": Kind(_passage_form, _passage_sent), "source": Kind(_source_form, _source_sent)}
ACTIONS = {
    "minepassage": use_my_passage,
    "theirspassage": keep_their_passage,
    "minesource": use_my_source,
    "theirssource": keep_their_source,
}
