"""Forms: the modals in which people type, and what becomes of what they typed.

Like a button, a form's custom id holds all that its submission needs (``cp:<form>:<state>``), so one that was open
during a restart can still be sent. What cannot be done as typed is said, and everything typed is given back: on the
card that says so, from which *Try again* fills the form anew.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import discord
from discord.ui import Label, TextInput

from bot.cards import typed as cards
from bot.cards.typed import Typed
from bot.errors import Refusal, explain, record, tell
from bot.markup import cut
from bot.pressing import button
from bot.replying import show
from bot.rights import check_right
from prompts import say

if TYPE_CHECKING:
    from bot.client import Counterpoint

    Interaction = discord.Interaction[Counterpoint]

LONGEST_TEXT = 4000
"""Characters that a text field may hold; Discord takes no more."""
MOST_OPTIONS = 25
_LONGEST_TITLE = 45
_LONGEST_OPTION = 100
_CUSTOM_ID = re.compile(r"cp:([a-z]+):(.*)")


class Option(NamedTuple):
    """Something to choose in a form."""

    value: str
    label: str
    chosen: bool = False
    hint: str | None = None


class Field(NamedTuple):
    """A field of a form: a text, or any number of ``options``, or files. Its label is the sentence ``field.<name>``."""

    name: str
    value: str = ""
    hint: str | None = None
    lines: bool = False
    """Whether the text may have several lines."""
    most: int = LONGEST_TEXT
    required: bool = False
    options: Sequence[Option] = ()
    files: int = 0
    """How many files may be chosen, where the field is for files."""


class Form(NamedTuple):
    """What a person sees: at most five fields."""

    title: str
    fields: Sequence[Field]
    state: str = ""
    """What its submission needs, where that is more than what opened it: say, which version was seen."""


class Kind(NamedTuple):
    """A kind of form: how one is made from its state, and what becomes of one that was sent."""

    build: Callable[[Interaction, str], Awaitable[Form]]
    submit: Callable[[Interaction, str, Typed], Awaitable[None]]
    for_moderators: bool = True


async def present(interaction: Interaction, name: str, state: str, typed: Mapping[str, str] | None = None) -> None:
    """Open a form, as the reply to a command or a click; raises Refusal.

    With ``typed`` the fields hold that. Where Discord had to be told that the reply comes late, which a form may not
    do, a button that opens the form is shown.
    """
    form = await (await _kind(interaction, name)).build(interaction, state)
    if interaction.response.is_done():
        opener = cards.opener(form.title, button("form", f"{name}:{state}", say("form.open")))
        await show(interaction, opener, private=True)
    else:
        # What was typed before belongs to the version that was seen then.
        seen = state if typed is not None else form.state or state
        await interaction.response.send_modal(_modal(form, f"cp:{name}:{seen}", typed))


async def reopen(interaction: Interaction, state: str) -> None:
    """Open a form that a button names, filled with what is typed on the button's card."""
    name, _, rest = state.partition(":")
    form = await (await _kind(interaction, name)).build(interaction, rest)
    typed = await cards.read_back(interaction.message, [field.name for field in form.fields])
    await present(interaction, name, rest, typed if any(typed.values()) else None)


async def receive(interaction: Interaction) -> None:
    """Use what was typed into a form, or say why not and give it back; never raises."""
    match = _CUSTOM_ID.fullmatch(str((interaction.data or {}).get("custom_id")))
    if match is None:
        return
    name, state = match.groups()
    typed = Typed({})
    try:
        typed = _typed(interaction)
        interaction.client.admit(interaction.user.id, interaction.created_at)
        await (await _kind(interaction, name)).submit(interaction, state, typed)
    except Exception as error:
        await _give_back(interaction, name, state, typed, error)


async def _kind(interaction: Interaction, name: str) -> Kind:
    kind = interaction.client.forms.get(name)
    if kind is None:
        raise Refusal("refusal.old_button")
    if kind.for_moderators:
        await check_right(interaction)
    return kind


async def _give_back(interaction: Interaction, name: str, state: str, typed: Typed, error: Exception) -> None:
    explanation = explain(error)
    if not explanation.reachable or not any(value.strip() for value in typed.values.values()):
        await tell(interaction, error, f"form {name}")
        return
    record(error, explanation, what=f"form {name}", guild=interaction.guild_id)
    again = button("form", f"{name}:{state}", say("form.again"), style=discord.ButtonStyle.primary)
    card = cards.refused(explanation.sentence, typed.values, again)
    try:
        await show(interaction, card.view, private=True, files=card.files)
    except discord.HTTPException as second:
        await tell(interaction, second, f"form {name}")


def _modal(form: Form, custom_id: str, typed: Mapping[str, str] | None) -> discord.ui.Modal:
    modal = discord.ui.Modal(title=cut(form.title, _LONGEST_TITLE), custom_id=custom_id)
    for field in form.fields:
        held = typed.get(field.name, "") if typed is not None else None
        modal.add_item(Label(text=say(f"field.{field.name}"), description=field.hint, component=_control(field, held)))
    # Nothing waits for it in memory: it is recognised by its id.
    modal.stop()
    return modal


def _control(field: Field, typed: str | None) -> discord.ui.Item[Any]:
    """Return the control of a field, holding what was typed into it before, where something was."""
    if field.files:
        return discord.ui.FileUpload(custom_id=field.name, required=field.required, max_values=field.files)
    if field.options:
        given = {option.value for option in field.options if option.chosen}
        chosen = given if typed is None else set(typed.split("\n"))
        options = [
            discord.SelectOption(
                label=cut(option.label, _LONGEST_OPTION),
                value=option.value,
                description=option.hint,
                default=option.value in chosen,
            )
            for option in field.options[:MOST_OPTIONS]
        ]
        return discord.ui.Select(
            custom_id=field.name, required=field.required, min_values=0, max_values=len(options), options=options
        )
    value = field.value if typed is None else typed
    if len(value) > field.most:
        raise Refusal("form.too_long", field=say(f"field.{field.name}"), length=len(value), most=field.most)
    style = discord.TextStyle.paragraph if field.lines else discord.TextStyle.short
    return TextInput(
        custom_id=field.name, style=style, default=value or None, required=field.required, max_length=field.most
    )


def _typed(interaction: Interaction) -> Typed:
    """Return what a form holds, as text that can be stored."""
    data: Any = interaction.data
    attachments: Mapping[str, Any] = data.get("resolved", {}).get("attachments", {})
    # A field that the form lacks is one that nothing was typed into.
    values: defaultdict[str, str] = defaultdict(str)
    files: dict[str, list[discord.Attachment]] = {}
    for control in _controls(data["components"]):
        name, chosen = str(control["custom_id"]), control.get("values")
        if control["type"] == discord.ComponentType.file_upload.value:
            state = interaction._state  # pyright: ignore[reportPrivateUsage]  what discord.py's own modals read files with
            files[name] = [discord.Attachment(data=attachments[i], state=state) for i in chosen or ()]
        else:
            text = "\n".join(chosen) if chosen is not None else str(control.get("value") or "")
            values[name] = text.replace("\r\n", "\n").encode("utf-8", "replace").decode()
    return Typed(values, files)


def _controls(components: Sequence[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    for component in components:
        if "custom_id" in component:
            yield component
        within = component.get("component")
        yield from _controls([within] if within else component.get("components") or ())
