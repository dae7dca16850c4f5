"""/library note: the questions that a passage answers and the issues it speaks to; proposed, confirmed by a person."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

import discord
from discord import app_commands

from bot import forms, lookup
from bot.cards.conflict import conflict
from bot.cards.typed import Block, Typed, read_back
from bot.choices import paragraph_choices
from bot.commands.library import changing
from bot.commands.library.changing import confirm_all, guild_of
from bot.commands.library.group import GROUP
from bot.commands.library.speaking import speak
from bot.errors import Refusal
from bot.forms import Field, Form, Kind, Option
from bot.keys import digest
from bot.markup import cut
from bot.pressing import LONGEST_LABEL
from bot.replying import library_of, turn
from bot.words import word
from knowledge.answers import proposing
from knowledge.answers.proposing import Address
from knowledge.answers.relating import IssueFinder
from knowledge.model import Source
from knowledge.search.library import Library
from knowledge.store.curating import StoredIssue, StoredNote
from knowledge.store.errors import ConflictError, NothingToChangeError
from prompts import say

if TYPE_CHECKING:
    from bot.client import Counterpoint

    Interaction = discord.Interaction[Counterpoint]

FORM = ("asks", "offered", "issues")
_LONGEST_VALUE = 100
"""Characters of a choice that Discord gives back."""


class _Noted(NamedTuple):
    """A passage with what the server's moderators noted of it."""

    source: Source
    number: int
    note: StoredNote
    issues: Sequence[StoredIssue]
    """All issues of the library."""

    @property
    def members(self) -> list[StoredIssue]:
        """The issues that it was said to speak to."""
        return [issue for issue in self.issues if self.number in issue.passages.get(self.source.id, ())]

    @property
    def state(self) -> str:
        """What a form remembers of it."""
        seen = digest(" ".join(issue.id for issue in self.members))
        return f"{digest(self.source.id)}:{self.number}:{self.note.version}:{seen}"


@GROUP.command(name=word("library.note"), description=word("library.note_about"))
@app_commands.rename(source=word("option.source"), paragraph=word("option.paragraph"))
@app_commands.describe(source=word("option.source_about"), paragraph=word("option.paragraph_about"))
async def note(interaction: Interaction, source: str, paragraph: app_commands.Range[int, 1, 99_999]) -> None:
    """Open the form for what is known of a passage."""
    found = lookup.source_by_words(await library_of(interaction), source)
    await forms.present(interaction, "note", f"{digest(found.id)}:{lookup.passage_number(found, paragraph)}:0:0")


@note.autocomplete("source")
async def _sources(interaction: Interaction, typed: str) -> list[lookup.Choice]:
    return lookup.source_choices(await interaction.client.library(interaction.guild_id), typed)


@note.autocomplete("paragraph")
async def _paragraphs(interaction: Interaction, typed: str) -> list[app_commands.Choice[int]]:
    return await paragraph_choices(interaction, typed)


async def _form(interaction: Interaction, state: str) -> Form:
    noted = await _noted(interaction, state)
    library = await library_of(interaction)
    place = Address(noted.source.id, noted.number)
    questions = [ask for ask in proposing.questions(library, place) if len(ask) <= _LONGEST_VALUE]
    fields = [
        Field("asks", "\n".join(noted.note.asks), say("form.asks_hint"), lines=True),
        Field("offered", hint=say("form.offered_hint"), options=[Option(ask, ask) for ask in questions]),
        Field("issues", options=list(_options(noted, library))[: forms.MOST_OPTIONS]),
    ]
    title = say("form.note", paragraph=noted.number, title=noted.source.title)
    return Form(title, [field for field in fields if field.lines or field.options], noted.state)


def _options(noted: _Noted, library: Library) -> Iterator[Option]:
    """Yield the issues to choose from: those it was said to speak to, those it may speak to, and others.

    What the shipped notes say is no choice of the server's.
    """
    passage = noted.source.passages[noted.number - 1]
    rank = {relation.issue.id: n for n, relation in enumerate(IssueFinder(library).related([passage]))}
    members = {issue.id for issue in noted.members}
    speaks = {
        issue.id
        for issue in library.issues
        for source_id, addresses in issue.sentences
        if source_id == noted.source.id and any(address.paragraph == noted.number for address in addresses)
    }
    choices = [issue for issue in noted.issues if issue.id in members or issue.id not in speaks]
    for issue in sorted(choices, key=lambda i: (i.id not in members, rank.get(i.id, len(rank)))):
        hint = say("form.proposed") if issue.id in rank and issue.id not in members else None
        yield Option(issue.id, issue.label, issue.id in members, hint)


