from __future__ import annotations

from dataclasses import replace
from datetime import date

from builders import BEN, PILATES, an_activity, an_occurrence, created_from
from unit.render.render_plans import a_location_plan, a_plan, create, weekly

from reconciler.model.diagnostic import Span
from reconciler.model.occurrence import Removal, Step, StepKind
from reconciler.model.plan import Action, ActionKind, Reason
from reconciler.render import plan_view
from reconciler.render.week.exceptions import Habit, Lost, lost_dates
from reconciler.render.week.prolonged import told_once
from reconciler.render.week.typical import WeekPlan, week_plans

FIRST, LAST = date(2026, 9, 7), date(2026, 11, 1)
ONE = an_occurrence()


def week_of(*actions: Action) -> WeekPlan:
    (plan,) = week_plans(plan_view(a_plan(a_location_plan(list(actions)))))
    return plan


def test_a_class_of_most_weeks_is_one_entry_with_all_its_dates() -> None:
    plan = week_of(*map(create, weekly("yoga", {0}, FIRST, LAST)))
    (entry,) = plan.usual
    assert (entry.sign, entry.weekday, entry.start, entry.service) == ("+", 0, "18:30", "Yoga Flow")
    assert entry.days == tuple(date.fromordinal(FIRST.toordinal() + 7 * n) for n in range(8))
    assert plan.single == ()
    assert plan.changes


def test_a_single_date_is_no_habit() -> None:
    once = weekly("workshop", {5}, date(2026, 9, 12), date(2026, 9, 12), service_id=PILATES)
    plan = week_of(*map(create, [*weekly("yoga", {0}, FIRST, LAST), *once]))
    assert [entry.service for entry in plan.single] == ["Pilates"]
    assert len(plan.usual) == 1


def test_in_a_plan_of_one_week_every_class_is_usual() -> None:
    plan = week_of(*map(create, weekly("yoga", {0, 2}, FIRST, date(2026, 9, 13))))
    assert [entry.weekday for entry in plan.usual] == [0, 2]
    assert plan.single == ()


def test_another_teacher_from_a_date_on_is_another_entry() -> None:
    half = date(2026, 10, 5)
    plan = week_of(
        *map(create, weekly("yoga", {0}, FIRST, date(2026, 10, 4))),
        *map(create, weekly("yoga", {0}, half, LAST, staff_id=BEN)),
    )
    assert [(entry.staff, entry.days[0]) for entry in plan.usual] == [("Anna", FIRST), ("Ben", half)]


def test_what_stays_as_it_is_changes_nothing() -> None:
    plan = week_of(
        Action(kind=ActionKind.NO_OP, reason=Reason.IN_PLACE, occurrence=ONE, activity=created_from(ONE))
    )
    assert [entry.sign for entry in plan.usual] == [" "]
    assert not plan.changes


def test_weeks_that_are_added_belong_to_the_pattern_that_is_there() -> None:
    plan = a_prolonged_week()
    assert [(entry.sign, len(entry.days)) for entry in plan.usual] == [(" ", 6), ("+", 2)]
    assert plan.single == ()


def test_a_grid_tells_a_pattern_that_is_prolonged_once() -> None:
    plan = a_prolonged_week()
    assert told_once(plan.usual) == [plan.usual[1]]
    assert told_once(plan.usual[:1]) == [plan.usual[0]]


def a_prolonged_week() -> WeekPlan:
    """Eight weeks, of which six are there."""
    *there, seventh, eighth = weekly("yoga", {0}, FIRST, LAST)
    kept = [
        Action(
            kind=ActionKind.NO_OP, reason=Reason.IN_PLACE, occurrence=one, activity=created_from(one, number)
        )
        for number, one in enumerate(there, 1)
    ]
    return week_of(*kept, create(seventh), create(eighth))


def test_what_is_held_back_or_deviates_has_its_sign() -> None:
    held = Action(kind=ActionKind.HOLD, reason=Reason.FROZEN, occurrence=an_occurrence())
    there = an_activity(day=date(2026, 9, 9), at="09:00")
    surplus = Action(kind=ActionKind.REPORT, reason=Reason.SURPLUS, activity=there)
    plan = week_of(held, surplus)
    assert [(entry.weekday, entry.sign) for entry in plan.usual] == [(2, "-"), (0, "!")]


def test_weeks_follow_without_gaps_and_count_their_classes() -> None:
    dates = weekly("yoga", {0}, FIRST, LAST, skip=[date(2026, 9, 21)])
    plan = week_of(*map(create, dates))
    assert [week.counts.total() for week in plan.weeks] == [1, 1, 0, 1, 1, 1, 1, 1]


def test_every_class_of_the_view_is_in_exactly_one_entry() -> None:
    dates = weekly("yoga", {0, 1, 3, 6}, FIRST, LAST, skip=[date(2026, 9, 21)])
    plan = week_of(*map(create, dates))
    found = sorted(day for entry in (*plan.usual, *plan.single) for day in entry.days)
    assert found == sorted(one.date for one in dates)


def test_a_class_that_falls_out_is_known_to_its_entry_and_its_week() -> None:
    dates = weekly("yoga", {0, 2}, FIRST, LAST)
    step = Step(StepKind.CLOSURE, "closed", Span("a.yaml", 9, 1, 9, 9))
    gone = dates[4]
    part = a_location_plan([create(one) for one in dates if one != gone])
    part = replace(part, removals=(Removal(gone.series, gone.date, (step,)),))
    (plan,) = week_plans(plan_view(a_plan(part)))
    assert {entry.weekday: entry.lost for entry in plan.usual} == {0: (gone.date,), 2: ()}
    assert [week.lost for week in plan.weeks] == [0, 0, 1, 0, 0, 0, 0, 0]


def test_a_lost_date_belongs_to_the_nearest_dates_of_its_series() -> None:
    mondays = [date.fromordinal(FIRST.toordinal() + 7 * week) for week in range(9)]
    early, late = Habit(["m/yoga"], 0, mondays[:3]), Habit(["m/yoga"], 0, mondays[5:])
    lost = [Lost("m/yoga", mondays[3]), Lost("m/yoga", mondays[8]), Lost("m/other", mondays[0])]
    assert lost_dates([early, late], lost) == [[mondays[3]], [mondays[8]]]
