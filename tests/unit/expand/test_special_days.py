"""Dates that run another weekday's classes, or a timetable."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from unit.expand.builders import (
    MON,
    SAT,
    SUN,
    TUE,
    WED,
    closure,
    dates,
    day,
    exception,
    group,
    move_to,
    part,
    period,
    schedule,
    settings,
    slot,
    span,
    weekly,
)

from reconciler.expand import Expansion, expand
from reconciler.model.occurrence import StepKind
from reconciler.model.schedule import Course, EveryWeeks, GroupClass, Settings
from reconciler.model.special import DayTimetable, Special, SpecialDay

WEDNESDAY = "2026-09-09"


def as_weekday(on: str, weekday: int, *, line: int = 80) -> SpecialDay:
    return SpecialDay(day=day(on), run_as=weekday, timetable=None, because="", span=span(line))


def short_day(*class_ids: str, changes: Mapping[str, Settings] | None = None) -> DayTimetable:
    return DayTimetable(key="short", class_ids=frozenset(class_ids), changes=changes or {}, span=span(90))


def runs(on: str, timetable: DayTimetable) -> SpecialDay:
    return SpecialDay(day=day(on), run_as=None, timetable=timetable, because="New Year", span=span(81))


def expanded(*classes: GroupClass, days: tuple[SpecialDay, ...], **fields: Any) -> Expansion:
    whole = schedule(*classes, **fields).timetables[0]
    whole = replace(whole, special=Special(days=days))
    return expand(replace(schedule(*classes), timetables=(whole,)))


def on(found: Expansion, text: str) -> list[str]:
    """What runs on a date, as address and time."""
    return [f"{one.address} {one.start:%H:%M}" for one in found.occurrences if one.start.date() == day(text)]


def gone(found: Expansion) -> list[str]:
    return [one.address for one in found.removals]


def the_week(*weekdays: int, **fields: Any) -> GroupClass:
    return group(settings=settings(recurrence=weekly(*weekdays), **fields))


def test_another_weekdays_classes_run_in_place_of_the_dates_own():
    found = expanded(
        the_week(TUE),
        replace(the_week(WED, slots=(slot("10:00"),)), id="own"),
        days=(as_weekday(WEDNESDAY, TUE),),
    )
    assert on(found, WEDNESDAY) == ["mitte/yoga/2026-09-09 18:30"]
    assert gone(found) == ["mitte/own/2026-09-09"]
    assert [step.text for step in found.removals[0].trace] == [
        "every wed at 10:00 in autumn",
        "runs as tue instead",
    ]
    added = next(one for one in found.occurrences if one.date == day(WEDNESDAY))
    assert (added.trace[-1].kind, added.trace[-1].text) == (StepKind.SPECIAL_DAY, "runs as tue")


def test_a_class_of_both_weekdays_keeps_its_address_and_takes_the_other_time():
    times = (slot("10:00", on=(TUE,)), slot("12:00", on=(WED,)))
    found = expanded(the_week(TUE, WED, slots=times), days=(as_weekday(WEDNESDAY, TUE),))
    assert on(found, WEDNESDAY) == ["mitte/yoga/2026-09-09 10:00"]
    assert found.removals == ()


def test_written_dates_stay_on_a_day_that_runs_as_another():
    found = expanded(
        group(settings=settings(recurrence=dates(WEDNESDAY))), days=(as_weekday(WEDNESDAY, TUE),)
    )
    assert on(found, WEDNESDAY) == ["mitte/yoga/2026-09-09 18:30"]


def test_the_week_of_the_date_decides_whether_a_fortnightly_class_runs():
    weeks = EveryWeeks(step=2, monday=day("2026-09-14"))
    found = expanded(the_week(TUE, weeks=weeks), days=(as_weekday(WEDNESDAY, TUE),))
    assert on(found, WEDNESDAY) == []
    assert on(expanded(the_week(TUE, weeks=weeks), days=(as_weekday("2026-09-16", TUE),)), "2026-09-16")


def test_only_listed_classes_run_whatever_their_weekday_and_season():
    late = replace(the_week(MON), id="late", periods=(period("2026-10-05 to 2026-10-25"),))
    found = expanded(
        late,
        replace(the_week(WED), id="own"),
        the_week(SAT),
        days=(runs(WEDNESDAY, short_day("late", "yoga")),),
    )
    assert on(found, WEDNESDAY) == ["mitte/late/2026-09-09 18:30", "mitte/yoga/2026-09-09 18:30"]
    assert gone(found) == ["mitte/own/2026-09-09"]


def test_a_timetable_changes_what_it_runs_and_says_so():
    short = short_day("yoga", changes={"yoga": Settings(slots=(slot("11:00"),), staff_id=7)})
    found = expanded(the_week(WED), days=(runs(WEDNESDAY, short),))
    assert on(found, WEDNESDAY) == ["mitte/yoga/2026-09-09 11:00"]
    one = next(one for one in found.occurrences if one.date == day(WEDNESDAY))
    assert one.details.staff_id == 7
    assert [step.text for step in one.trace] == [
        "every wed at 18:30 in autumn",
        "short runs, changed time, staff: New Year",
    ]


def test_every_part_and_slot_of_a_listed_class_runs():
    both = group(
        parts=(part("ben", staff_id=6), part("eva", staff_id=7)),
        settings=settings(slots=(slot("09:00", "early"), slot("18:00", "late"))),
    )
    found = expanded(both, days=(runs(WEDNESDAY, short_day("yoga")),))
    assert on(found, WEDNESDAY) == [
        "mitte/yoga@early+ben/2026-09-09 09:00",
        "mitte/yoga@early+eva/2026-09-09 09:00",
        "mitte/yoga@late+ben/2026-09-09 18:00",
        "mitte/yoga@late+eva/2026-09-09 18:00",
    ]


def test_a_special_day_stands_above_breaks_and_holidays_but_not_above_part_of_a_closure():
    paused = replace(
        the_week(MON), periods=(period("2026-12-21 to 2027-01-10", breaks=("2026-12-24 to 2027-01-03",)),)
    )
    closed = closure("2026-12-25", after_min=20 * 60)
    fields = {"holidays": "DE-BE", "closures": (closed,)}
    found = expanded(paused, days=(as_weekday("2026-12-25", MON),), **_holidays(fields))
    assert on(found, "2026-12-25") == ["mitte/yoga/2026-12-25 18:30"]
    early = closure("2026-12-25", after_min=19 * 60)
    found = expanded(paused, days=(as_weekday("2026-12-25", MON),), closures=(early,))
    assert on(found, "2026-12-25") == []


def _holidays(fields: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in fields.items() if key != "holidays"}


def test_an_exception_may_change_what_a_special_day_puts_into_a_break():
    paused = replace(the_week(MON), periods=(period(breaks=("2026-09-07 to 2026-09-13",)),))
    changed = exception(WEDNESDAY, settings=Settings(staff_id=7))
    found = expanded(paused, days=(as_weekday(WEDNESDAY, MON),), exceptions=(changed,))
    assert found.diagnostics == ()
    assert on(found, WEDNESDAY) == ["mitte/yoga/2026-09-09 18:30"]


def test_an_exception_moves_what_a_special_day_put_in_and_keeps_what_it_took():
    moved = exception(WEDNESDAY, "yoga", move_to=move_to("2026-09-10"))
    kept = exception(WEDNESDAY, "own", keep=True)
    found = expanded(
        the_week(TUE),
        replace(the_week(WED, staff_id=7), id="own"),
        days=(as_weekday(WEDNESDAY, TUE),),
        exceptions=(moved, kept),
    )
    assert on(found, WEDNESDAY) == ["mitte/own/2026-09-09 18:30"]
    assert on(found, "2026-09-10") == ["mitte/yoga/2026-09-09 18:30"]
    assert found.removals == ()


def test_a_course_counts_what_a_special_day_puts_in_and_takes_out():
    course = replace(the_week(MON), course=Course(sessions=3, if_closed="extend"))
    found = expanded(course, days=(as_weekday(WEDNESDAY, MON), as_weekday("2026-09-14", TUE)))
    assert [one.date.isoformat() for one in found.occurrences] == ["2026-09-07", WEDNESDAY, "2026-09-21"]
    assert gone(found) == ["mitte/yoga/2026-09-14"]


def test_a_closure_of_the_whole_place_contradicts_a_special_day():
    found = expanded(
        the_week(TUE), days=(as_weekday(WEDNESDAY, TUE),), closures=(closure("2026-09-01 to 2026-09-30"),)
    )
    (wrong,) = found.diagnostics
    assert (wrong.code, wrong.related[0][1]) == ("EXP040", span(40))


@pytest.mark.parametrize("special", [as_weekday("2027-05-05", TUE), runs("2026-09-12", short_day("nobody"))])
def test_a_special_day_that_changes_nothing_is_a_warning(special: SpecialDay):
    (wrong,) = expanded(the_week(TUE), days=(special,)).diagnostics
    assert wrong.code == "EXP041"


def test_a_listed_class_needs_a_time_for_the_weekday():
    times = (slot("10:00", on=(SAT,)), slot("12:00", on=(SUN,)))
    both = the_week(SAT, SUN, slots=times)
    (wrong,) = expanded(both, days=(runs(WEDNESDAY, short_day("yoga")),)).diagnostics
    assert wrong.code == "EXP042"
    assert on(expanded(both, days=(runs("2026-09-13", short_day("yoga")),)), "2026-09-13") == [
        "mitte/yoga/2026-09-13 12:00"
    ]


def test_the_order_of_special_days_does_not_matter():
    some = (as_weekday(WEDNESDAY, TUE), as_weekday("2026-09-16", TUE))
    one, other = (expanded(the_week(TUE, WED), days=days) for days in (some, some[::-1]))
    assert one.occurrences == other.occurrences


def test_a_changed_time_needs_a_length_where_the_usual_ones_have_their_ends():
    both = the_week(MON, slots=(slot("18:30", lesson_s=3300),), lesson_s=None)
    short = short_day("yoga", changes={"yoga": Settings(slots=(slot("11:00"),))})
    (wrong,) = expanded(both, days=(runs(WEDNESDAY, short),)).diagnostics
    assert (wrong.code, wrong.summary) == ("EXP042", "nobody says how long yoga takes on 2026-09-09")
