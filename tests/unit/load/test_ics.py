"""Own calendars from .ics files."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from unit.load.timetables import days

from reconciler.load import Source
from reconciler.load.ics import Listed, read_ics


def read(*entries: str, more: str = "") -> Listed:
    """A file with these entries; each is written as its lines, separated by semicolons and spaces."""
    inside = "".join(
        "BEGIN:VEVENT\r\n" + "".join(f"{line}\r\n" for line in entry.split(" | ")) + "END:VEVENT\r\n"
        for entry in entries
    )
    text = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{more}{inside}END:VCALENDAR\r\n"
    return read_ics(Source("pool.ics", text.encode()))


def listed(*entries: str) -> list[tuple[date, date, str]]:
    found = read(*entries)
    assert found.diagnostics == ()
    return [(entry.days.first, entry.days.last, entry.name) for entry in found.entries]


def day(text: str) -> date:
    return date.fromisoformat(text)


WORDS = b"BEGIN: END: VEVENT VCALENDAR DTSTART ;VALUE=DATE : 20260515 RRULE:FREQ=YEARLY DURATION:P1D"
PIECES = [*WORDS.split(), b"\r\n", b" ", b"\xff"]
MAY = "DTSTART;VALUE=DATE:20260515"


@pytest.mark.parametrize(
    ("entry", "last"),
    [
        (MAY, "2026-05-15"),
        (f"{MAY} | DTEND;VALUE=DATE:20260516", "2026-05-15"),
        (f"{MAY} | DTEND;VALUE=DATE:20260520", "2026-05-19"),
        (f"{MAY} | DURATION:P3D", "2026-05-17"),
        (f"{MAY} | DURATION:P1W", "2026-05-21"),
    ],
)
def test_whole_days_end_before_the_day_that_the_file_names(entry: str, last: str) -> None:
    assert listed(f"{entry} | SUMMARY:cleaning\\, lane 1") == [
        (day("2026-05-15"), day(last), "cleaning, lane 1")
    ]


def test_entries_come_in_order_and_each_once() -> None:
    assert [first for first, _, _ in listed(MAY, "DTSTART;VALUE=DATE:20260101", MAY)] == [
        day("2026-01-01"),
        day("2026-05-15"),
    ]


@pytest.mark.parametrize(
    ("rule", "years"),
    [
        ("FREQ=YEARLY;COUNT=3", [2026, 2027, 2028]),
        ("FREQ=YEARLY;UNTIL=20270515", [2026, 2027]),
        ("FREQ=YEARLY;UNTIL=20270515T235959Z;INTERVAL=1;WKST=MO", [2026, 2027]),
        ("FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=15;COUNT=1", [2026]),
    ],
)
def test_a_date_of_every_year_is_there_each_year(rule: str, years: list[int]) -> None:
    assert [first.year for first, _, _ in listed(f"{MAY} | RRULE:{rule}")] == years


def test_a_date_of_every_year_for_ever_goes_as_far_as_dates_go() -> None:
    found = listed("DTSTART;VALUE=DATE:19661224 | DTEND;VALUE=DATE:19661227 | RRULE:FREQ=YEARLY")
    assert (found[0][:2], found[-1][0]) == ((day("1970-12-24"), day("1970-12-26")), day("2100-12-24"))
    assert len(found) == 131


def test_the_last_of_february_comes_in_leap_years() -> None:
    found = listed("DTSTART;VALUE=DATE:20240229 | RRULE:FREQ=YEARLY;COUNT=2")
    assert [first.isoformat() for first, _, _ in found] == ["2024-02-29", "2028-02-29"]


def test_a_cancelled_entry_closes_nothing() -> None:
    assert listed(MAY, "DTSTART;VALUE=DATE:20260601 | STATUS:CANCELLED") == [
        (day("2026-05-15"), day("2026-05-15"), "")
    ]


@pytest.mark.parametrize(
    ("entry", "why"),
    [
        ("DTSTART:20260515T100000", "time of day"),
        ("DTSTART;TZID=Europe/Berlin:20260515T100000", "time of day"),
        (f"{MAY} | DTEND:20260516T100000", "time of day"),
        (f"{MAY} | DURATION:PT3H", "whole days"),
        (f"{MAY} | DTEND;VALUE=DATE:20260514", "ends before"),
        (f"{MAY} | RRULE:FREQ=WEEKLY", "repeats otherwise"),
        (f"{MAY} | RRULE:FREQ=YEARLY;INTERVAL=2", "repeats otherwise"),
        (f"{MAY} | RRULE:FREQ=YEARLY;BYDAY=1MO", "repeats otherwise"),
        (f"{MAY} | RRULE:FREQ=YEARLY;BYMONTHDAY=16", "repeats otherwise"),
        (f"{MAY} | RRULE:FREQ=YEARLY | RRULE:FREQ=YEARLY", "repeats otherwise"),
        (f"{MAY} | RDATE;VALUE=DATE:20260601", "RDATE"),
        (f"{MAY} | RRULE:FREQ=YEARLY | EXDATE;VALUE=DATE:20270515", "EXDATE"),
        (f"{MAY} | RECURRENCE-ID;VALUE=DATE:20260515", "RECURRENCE-ID"),
        ("SUMMARY:when?", "no DTSTART"),
        ("DTSTART;VALUE=DATE:20260230", "DTSTART cannot be read"),
        ("DTSTART;VALUE=DATE:2026-05-15", "DTSTART cannot be read"),
        (f"{MAY} | {MAY}", "several DTSTART"),
    ],
)
def test_an_entry_that_is_no_whole_day_is_an_error_at_its_line(entry: str, why: str) -> None:
    found = read("DTSTART;VALUE=DATE:20260101", entry)
    (wrong,) = found.diagnostics
    assert wrong.code == "CHK044"
    assert why in wrong.summary
    assert wrong.span is not None
    assert (wrong.span.file, wrong.span.line) == ("pool.ics", 6)
    assert wrong.hint


def test_rules_of_zones_are_not_needed_and_never_run() -> None:
    zone = (
        "BEGIN:VTIMEZONE\r\nTZID:X\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\n"
        "RRULE:FREQ=SECONDLY\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0000\r\nEND:STANDARD\r\n"
        "END:VTIMEZONE\r\n"
    )
    assert read(MAY, more=zone).entries == read(MAY).entries
    (wrong,) = read("DTSTART;TZID=X:20260515T100000", more=zone).diagnostics
    assert (wrong.code, wrong.span and wrong.span.line) == ("CHK044", 12)


def test_what_is_not_an_entry_is_not_passed_over() -> None:
    (wrong,) = read(MAY, more="BEGIN:VTODO\r\nEND:VTODO\r\n").diagnostics
    assert "VTODO" in wrong.summary


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"hello",
        b"\xff\xfe\x00",
        b"BEGIN:VCALENDAR\nEND:VCALENDAR\n",
        b"BEGIN:VCALENDAR\nBEGIN:VEVENT\n",
        b"BEGIN:VCALENDAR\n" * 2000 + b"END:VCALENDAR\n" * 2000,
        b"<html><body>Please log in</body></html>",
    ],
)
def test_what_is_no_calendar_is_an_error(text: bytes) -> None:
    found = read_ics(Source("pool.ics", text))
    assert found.entries == ()
    assert {wrong.code for wrong in found.diagnostics} <= {"CHK043", "CHK044"}
    assert found.diagnostics


@given(st.lists(st.sampled_from(PIECES), max_size=60))
def test_no_bytes_at_all_are_a_crash(pieces: list[bytes]) -> None:
    found = read_ics(Source("pool.ics", b"".join(pieces)))
    assert found.entries or found.diagnostics or b"VEVENT" in b"".join(pieces)


def test_the_dates_of_an_entry_are_days_of_the_calendar() -> None:
    assert read(f"{MAY} | DTEND;VALUE=DATE:20260518").entries[0].days == days("2026-05-15", "2026-05-17")
