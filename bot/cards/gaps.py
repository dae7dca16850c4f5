"""What the library answers badly, as its members say, a page at a time."""

from __future__ import annotations

from collections.abc import Sequence

import discord
from discord.ui import LayoutView

from bot.cards.sheet import Sheet
from bot.markup import fit, small
from bot.pressing import LONGEST_STATE, button
from knowledge.store.feedback import Gap
from prompts import say

PER_PAGE = 6
_MOST_QUESTION = 300
_VERDICTS = ("answered", "nearest", "nothing")


def card(gaps: Sequence[Gap], number: int, *, kept: bool) -> LayoutView:
    """Return a page of gaps; ``kept``: whether the server keeps the texts of questions."""
    sheet = Sheet()
    sheet.text(f"### {say('gaps.heading')}")
    if not gaps:
        sheet.text(say("gaps.none"))
    else:
        counts = {verdict: sum(gap.unhelpful for gap in gaps if gap.verdict == verdict) for verdict in _VERDICTS}
        lines = [say(f"gaps.{verdict}", count=count) for verdict, count in counts.items() if count]
        sheet.text("\n".join([say("gaps.about"), *lines]))
    with_text = [gap for gap in gaps if gap.question]
    pages = max(1, -(-len(with_text) // PER_PAGE))
    number = min(max(number, 0), pages - 1)
    for gap in with_text[number * PER_PAGE : (number + 1) * PER_PAGE]:
        _gap(sheet, gap)
    if pages > 1:
        sheet.text(small(say("sources.page", number=number + 1, all=pages)))
        sheet.buttons(
            button("gaps", str(number - 1), say("sources.back"), disabled=number == 0),
            button("gaps", str(number + 1), say("sources.on"), disabled=number + 1 == pages),
        )
    if not kept:
        sheet.text(small(say("gaps.not_kept")))
    return sheet.build()


def _gap(sheet: Sheet, gap: Gap) -> None:
    question = gap.question or ""
    said = say("gaps.votes", unhelpful=gap.unhelpful, helpful=gap.helpful, last=discord.utils.format_dt(gap.last, "d"))
    again = button("try", question, say("gaps.again")) if len(question) <= LONGEST_STATE else None
    verdict = say(f"gaps.said_{gap.verdict}")
    sheet.text(f"**{fit(question, _MOST_QUESTION)}**\n{small(f'{verdict} · {said}')}", beside=again)
