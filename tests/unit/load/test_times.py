"""The five forms of `at`."""

from __future__ import annotations

import pytest
from unit.load.timetables import a_class, codes_of_class

from reconciler.model.schedule import Slot, Weekly


def slots(at: str, every: str = "every: mon, ") -> tuple[Slot, ...]:
    found = a_class(f"{every}at: {at}").settings.slots
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("at", "start", "lesson"),
    [
        ('"18:30"', 1110, None),
        ("7:05", 425, None),
        ("09:00:00", 540, None),
        ('"18:30-19:25"', 1110, 3300),
        ('"18:30 \u2013 19:25"', 1110, 3300),
        ('"23:30-00:30"', 1410, 3600),
    ],
)
def test_a_time_or_a_start_and_an_end(at: str, start: int, lesson: int | None) -> None:
    assert slots(at) == (Slot("", start, lesson, None),)


def test_a_time_for_each_weekday_says_the_weekdays_too() -> None:
    found = a_class('at: {wed: "19:00", mon: "18:30"}').settings
    assert found.slots == (
        Slot("", 1110, None, frozenset({0})),
        Slot("", 1140, None, frozenset({2})),
    )
    assert found.recurrence == Weekly(weekdays=frozenset({0, 2}))


def test_named_slots_come_by_name() -> None:
    assert slots('{late: "18:30", early: "09:00"}') == (
        Slot("early", 540, None, None),
        Slot("late", 1110, None, None),
    )


def test_a_run_of_slots_is_named_by_its_times() -> None:
    found = slots('{from: "09:00", to: "10:10", each: 30m, pause: 10m}')
    assert found == (Slot("0900", 540, 1800, None), Slot("0940", 580, 1800, None))


def test_the_last_slot_of_a_run_may_end_right_at_its_end() -> None:
    assert [slot.name for slot in slots('{from: "09:00", to: "10:00", each: 30m}')] == ["0900", "0930"]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ('every: mon, at: "18:30-19:27"', "CHK012"),
        ('every: mon, at: {from: "09:00", to: "12:00", each: 32m}', "CHK012"),
        ('every: mon, at: {from: "09:00", to: "12:00", each: 0m}', "CHK012"),
        ('every: mon, at: {from: "12:00", to: "09:00", each: 30m}', "CHK016"),
        ('every: mon, at: {from: "00:00", to: "23:55", each: 5m}', "CHK016"),
        ('at: {weekdays: "18:30", wed: "19:00"}', "CHK015"),
        ('at: {mon: "18:30", late: "19:00"}', "CHK015"),
        ('every: [mon, thu], at: {mon: "18:30", wed: "19:00"}', "CHK015"),
    ],
)
def test_times_that_do_not_fit_are_refused(fields: str, expected: str) -> None:
    assert codes_of_class(fields)[0] == expected
