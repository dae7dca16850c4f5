"""What can be wrong with what people give us. Each error says where, what, and is meant to be shown."""

from __future__ import annotations

from pathlib import Path


class KnowledgeError(Exception):
    """The base of all errors of the domain; its text is one sentence a person can act on."""


class MalformedFileError(KnowledgeError):
    """A file does not have the format it should; names file, line and reason."""

    def __init__(self, path: Path, line: int, reason: str) -> None:
        super().__init__(f"{path}, line {line}: {reason}.")
        self.path, self.line, self.reason = path, line, reason


class SourcesFolderError(KnowledgeError):
    """A folder of sources cannot be read, or holds none."""
