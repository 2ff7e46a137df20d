"""Cycles of weeks, and what a closed week does to them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from unit.expand.builders import (
    closure,
    day,
    group,
    own_calendar,
    period,
    policy,
    public_holidays,
    settings,
    span,
    timetable,
)

from reconciler.expand import expand
from reconciler.expand.cycles import with_closed_weeks
from reconciler.model.calendars import PolicyKind
from reconciler.model.diagnostic import Severity
from reconciler.model.schedule import Cycle, CycleWeeks, Schedule, Selector, Timetable

MONDAYS = ["2026-09-07", "2026-09-14", "2026-09-21", "2026-09-28", "2026-10-05", "2026-10-12", "2026-10-19"]
SEASON = "2026-09-07 to 2026-10-25"


def weeks(*places: int, pause: bool = False, names: str = "AB", monday: str = "2026-09-07") -> CycleWeeks:
    cycle = Cycle(key="ab", names=tuple(names), monday=day(monday), pause=pause, span=span(5))
    return CycleWeeks(cycle=cycle, places=frozenset(places))


def place(its: CycleWeeks, season: str = SEASON, breaks: tuple[str, ...] = (), **fields: object) -> Timetable:
    """A class on Mondays in a season, in some weeks of a cycle."""
    stretch = period(season, breaks=breaks)
    one = group(settings=settings(weeks=its), periods=(stretch,))
    return timetable(one, seasons=(stretch,), **fields)


def mondays(declared: Timetable) -> list[str]:
    return [one.date.isoformat() for one in expand(Schedule(timetables=(declared,))).occurrences]


def test_two_weeks_take_turns_from_the_anchor_in_both_directions():
    assert mondays(place(weeks(0))) == MONDAYS[0::2]
    assert mondays(place(weeks(1))) == MONDAYS[1::2]
    assert mondays(place(weeks(0, monday="2027-09-06"))) == MONDAYS[0::2]


def test_longer_cycles_and_several_weeks_of_them():
    assert mondays(place(weeks(0, 2, names="ABC"))) == [MONDAYS[n] for n in (0, 2, 3, 5, 6)]


def test_a_closed_week_counts_unless_the_cycle_pauses():
    shut = closure("2026-09-21 to 2026-09-27")
    assert mondays(place(weeks(0), closures=(shut,))) == [MONDAYS[n] for n in (0, 4, 6)]
    assert mondays(place(weeks(0, pause=True), closures=(shut,))) == [MONDAYS[n] for n in (0, 3, 5)]


def test_a_week_left_out_has_no_class_and_no_removal():
    found = expand(
        Schedule(
            timetables=(place(weeks(0, 1, pause=True), closures=(closure("2026-09-21 to 2026-09-27"),)),)
        )
    )
    assert found.removals == ()


def test_a_pausing_cycle_counts_backwards_past_closed_weeks_too():
    its = weeks(0, pause=True, monday="2026-10-12")
    assert mondays(place(its, breaks=("2026-09-28 to 2026-10-04",))) == [MONDAYS[n] for n in (0, 2, 5)]


@pytest.mark.parametrize(
    "shut",
    [
        closure("2026-09-21 to 2026-09-26"),
        closure("2026-09-21 to 2026-09-27", after_min=0, before_min=1200),
        closure("2026-09-21 to 2026-09-27", room_ids=frozenset({71})),
        closure("2026-09-21 to 2026-09-27", only=Selector(tags=frozenset({"kids"}))),
        closure("2026-09-21 to 2026-09-27", after_min=1),
    ],
)
def test_a_week_with_anything_open_is_not_closed(shut):
    assert with_closed_weeks(place(weeks(0, pause=True), closures=(shut,))).classes[
        0
    ].settings.weeks == weeks(0, pause=True)


def test_breaks_closures_and_holidays_close_a_week_together():
    declared = place(
        weeks(0, pause=True, monday="2026-12-14"),
        "2026-12-14 to 2027-01-17",
        breaks=("2026-12-28 to 2026-12-31",),
        closures=(closure("2027-01-02 to 2027-01-03"),),
        policies=(public_holidays("DE-BE"),),
    )
    assert mondays(declared) == ["2026-12-14", "2027-01-04"]


def test_weeks_between_seasons_are_left_out_of_a_pausing_cycle():
    spring, autumn = (
        period("2026-06-01 to 2026-06-21", "spring"),
        period("2026-09-07 to 2026-09-20", "autumn"),
    )
    one = group(settings=settings(weeks=weeks(0, pause=True, monday="2026-06-01")), periods=(spring, autumn))
    declared = timetable(one, seasons=(spring, autumn))
    assert mondays(declared) == ["2026-06-01", "2026-06-15", "2026-09-14"]


def test_without_seasons_only_closures_pause():
    stretch = period(SEASON, season="")
    one = group(settings=settings(weeks=weeks(0, pause=True)), periods=(stretch,))
    declared = timetable(one, closures=(closure("2026-09-14 to 2026-09-20"),))
    assert mondays(declared) == [MONDAYS[n] for n in (0, 3, 5)]


def test_the_own_bounds_of_a_class_do_not_shift_its_weeks():
    declared = place(weeks(0, pause=True), breaks=("2026-09-14 to 2026-09-20",))
    late = replace(declared.classes[0], periods=(period("2026-09-23 to 2026-10-25"),))
    assert set(mondays(replace(declared, classes=(late,)))) < set(mondays(declared))


def test_the_trace_names_the_week_and_the_cycle():
    (step,) = expand(Schedule(timetables=(place(weeks(0, 2, names="ABC")),))).occurrences[0].trace
    assert step.text == "every mon at 18:30, week A and C of ab in autumn"


def test_a_pausing_cycle_that_begins_in_a_closed_week_is_a_warning_that_names_the_next_open_one():
    shut = closure("2026-09-14 to 2026-09-27")
    declared = place(weeks(0, pause=True, monday="2026-09-14"), closures=(shut,))
    (found,) = expand(Schedule(timetables=(declared,))).diagnostics
    assert (found.code, found.severity) == ("EXP036", Severity.WARNING)
    assert "from 2026-09-28 on, is A" in found.detail
    counted = place(weeks(0, monday="2026-09-14"), closures=(shut,))
    assert expand(Schedule(timetables=(counted,))).diagnostics == ()


def test_a_week_is_closed_by_the_days_of_an_own_calendar_too():
    declared = place(weeks(0, pause=True))
    calendar = own_calendar("works", "2026-09-21 to 2026-09-27")
    policies = (policy("works", kind=PolicyKind.OWN),)
    closed = replace(declared, calendars={"works": calendar}, policies=policies)
    assert mondays(closed) == [MONDAYS[n] for n in (0, 3, 5)]
    kept = replace(closed, policies=(replace(policies[0], who=Selector(tags=frozenset({"kids"}))),))
    assert mondays(kept) == mondays(declared)
