"""Dates of a recurrence."""

from __future__ import annotations

from datetime import date

from unit.expand.builders import FRI, MON, SAT, SUN, WED, dates, day, slot, weekly

from reconciler.expand.recurrence import Without, days_of, days_with, in_words, weekday_of


def _texts(numbers: list[int]) -> list[str]:
    return [date.fromordinal(number).isoformat() for number in numbers]


def _days(recurrence, first: str, last: str) -> list[str]:
    return _texts(days_of(recurrence, day(first).toordinal(), day(last).toordinal()))


def test_weekly_includes_both_bounds_and_is_ascending():
    expected = ["2026-09-07", "2026-09-09", "2026-09-14", "2026-09-16"]
    assert expected == _days(weekly(WED, MON), "2026-09-07", "2026-09-16")


def test_weekly_starts_at_the_first_match_not_at_the_bound():
    assert _days(weekly(SAT), "2026-09-07", "2026-09-24") == ["2026-09-12", "2026-09-19"]


def test_weekly_without_a_match_is_empty():
    assert _days(weekly(SUN), "2026-09-07", "2026-09-12") == []


def test_bounds_in_the_wrong_order_give_nothing():
    assert _days(weekly(MON), "2026-09-14", "2026-09-07") == []


def test_dates_are_exactly_those_within_the_bounds():
    written = dates("2026-11-01", "2026-10-04", "2026-10-18", "2026-10-18")
    assert _days(written, "2026-10-04", "2026-10-31") == ["2026-10-04", "2026-10-18"]


def test_weekday_of_counts_from_monday():
    assert [weekday_of(day(f"2026-09-{n:02d}").toordinal()) for n in (7, 11, 13)] == [MON, FRI, SUN]


def test_a_slot_with_weekdays_applies_on_these_only():
    numbers = days_of(weekly(MON, WED), day("2026-09-07").toordinal(), day("2026-09-16").toordinal())
    assert _texts(days_with(slot("19:00", on=(WED,)), numbers)) == ["2026-09-09", "2026-09-16"]


def test_words_name_the_days_and_the_time():
    assert in_words(weekly(WED, MON), slot("18:30")) == "every mon, wed at 18:30"
    assert in_words(weekly(MON, WED), slot("7:05", on=(WED,))) == "every wed at 07:05"
    assert in_words(dates("2026-12-19"), slot("20:00")) == "on 2026-12-19 at 20:00"
    many = dates("2026-10-01", "2026-10-02", "2026-10-03", "2026-10-04")
    assert in_words(many, slot("20:00")) == "on 4 dates at 20:00"


def test_days_that_were_taken_out_take_what_belongs_to_them_along():
    left = Without((3, 5, 8, 13), {5, 13, 99})
    assert left == [3, 8]
    assert left.whole == (3, 5, 8, 13)
    assert left.of(["three", "five", "eight", "thirteen"]) == ["three", "eight"]
    assert Without((3, 5), ()) == [3, 5]
