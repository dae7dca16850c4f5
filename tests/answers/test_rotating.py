"""Issues take turns in a place without anybody keeping count."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from knowledge.answers.rotating import in_turn
from knowledge.model import Issue

MONDAY = date(2026, 3, 2)


def issues(count: int) -> list[Issue]:
    return [Issue(id=f"issue-{n}", label=f"Issue {n}") for n in range(count)]


@given(st.integers(1, 60), st.integers(0, 2**63), st.integers(0, 6))
def test_a_weekly_group_hears_every_issue_before_one_comes_back(count: int, place: int, weekday: int) -> None:
    days = [MONDAY + timedelta(days=weekday, weeks=week) for week in range(count)]
    heard = [in_turn(issues(count), place, day)[0].id for day in days]
    assert len(set(heard)) == count


@given(st.integers(7, 60), st.integers(0, 2**63))
def test_a_daily_group_hears_another_issue_on_every_day_of_a_week(count: int, place: int) -> None:
    sunday = date.fromordinal(MONDAY.toordinal() // 7 * 7)
    heard = [in_turn(issues(count), place, sunday + timedelta(days=day))[0].id for day in range(7)]
    assert len(set(heard)) == 7


def test_all_issues_are_in_turn_and_the_same_all_day() -> None:
    first = in_turn(issues(9), 1, MONDAY)
    assert first == in_turn(issues(9), 1, MONDAY)
    assert sorted(issue.id for issue in first) == sorted(issue.id for issue in issues(9))


def test_places_differ() -> None:
    assert len({in_turn(issues(40), place, MONDAY)[0].id for place in range(20)}) > 8


def test_no_issues_have_no_turn() -> None:
    assert in_turn([], 1, MONDAY) == []
