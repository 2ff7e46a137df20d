"""Closures."""

from __future__ import annotations

import pytest
from unit.load.timetables import USUAL, codes, days, timetable

from reconciler.model.schedule import EVERYTHING, Closure

CLASS = 'classes:\n  - {id: yoga, every: mon, at: "18:30", tags: kids}\n'


def closure(fields: str) -> Closure:
    (found,) = timetable(f"{USUAL}{CLASS}closures:\n  - {{{fields}}}\n").closures
    return found


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        ("2026-10-05", (days("2026-10-05", "2026-10-05"),)),
        ("2026-10-05 to 2026-10-09", (days("2026-10-05", "2026-10-09"),)),
        ("{from: 2026-10-05, to: 2026-10-09}", (days("2026-10-05", "2026-10-09"),)),
        (
            "[2026-12-01, 2026-10-05 to 2026-10-09]",
            (days("2026-10-05", "2026-10-09"), days("2026-12-01", "2026-12-01")),
        ),
    ],
)
def test_days_may_be_written_in_several_ways(on: str, expected: object) -> None:
    assert closure(f"on: {on}").days == expected


def test_a_closure_closes_everything_unless_it_says_less() -> None:
    found = closure("on: 2026-10-05")
    assert (found.after_min, found.before_min, found.room_ids, found.only) == (None, None, set(), EVERYTHING)
    assert found.because == ""


def test_hours_rooms_tags_and_a_reason_are_read() -> None:
    found = closure(
        'on: 2026-10-05, after: "12:00", before: "18:00", rooms: [big hall], '
        "only: {tags: kids}, because: works"
    )
    assert (found.after_min, found.before_min) == (720, 1080)
    assert (found.room_ids, found.only.tags, found.because) == ({31}, {"kids"}, "works")


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ('on: 2026-10-05, after: "18:00", before: "12:00"', ["CHK008"]),
        ("on: {from: 2026-10-09, to: 2026-10-05}", ["CHK008"]),
        ("on: 2026-02-30", ["CHK001"]),
        ("on: 2026-10-05, rooms: [cellar]", ["CHK004"]),
        ("on: 2026-10-05, only: {tags: [kids, adults]}", ["CHK017"]),
    ],
)
def test_a_closure_that_makes_no_sense_is_refused(fields: str, expected: list[str]) -> None:
    assert codes(f"{USUAL}{CLASS}closures:\n  - {{{fields}}}\n") == expected
