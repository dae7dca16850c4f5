"""A draft as a file that a person can read and hand in again: the source format, without what is missing."""

from __future__ import annotations

from pathlib import Path

from knowledge.intake.draft import Draft
from knowledge.sources import markdown


def render(draft: Draft) -> str:
    """Return a draft as a file; ``parse`` gives it back without its remarks."""
    return markdown.render_incomplete(dict(draft))


def parse(text: str) -> Draft:
    """Read what ``render`` wrote; raises MalformedFileError."""
    fields = markdown.parse_incomplete(text, Path("The draft"))
    fields["title"] = fields["title"] or ""
    return Draft(**fields)
