"""/library export and import: libraries as files of the fixed source format, out of one server and into another."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Sequence
from typing import TYPE_CHECKING

import discord
from discord import app_commands

from bot import forms, lookup, uploads
from bot.cards import incoming, progress
from bot.cards.typed import Card, Typed
from bot.commands.library.changing import confirm, confirm_all, every_source, guild_of, leave
from bot.commands.library.group import GROUP
from bot.errors import Refusal
from bot.forms import Field, Form, Kind
from bot.replying import library_of, show, turn, wait
from bot.uploads import Problem
from bot.words import word
from knowledge.intake import limits, source_files
from knowledge.model import Source
from knowledge.sources import markdown
from knowledge.store.errors import ConflictError
from prompts import say

if TYPE_CHECKING:
    from bot.client import Counterpoint

    Interaction = discord.Interaction[Counterpoint]

_EXPORT = "library.zip"
_BETWEEN_EDITS_SECONDS = 2.0
"""How often it is said how far an import is; Discord takes five edits in five seconds."""


@GROUP.command(name=word("library.export"), description=word("library.export_about"))
@app_commands.rename(source=word("option.source"))
@app_commands.describe(source=word("library.export_source"))
async def export(interaction: Interaction, source: str | None = None) -> None:
    """Hand out a source as a file, or all sources of the server's own as one .zip."""
    await wait(interaction)
    store, guild = interaction.client.shelf.store, guild_of(interaction)
    if source is not None:
        found = lookup.source_among(await every_source(interaction), source)
        name, count, data = f"{found.id}{source_files.MARKDOWN}", 1, markdown.render(found).encode()
    else:
        sources = await store.export(guild)
        if not sources:
            raise Refusal("export.nothing")
        name, count, data = _EXPORT, len(sources), await asyncio.to_thread(source_files.packed, sources)
    if len(data) > interaction.filesize_limit:
        size, most = (f"{part / limits.MEGABYTE:.1f}" for part in (len(data), interaction.filesize_limit))
        raise Refusal("export.too_large", size=size, most=most, guild=guild)
    file = discord.File(io.BytesIO(data), name)
    await show(interaction, incoming.exported(name, count), private=True, files=[file])


@export.autocomplete("source")
async def _sources(interaction: Interaction, typed: str) -> list[lookup.Choice]:
    return lookup.choices_among(await every_source(interaction), typed)


@GROUP.command(name=word("library.import"), description=word("library.import_about"))
async def import_(interaction: Interaction) -> None:
    """Open the form that takes the files of an export."""
    await forms.present(interaction, "import", "")


async def _form(_interaction: Interaction, _state: str) -> Form:
    hint = say("import.files_hint")
    return Form(say("import.form"), [Field("exported", hint=hint, files=limits.FILES, required=True)])


async def _sent(interaction: Interaction, _state: str, typed: Typed) -> None:
    """Say what would change, and name the files that hold no source."""
    files = typed.files.get("exported", ())
    await wait(interaction)
    await interaction.edit_original_response(view=progress.reading([file.filename for file in files]))
    try:
        fetched = await uploads.fetch(files, source_files.check_file)
        found = await asyncio.to_thread(source_files.read, fetched.uploads)
    finally:
        await interaction.delete_original_response()
    problems = [*fetched.problems, *(Problem(one.name, str(one.reason)) for one in found.unusable)]
    if not found.sources:
        raise Refusal("upload.none", problems=uploads.listed(problems))
    if problems:
        await show(interaction, progress.unread(uploads.listed(problems)), private=True)
    card = await _preview(interaction, found.sources)
    await show(interaction, card.view, private=True, files=card.files)


async def _preview(interaction: Interaction, sources: Sequence[Source], note: str | None = None) -> Card:
    store, guild = interaction.client.shelf.store, guild_of(interaction)
    version = await store.version(guild)
    compared = await store.compare(guild, sources)
    changing = [one.source for one in compared if one.kind != "same"]
    return incoming.preview(compared, await asyncio.to_thread(source_files.packed, changing), version, note=note)


async def carry_out(interaction: Interaction, state: str) -> None:
    """Import the sources that wait on the card, but none that somebody changed since they were previewed."""
    if not state.isdecimal():
        raise Refusal("refusal.old_button")
    await wait(interaction)
    upload = await uploads.waiting_on(interaction.message, incoming.FILE)
    sources = (await asyncio.to_thread(source_files.read, [upload])).sources
    store, guild, who = interaction.client.shelf.store, guild_of(interaction), interaction.user.id
    clock = asyncio.get_running_loop().time
    revisions: list[int] = []
    changed_since: list[Source] = []
    said = clock()
    for number, source in enumerate(sources):
        if clock() - said > _BETWEEN_EDITS_SECONDS:
            said = clock()
            await turn(interaction, incoming.progress(number, len(sources)))
        try:
            revision = await store.add(guild, source, who, seen=int(state))
        except ConflictError:
            changed_since.append(source)
        else:
            revisions += [revision.number] if revision else []
    if changed_since:
        await library_of(interaction)
        note = say("import.meanwhile", count=len(revisions), all=len(sources))
        card = await _preview(interaction, changed_since, note)
        await turn(interaction, card.view, files=card.files)
    elif not revisions:
        await leave(interaction, "moderate.same")
    elif len(revisions) == 1:
        await confirm(interaction, revisions[0], "import.done")
    else:
        await confirm_all(interaction, [], "import.done_all", count=len(revisions))


async def cancel(interaction: Interaction, _state: str) -> None:
    """Import nothing."""
    await turn(interaction, incoming.cancelled())


FORMS = {"import": Kind(_form, _sent)}
ACTIONS = {"import": carry_out, "importcancel": cancel}
