"""Reads text without any marks: paragraphs stand between blank lines."""

from __future__ import annotations

import re

from knowledge.intake.draft import Draft
from knowledge.intake.errors import IntakeError
from knowledge.model import Passage


def draft(text: str) -> Draft:
    """Return what can be found in a text; raises IntakeError where there is no paragraph."""
    blocks = [" ".join(block.split()) for block in re.split(r"\n\s*\n", text)]
    headings: list[str] = []
    passages: list[Passage] = []
    for block in filter(None, blocks):
        if block.startswith("#"):
            headings += filter(None, [block.lstrip("# ")])
            continue
        passages.append(Passage(number=len(passages) + 1, text=block, headings=tuple(headings)))
        headings.clear()
    if not passages:
        raise IntakeError("There is no text in this: paste or choose some paragraphs.")
    return Draft(passages=tuple(passages))
