"""A page to hand out as Markdown, readable as it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.handouts.page import Page
from knowledge.citing import Run
from prompts import say

_SPECIAL = re.compile(r"([\\`*_\[\]<>|~]|&(?=#?\w+;))|(?m:^(\s*)([-+#=])|^(\s*\d+)([.)]))")


def render(page: Page) -> str:
    """Return the file's text."""
    return "\n\n".join(_blocks(page)) + "\n"


def _blocks(page: Page) -> Iterator[str]:
    yield f"# {escape(page.title)}"
    yield f"**{say('brief.question')}** {escape(page.question)}"
    if page.remark:
        yield escape(page.remark)
    for side in page.sides:
        yield f"## {escape(side.name)}"
        for quotation in side.quotations:
            quoted = "\n".join(f"> {line}" for line in escape(quotation.text).split("\n"))
            yield f"{quoted}\n>\n> {escape(quotation.citation)}"
    for heading, entries in (("facts", page.facts), ("timeline", page.timeline)):
        if entries:
            yield f"## {say(f'brief.{heading}')}"
            yield "\n".join(f"- **{escape(e.head)}:** {escape(e.text)} {escape(e.citation)}" for e in entries)
    yield f"## {say('brief.references')}"
    for reference in page.references:
        yield "".join(map(_run, reference))
    yield f"*{say('brief.footer')}*"


def escape(text: str) -> str:
    """Return text that Markdown shows exactly as it is."""

    def escaped(match: re.Match[str]) -> str:
        special, indent, mark, number, dot = match.groups()
        return f"\\{special}" if special else f"{indent}\\{mark}" if mark else f"{number}\\{dot}"

    return _SPECIAL.sub(escaped, text)


def _run(run: Run) -> str:
    if not run.italic or not run.text.strip():
        return escape(run.text)
    # Emphasis does not hold where white space is inside its marks.
    core = run.text.strip()
    lead, _, tail = run.text.partition(core)
    return f"{lead}*{escape(core)}*{tail}"
