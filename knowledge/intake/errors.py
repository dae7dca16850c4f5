"""What can be wrong with a file that somebody hands in. Each error is one sentence that says what to do.

No sentence names the file: whoever shows it knows which file it was, and how to escape the name.
"""

from __future__ import annotations

from knowledge.errors import KnowledgeError


class IntakeError(KnowledgeError):
    """A file or a text that no source can be made of."""


class MissingFieldError(IntakeError):
    """A draft lacks what every source must have; ``field`` is ``title``, ``authors`` or ``passages``."""

    def __init__(self, field: str) -> None:
        word = {"title": "title", "authors": "author", "passages": "text"}[field]
        super().__init__(f"There is no {word} yet: give one.")
        self.field = field


class BadFieldError(IntakeError):
    """A draft has a field that cannot be kept; ``field`` names it."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(f"The {field} cannot be kept: {reason}.")
        self.field = field
