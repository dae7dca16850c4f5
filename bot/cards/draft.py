"""A source as it would be added, with what a moderator should know before: looking at it changes nothing."""

from __future__ import annotations

import io
import math
from collections.abc import Iterable, Iterator, Sequence

import discord
from discord.ui import LayoutView

from bot.cards.reading import byline, title
from bot.cards.sheet import Sheet, Stretch
from bot.cards.typed import Card
from bot.incoming import changes
from bot.keys import digest
from bot.markup import fit, line, small
from bot.pressing import CardButton, button
from knowledge.intake import draft_file
from knowledge.intake.draft import Draft
from knowledge.language import text as language
from knowledge.learning import seconds
from knowledge.model import Source
from knowledge.reviewing import Review
from knowledge.search.library import Library
from prompts import say

REMARKS_ID = 7200
"""The id of the text with what was repaired or left out when the file was read: the file of the draft has it not."""
SUFFIX = ".md"
_FIRST = 2
"""How many of its paragraphs a preview shows."""
_MOST_ISSUES, _MOST_LIKES = 4, 3
_MOST_NAME, _MOST_LINE, _MOST_LABEL = 100, 200, 80
_MOST_WARNINGS = 1000
"""Characters of markup; with all else at its longest there is still room for some words of the text."""


def preview(
    review: Review, library: Library, *, name: str = "", notes: Sequence[str] = (), remarks: str | None = None
) -> Card:
    """Return the preview of a draft with the draft as a file.

    ``name`` is that of the file it was read from; ``notes`` are sentences on what was typed, ``remarks`` the markup of
    those on what was read.
    """
    source = review.new or _unfinished(review.draft)
    sheet = Sheet()
    sheet.text(small(fit(name, _MOST_NAME)) if name else None)
    sheet.text(f"### {say('draft.heading')}")
    sheet.gap()
    sheet.text("\n".join([*_described(source), *_found(review, source, library)]))
    sheet.gap()
    for passage in source.passages[:_FIRST]:
        sheet.text(f"**{fit(library.citation(source, passage.number), _MOST_NAME)}**")
        sheet.text(Stretch(passage.text))
    sheet.rule()
    sheet.text(_within(_MOST_WARNINGS, [*_problem(review), *_collision(review), *notes]))
    sheet.text("\n".join(_likes(review)))
    sheet.text(_issues(review))
    sheet.text(remarks, id=REMARKS_ID)
    file = source.id + SUFFIX
    sheet.file(file)
    sheet.buttons(*_actions(review))
    return Card(sheet.build(), [attachment(review.draft, file)])


def _within(most: int, lines: Iterable[str]) -> str:
    """Return the first of some lines of markup, as many as have room."""
    shown = ""
    for line_ in lines:
        if len(shown) + len(line_) < most:
            shown = f"{shown}\n{line_}" if shown else line_
    return shown


def attachment(draft: Draft, name: str) -> discord.File:
    """Return a draft as a file to be attached to a card."""
    return discord.File(io.BytesIO(draft_file.render(draft).encode()), name)


def cancelled(draft: Draft, name: str) -> Card:
    """Return the card that gives a draft back."""
    sheet = Sheet()
    sheet.text(say("draft.cancelled"))
    sheet.file(name)
    return Card(sheet.build(), [attachment(draft, name)])


def added(source: Source, library: Library, ask: str, revision: int | None, *, issues: bool) -> LayoutView:
    """Return the card of a source that is in the library now; ``issues`` offers to say which it speaks to."""
    key = digest(source.id)
    sheet = Sheet()
    cited = fit(library.citation(source, 1), _MOST_NAME)
    what = {"title": title(source), "count": len(source.passages), "citation": cited, "ask": ask}
    sheet.text(say("draft.added" if revision is not None else "draft.already", **what))
    sheet.buttons(
        button("form", f"issuesof:{key}", say("draft.issues_button")) if issues else None,
        button("open", f"{key}:1:0", say("sources.read")),
        button("undo", str(revision), say("moderate.undo")) if revision is not None else None,
    )
    return sheet.build()


def _unfinished(draft: Draft) -> Source:
    """Return a draft as a source with something in the place of what it lacks, to be shown and never kept."""
    return Source.model_construct(
        **{name: getattr(draft, name) for name in Source.model_fields},
    ).model_copy(
        update={
            "id": draft.id or "draft",
            "title": draft.title or say("draft.no_title"),
            "authors": draft.authors or (say("draft.no_author"),),
        }
    )


def _described(source: Source) -> Iterator[str]:
    yield f"**{title(source)}**"
    yield small(byline(source))
    words = sum(1 for passage in source.passages for _ in language.words(passage.text))
    size = say("draft.size", count=len(source.passages), words=f"{words:,}")
    side = say("sources.side", side=fit(source.side, _MOST_NAME)) if source.side else say("draft.no_side")
    yield small(f"{size} · {side}")
    if source.thesis:
        yield small(fit(line(source.thesis), _MOST_LINE))


def _found(review: Review, source: Source, library: Library) -> Iterator[str]:
    """Say when it will be found by meaning, where that is not at once."""
    if library.meaning is not None and not (review.replacing and review.replacing.kind == "same"):
        tens = math.ceil(seconds(source) / 10)
        yield small(say("draft.found_later", seconds=10 * tens) if tens > 1 else say("draft.found_soon"))


def _problem(review: Review) -> Iterator[str]:
    if review.problem is not None:
        yield say("draft.problem", sentence=fit(str(review.problem), _MOST_LINE))


def _collision(review: Review) -> Iterator[str]:
    there, replacing, new = review.there, review.replacing, review.new
    if there is None or replacing is None or new is None:
        return
    what = {"id": there.source.id, "title": fit(there.source.title, _MOST_NAME)}
    if replacing.kind == "same":
        yield say("draft.same", **what)
    else:
        yield say("draft.there", **what, changes=fit(changes(replacing), _MOST_LINE), new=new.id)
    if there.retired:
        yield say("draft.retired")


def _likes(review: Review) -> Iterator[str]:
    for like in review.likes[:_MOST_LIKES]:
        share, citation = f"{like.twin.share:.0%}", fit(like.twin.citation, _MOST_NAME)
        yield say("draft.like", paragraph=like.paragraph, share=share, citation=citation)
    more = len(review.likes) - _MOST_LIKES
    if more > 0:
        yield say("draft.more_like", count=more)


def _issues(review: Review) -> str | None:
    if not review.relations:
        return None
    labels = [f"• {fit(relation.issue.label, _MOST_LABEL)}" for relation in review.relations[:_MOST_ISSUES]]
    return "\n".join(map(small, (say("draft.issues"), *labels)))


def _actions(review: Review) -> list[CardButton | None]:
    ready = review.new is not None
    primary, secondary = discord.ButtonStyle.primary, discord.ButtonStyle.secondary
    replacing = review.replacing is not None and review.replacing.kind == "changed"
    return [
        button(
            "draftadd",
            f"new:{review.version}",
            say("draft.add"),
            style=secondary if review.there else primary,
            disabled=not ready,
        ),
        button("draftadd", f"replace:{review.version}", say("draft.replace"), style=primary) if replacing else None,
        button("form", "draft:", say("draft.edit"), style=secondary if ready else primary),
        button("draftcancel", "", say("draft.cancel")),
    ]
