"""The history of a library: who changed what, when, before and after, with the way back beside each entry."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, cast

import discord
from discord.ui import LayoutView

from bot.cards.difference import difference
from bot.cards.sheet import Sheet
from bot.markup import escape, fit, small
from bot.pressing import button
from knowledge.store.subjects import FORGOTTEN, Revision, State
from prompts import say

PER_PAGE = 4
_MOST_BODY = 560
_MOST_FIELD = 300
_LEAST_FIELD = 40
_MOST_TITLE = 160
_HIDDEN = frozenset({"retired", "headings", "extra"})
"""Fields that the heading of an entry says already, or that nobody typed."""
_ROLES, _CHANNELS = frozenset({"moderator_role"}), frozenset({"suggestion_channel", "digest_channel"})


class Page(NamedTuple):
    """Some entries, the latest first."""

    revisions: Sequence[Revision]
    titles: Mapping[str, str]
    """Of the sources, by id."""
    latest: bool
    """Whether nothing came after them."""
    more: bool
    """Whether older ones are there."""
    only: str = ""
    """The key of the source that the page is about; empty for all."""


def page(shown: Page) -> LayoutView:
    """Return the card of a page."""
    sheet = Sheet()
    sheet.text(f"### {say('history.heading')}" if shown.revisions else say("history.empty"))
    for revision in shown.revisions:
        undo = button("undo", str(revision.number), say("moderate.undo"))
        sheet.text(f"{heading(revision, shown.titles)}\n{body(revision)}".rstrip(), beside=undo)
    older = str(shown.revisions[-1].number) if shown.more else ""
    sheet.buttons(
        button("history", f":{shown.only}", say("history.latest")) if not shown.latest else None,
        button("history", f"{older}:{shown.only}", say("history.older")) if shown.more else None,
    )
    return sheet.build()


def heading(revision: Revision, titles: Mapping[str, str]) -> str:
    """Return what an entry did, who did it and when, as two lines of markup."""
    subject = revision.subject
    name = fit(titles.get(subject.id or "", subject.id or ""), _MOST_TITLE)
    what = say(f"history.of_{subject.kind}", name=name, paragraph=subject.paragraph)
    did = say(f"history.{revision.kind}", what=what, number=revision.undoes)
    when = discord.utils.format_dt(revision.at, "f")
    return f"**{revision.number}** · {did}\n{small(f'{person(revision.who)} · {when}')}"


def person(who: int | None) -> str:
    """Return a person as a card names them, without calling them."""
    if who is None:
        return say("history.host")
    return say("history.forgotten") if who == FORGOTTEN else f"<@{who}>"


def body(revision: Revision, most: int = _MOST_BODY) -> str:
    """Return what an entry changed, field by field, as markup of at most ``most`` characters."""
    before, after = revision.before or {}, revision.after or {}
    names = [name for name in (after or before) if name not in _HIDDEN and before.get(name) != after.get(name)]
    lines: list[str] = []
    for name in names:
        label = "" if name == "text" else f"{say(f'field.{name}')}: "
        room = min(_MOST_FIELD, most - sum(len(line) + 1 for line in lines) - len(label))
        if room < _LEAST_FIELD:
            break
        lines.append(label + _changed(name, before, after, room))
    return "\n".join(lines)


def _changed(name: str, before: State, after: State, most: int) -> str:
    old: Any = before.get(name)
    new: Any = after.get(name)
    if name in _ROLES or name in _CHANNELS or isinstance(new if new is not None else old, bool):
        return say("history.from_to", before=_value(name, old), after=_value(name, new))
    if name == "passages" and not isinstance(new or old, dict):
        return _paragraphs(old or [], new or [], most)
    return difference(_text(old), _text(new), most) or escape(say("moderate.nothing"))


def _value(name: str, value: object) -> str:
    if value is None:
        return say("moderate.nothing")
    if isinstance(value, bool):
        return say("history.yes" if value else "history.no")
    return f"<@&{value}>" if name in _ROLES else f"<#{value}>"


def _paragraphs(old: Sequence[State], new: Sequence[State], most: int) -> str:
    """Return what changed of all passages of a source."""
    if not old or not new:
        return say("history.paragraphs", count=len(old or new))
    changed = [n for n in range(max(len(old), len(new))) if old[n : n + 1] != new[n : n + 1]]
    numbers = say("history.some_paragraphs", count=len(changed))
    before, after = (" ".join(str(texts[n]["text"]) for n in changed if n < len(texts)) for texts in (old, new))
    return f"{numbers} {difference(before, after, most - len(numbers) - 1)}"


def _item(item: Any) -> str:
    """Return an item of a list as a person reads it: a line, or what was noted of a fact."""
    if not isinstance(item, dict):
        return str(item)
    noted = cast("Mapping[str, Any]", item)
    said = [noted[name] for name in ("about", "by", "to", "when") if noted.get(name)]
    said += [say("moderate.fact_hidden")] if noted.get("hidden") else []
    return f"{noted['text']} ({', '.join(said)})" if said else str(noted["text"])


def _text(value: object) -> str:
    """Return the value of a field as a person reads it."""
    if isinstance(value, dict):
        places = cast("Mapping[str, Sequence[int]]", value)
        return "; ".join(f"{source} {', '.join(map(str, numbers))}" for source, numbers in places.items())
    if isinstance(value, list | tuple):
        return " · ".join(map(_item, cast("Sequence[Any]", value)))
    return "" if value is None else str(value)