async def _sent(interaction: Interaction, state: str, typed: Typed) -> None:
    await _save(interaction, state, typed.values)


async def use_mine(interaction: Interaction, state: str) -> None:
    """Put one's own note in the place of what somebody else wrote meanwhile."""
    await _save(interaction, state, await read_back(interaction.message, FORM))


async def keep_theirs(interaction: Interaction, _state: str) -> None:
    """Leave a note as somebody else wrote it."""
    await changing.leave(interaction, "moderate.kept")


async def _save(interaction: Interaction, state: str, values: Mapping[str, str]) -> None:
    noted = await _noted(interaction, state)
    expected = int(state.split(":")[2])
    asks = [*values["asks"].split("\n"), *values.get("offered", "").split("\n")]
    wanted = set(values["issues"].split("\n")) if "issues" in values else {issue.id for issue in noted.members}
    try:
        if state != noted.state:
            raise ConflictError(noted.source.id, None, None)
        undos = await _save_questions(interaction, noted, asks, expected)
    except ConflictError:
        await _tell_of_conflict(interaction, await _noted(interaction, state), values)
        return
    for issue in noted.issues:
        if (issue.id in wanted) != (issue in noted.members):
            number = await _set_member(interaction, issue.id, noted, member=issue.id in wanted)
            undos.append((cut(say("moderate.undo_one", what=issue.label), LONGEST_LABEL), number))
    if not undos:
        await changing.leave(interaction, "moderate.same")
        return
    if len(undos) == 1:
        undos = [(say("moderate.undo"), undos[0][1])]
    title = noted.source.title
    await confirm_all(interaction, undos, "moderate.noted", title=title, number=noted.number)


async def _save_questions(
    interaction: Interaction, noted: _Noted, asks: Sequence[str], expected: int
) -> list[tuple[str, int]]:
    store, guild = interaction.client.shelf.store, guild_of(interaction)
    try:
        revision = await store.note(
            guild, noted.source.id, noted.number, interaction.user.id, asks=asks, expected=expected
        )
    except NothingToChangeError:
        return []
    return [(say("moderate.undo_one", what=say("field.asks")), revision.number)]


async def _set_member(interaction: Interaction, issue_id: str, noted: _Noted, *, member: bool) -> int:
    """Say whether a passage speaks to an issue; return the entry's number."""

    def change(there: Sequence[int]) -> list[int]:
        return [*(n for n in there if n != noted.number), *([noted.number] if member else [])]

    return await speak(interaction, issue_id, noted.source.id, change)


async def _tell_of_conflict(interaction: Interaction, noted: _Noted, values: Mapping[str, str]) -> None:
    mine = [Block(name, say(f"field.{name}"), values.get(name, "")) for name in FORM]
    labels = "\n".join(issue.label for issue in noted.members)
    theirs = [
        Block(f"theirs-{name}", say("moderate.theirs_of", field=say(f"field.{name}")), text or say("moderate.nothing"))
        for name, text in (("asks", "\n".join(noted.note.asks)), ("issues", labels))
    ]
    place = say("moderate.place", title=noted.source.title, paragraph=noted.number)
    card = conflict("note", noted.state, place, mine, theirs)
    await turn(interaction, card.view, files=card.files)


async def _noted(interaction: Interaction, state: str) -> _Noted:
    match = re.fullmatch(r"(\w+):(\d{1,6}):\d{1,18}:\w+", state)
    if match is None:
        raise Refusal("refusal.old_button")
    source = lookup.source_by_key(await library_of(interaction), match[1])
    number = lookup.passage_number(source, int(match[2]))
    store, guild = interaction.client.shelf.store, guild_of(interaction)
    return _Noted(source, number, await store.noted(guild, source.id, number), await store.issues(guild))


FORMS = {"note": Kind(_form, _sent)}
ACTIONS = {"minenote": use_mine, "theirsnote": keep_theirs}
