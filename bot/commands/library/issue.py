"""/library issue: what an issue is called, which questions name it, and which passages speak to it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ui import LayoutView

from bot import forms, lookup
from bot.cards import listing
from bot.cards.conflict import conflict
from bot.cards.listing import Entry
from bot.cards.typed import Block, Typed, read_back
from bot.commands.library import changing
from bot.commands.library.changing import confirm, guild_of
from bot.commands.library.group import GROUP
from bot.errors import Refusal
from bot.forms import Field, Form, Kind, Option
from bot.keys import digest
from bot.markup import cut, escape, line, small
from bot.replying import library_of, show, turn
from bot.words import word
from knowledge.answers import comparing, proposing
from knowledge.search.library import Library
from knowledge.store.curating import LONGEST_LABEL, StoredIssue
from knowledge.store.errors import ConflictError
from prompts import say

if TYPE_CHECKING:
    from bot.client import Counterpoint

    Interaction = discord.Interaction[Counterpoint]

FORM = ("label", "asks", "passages", "offered_passages")
_NUMBERS = re.compile(r"¶?(\d{1,6})(?:[-–]¶?(\d{1,6}))?")
_LONGEST_RANGE = 50


@GROUP.command(name=word("library.issue"), description=word("library.issue_about"))
@app_commands.rename(issue=word("compare.issue"))
@app_commands.describe(issue=word("library.issue_issue"))
async def issue(interaction: Interaction, issue: app_commands.Range[str, 1, 200] | None = None) -> None:
    """Open the form of an issue, or list all."""
    if issue is None:
        await show(interaction, await _page(interaction, 0), private=True)
        return
    library = await library_of(interaction)
    found = comparing.issue_named(library, issue)
    if found is None:
        like = "; ".join(near.label for near in comparing.issues_like(library, issue, 3))
        raise Refusal("moderate.no_issue", words=cut(issue, 100), labels=like or say("moderate.nothing"))
    await forms.present(interaction, "issue", f"{digest(found.id)}:0")


@issue.autocomplete("issue")
async def _issues(interaction: Interaction, typed: str) -> list[lookup.Choice]:
    library = await interaction.client.library(interaction.guild_id)
    return [lookup.choice(i.label, i.id) for i in comparing.issues_like(library, typed, lookup.MOST_CHOICES)]


async def list_issues(interaction: Interaction, state: str) -> None:
    """Turn the page of the issues."""
    await turn(interaction, await _page(interaction, int(state) if state.isdecimal() else 0))


async def remove(interaction: Interaction, state: str) -> None:
    """Take an issue of the server away, or from a shipped one what was changed of it."""
    key, expected = _parsed(state)
    found = await _stored(interaction, key)
    store, guild = interaction.client.shelf.store, guild_of(interaction)
    try:
        revision = await store.remove_issue(guild, found.id, interaction.user.id, expected)
    except ConflictError:
        raise Refusal("moderate.issue_changed", label=found.label) from None
    await confirm(interaction, revision.number, "moderate.removed_issue", label=found.label)


async def use_mine(interaction: Interaction, state: str) -> None:
    """Put what one wrote in the place of what somebody else wrote meanwhile."""
    await _save(interaction, state, await read_back(interaction.message, FORM))


async def keep_theirs(interaction: Interaction, _state: str) -> None:
    """Leave an issue as somebody else wrote it."""
    await changing.leave(interaction, "moderate.kept")


async def _page(interaction: Interaction, number: int) -> LayoutView:
    """Return a page of the issues: the server's own first."""
    issues = await interaction.client.shelf.store.issues(guild_of(interaction))
    entries: list[Entry] = []
    for one in sorted(issues, key=lambda i: (i.version == 0, i.shipped)):
        state = f"{digest(one.id)}:{one.version}"
        count = sum(map(len, one.passages.values()))
        said = say("issues.shipped" if one.shipped else "issues.own", count=count)
        buttons = [listing.edit_button("issue", state)]
        if one.version:
            buttons.append(listing.remove_button("noissue", state))
        entries.append(Entry(f"**{escape(one.label)}**\n{small(said)}", buttons))
    return listing.page("issues", entries, number, listing.new_button("issue"))


async def _form(interaction: Interaction, state: str) -> Form:
    key = state.partition(":")[0]
    found = await _stored(interaction, key) if key else StoredIssue("", "")
    library = await library_of(interaction)
    fields = [
        Field("label", found.label, say("form.label_hint"), most=LONGEST_LABEL, required=True),
        Field("asks", "\n".join(found.asks), say("form.issue_asks_hint"), lines=True),
        Field("passages", _written(found.passages), say("form.passages_hint"), lines=True),
    ]
    offered = _offered(library, found)
    if offered:
        fields.append(Field("offered_passages", hint=say("form.offered_passages_hint"), options=offered))
    return Form(say("form.issue" if key else "form.new_issue"), fields, f"{key}:{found.version}")


