"""What becomes of a previewed source: it is added, put in the place of another, edited further, or given back.

The draft is a file on its preview and nowhere else. So there is nothing of it to keep or to purge, a preview works
after a restart, and what is added is what the person could open and read.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

import discord
from discord.ui import LayoutView

from bot import uploads
from bot.cards import draft as cards
from bot.cards.typed import Card, Typed
from bot.commands.library import metadata
from bot.commands.library.changing import guild_of
from bot.commands.library.metadata import Metadata
from bot.errors import Refusal
from bot.forms import LONGEST_TEXT, Form, Kind
from bot.markup import escape
from bot.replying import library_of, turn, wait
from knowledge.answers.relating import IssueFinder
from knowledge.intake import draft_file
from knowledge.intake.draft import Draft
from knowledge.intake.errors import BadFieldError
from knowledge.reviewing import review
from knowledge.store.errors import ConflictError
from prompts import say

if TYPE_CHECKING:
    from bot.client import Counterpoint

    Interaction = discord.Interaction[Counterpoint]

_PATIENCE_SECONDS = 2.0
"""How long Discord may take to hand out the file of a preview, where a form has to be opened within three."""


class Waiting(NamedTuple):
    """A draft that waits on a card."""

    draft: Draft
    file: str
    remarks: str | None
    """The markup of what was remarked when it was read."""


class Filled(NamedTuple):
    """A draft with what was typed, and a sentence about each field that could not be used."""

    draft: Draft
    problems: Sequence[str] = ()


async def preview(
    interaction: Interaction, draft: Draft, *, name: str = "", notes: Sequence[str] = (), remarks: str | None = None
) -> Card:
    """Return the card of a draft as adding it to the library of the server would be."""
    library = await library_of(interaction)
    seen = await review(interaction.client.shelf.store, library, guild_of(interaction), draft)
    return cards.preview(seen, library, name=name, notes=notes, remarks=remarks)


def filled(draft: Draft, typed: Mapping[str, str], shown: Mapping[str, str]) -> Filled:
    """Return a draft with the metadata that somebody typed where ``shown`` stood; what they left alone stays."""
    problems: list[str] = []
    for name, value in typed.items():
        if name not in metadata.FORM or value == shown.get(name, ""):
            continue
        try:
            read = metadata.read({name: value}) if value.strip() else _nothing(name)
            # A form that showed nothing says nothing about what it leaves out.
            draft = draft.with_(**{k: v for k, v in read.items() if v is not None or shown.get(name)})
        except Refusal as refusal:
            problems.append(str(refusal))
        except BadFieldError as error:
            problems.append(escape(str(error)))
    return Filled(draft, problems)


async def add(interaction: Interaction, state: str) -> None:
    """Add a draft to the library, as a source of its own or in the place of the one that its preview names."""
    match = re.fullmatch(r"(new|replace):(\d{1,18})", state)
    if match is None:
        raise Refusal("refusal.old_button")
    await wait(interaction)
    waiting = await _waiting(interaction)
    # The id of a new source is the one that was shown: a second press finds it there and adds nothing.
    own_id = {"id": waiting.file.removesuffix(cards.SUFFIX)} if match[1] == "new" else {}
    source = waiting.draft.model_copy(update=own_id).source()
    store, guild = interaction.client.shelf.store, guild_of(interaction)
    try:
        revision = await store.add(guild, source, interaction.user.id, seen=int(match[2]))
    except ConflictError:
        await _again(interaction, waiting, say("draft.meanwhile"))
        return
    library = await library_of(interaction)
    relations = await asyncio.to_thread(IssueFinder(library).related, source.passages)
    ask = interaction.client.mentions.of("ask")
    number = revision.number if revision else None
    await turn(interaction, cards.added(source, library, ask, number, issues=bool(relations)))


async def cancel(interaction: Interaction, _state: str) -> None:
    """Add nothing, and give the draft back as a file."""
    await wait(interaction)
    waiting = await _waiting(interaction)
    card = cards.cancelled(waiting.draft, waiting.file)
    await turn(interaction, card.view, files=card.files)


async def _form(interaction: Interaction, _state: str) -> Form:
    try:
        waiting = await asyncio.wait_for(_waiting(interaction), _PATIENCE_SECONDS)
    except TimeoutError:
        raise Refusal("draft.slow") from None
    return Form(say("draft.form"), _fields(waiting.draft))


async def _sent(interaction: Interaction, _state: str, typed: Typed) -> None:
    """Show the preview anew; what cannot be used as typed is said on it, and the rest is."""
    await wait(interaction)
    waiting = await _waiting(interaction)
    shown = {field.name: field.value for field in _fields(waiting.draft)}
    edited = filled(waiting.draft, typed.values, shown)
    await _again(interaction, waiting._replace(draft=edited.draft), *edited.problems)


async def _again(interaction: Interaction, waiting: Waiting, *notes: str) -> None:
    card = await preview(interaction, waiting.draft, notes=notes, remarks=waiting.remarks)
    await turn(interaction, card.view, files=card.files)


async def _waiting(interaction: Interaction) -> Waiting:
    """Return the draft on the card that was pressed; raises Refusal where it cannot be had any more."""
    name, data = await uploads.waiting_on(interaction.message, cards.SUFFIX)
    assert interaction.message is not None
    remarks = (
        item.content
        for item in LayoutView.from_message(interaction.message).walk_children()
        if isinstance(item, discord.ui.TextDisplay) and item.id == cards.REMARKS_ID
    )
    return Waiting(draft_file.parse(data.decode()), name, next(remarks, None))


def _fields(draft: Draft) -> list[metadata.Field]:
    return [field._replace(required=False, most=LONGEST_TEXT) for field in metadata.fields(Metadata.of(draft))]


def _nothing(name: str) -> dict[str, object]:
    """Return the metadata of a field that was emptied."""
    if name == "where":
        return {"outlet": None, "published": None, "url": None}
    return {name: {"title": "", "authors": ()}.get(name)}


FORMS = {"draft": Kind(_form, _sent)}
ACTIONS = {"draftadd": add, "draftcancel": cancel}
