"""/library add, and Add to library on a message: text and files become previews, each to be added on its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

import discord
from discord import app_commands

from bot import forms, uploads
from bot.cards import progress
from bot.cards.typed import Card, Typed
from bot.commands.library import drafts, metadata
from bot.commands.library.group import GROUP
from bot.commands.library.metadata import Metadata
from bot.conversation import text_of
from bot.errors import Refusal
from bot.forms import LONGEST_TEXT, Field, Form, Kind
from bot.remarks import small_print
from bot.replying import show
from bot.rights import FOR_MODERATORS
from bot.uploads import Problem
from bot.words import word
from knowledge.errors import KnowledgeError
from knowledge.intake import draft_file, limits, process, reading
from knowledge.intake.draft import Draft
from knowledge.intake.errors import IntakeError
from prompts import say

if TYPE_CHECKING:
    from bot.client import Counterpoint

    Interaction = discord.Interaction[Counterpoint]


class _Found(NamedTuple):
    """A draft and what it was read from; pasted text has no name."""

    draft: Draft
    name: str = ""


@GROUP.command(name=word("library.add"), description=word("library.add_about"))
async def add(interaction: Interaction) -> None:
    """Open the form for a new source."""
    await forms.present(interaction, "add", "")


@app_commands.context_menu(name=word("library.add_message"), extras=FOR_MODERATORS)
@app_commands.default_permissions(manage_guild=True)
@app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
@app_commands.allowed_installs(guilds=True, users=False)
async def add_message(interaction: Interaction, message: discord.Message) -> None:
    """Preview the files of a message, or open the form with its text; its sender is not taken for the author."""
    text = text_of(message).strip()
    if any(_is_readable(file) for file in message.attachments) or (message.attachments and not text):
        await _propose(interaction, "", message.attachments, {})
    elif text:
        await forms.present(interaction, "add", "", {"pasted": text[:LONGEST_TEXT]})
    else:
        raise Refusal("draft.nothing_in_message")


def _is_readable(file: discord.Attachment) -> bool:
    try:
        limits.check_file(file.filename, file.size)
    except IntakeError:
        return False
    return True


async def _form(_interaction: Interaction, _state: str) -> Form:
    known = Metadata()
    described = (metadata.title_field(known), metadata.authors_field(known), metadata.where_field(known))
    return Form(
        say("draft.add_form"),
        [
            Field("pasted", hint=say("draft.pasted_hint"), lines=True),
            Field("files", hint=say("draft.files_hint"), files=limits.FILES),
            *(field._replace(required=False) for field in described),
        ],
    )


async def _sent(interaction: Interaction, _state: str, typed: Typed) -> None:
    files = typed.files.get("files", ())
    if not typed.values["pasted"].strip() and not files:
        raise Refusal("draft.nothing")
    await _propose(interaction, typed.values["pasted"], files, typed.values)


async def _propose(
    interaction: Interaction, text: str, files: Sequence[discord.Attachment], typed: Mapping[str, str]
) -> None:
    """Preview what can be read of a text and some files, and name the files that cannot be."""
    await interaction.response.defer(ephemeral=True, thinking=True)
    if files:
        await interaction.edit_original_response(view=progress.reading([file.filename for file in files]))
    try:
        found, problems = await _read(text, files)
        how = {"alone": len(found) == 1, "cut_off": len(text) >= LONGEST_TEXT}
        previews = [await _preview(interaction, one, typed, **how) for one in found]
    finally:
        if files:
            await interaction.delete_original_response()
    if not found:
        raise Refusal("upload.none", problems=uploads.listed(problems))
    if problems:
        await show(interaction, progress.unread(uploads.listed(problems)), private=True)
    for preview in previews:
        await show(interaction, preview.view, private=True, files=preview.files)


async def _read(text: str, files: Sequence[discord.Attachment]) -> tuple[list[_Found], list[Problem]]:
    fetched = await uploads.fetch(files)
    found: list[_Found] = []
    problems = list(fetched.problems)
    if text.strip():
        try:
            found.append(_Found(_settled(reading.from_text(text))))
        except KnowledgeError as error:
            problems.append(Problem(say("field.pasted"), str(error)))
    drafts_ = await process.read(fetched.uploads) if fetched.uploads else []
    for upload, draft in zip(fetched.uploads, drafts_, strict=True):
        if isinstance(draft, Draft):
            found.append(_Found(_settled(draft), upload.name))
        else:
            problems.append(Problem(upload.name, str(draft)))
    return found, problems


def _settled(draft: Draft) -> Draft:
    """Return a draft as its file gives it back, so that what is previewed is what will be added."""
    return draft_file.parse(draft_file.render(draft)).model_copy(update={"remarks": draft.remarks})


async def _preview(
    interaction: Interaction, found: _Found, typed: Mapping[str, str], *, alone: bool, cut_off: bool
) -> Card:
    """Return the preview of what was read from one file, or from the text that was typed."""
    usable = dict(typed) if alone else {name: value for name, value in typed.items() if name != "title"}
    notes: list[str] = []
    if not alone and typed.get("title", "").strip():
        notes.append(say("draft.one_title"))
    if cut_off and not found.name:
        notes.append(say("draft.cut_off", most=LONGEST_TEXT))
    filled = drafts.filled(found.draft, usable, {})
    return await drafts.preview(
        interaction,
        filled.draft,
        name=found.name,
        notes=[*notes, *filled.problems],
        remarks=small_print(found.draft.remarks),
    )


FORMS = {"add": Kind(_form, _sent)}
