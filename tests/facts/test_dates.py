from __future__ import annotations

from datetime import date

import pytest

from knowledge.facts.dates import dates, resolve, written


@pytest.mark.parametrize(
    ("text", "published", "first", "last", "resolved"),
    [
        ("On March 25, 2021, it rained.", None, date(2021, 3, 25), date(2021, 3, 25), False),
        ("on the 17th of September, 1787", None, date(1787, 9, 17), date(1787, 9, 17), False),
        ("in the first quarter of 2017", None, date(2017, 1, 1), date(2017, 3, 31), False),
        ("it dates to the 1960s", None, date(1960, 1, 1), date(1969, 12, 31), False),
        ("They met in May and June 2018.", None, date(2018, 5, 1), date(2018, 5, 31), False),
        ("It fell late last month.", "2021-03-25", date(2021, 2, 1), date(2021, 2, 28), True),
        ("He came last week.", "2017-05-12", date(2017, 5, 1), date(2017, 5, 7), True),
        ("Three months ago it began.", "2021-04-02", date(2021, 1, 1), date(2021, 1, 31), True),
        ("In November it snowed.", "2017-05-12", date(2016, 11, 1), date(2016, 11, 30), True),
        ("On May 1, it rained.", "2017-05-12", date(2017, 5, 1), date(2017, 5, 1), True),
        ("Earlier this year it rained.", "2017-05-12", date(2017, 1, 1), date(2017, 12, 31), True),
        ("It began in 1787. In September it ended.", "2017-05-12", date(1787, 9, 1), date(1787, 9, 30), True),
        ("He came last week.", "2021", date(2021, 1, 1), date(2021, 12, 31), True),
        ("It rained last year.", "2021", date(2020, 1, 1), date(2020, 12, 31), True),
    ],
)
def test_an_expression_means_these_days(
    text: str, published: str | None, first: date, last: date, resolved: bool
) -> None:
    span = list(dates(text))[-1]
    if text.startswith("They met"):
        span = next(iter(dates(text)))
    period = resolve(text, span, written(published))
    assert period is not None
    assert (period.first, period.last, period.resolved) == (first, last, resolved)


@pytest.mark.parametrize(
    ("text", "published"),
    [
        ("He came last week.", None),
        ("In February it snowed.", None),
        ("for almost three decades", "2021-04-02"),
        ("over the past several weeks", "2021-04-02"),
        ("two years later it ended", "2021-04-02"),
        ("on February 31, 2021", None),
    ],
)
def test_what_cannot_be_told_is_not_told(text: str, published: str | None) -> None:
    assert [period for span in dates(text) if (period := resolve(text, span, written(published)))] == []


@pytest.mark.parametrize(
    "text", ["Resolution 1718 passed.", "They may march to 221 places.", "It cost $1900.", "article 1 section 8", ""]
)
def test_other_numbers_are_no_dates(text: str) -> None:
    assert list(dates(text)) == []
