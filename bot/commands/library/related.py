"""The issues of a source that was just added: proposed from its words, confirmed by a person."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

import discord

from bot import lookup
from bot.cards.typed import Typed
from bot.commands.library import changing
from bot.commands.library.changing import confirm, confirm_all
from bot.commands.library.speaking import speak
from bot.errors import Refusal
from bot.forms import MOST_OPTIONS, Field, Form, Kind, Option
from bot.markup import cut
from bot.pressing import LONGEST_LABEL
from bot.replying import library_of, wait
from knowledge.answers.relating import IssueFinder, Relation
from knowledge.model import Source
from knowledge.store.errors import NothingToChangeError
from prompts import say

if TYPE_CHECKING:
    from bot.client import Counterpoint

    Interaction = discord.Interaction[Counterpoint]


async def _form(interaction: Interaction, key: str) -> Form:
    source, relations = await _related(interaction, key)
    if not relations:
        raise Refusal("draft.no_issues")
    options = [
        Option(relation.issue.id, relation.issue.label, hint=", ".join(f"¶{n}" for n in _paragraphs(relation)))
        for relation in relations[:MOST_OPTIONS]
    ]
    return Form(
        say("form.source", title=source.title), [Field("issues", hint=say("draft.issues_hint"), options=options)]
    )


async def _sent(interaction: Interaction, key: str, typed: Typed) -> None:
    await wait(interaction)
    source, relations = await _related(interaction, key)
    chosen = set(typed.values["issues"].split("\n"))
    undos: list[tuple[str, int]] = []
    for relation in relations:
        if relation.issue.id in chosen:
            together = partial(_together, _paragraphs(relation))
            try:
                number = await speak(interaction, relation.issue.id, source.id, together)
            except NothingToChangeError:
                continue
            undos.append((cut(say("moderate.undo_one", what=relation.issue.label), LONGEST_LABEL), number))
    if len(undos) == 1:
        await confirm(interaction, undos[0][1], "draft.issues_noted", title=source.title, count=1)
    elif undos:
        await confirm_all(interaction, undos, "draft.issues_noted", title=source.title, count=len(undos))
    else:
        await changing.leave(interaction, "moderate.same")


async def _related(interaction: Interaction, key: str) -> tuple[Source, Sequence[Relation]]:
    library = await library_of(interaction)
    source = lookup.source_by_key(library, key)
    finder = IssueFinder(library)
    return source, await asyncio.to_thread(finder.related, source.passages)


def _paragraphs(relation: Relation) -> list[int]:
    return list(dict.fromkeys(address.paragraph for address in relation.sentences))


def _together(added: Sequence[int], there: Sequence[int]) -> list[int]:
    return list(dict.fromkeys([*there, *added]))


FORMS = {"issuesof": Kind(_form, _sent)}
