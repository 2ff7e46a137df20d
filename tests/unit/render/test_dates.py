from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from reconciler.render.dates import (
    classes,
    clock,
    duration,
    full_day,
    instant_text,
    lesson_end,
    listed,
    some_days,
    stretch,
    time_span,
    utc_text,
)

DAYS = [date(2026, 9, 7) + timedelta(weeks=n) for n in range(4)]


def test_days_are_english_and_start_with_the_weekday() -> None:
    assert full_day(date(2026, 9, 7)) == "Mon 7 Sep 2026"
    assert stretch(date(2026, 9, 7), date(2026, 12, 2)) == "7 Sep 2026 to 2 Dec 2026"
    assert stretch(date(2026, 9, 7), date(2026, 9, 7)) == "7 Sep 2026"


def test_years_are_named_where_they_are_needed() -> None:
    assert listed(DAYS[:2], years=False) == "7 Sep, 14 Sep"
    assert listed(DAYS[:2], years=True) == "7 Sep 2026, 14 Sep 2026"


def test_long_lists_say_what_they_leave_out() -> None:
    assert some_days(DAYS, 2) == "Mon 7 Sep 2026, Mon 14 Sep 2026 and 2 more (--expand lists them)"
    assert some_days(DAYS[:2], 2) == "Mon 7 Sep 2026, Mon 14 Sep 2026"


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


@pytest.mark.parametrize(
    ("length_s", "break_s", "end"),
    [(4200, 600, "19:30"), (4200, None, "19:40"), (4200, 0, "19:40"), (None, 0, None), (86400, 0, "18:30")],
)
def test_a_lesson_ends_before_its_break(length_s: int | None, break_s: int | None, end: str | None) -> None:
    assert lesson_end("18:30", length_s, break_s) == end
    assert time_span("18:30", end) == ("18:30" if end is None else f"18:30-{end}")


def test_the_clock_begins_again_at_midnight() -> None:
    assert clock(24 * 60 + 5) == "00:05"


def test_instants_are_utc() -> None:
    assert utc_text(1_788_798_600) == "2026-09-07T16:30:00Z"
    assert utc_text(-1) == "1969-12-31T23:59:59Z"
    east = datetime(2026, 9, 7, 18, 30, 0, 5, tzinfo=timezone(timedelta(hours=2)))
    assert instant_text(east) == "2026-09-07T16:30:00Z"
    assert instant_text(datetime(2026, 9, 7, tzinfo=UTC)) == "2026-09-07T00:00:00Z"
