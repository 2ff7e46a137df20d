"""When a lesson ends, and how its hours are told."""

from __future__ import annotations

import pytest

from reconciler.render.lesson_times import Lesson, clock_changes, lesson_of, lesson_words

BERLIN = "Europe/Berlin"


def words(
    start: str, zone: str, length_s: int | None, break_s: int | None = 0, utc: str | None = None
) -> str:
    return lesson_words(lesson_of(start, zone, length_s, break_s, utc=utc))


@pytest.mark.parametrize(
    ("length_s", "break_s", "told"),
    [
        (4200, 600, "18:30-19:30"),
        (4200, None, "18:30-19:40"),
        (4200, 0, "18:30-19:40"),
        (None, 0, "18:30"),
        (86400, 0, "18:30-18:30"),
    ],
)
def test_a_lesson_ends_before_its_break(length_s: int | None, break_s: int | None, told: str) -> None:
    assert words("2026-09-07T18:30:00", BERLIN, length_s, break_s) == told


@pytest.mark.parametrize(
    ("start", "zone", "hours", "told"),
    [
        ("2027-03-27T22:00:00", BERLIN, 5, "22:00-04:00 (UTC+1 to +2)"),
        ("2027-10-30T22:00:00", BERLIN, 5, "22:00-02:00 (UTC+2 to +1)"),
        ("2027-10-31T02:30:00", BERLIN, 1, "02:30-02:30 (UTC+2 to +1)"),
        ("2027-03-13T23:00:00", "America/St_Johns", 4, "23:00-04:00 (UTC-3:30 to -2:30)"),
        ("2027-10-02T23:00:00", "Australia/Lord_Howe", 4, "23:00-03:30 (UTC+10:30 to +11)"),
    ],
)
def test_where_the_clocks_change_inside_a_lesson_its_hours_are_elapsed_time(
    start: str, zone: str, hours: int, told: str
) -> None:
    assert words(start, zone, hours * 3600) == told


@pytest.mark.parametrize("day", ["2027-03-27", "2027-03-28", "2027-10-30", "2027-10-31"])
def test_a_lesson_beside_a_clock_change_is_told_as_any_other(day: str) -> None:
    assert words(f"{day}T09:30:00", BERLIN, 3300) == "09:30-10:25"


def test_the_instant_tells_which_of_two_equal_times_is_meant() -> None:
    first, second = "2027-10-31T00:30:00Z", "2027-10-31T01:30:00Z"
    assert words("2027-10-31T02:30:00", BERLIN, 3600, utc=first) == "02:30-02:30 (UTC+2 to +1)"
    assert words("2027-10-31T02:30:00", BERLIN, 3600, utc=second) == "02:30-03:30"


@pytest.mark.parametrize("zone", ["Nowhere/At_All", "../etc/passwd", "/etc", "Europe", "", "\x00", "\ud800"])
def test_a_forged_zone_counts_as_a_day_without_a_clock_change(zone: str) -> None:
    assert not clock_changes(zone, "2027-03-27")
    assert words("2027-03-27T22:00:00", zone, 5 * 3600) == "22:00-03:00"


@pytest.mark.parametrize(
    ("utc", "length_s"), [("2027-99-99T99:99:99Z", 18000), (None, 10**12), (None, -(10**12))]
)
def test_forged_instants_and_lengths_do_no_harm(utc: str | None, length_s: int) -> None:
    assert words("2027-03-27T22:00:00", BERLIN, length_s, utc=utc).startswith("22:00-")


def test_the_last_days_of_the_calendar_do_no_harm() -> None:
    assert lesson_of("9999-12-31T22:00:00", BERLIN, 18000, 0) == Lesson("22:00", "03:00")