def _offered(library: Library, issue: StoredIssue) -> list[Option]:
    """Return the passages that may speak to an issue, without those that are known to."""
    known = {(source_id, n) for source_id, numbers in issue.passages.items() for n in numbers}
    for curated in library.issues:
        if curated.id == issue.id:
            known |= {(source_id, a.paragraph) for source_id, addresses in curated.sentences for a in addresses}
    options: list[Option] = []
    for address in proposing.passages(library, issue.label) if issue.label else ():
        if address not in known:
            source = library.source(address.source)
            text = source.passages[address.paragraph - 1].text
            label = f"{library.citation(source, address.paragraph)} {' '.join(text.split())}"
            options.append(Option(f"{address.source} {address.paragraph}", label))
    return options


async def _sent(interaction: Interaction, state: str, typed: Typed) -> None:
    await _save(interaction, state, typed.values)


async def _save(interaction: Interaction, state: str, values: Mapping[str, str]) -> None:
    key, expected = _parsed(state)
    old = await _stored(interaction, key) if key else None
    library = await library_of(interaction)
    lines = [*values["passages"].split("\n"), *values.get("offered_passages", "").split("\n")]
    passages = read_places(library, lines)
    store, guild, label = interaction.client.shelf.store, guild_of(interaction), line(values["label"])
    try:
        revision = await store.set_issue(
            guild,
            old.id if old else None,
            interaction.user.id,
            label=label,
            asks=values["asks"].split("\n"),
            passages=passages,
            expected=expected,
        )
    except ConflictError:
        await _tell_of_conflict(interaction, await _stored(interaction, key), values)
        return
    await confirm(interaction, revision.number, "moderate.set_issue", label=label)


async def _tell_of_conflict(interaction: Interaction, now: StoredIssue, values: Mapping[str, str]) -> None:
    mine = [Block(name, say(f"field.{name}"), values.get(name, "")) for name in FORM]
    theirs = [
        Block(f"theirs-{name}", say("moderate.theirs_of", field=say(f"field.{name}")), text or say("moderate.nothing"))
        for name, text in (("label", now.label), ("asks", "\n".join(now.asks)), ("passages", _written(now.passages)))
    ]
    card = conflict("issue", f"{digest(now.id)}:{now.version}", now.label, mine, theirs)
    await turn(interaction, card.view, files=card.files)


def read_places(library: Library, lines: Sequence[str]) -> dict[str, list[int]]:
    """Return the paragraphs that lines like ``mastro-2021 10, 16`` name, by source; raises Refusal."""
    places: dict[str, list[int]] = {}
    for written in filter(None, map(line, lines)):
        words = [part for part in re.split(r"[\s,;]+", written) if part]
        numbers: list[int] = []
        while words and (match := _NUMBERS.fullmatch(words[-1])):
            first, last = int(match[1]), int(match[2] or match[1])
            numbers[:0] = range(first, min(last, first + _LONGEST_RANGE) + 1)
            words.pop()
        if not words or not numbers:
            raise Refusal("form.bad_place", line=cut(written, 100))
        source = lookup.source_by_words(library, " ".join(words))
        for number in numbers:
            lookup.passage_number(source, number)
        known = places.setdefault(source.id, [])
        known.extend(n for n in dict.fromkeys(numbers) if n not in known)
    return places


def _written(passages: Mapping[str, Sequence[int]]) -> str:
    return "\n".join(f"{source_id} {', '.join(map(str, numbers))}" for source_id, numbers in passages.items())


async def _stored(interaction: Interaction, key: str) -> StoredIssue:
    issues = await interaction.client.shelf.store.issues(guild_of(interaction))
    found = next((one for one in issues if digest(one.id) == key), None)
    if found is None:
        raise Refusal("refusal.issue_gone")
    return found


def _parsed(state: str) -> tuple[str, int]:
    match = re.fullmatch(r"(\w*):(\d{0,18})", state)
    if match is None:
        raise Refusal("refusal.old_button")
    return match[1], int(match[2] or 0)


FORMS = {"issue": Kind(_form, _sent)}
ACTIONS = {"issues": list_issues, "noissue": remove, "mineissue": use_mine, "theirsissue": keep_theirs}
