"""Whose turn it is: issues in an order that a place goes through without anybody keeping count."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from hashlib import blake2s

from knowledge.model import Issue

_DAYS = 7


def in_turn(issues: Sequence[Issue], place: int, day: date) -> list[Issue]:
    """Return all issues, first the one whose turn it is in a place on a day, then those that follow.

    Every place has a shuffled order of its own. It moves on by one from week to week and by a seventh of the issues
    from day to day within a week: a group that meets once a week, or on all days of one, hears every issue, or seven
    different ones, before any comes back.
    """
    if not issues:
        return []
    order = sorted(issues, key=lambda issue: blake2s(f"{place}:{issue.id}".encode()).digest())
    week, weekday = divmod(day.toordinal(), _DAYS)
    start = (week + weekday * max(1, len(order) // _DAYS)) % len(order)
    return [*order[start:], *order[:start]]
