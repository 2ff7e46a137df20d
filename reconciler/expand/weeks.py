"""Which weeks count: every so many, or the odd or even ones of the ISO calendar.

Takes day numbers and a choice of weeks, returns the days in weeks that count. Weeks run from
Monday to Sunday, wherever a season starts.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from datetime import date
from typing import assert_never

from reconciler.model.schedule import Cycle, CycleWeeks, EveryWeeks, IsoWeeks, Weeks

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def monday_of(day: int) -> int:
    """Day number of the Monday of its week."""
    return day - (day - 1) % 7


def in_weeks(weeks: Weeks, days: Sequence[int]) -> list[int]:
    """Those of `days` that lie in a week that counts."""
    mondays = {monday_of(day) for day in days}
    match weeks:
        case EveryWeeks(step=step, monday=monday):
            anchor = monday.toordinal()
            counted = {day for day in mondays if (day - anchor) // 7 % step == 0}
        case IsoWeeks(parity=parity):
            rest = 1 if parity == "odd" else 0
            counted = {day for day in mondays if date.fromordinal(day).isocalendar().week % 2 == rest}
        case CycleWeeks(cycle=cycle, places=places):
            counted = _weeks_of_cycle(cycle, places, mondays)
        case _:
            assert_never(weeks)
    return [day for day in days if monday_of(day) in counted]


def _weeks_of_cycle(cycle: Cycle, places: frozenset[int], mondays: set[int]) -> set[int]:
    """Those of the weeks that have one of these places in the cycle; weeks left out have none."""
    closed = [day.toordinal() for day in cycle.closed]
    anchor = cycle.monday.toordinal()
    before = bisect_left(closed, anchor)

    def place(monday: int) -> int:
        left_out = bisect_left(closed, monday) - before
        return ((monday - anchor) // 7 - left_out) % len(cycle.names)

    return {monday for monday in mondays.difference(closed) if place(monday) in places}


def weeks_in_words(weeks: Weeks | None) -> str:
    """The choice of weeks as the rest of a sentence: `, odd weeks`; "" if all weeks count."""
    match weeks:
        case None | EveryWeeks(step=1):
            return ""
        case EveryWeeks(step=step, monday=monday):
            return f", every {step} weeks from {monday.isoformat()}"
        case IsoWeeks(parity=parity):
            return f", {parity} weeks"
        case CycleWeeks(cycle=cycle, places=places):
            return f", week {' and '.join(cycle.names[place] for place in sorted(places))} of {cycle.key}"
        case _:
            assert_never(weeks)


def new_year_jump(weeks: Weeks | None, days: Sequence[int]) -> tuple[int, int] | None:
    """Two of the ascending `days` between which the rhythm of odd or even weeks breaks; None without.

    After a week 53 comes week 1: two odd weeks follow each other, and two even ones lie three
    weeks apart.
    """
    if not isinstance(weeks, IsoWeeks) or not days:
        return None
    before, after = (53, 1) if weeks.parity == "odd" else (52, 2)
    for year in range(date.fromordinal(days[0]).year, date.fromordinal(days[-1]).year + 1):
        if date(year, 12, 28).isocalendar().week != 53:
            continue
        last = [day for day in days if date.fromordinal(day).isocalendar()[:2] == (year, before)]
        first = [day for day in days if date.fromordinal(day).isocalendar()[:2] == (year + 1, after)]
        if last and first:
            return last[-1], first[0]
    return None
