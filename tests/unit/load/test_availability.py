"""When people are there, as it is written."""

from __future__ import annotations

import pytest
from unit.load.timetables import USUAL, codes, load, timetable

from reconciler.model.staffing import Availability

CLASS = 'classes:\n  - {id: yoga, every: mon, at: "18:30"}\n'
NEVER: tuple[tuple[int, int], ...] = ()
ALL_DAY = ((0, 2880),)


def hours(written: str) -> tuple[tuple[tuple[int, int], ...], ...]:
    found = timetable(f"{USUAL}{CLASS}availability: {{Anna: {written}}}\n").staffing
    assert found is not None
    return found.available[11].by_weekday


def test_weekdays_and_a_stretch_of_the_day() -> None:
    assert hours('{every: weekdays, between: "07:00-13:00"}') == (((420, 780),),) * 5 + (NEVER,) * 2


def test_without_weekdays_it_is_every_day_and_without_a_stretch_all_day() -> None:
    assert hours('{between: "07:00-13:00"}') == (((420, 780),),) * 7
    assert hours("{every: [sat, sun]}") == (NEVER,) * 5 + (ALL_DAY,) * 2


def test_several_stretches_are_joined_where_they_touch() -> None:
    late = '{every: mon, between: "12:00-14:00"}, {every: mon, between: "16:00-17:00"}'
    monday, *others = hours(f'[{{between: "10:00-12:00"}}, {late}]')
    assert monday == ((600, 840), (960, 1020))
    assert others == [((600, 720),)] * 6


def test_a_night_reaches_into_the_next_day() -> None:
    found = hours('{every: sun, between: "22:00-02:00"}')
    assert (found[6], found[0]) == (((1320, 1560),), ((0, 120),))


@pytest.mark.parametrize(
    ("weekday", "start", "lesson_s", "there"),
    [
        (0, 600, 7200, True),
        (0, 595, 600, False),
        (0, 700, 1260, False),
        (0, 960, 60, False),
        (1, 600, 60, False),
    ],
)
def test_a_whole_lesson_must_lie_within(weekday: int, start: int, lesson_s: int, there: bool) -> None:
    found = hours('{every: mon, between: "10:00-12:00"}')
    availability = Availability(by_weekday=found, span=load(USUAL).schedule.timetables[0].location.span)  # type: ignore[union-attr]  # it is valid
    assert availability.holds(weekday, start, lesson_s) is there


def test_the_hours_of_one_person_stand_in_one_place() -> None:
    more = 'availability: {Anna: {between: "10:00-12:00"}}\n'
    (found,) = load(USUAL + CLASS + more, f"version: 1\nlocation: mitte\n{more}").diagnostics
    assert (found.code, found.summary) == (
        "CHK064",
        "the hours of Anna are declared already, at a.yaml:12:16",
    )


def test_hours_of_a_stranger_are_refused() -> None:
    assert codes(USUAL + CLASS + 'availability: {Dora: {between: "10:00-12:00"}}\n') == ["CHK004"]
