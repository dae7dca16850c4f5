"""What was repaired or left out when a file was read, in words."""

from __future__ import annotations

from collections.abc import Iterable

from bot.markup import fit, line, small
from knowledge.intake.draft import Remark
from prompts import say

_MOST, _MOST_VALUES, _MOST_VALUE = 5, 2, 40


def remarks(found: Iterable[Remark]) -> str | None:
    """Return the markup of some remarks as small print, a line each; None where there are none."""
    return "\n".join(small(_said(remark)) for remark in list(found)[:_MOST]) or None


def _said(remark: Remark) -> str:
    values = ", ".join(f"“{fit(line(value), _MOST_VALUE)}”" for value in remark.values[:_MOST_VALUES])
    return say(f"remark.{remark.kind}", count=remark.count, values=values)
