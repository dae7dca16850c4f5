"""A page to hand out, before it is written down in a format."""

from __future__ import annotations

from typing import NamedTuple

from knowledge.answers.briefing import Brief
from knowledge.citing import Run, cite
from knowledge.model import Excerpt
from prompts import say


class Quotation(NamedTuple):
    """An author's words, and how a text points to them."""

    text: str
    citation: str


class Side(NamedTuple):
    """The words of one side."""

    name: str
    quotations: tuple[Quotation, ...]


class Page(NamedTuple):
    """A reading brief of an issue."""

    title: str
    question: str
    """What a group may discuss when all have read."""
    sides: tuple[Side, ...]
    remark: str | None
    """That one side alone speaks to the issue, where it is so."""
    references: tuple[tuple[Run, ...], ...]


def page_of(brief: Brief, question: str) -> Page:
    """Return the page of a brief, cited in APA style. Takes some milliseconds for each citation."""

    def quotation(excerpt: Excerpt) -> Quotation:
        return Quotation(excerpt.text, cite(brief.source(excerpt.source), "apa", excerpt.paragraph).in_text)

    return Page(
        title=brief.issue.label,
        question=question,
        sides=tuple(Side(p.name, tuple(map(quotation, p.excerpts))) for p in brief.positions),
        remark=say("compare.one_side", name=brief.positions[0].name) if len(brief.positions) == 1 else None,
        references=tuple(sorted((cite(source, "apa").entry for source in brief.sources), key=_text)),
    )


def _text(runs: tuple[Run, ...]) -> str:
    return "".join(run.text for run in runs).casefold()
