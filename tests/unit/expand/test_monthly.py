"""Days of every month."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from unit.expand.builders import SAT, SUN, TUE, day, group, period, schedule, settings

from reconciler.expand import expand
from reconciler.expand.monthly import monthly, monthly_in_words
from reconciler.model.schedule import MonthDay, Monthly


def texts(days: set[MonthDay], first: str, last: str) -> list[str]:
    found = monthly(days, day(first).toordinal(), day(last).toordinal())
    return [date.fromordinal(number).isoformat() for number in found]


def test_first_and_last_weekdays_of_each_month():
    days = {MonthDay(1, SAT), MonthDay(3, SAT), MonthDay(-1, SUN)}
    expected = ["2026-10-03", "2026-10-17", "2026-10-25", "2026-11-07", "2026-11-21", "2026-11-29"]
    assert expected == texts(days, "2026-10-01", "2026-11-30")


def test_a_month_without_a_fifth_weekday_is_left_out():
    assert texts({MonthDay(5, SAT)}, "2026-10-01", "2026-12-31") == ["2026-10-31"]


def test_the_last_day_follows_the_length_of_the_month_and_leap_years():
    days = {MonthDay(-1, None)}
    assert texts(days, "2028-01-15", "2028-04-15") == ["2028-01-31", "2028-02-29", "2028-03-31"]
    assert texts(days, "2027-12-31", "2028-01-01") == ["2027-12-31"]


def test_bounds_are_included_and_an_empty_range_has_no_days():
    assert texts({MonthDay(1, TUE)}, "2026-12-01", "2026-12-01") == ["2026-12-01"]
    assert texts({MonthDay(1, TUE)}, "2026-12-02", "2026-12-01") == []


def test_a_fifth_weekday_that_is_also_the_last_one_counts_once():
    assert texts({MonthDay(5, SAT), MonthDay(-1, SAT)}, "2026-10-31", "2026-10-31") == ["2026-10-31"]


@pytest.mark.parametrize("wanted", [MonthDay(n, weekday) for n in (1, 2, 5, -1) for weekday in range(7)])
def test_every_month_of_years_agrees_with_counting_days(wanted: MonthDay):
    first, last = date(2026, 1, 1), date(2029, 12, 31)
    counted = []
    for number in range(first.toordinal(), last.toordinal() + 1):
        one = date.fromordinal(number)
        nth = (one.day - 1) // 7 + 1
        is_last = (one + timedelta(days=7)).month != one.month
        if one.weekday() == wanted.weekday and (is_last if wanted.nth < 0 else nth == wanted.nth):
            counted.append(number)
    assert counted == monthly({wanted}, first.toordinal(), last.toordinal())


def test_words_go_from_the_start_of_the_month_to_its_end():
    days = {MonthDay(-1, SUN), MonthDay(-1, None), MonthDay(3, SAT), MonthDay(1, SAT)}
    assert monthly_in_words(days) == "1st sat, 3rd sat, last sun, last day"


def test_a_class_of_every_month_says_so_in_its_trace():
    monthly_class = group(
        settings=settings(recurrence=Monthly(days=frozenset({MonthDay(1, SAT)}))),
        periods=(period("2026-10-01 to 2026-10-31"),),
    )
    (one,) = expand(schedule(monthly_class)).occurrences
    assert (one.date, one.trace[0].text) == (day("2026-10-03"), "every 1st sat at 18:30 in autumn")
