"""Puts the timetable of a location on sheets: one for all, or one for the door of each teacher or room.

Takes a `WeekPlan`; returns `Sheet`s. A class in two rooms is on both sheets. What a change takes from
somebody marks the place where they had it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from reconciler.render.week.exceptions import Exceptions, Lost
from reconciler.render.week.prolonged import told_once
from reconciler.render.week.told import IN_PLACE
from reconciler.render.week.typical import USUAL, Entry, Week, WeekPlan, in_the_week, weeks_of

NOBODY: Final = {"teacher": "no teacher", "room": "no room"}
"""What stands where a class has none."""


class Sheet(NamedTuple):
    """One timetable as it is drawn."""

    location: str
    by: str
    """`teacher` or `room`; "" for the whole location."""
    name: str
    """Of the teacher or room; "" for the whole location."""
    grid: tuple[Entry, ...]
    """The typical week and the places that are left, by time, weekday and name."""
    single: tuple[Entry, ...]
    """Classes of a date or two, by date."""
    weeks: tuple[Week, ...]
    compared: bool

    @property
    def changes(self) -> bool:
        """Whether anything happens there."""
        return any(entry.sign != IN_PLACE for entry in (*self.grid, *self.single))


def sheets(plan: WeekPlan, by: str) -> list[Sheet]:
    """By `teacher` or `room`: by name, those without one at the end. By "" one for the whole location."""
    if not by:
        left = [entry for entry in plan.left if _often(entry, plan) and _at_another_time(entry)]
        return [Sheet(plan.location, "", "", _grid(plan.usual, left), plan.single, plan.weeks, plan.compared)]
    entries = (*plan.usual, *plan.single, *plan.left)
    names = sorted({name for entry in entries for name in _names(entry, by)})
    return [_sheet(plan, by, name) for name in (*filter(None, names), *([""] if "" in names else []))]


def _sheet(plan: WeekPlan, by: str, name: str) -> Sheet:
    usual, single, left = (_of(entries, by, name) for entries in (plan.usual, plan.single, plan.left))
    told = (*usual, *single)
    lost = tuple(Lost("", day) for entry in told for day in entry.lost)
    moved = tuple(day for entry in told if entry.moved for day in entry.days)
    gone = [entry for entry in left if not _kept(entry, by, name)]
    often = [entry for entry in left if _often(entry, plan) and (entry in gone or _at_another_time(entry))]
    seldom = [entry for entry in gone if not _often(entry, plan)]
    return Sheet(
        location=plan.location,
        by=by,
        name=name or NOBODY[by],
        grid=_grid(usual, often),
        single=tuple(sorted((*single, *seldom), key=lambda each: (each.days, *in_the_week(each)))),
        weeks=weeks_of(told, Exceptions(lost, moved), compared=plan.compared) if told else (),
        compared=plan.compared,
    )


def _grid(usual: Sequence[Entry], left: Iterable[Entry]) -> tuple[Entry, ...]:
    return tuple(sorted((*told_once(usual), *left), key=in_the_week))


def _of(entries: Iterable[Entry], by: str, name: str) -> list[Entry]:
    return [entry for entry in entries if name in _names(entry, by)]


def _names(entry: Entry, by: str) -> tuple[str, ...]:
    return (entry.staff,) if by == "teacher" else entry.rooms or ("",)


def _often(entry: Entry, plan: WeekPlan) -> bool:
    return len(entry.days) >= min(USUAL, len(plan.weeks))


def _at_another_time(entry: Entry) -> bool:
    return entry.other is not None and bool(entry.other.place)


def _kept(entry: Entry, by: str, name: str) -> bool:
    """Whether whoever the sheet is for has the class on the other side, too."""
    other = entry.other
    if other is None:
        return True
    if by == "teacher":
        return other.staff is None
    return other.rooms is None or name in (other.rooms or ("",))
