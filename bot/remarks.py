"""What was repaired or left out when a file was read, in words: for the command line and for moderators' previews."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from bot.markup import fit, line, small
from knowledge.intake.draft import Remark
from prompts import say

_MOST, _MOST_VALUES, _MOST_VALUE = 5, 2, 40


def sentence(remark: Remark, shown: Callable[[str], str] = str, most: int = 5) -> str:
    """Return a remark with the first ``most`` of its values as they are to be shown."""
    values = ", ".join(f"“{shown(value)}”" for value in remark.values[:most])
    return say(f"remark.{remark.kind}", count=remark.count, values=values)


def small_print(remarks: Iterable[Remark]) -> str | None:
    """Return the markup of some remarks, a line each; None where there are none."""
    lines = (sentence(remark, _as_markup, _MOST_VALUES) for remark in list(remarks)[:_MOST])
    return "\n".join(map(small, lines)) or None


def _as_markup(value: str) -> str:
    return fit(line(value), _MOST_VALUE)
