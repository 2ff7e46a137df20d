"""Who and what is needed twice: seen from the week, the days and at last the instants."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from unit.expand.builders import (
    FRI,
    MON,
    SUN,
    THU,
    change,
    dates,
    exception,
    group,
    move_to,
    period,
    settings,
    slot,
    timetable,
    weekly,
)

from reconciler.expand.contested import needed_twice
from reconciler.expand.localtime import Clock
from reconciler.expand.timetable import expand_timetable
from reconciler.model.schedule import GroupClass

ANNA, HALL = 5, -71


def twice(*classes: GroupClass, **said: object) -> set[int]:
    table = timetable(*classes, **said)
    clock = Clock(table.location.timezone)
    return needed_twice(expand_timetable(table, clock, lambda: None).found, clock)


def a_class(id: str, **said: object) -> GroupClass:  # noqa: A002 - the field's name
    return group(id, settings=settings(room_ids=(71,), **said))


def test_a_teacher_and_a_room_at_one_time() -> None:
    assert twice(a_class("a"), a_class("b", staff_id=6)) == {HALL}
    assert twice(a_class("a"), a_class("b", slots=(slot("19:00"),))) == {ANNA, HALL}
    assert twice(a_class("a"), a_class("b", slots=(slot("19:25"),))) == set()


def test_the_same_time_of_other_weeks_is_another_time() -> None:
    first = group("a", settings=settings(), periods=(period("2026-09-07 to 2026-09-20"),))
    second = group("b", settings=settings(), periods=(period("2026-09-21 to 2026-10-04"),))
    assert twice(first, second) == set()
    assert twice(first, group("b", settings=settings(), periods=(period("2026-09-14 to 2026-10-04"),))) == {
        ANNA
    }


def test_a_teacher_who_takes_over_a_class_is_not_at_two_of_them() -> None:
    """In the week, Ben is in both; by their dates, one ends when the other begins."""
    ben = 6
    first = group("a", changes=(change("2026-09-21", staff_id=ben),))
    second = group("b", settings=settings(staff_id=ben), changes=(change("2026-09-21", staff_id=7),))
    assert twice(first, second) == set()
    early = group("b", settings=settings(staff_id=ben), changes=(change("2026-09-28", staff_id=7),))
    assert twice(first, early) == {ben}


def test_an_exception_takes_the_place_of_its_own_date_only() -> None:
    later = exception("2026-09-14", "a", move_to=move_to("18:45"))
    assert twice(a_class("a"), exceptions=(later,)) == set()
    to_the_next = exception("2026-09-14", "a", move_to=move_to("2026-09-21 18:45"))
    assert twice(a_class("a"), exceptions=(to_the_next,)) == {ANNA, HALL}


def test_sunday_runs_into_monday() -> None:
    night = a_class("a", recurrence=weekly(SUN), slots=(slot("23:30"),))
    early = a_class("b", recurrence=weekly(MON), slots=(slot("00:00"),))
    assert twice(night, early) == {ANNA, HALL}
    assert twice(early, a_class("c", recurrence=weekly(SUN), slots=(slot("23:00"),))) == set()


def test_many_dates_at_one_time_of_the_week_are_none_of_them_at_once() -> None:
    """More than are compared one with another: those are looked at by their instants."""
    mondays = [str(date(2026, 1, 5) + timedelta(weeks=n)) for n in range(40)]
    year = (period("2026-01-01 to 2026-12-31"),)
    alone = [
        group(f"c{n:02}", settings=settings(recurrence=dates(monday)), periods=year)
        for n, monday in enumerate(mondays)
    ]
    assert twice(*alone) == set()
    again = group("z", settings=settings(recurrence=dates(mondays[-1])), periods=year)
    assert twice(*alone, again) == {ANNA}


@pytest.mark.parametrize(("length_s", "needed"), [(86_400, set()), (86_700, {ANNA, HALL})])
def test_a_class_longer_than_a_day_meets_itself(length_s: int, needed: set[int]) -> None:
    workshop = a_class("a", recurrence=weekly(THU, FRI), lesson_s=length_s)
    assert twice(workshop) == needed


def test_a_class_during_the_change_of_clocks_is_as_long_as_it_takes() -> None:
    """From 01:30, three hours end at 05:30 on the clock when an hour is skipped."""
    spring = (period("2027-03-22 to 2027-03-28"),)
    night = group(
        "a",
        settings=settings(recurrence=weekly(SUN), slots=(slot("01:30"),), lesson_s=10_800),
        periods=spring,
    )
    for at, needed in (("04:30", {ANNA}), ("05:30", set())):
        after = group("b", settings=settings(recurrence=weekly(SUN), slots=(slot(at),)), periods=spring)
        assert twice(night, after) == needed
