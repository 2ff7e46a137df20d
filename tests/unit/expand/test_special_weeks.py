"""Model weeks beside the usual classes and in their place."""

from __future__ import annotations

from dataclasses import replace

from unit.expand.builders import (
    MON,
    WED,
    closure,
    day,
    exception,
    group,
    period,
    schedule,
    settings,
    span,
    weekly,
)

from reconciler.expand import Expansion, expand
from reconciler.model.occurrence import StepKind
from reconciler.model.schedule import EVERYTHING, Course, GroupClass, Schedule, Selector
from reconciler.model.special import DayTimetable, Special, SpecialDay, SpecialWeek

KIDS = Selector(tags=frozenset({"kids"}))
YOGA = group(tags=("kids",))
CAMP = group(
    "camp",
    line=11,
    model_week="holiday",
    tags=("kids",),
    periods=(period("2026-09-14 to 2026-09-20", season=""), period("2026-09-28 to 2026-10-04", season="")),
    settings=settings(recurrence=weekly(MON, WED), staff_id=6),
)


def week(
    monday: str, instead_of: Selector | None = KIDS, *, line: int = 80, because: str = ""
) -> SpecialWeek:
    return SpecialWeek(
        monday=day(monday), model_week="holiday", instead_of=instead_of, because=because, span=span(line)
    )


def special(*classes: GroupClass, weeks: tuple[SpecialWeek, ...], **fields: object) -> Schedule:
    whole = schedule(*classes, **fields)
    return Schedule(timetables=(replace(whole.timetables[0], special=Special(weeks=weeks)),))


def both(**fields: object) -> Expansion:
    return expand(special(YOGA, CAMP, weeks=(week("2026-09-14"), week("2026-09-28", None)), **fields))


def test_a_model_week_runs_in_its_weeks_and_says_which_one():
    found = both()
    camp = [one for one in found.occurrences if one.series.class_id == "camp"]
    assert [one.date.isoformat() for one in camp] == ["2026-09-14", "2026-09-16", "2026-09-28", "2026-09-30"]
    assert [step.text for step in camp[0].trace] == [
        "every mon, wed at 18:30",
        "holiday runs in the week of 2026-09-14",
    ]


def test_instead_of_takes_the_selected_classes_of_that_week_only_and_never_a_model_week():
    found = both()
    yoga = [one.date.isoformat() for one in found.occurrences if one.series.class_id == "yoga"]
    assert yoga == ["2026-09-07", "2026-09-21", "2026-09-28"]
    (removal,) = found.removals
    assert removal.address == "mitte/yoga/2026-09-14"
    last = removal.trace[-1]
    assert (last.kind, last.text, last.span) == (StepKind.SPECIAL_WEEK, "holiday runs instead", span(80))


def test_a_class_that_is_not_selected_stays():
    other = Selector(class_ids=frozenset({"somebody-else"}))
    found = expand(special(YOGA, weeks=(week("2026-09-14", other),)))
    assert found.removals == ()
    assert len(found.occurrences) == 4


def test_everything_can_be_replaced():
    found = expand(special(YOGA, weeks=(week("2026-09-14", EVERYTHING),)))
    assert [one.date for one in found.removals] == [day("2026-09-14")]


def test_of_two_weeks_that_take_one_class_the_trace_names_the_first_whatever_the_order():
    one, other = week("2026-09-14", line=80), replace(week("2026-09-14", line=81), model_week="sports")
    found = expand(special(YOGA, weeks=(one, other)))
    assert [removal.trace[-1].span.line for removal in found.removals] == [80]


def test_closures_hold_for_a_model_week():
    found = both(closures=(closure("2026-09-16"),))
    assert "mitte/camp/2026-09-16" in {one.address for one in found.removals}


def test_an_exception_keeps_a_class_that_a_model_week_replaces():
    found = both(exceptions=(exception("2026-09-14", keep=True),))
    assert found.removals == ()
    assert "EXP005" not in {one.code for one in found.diagnostics}


def test_a_model_week_costs_a_course_a_session_like_a_closed_day():
    course = replace(YOGA, course=Course(sessions=3, if_closed="extend"))
    found = expand(special(course, weeks=(week("2026-09-14"),)))
    assert [one.date.isoformat() for one in found.occurrences] == ["2026-09-07", "2026-09-21", "2026-09-28"]


def test_a_timetable_that_names_a_class_for_one_date_stands_above_a_week_that_replaces_it():
    short = DayTimetable(key="short", class_ids=frozenset({"yoga"}), changes={}, span=span(90))
    tuesday = SpecialDay(day=day("2026-09-15"), run_as=None, timetable=short, because="", span=span(91))
    whole = special(YOGA, weeks=(week("2026-09-14"),)).timetables[0]
    whole = replace(whole, special=Special(weeks=(week("2026-09-14"),), days=(tuesday,)))
    found = expand(Schedule(timetables=(whole,)))
    assert "mitte/yoga/2026-09-15" in {one.address for one in found.occurrences}
    assert [one.address for one in found.removals] == ["mitte/yoga/2026-09-14"]
