"""/library fact: confirm, correct, add or hide a fact that was found in a paragraph."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple, get_args

import discord
from discord import app_commands

from bot import forms, lookup
from bot.choices import paragraph_choices
from bot.commands.library.changing import confirm, guild_of
from bot.commands.library.group import GROUP
from bot.errors import Refusal
from bot.forms import Field, Form, Kind, Option
from bot.keys import digest
from bot.markup import cut
from bot.replying import library_of
from bot.words import word
from knowledge.facts import book
from knowledge.facts.fact import Fact
from knowledge.model import FactKind, Source
from knowledge.search.library import Library
from knowledge.sources.factnotes import FactNote
from knowledge.sources.places import Place
from knowledge.store.noting import LONGEST_ABOUT, LONGEST_DATUM, StoredFact, fact_note
from prompts import say

if TYPE_CHECKING:
    from bot.client import Counterpoint

    Interaction = discord.Interaction[Counterpoint]

KINDS: tuple[FactKind, ...] = get_args(FactKind)
_NEW = "new"
_HIDDEN = "hidden"
_CHOICES = [app_commands.Choice(name=word(f"fact.{kind}"), value=kind) for kind in KINDS]


class _Chosen(NamedTuple):
    """A datum of a passage, whether found, noted or still to be added."""

    source: Source
    number: int
    kind: FactKind
    text: str
    """Empty where it is to be typed."""
    fact: Fact | None
    """As it is shown; None where it is hidden or to be added."""
    note: FactNote | None
    """What was noted of it."""

    @property
    def name(self) -> str:
        """What stands for it in a choice and in a form."""
        return digest(f"{self.kind} {self.text}") if self.text else f"{_NEW}-{self.kind}"

    @property
    def state(self) -> str:
        """What a form remembers of it."""
        seen = digest(self.note.model_dump_json()) if self.note else "0"
        return f"{digest(self.source.id)}:{self.number}:{self.name}:{seen}"


@GROUP.command(name=word("library.fact"), description=word("library.fact_about"))
@app_commands.rename(
    source=word("option.source"),
    paragraph=word("option.paragraph"),
    fact=word("library.fact_fact"),
    kind=word("library.fact_kind"),
)
@app_commands.describe(
    source=word("option.source_about"),
    paragraph=word("option.paragraph_about"),
    fact=word("library.fact_fact_about"),
    kind=word("library.fact_kind_about"),
)
@app_commands.choices(kind=_CHOICES)
async def fact(
    interaction: Interaction,
    source: str,
    paragraph: app_commands.Range[int, 1, 99_999],
    fact: app_commands.Range[str, 1, LONGEST_DATUM] | None = None,
    kind: str | None = None,
) -> None:
    """Open the form of a fact: of one that was found, or with a kind of a new one."""
    found = lookup.source_by_words(await library_of(interaction), source)
    number = lookup.passage_number(found, paragraph)
    there = await _facts(interaction, found, number)
    named = next((one for one in there if fact in (one.name, one.text) and kind in (None, one.kind)), None)
    if named is None and kind is None:
        raise Refusal("moderate.which_fact", number=number)
    if named is None:
        new = _Chosen(found, number, _kind(kind or ""), "", None, None)
        await forms.present(interaction, "fact", new.state, {"datum": fact} if fact else None)
    else:
        await forms.present(interaction, "fact", named.state)


@fact.autocomplete("source")
async def _sources(interaction: Interaction, typed: str) -> list[lookup.Choice]:
    return lookup.source_choices(await interaction.client.library(interaction.guild_id), typed)


@fact.autocomplete("paragraph")
async def _paragraphs(interaction: Interaction, typed: str) -> list[app_commands.Choice[int]]:
    return await paragraph_choices(interaction, typed)


@fact.autocomplete("fact")
async def _choices(interaction: Interaction, typed: str) -> list[lookup.Choice]:
    library = await interaction.client.library(interaction.guild_id)
    try:
        named = (
            interaction.namespace[say("commands.option.source")],
            interaction.namespace[say("commands.option.paragraph")],
        )
        source = lookup.source_by_words(library, str(named[0] or ""))
        number = lookup.passage_number(source, int(str(named[1])))
    except (KeyError, ValueError, Refusal):
        return []
    wanted = typed.casefold().split()
    shown = [(one, _label(one)) for one in await _facts(interaction, source, number)]
    fitting = [lookup.choice(label, one.name) for one, label in shown if all(w in label.casefold() for w in wanted)]
    return fitting[: lookup.MOST_CHOICES]


def _label(one: _Chosen) -> str:
    about = one.fact.about if one.fact else say("moderate.fact_hidden")
    return f"{say(f'commands.fact.{one.kind}')}: {cut(one.text, 50)}" + (f" ({about})" if about else "")


async def _form(interaction: Interaction, state: str) -> Form:
    chosen = await _chosen(interaction, state)
    note, fact = chosen.note, chosen.fact
    own = chosen.kind == "quotation"
    hidden = Option(_HIDDEN, say("form.fact_hide"), note is not None and note.hidden)
    fields = [
        Field("datum", most=LONGEST_DATUM, required=True, hint=say("form.datum_hint")) if not chosen.text else None,
        Field("about", fact.about if fact else "", say(_about_hint(chosen.kind)), lines=True, most=LONGEST_ABOUT),
        Field("when", note.when or "" if note else "", say("form.when_hint"), most=10)
        if chosen.kind == "event"
        else None,
        Field("by", fact.by if fact else "", say("form.by_hint"), most=LONGEST_DATUM) if own else None,
        Field("to", fact.to if fact else "", say("form.by_hint"), most=LONGEST_DATUM) if own else None,
        Field("fact_state", options=[hidden]) if chosen.text else None,
    ]
    title = say("form.fact", datum=chosen.text or say(f"commands.fact.{chosen.kind}"))
    return Form(title, [field for field in fields if field is not None], chosen.state)


def _about_hint(kind: FactKind) -> str:
    return "form.about_verbatim" if FactNote(kind=kind, text="x").of_the_author else "form.about_hint"


async def _sent(interaction: Interaction, state: str, typed: forms.Typed) -> None:
    chosen = await _chosen(interaction, state)
    values = {name: " ".join(text.split()) for name, text in typed.values.items()}
    text = chosen.text or typed.values.get("datum", "").strip()
    hidden = values.get("fact_state") == _HIDDEN
    fields = {name: values[name] for name in ("about", "by", "to") if values.get(name)}
    note = fact_note(
        kind=chosen.kind, text=text, when=values.get("when") or None, hidden=hidden, **({} if hidden else fields)
    )
    sentence = await _sentence(interaction, chosen, text)
    store, guild = interaction.client.shelf.store, guild_of(interaction)
    # Somebody may have noted something since the form was opened: then its state has another digest.
    if state != chosen.state:
        raise Refusal("moderate.fact_changed")
    fact = StoredFact(note, sentence)
    seen = chosen.note or await _noted(interaction, chosen, text)
    revision = await store.set_fact(guild, chosen.source.id, chosen.number, interaction.user.id, fact, seen)
    key = "moderate.fact_hid" if hidden else "moderate.fact_noted"
    await confirm(interaction, revision.number, key, datum=text, title=chosen.source.title, number=chosen.number)


async def _noted(interaction: Interaction, chosen: _Chosen, text: str) -> FactNote | None:
    """Return what was noted of a datum that was typed as a new one."""
    there = await _facts(interaction, chosen.source, chosen.number)
    return next((one.note for one in there if (one.kind, one.text) == (chosen.kind, text)), None)


async def _sentence(interaction: Interaction, chosen: _Chosen, text: str) -> int:
    """Return the number of the sentence that a datum stands in; the first one where it is in none, for the refusal."""
    if chosen.fact is not None:
        return chosen.fact.sentence.address.sentence
    texts = (await library_of(interaction)).sentence_texts(chosen.source.id, chosen.number)
    return next((address.sentence for address, sentence in texts.items() if text in sentence), 1)


async def _chosen(interaction: Interaction, state: str) -> _Chosen:
    match = re.fullmatch(r"(\w+):(\d{1,6}):([\w-]+):\w+", state)
    if match is None:
        raise Refusal("refusal.old_button")
    source = lookup.source_by_key(await library_of(interaction), match[1])
    number, name = lookup.passage_number(source, int(match[2])), match[3]
    if name.startswith(f"{_NEW}-"):
        return _Chosen(source, number, _kind(name.removeprefix(f"{_NEW}-")), "", None, None)
    for one in await _facts(interaction, source, number):
        if one.name == name:
            return one
    raise Refusal("moderate.fact_gone")


def _kind(name: str) -> FactKind:
    for kind in KINDS:
        if kind == name:
            return kind
    raise Refusal("refusal.old_button")


async def _facts(interaction: Interaction, source: Source, number: int) -> list[_Chosen]:
    """Return the facts of a passage, with those that moderators hid at the end."""
    stored = await interaction.client.shelf.store.facts(guild_of(interaction), source.id, number)
    notes = {(one.note.kind, one.note.text): one.note for one in stored}
    library = await interaction.client.library(interaction.guild_id)
    shown = [
        _Chosen(source, number, one.kind, one.text, one, notes.get((one.kind, one.text)))
        for one in _found(library, source, number)
    ]
    hidden = [_Chosen(source, number, n.kind, n.text, None, n) for n in notes.values() if n.hidden]
    unique = {(one.kind, one.text): one for one in (*hidden, *reversed(shown))}
    return [*reversed([one for one in unique.values() if one.fact]), *(one for one in unique.values() if not one.fact)]


def _found(library: Library, source: Source, number: int) -> list[Fact]:
    addresses = library.sentences(source.id, number)
    slot = library.slot_of(Place(source.id, addresses[0])) if addresses else None
    return list(book.in_passages(library, [slot])) if slot is not None else []


FORMS = {"fact": Kind(_form, _sent)}
