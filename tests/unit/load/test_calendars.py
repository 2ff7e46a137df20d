"""Calendars that people keep themselves."""

from __future__ import annotations

import pytest
from unit.load.timetables import USUAL, codes, days, load, timetable

from reconciler.model.calendars import CalendarEntry, OwnCalendar

CLASS = 'classes:\n  - {id: yoga, every: mon, at: "18:30"}\n'
POLICY = "closed_days: {calendar: bridge}\n"


def calendar(written: str) -> OwnCalendar:
    found = timetable(f"{USUAL}{CLASS}{POLICY}calendars: {{bridge: {written}}}\n").calendars
    assert list(found) == ["bridge"]
    return found["bridge"]


FRIDAY = CalendarEntry(days("2026-05-15", "2026-05-15"), "")


@pytest.mark.parametrize(
    ("written", "entries"),
    [
        ("2026-05-15", (FRIDAY,)),
        ("[2026-05-15]", (FRIDAY,)),
        ("{days: 2026-05-15, because: council}", (FRIDAY,)),
        (
            "[2026-10-02 to 2026-10-03, 2026-05-15, {from: 2026-01-02, to: 2026-01-05, because: cleaning}]",
            (
                CalendarEntry(days("2026-01-02", "2026-01-05"), "cleaning"),
                FRIDAY,
                CalendarEntry(days("2026-10-02", "2026-10-03"), ""),
            ),
        ),
    ],
)
def test_days_may_be_listed_in_several_ways(written: str, entries: tuple[CalendarEntry, ...]) -> None:
    found = calendar(written)
    assert (found.entries, found.covers) == (entries, None)


def test_a_calendar_may_say_what_it_covers() -> None:
    found = calendar("{days: [2026-05-15], covers: 2026-01-01 to 2026-12-31}")
    assert found.covers == days("2026-01-01", "2026-12-31")


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("[]", ["SCH006"]),
        ("{}", ["SCH006"]),
        ("{covers: 2026-01-01 to 2026-12-31}", ["CHK045"]),
        ("{days: 2026-05-15, file: days.ics}", ["CHK045"]),
        ("{file: days.ics}", ["FIL003"]),
        ("[2026-02-30]", ["CHK001"]),
        ("{days: 2027-01-01, covers: 2026-01-01 to 2026-12-31}", ["CHK047"]),
        ("{days: 2026-05-15, covers: {from: 2026-12-31, to: 2026-01-01}}", ["CHK008"]),
    ],
)
def test_a_calendar_that_makes_no_sense_is_refused(written: str, expected: list[str]) -> None:
    assert codes(f"{USUAL}{CLASS}{POLICY}calendars: {{bridge: {written}}}\n") == expected


def test_a_calendar_is_declared_once() -> None:
    other = "version: 1\nlocation: mitte\ncalendars: {bridge: 2026-05-15}\n"
    assert codes(f"{USUAL}{CLASS}{POLICY}calendars: {{bridge: 2026-05-15}}\n", other) == ["CHK046"]


def test_a_calendar_that_nothing_follows_is_a_warning() -> None:
    found = load(f"{USUAL}{CLASS}calendars: {{bridge: 2026-05-15}}\n").diagnostics
    assert [(finding.code, finding.severity.value) for finding in found] == [("CHK042", "warning")]
