"""What adding sources would change, in words: for the command line and for the cards of moderators."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from knowledge.store.libraries import Comparison
from prompts import say

_MOST_FIELDS = 4
Counts = dict[Literal["new", "changed", "same"], int]


def described(comparison: Comparison) -> str:
    """Return one line: which source, and what adding it would change."""
    source = comparison.source
    if comparison.kind != "changed":
        return say(f"keep.{comparison.kind}", id=source.id, title=source.title, count=len(source.passages))
    return say("keep.changed", id=source.id, title=source.title, fields=changes(comparison))


def changes(comparison: Comparison) -> str:
    """Return the names of what would change."""
    fields = [say("keep.paragraphs", count=comparison.passages)] if comparison.passages else []
    return ", ".join([*fields, *comparison.fields][:_MOST_FIELDS])


def counted(compared: Iterable[Comparison]) -> Counts:
    """Return how many sources are new, changed and the same."""
    kinds = [comparison.kind for comparison in compared]
    return {kind: kinds.count(kind) for kind in ("new", "changed", "same")}
