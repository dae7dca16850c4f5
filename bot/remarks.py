"""What was repaired or left out when a file was read, in words."""

from __future__ import annotations

from collections.abc import Iterable

from bot.markup import fit, line, small
from knowledge.intake.draft import Remark
from prompts import say

_MOST, _MOST_VALUES, _MOST_VALUE, _MOST_LINE = 6, 3, 60, 240


def remarks(found: Iterable[Remark]) -> str | None:
    """Return the markup of some remarks as small print, a line each; None where there are none."""
    return "\n".join(small(fit_line(remark)) for remark in list(found)[:_MOST]) or None


def fit_line(remark: Remark) -> str:
    """Return one remark as markup."""
    values = ", ".join(f"“{fit(line(value), _MOST_VALUE)}”" for value in remark.values[:_MOST_VALUES])
    return say(f"remark.{remark.kind}", count=remark.count, values=values)
