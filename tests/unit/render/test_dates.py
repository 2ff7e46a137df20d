from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from reconciler.render.dates import (
    classes,
    clock,
    day_list,
    duration,
    full_day,
    instant_text,
    listed,
    some_days,
    stretch,
    utc_text,
)

DAYS = [date(2026, 9, 7) + timedelta(weeks=n) for n in range(4)]


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (date(2026, 9, 7), date(2026, 12, 2), "7 Sep to 2 Dec 2026"),
        (date(2026, 9, 7), date(2026, 9, 28), "7 to 28 Sep 2026"),
        (date(2026, 9, 7), date(2027, 9, 7), "7 Sep 2026 to 7 Sep 2027"),
        (date(2026, 9, 7), date(2026, 9, 7), "7 Sep 2026"),
    ],
)
def test_a_stretch_names_month_and_year_once(first: date, last: date, words: str) -> None:
    assert stretch(first, last) == words


def test_days_are_english_and_start_with_the_weekday() -> None:
    assert full_day(date(2026, 9, 7)) == "Mon 7 Sep 2026"


def test_a_list_joins_stretches_and_names_each_year_once() -> None:
    one, week = (DAYS[0], DAYS[0]), (date(2026, 12, 28), date(2026, 12, 30))
    after = (date(2027, 1, 29), date(2027, 2, 1))
    assert listed([one, week, after], years=False) == "7 Sep, 28-30 Dec, 29 Jan-1 Feb"
    assert listed([one, week, after], years=True) == "7 Sep, 28-30 Dec 2026, 29 Jan-1 Feb 2027"


def test_a_list_of_days_names_each_year_once() -> None:
    assert day_list([*DAYS[:2], date(2027, 1, 4)]) == "Mon 7 Sep, Mon 14 Sep 2026, Mon 4 Jan 2027"


def test_long_lists_say_what_they_leave_out() -> None:
    assert some_days(DAYS, 2) == "Mon 7 Sep, Mon 14 Sep 2026 and 2 more (--expand lists them)"
    assert some_days(DAYS[:2], 2) == "Mon 7 Sep, Mon 14 Sep 2026"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "0 s"),
        (59, "59 s"),
        (60, "1 min"),
        (250, "4 min 10 s"),
        (3600, "1 h"),
        (3601, "1 h 1 min"),
        (7500, "2 h 5 min"),
    ],
)
def test_durations_are_short(seconds: int, words: str) -> None:
    assert duration(seconds) == words


def test_one_class_and_many_classes() -> None:
    assert (classes(0), classes(1), classes(2)) == ("0 classes", "1 class", "2 classes")


def test_the_clock_begins_again_at_midnight() -> None:
    assert clock(24 * 60 + 5) == "00:05"


def test_instants_are_utc() -> None:
    assert utc_text(1_788_798_600) == "2026-09-07T16:30:00Z"
    assert utc_text(-1) == "1969-12-31T23:59:59Z"
    east = datetime(2026, 9, 7, 18, 30, 0, 5, tzinfo=timezone(timedelta(hours=2)))
    assert instant_text(east) == "2026-09-07T16:30:00Z"
    assert instant_text(datetime(2026, 9, 7, tzinfo=UTC)) == "2026-09-07T00:00:00Z"
