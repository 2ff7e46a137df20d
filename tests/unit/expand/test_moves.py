"""Classes that move away from a day of a calendar, and timetables that run on it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from unit.expand.builders import (
    FRI,
    MON,
    TUE,
    WED,
    closure,
    day,
    exception,
    group,
    move_to,
    own_calendar,
    period,
    policy,
    schedule,
    settings,
    slot,
    span,
    weekly,
)

from reconciler.expand import Expansion, expand
from reconciler.model.calendars import DayPolicy, MoveRule, PolicyKind
from reconciler.model.house import HouseRules, Opening, OpeningHours
from reconciler.model.occurrence import StepKind
from reconciler.model.schedule import EVERYTHING, Course, GroupClass, Schedule, Selector, Settings
from reconciler.model.special import DayTimetable, Special, SpecialDay, SpecialWeek
from reconciler.model.staffing import Absence, Cover, Spell, Staffing
from reconciler.model.window import Window

HOLIDAY = "2026-09-14"
NEXT = MoveRule(way="next open day", weekday=None, start_min=None, text="next open day")
BEFORE = MoveRule(way="previous open day", weekday=None, start_min=None, text="previous open day")
SATURDAY = MoveRule(way="same week", weekday=5, start_min=600, text="same week sat 10:00")


def moving(rule: MoveRule = NEXT, **fields: Any) -> DayPolicy:
    return policy("feasts", kind=PolicyKind.OWN, do="move", move_to=rule, **fields)


def planned(
    *classes: GroupClass,
    policies: tuple[DayPolicy, ...] = (moving(),),
    feasts: tuple[str, ...] = (HOLIDAY,),
    special: Special | None = None,
    house: HouseRules | None = None,
    staffing: Staffing | None = None,
    **fields: Any,
) -> Schedule:
    calendars = {"feasts": own_calendar("feasts", *feasts)}
    whole = schedule(*classes or (group(),), policies=policies, calendars=calendars, **fields).timetables[0]
    return Schedule(timetables=(replace(whole, special=special, house=house, staffing=staffing),))


def expanded(*classes: GroupClass, **fields: Any) -> Expansion:
    return expand(planned(*classes, **fields))


def starts(found: Expansion, original: str = HOLIDAY) -> list[str]:
    return [f"{one.start:%Y-%m-%d %H:%M}" for one in found.occurrences if one.date == day(original)]


def test_a_class_moves_to_the_next_open_day_and_keeps_its_address():
    found = expanded()
    (one,) = [one for one in found.occurrences if one.date == day(HOLIDAY)]
    assert (one.address, f"{one.start}") == ("mitte/yoga/2026-09-14", "2026-09-15 18:30:00")
    last = one.trace[-1]
    assert (last.kind, last.span) == (StepKind.CLOSED_DAY, span(50))
    assert last.text == "closed day of feasts; moved from 2026-09-14 18:30 to 2026-09-15 18:30"
    assert found.removals == ()


@pytest.mark.parametrize(
    ("rule", "start"),
    [(BEFORE, "2026-09-13 18:30"), (SATURDAY, "2026-09-19 10:00"), (NEXT, "2026-09-15 18:30")],
)
def test_each_way_to_move(rule: MoveRule, start: str):
    assert starts(expanded(policies=(moving(rule),))) == [start]


def test_closed_days_holidays_and_breaks_are_no_open_days():
    paused = group(periods=(period(breaks=("2026-09-16 to 2026-09-17",)),))
    found = expanded(
        paused, feasts=(HOLIDAY, "2026-09-15"), closures=(closure("2026-09-18", after_min=1140),)
    )
    assert starts(found) == ["2026-09-19 18:30"]


def test_another_date_of_the_series_is_not_doubled_even_by_two_moves():
    both = group(settings=settings(recurrence=weekly(MON, TUE, WED)))
    found = expanded(both, feasts=(HOLIDAY, "2026-09-15"))
    assert starts(found) == ["2026-09-17 18:30"]
    assert starts(found, "2026-09-15") == ["2026-09-18 18:30"]


def test_nothing_moves_onto_a_special_day_or_out_of_the_opening_hours():
    short = DayTimetable(key="short", class_ids=frozenset(), changes={}, span=span(90))
    on = SpecialDay(day=day("2026-09-15"), run_as=None, timetable=short, because="", span=span(91))
    found = expanded(group(), special=Special(days=(on,)))
    assert starts(found) == ["2026-09-16 18:30"]
    hours = {weekday: (Opening(480, 1320 if weekday != TUE else 1080),) for weekday in range(7)}
    opening = OpeningHours(days=(), hours=hours, span=span(92))
    assert starts(expanded(house=HouseRules(opening=(opening,)))) == ["2026-09-16 18:30"]


def test_nothing_moves_into_a_week_in_which_a_model_week_replaces_it():
    week = SpecialWeek(
        monday=day("2026-09-14"), model_week="camp", instead_of=EVERYTHING, because="", span=span(93)
    )
    other = replace(week, monday=day("2026-09-21"))
    found = expanded(feasts=("2026-09-07",), special=Special(weeks=(week, other)))
    assert starts(found, "2026-09-07") == ["2026-09-08 18:30"]
    wednesday = MoveRule(way="next week", weekday=2, start_min=None, text="next week wed")
    found = expanded(
        feasts=("2026-09-07",), policies=(moving(wednesday),), special=Special(weeks=(week, other))
    )
    assert starts(found, "2026-09-07") == []


def test_a_class_stays_inside_its_season_and_falls_out_if_there_is_no_day():
    short = group(periods=(period("2026-09-07 to 2026-09-14"),))
    found = expanded(short)
    assert starts(found) == []
    (removal,) = found.removals
    assert removal.trace[-1].text == "closed day of feasts; no open day to move to"
    assert found.diagnostics == ()


def test_a_class_that_cannot_move_is_an_error_if_somebody_must_decide():
    short = group(periods=(period("2026-09-07 to 2026-09-14"),))
    (wrong,) = expanded(short, policies=(moving(if_impossible="error"),)).diagnostics
    assert (wrong.code, wrong.summary) == ("EXP043", "yoga cannot move from 2026-09-14")


def test_what_a_closure_closes_as_well_falls_out():
    found = expanded(closures=(closure("2026-09-14 to 2026-09-20", because="holidays"),))
    assert [one.trace[-1].text for one in found.removals] == ["closed: holidays"]


def test_only_the_classes_of_the_policy_move():
    narrow = moving(who=Selector(class_ids=frozenset({"yoga"})))
    found = expanded(
        group(), group("other", settings=settings(staff_id=7)), policies=(narrow, moving_not(line=55))
    )
    assert starts(found) == ["2026-09-15 18:30"]
    assert [one.address for one in found.removals] == ["mitte/other/2026-09-14"]


def moving_not(**fields: Any) -> DayPolicy:
    return policy("feasts", kind=PolicyKind.OWN, **fields)


def test_a_course_counts_a_moved_session():
    course = group(course=Course(sessions=3, if_closed=None))
    found = expanded(course)
    assert found.diagnostics == ()
    assert [one.date.isoformat() for one in found.occurrences] == ["2026-09-07", HOLIDAY, "2026-09-21"]


@pytest.mark.parametrize(
    ("fields", "start"),
    [
        ({"keep": True}, ["2026-09-14 18:30"]),
        ({"cancel": True}, []),
        ({"move_to": move_to("2026-09-18 12:00")}, ["2026-09-18 12:00"]),
        ({"move_to": move_to("12:00")}, ["2026-09-15 12:00"]),
        ({"settings": Settings(staff_id=7)}, ["2026-09-15 18:30"]),
    ],
)
def test_an_exception_names_the_original_date_and_wins(fields: dict[str, Any], start: list[str]):
    found = expanded(exceptions=(exception(HOLIDAY, **fields),))
    assert found.diagnostics == ()
    assert starts(found) == start


def test_an_absence_meets_a_moved_class_on_the_day_on_which_it_starts():
    def away(on: str) -> Staffing:
        absence = Absence(
            staff_id=5,
            when=Spell(days=((day(on), day(on)),)),  # type: ignore[arg-type]  # plain pairs are enough here
            cover=Cover(staff_id=None),
            by_class={},
            because="",
            span=span(70),
        )
        return Staffing(absences={5: (absence,)})

    assert starts(expanded(staffing=away(HOLIDAY))) == ["2026-09-15 18:30"]
    found = expanded(staffing=away("2026-09-15"))
    assert [one.address for one in found.removals] == ["mitte/yoga/2026-09-14"]
    kept = expanded(
        staffing=away("2026-09-15"), exceptions=(exception(HOLIDAY, settings=Settings(staff_id=7)),)
    )
    assert starts(kept) == ["2026-09-15 18:30"]


def test_a_window_cuts_by_the_day_of_the_start():
    before, after = (Window(last=day(HOLIDAY)), Window(first=day("2026-09-15")))
    assert starts(expand(planned(), before)) == []
    assert starts(expand(planned(), after)) == ["2026-09-15 18:30"]


def test_a_day_of_a_calendar_runs_a_timetable():
    short = DayTimetable(
        key="short",
        class_ids=frozenset({"own", "out"}),
        changes={"own": Settings(slots=(slot("11:00"),))},
        span=span(90),
    )
    runs = policy("feasts", kind=PolicyKind.OWN, do="run", timetable="short")
    out = group("out", line=12, settings=settings(staff_id=8), periods=(period("2026-10-05 to 2026-10-12"),))
    own = group("own", line=11, settings=settings(recurrence=weekly(FRI), staff_id=7))
    found = expanded(group(), own, out, policies=(runs,), special=Special(timetables={"short": short}))
    assert found.diagnostics == ()
    assert [
        f"{one.address} {one.start:%H:%M}" for one in found.occurrences if one.start.date() == day(HOLIDAY)
    ] == ["mitte/own/2026-09-14 11:00"]
    (removal,) = found.removals
    assert removal.address == "mitte/yoga/2026-09-14"
    assert (removal.trace[-1].kind, removal.trace[-1].text) == (
        StepKind.CLOSED_DAY,
        "closed day of feasts; short runs instead",
    )


def test_a_special_day_stands_above_a_policy():
    on = SpecialDay(day=day(HOLIDAY), run_as=MON, timetable=None, because="", span=span(91))
    assert starts(expanded(special=Special(days=(on,)))) == ["2026-09-14 18:30"]
