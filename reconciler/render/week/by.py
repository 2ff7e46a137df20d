"""Takes the timetable of a location apart by teacher or by room: one sheet for each door.

Takes a `WeekPlan`; returns named ones. A class in two rooms is on both sheets.
"""

from __future__ import annotations

from collections.abc import Iterable

from reconciler.render.week.exceptions import Exceptions, Lost
from reconciler.render.week.typical import Entry, WeekPlan, weeks_of

NOBODY = {"teacher": "no teacher", "room": "no room"}
"""What stands where a class has none."""


def sheets(plan: WeekPlan, by: str) -> list[tuple[str, WeekPlan]]:
    """Name and timetable of each teacher or room, by name; those without one at the end."""
    names = sorted({name for entry in (*plan.usual, *plan.single) for name in _names(entry, by)})
    found = [(name, _sheet(plan, by, name)) for name in names if name]
    return found if "" not in names else [*found, (NOBODY[by], _sheet(plan, by, ""))]


def _sheet(plan: WeekPlan, by: str, name: str) -> WeekPlan:
    usual, single = (_of(entries, by, name) for entries in (plan.usual, plan.single))
    lost = tuple(Lost("", day) for entry in (*usual, *single) for day in entry.lost)
    weeks = weeks_of((*usual, *single), Exceptions(lost, ()), compared=plan.compared)
    return plan._replace(usual=usual, single=single, weeks=weeks)


def _of(entries: Iterable[Entry], by: str, name: str) -> tuple[Entry, ...]:
    return tuple(entry for entry in entries if name in _names(entry, by))


def _names(entry: Entry, by: str) -> tuple[str, ...]:
    return (entry.staff,) if by == "teacher" else entry.rooms or ("",)
