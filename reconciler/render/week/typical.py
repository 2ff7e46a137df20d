"""Finds the typical week of each location in a plan, and the weeks that differ from it.

Takes a `PlanView`; returns a `WeekPlan` for each location that has classes in it: entries (one
class at one time on one weekday, with the sign of what happens to it and all its dates), split
into those of most weeks and single ones, and how many classes each calendar week has, loses and
gets from other dates.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final, NamedTuple

from reconciler.render.lesson_times import lesson_of
from reconciler.render.series import series_of
from reconciler.render.shape import PlanView
from reconciler.render.week.exceptions import NONE, Exceptions, Habit, Lost, exceptions_of, lost_dates
from reconciler.render.week.other import Other
from reconciler.render.week.told import IN_PLACE, Told, classes_told

LASTING: Final = (IN_PLACE, "+")
"""Signs of what is as the files say once the plan is applied."""
USUAL: Final = 3
"""So many dates make a habit, whatever the length of the season."""


_Pattern = tuple[int, str, str, str, str, tuple[str, ...]]


class Entry(NamedTuple):
    """One class at one time on one weekday, and what happens to it."""

    sign: str
    """`+`, `~`, `-`, `=`, `!`, or a space for what stays as it is."""
    weekday: int
    """0 is Monday."""
    start: str
    """`18:30`."""
    end: str
    """`19:25`, "" if the length is unknown."""
    service: str
    staff: str
    rooms: tuple[str, ...]
    days: tuple[date, ...]
    """Its dates, ascending; never empty."""
    series: tuple[str, ...]
    """Addresses of the series that it is of, ascending; empty for what the files do not declare."""
    lost: tuple[date, ...] = ()
    """Dates of its pattern on which it does not take place, ascending."""
    other: Other | None = None
    """What it is on the other side of a change, or on which date its pattern has it."""

    @property
    def moved(self) -> bool:
        """Whether its pattern has it on another date."""
        return self.other is not None and self.other.moved

    @property
    def pattern(self) -> _Pattern:
        """What stands in the timetable, whatever happens to it."""
        return self[1:7]


class Week(NamedTuple):
    """One calendar week and how many classes it has, by sign."""

    monday: date
    counts: Counter[str]
    lost: int = 0
    """Classes of the pattern that do not take place."""
    moved: int = 0
    """Classes of the week that the pattern has on another date."""
    ended: int = 0
    """Classes among the `counts` that take place no longer."""

    @property
    def classes(self) -> int:
        """How many classes it has."""
        return self.counts.total() - self.ended


class WeekPlan(NamedTuple):
    """The timetable of one location."""

    location: str
    timezone: str
    usual: tuple[Entry, ...]
    """By time, weekday and name."""
    single: tuple[Entry, ...]
    """Classes of a date or two that are of no pattern, by date."""
    weeks: tuple[Week, ...]
    """Ascending, without gaps."""
    compared: bool = False
    """Whether it lies between two revisions of the files: then a minus takes place no longer."""
    left: tuple[Entry, ...] = ()
    """The places of the classes above on the other side of a change, in the order of the week."""

    @property
    def changes(self) -> bool:
        """Whether anything happens there."""
        return any(entry.sign != IN_PLACE for entry in (*self.usual, *self.single))


_Key = tuple[str, int, str, str, str, str, tuple[str, ...], Other | None]


class _Dates(NamedTuple):
    days: list[date]
    series: set[str]


_Found = dict[_Key, _Dates]


def week_plans(view: PlanView) -> list[WeekPlan]:
    """The timetable of each location that has classes in the plan, in the order of the plan."""
    zones = {each["key"]: each["timezone"] for each in view["locations"]}
    found: dict[str, _Found] = {}
    left: dict[str, _Found] = {}
    for told in classes_told(view):
        key, day = _key(told)
        dates = (
            (left if told.left else found).setdefault(told.location, {}).setdefault(key, _Dates([], set()))
        )
        dates.days.append(day)
        if told.address is not None:
            dates.series.add(series_of(told.address))
    order = [*zones, *sorted(found.keys() - zones)]
    exceptions = exceptions_of(view)
    return [
        _week_plan(
            key, zones.get(key, ""), found[key], exceptions.get(key, NONE), compared="comparison" in view
        )._replace(left=tuple(sorted(_entries(left.get(key, {}), ()), key=in_the_week)))
        for key in order
        if key in found
    ]


def _key(told: Told) -> tuple[_Key, date]:
    details = told.details
    names = details["names"]
    lesson = lesson_of(
        details["start"], details["timezone"], details["length_s"], details["break_s"], utc=details["utc"]
    )
    day = date.fromisoformat(details["start"][:10])
    return (
        told.sign,
        day.weekday(),
        lesson.start,
        lesson.end or "",
        names["service"] or "",
        names["staff"] or "",
        tuple(names["rooms"] or ()),
        told.other,
    ), day


def _week_plan(
    location: str, timezone: str, found: dict[_Key, _Dates], exceptions: Exceptions, *, compared: bool
) -> WeekPlan:
    entries = _entries(found, exceptions.lost)
    weeks = weeks_of(entries, exceptions, compared=compared)
    usual, single = _split(entries, min(USUAL, len(weeks)))
    return WeekPlan(
        location=location,
        timezone=timezone,
        usual=tuple(sorted(usual, key=in_the_week)),
        single=tuple(sorted(single, key=lambda each: (each.days, *in_the_week(each)))),
        weeks=weeks,
        compared=compared,
    )


def in_the_week(entry: Entry) -> tuple[object, ...]:
    """A key that sorts entries by time, weekday and name."""
    return (entry.start, entry.weekday, *entry[3:7], entry.sign, entry.days)


def _entries(found: dict[_Key, _Dates], lost: Iterable[Lost]) -> list[Entry]:
    habits = [Habit(tuple(sorted(each.series)), key[1], sorted(each.days)) for key, each in found.items()]
    return [
        Entry(*key[:7], tuple(habit.days), tuple(habit.series), tuple(missing), key[7])
        for key, habit, missing in zip(found, habits, lost_dates(habits, lost), strict=True)
    ]


def _split(entries: Iterable[Entry], enough: int) -> tuple[list[Entry], list[Entry]]:
    """Entries of most weeks, and the others. New dates belong to the pattern that is there already."""
    lasting: Counter[_Pattern] = Counter()
    usual: list[Entry] = []
    single: list[Entry] = []
    for entry in entries:
        lasting[entry.pattern] += len(entry.days) if entry.sign in LASTING and not entry.moved else 0
    for entry in entries:
        number = lasting[entry.pattern] if entry.sign in LASTING else len(entry.days)
        (usual if number >= enough and not entry.moved else single).append(entry)
    return usual, single


def weeks_of(entries: Iterable[Entry], exceptions: Exceptions, *, compared: bool) -> tuple[Week, ...]:
    """The calendar weeks from the first class to the last one, those that fall out included."""
    counts: dict[date, Counter[str]] = {}
    for entry in entries:
        for day in entry.days:
            counts.setdefault(_monday(day), Counter())[entry.sign] += 1
    lost = Counter(_monday(each.day) for each in exceptions.lost)
    moved = Counter(map(_monday, exceptions.moved))
    first, last = min((*counts, *lost)), max((*counts, *lost))
    mondays = [first + timedelta(weeks=week) for week in range((last - first).days // 7 + 1)]
    its = [(each, counts.get(each, Counter())) for each in mondays]
    return tuple(
        Week(monday, signs, lost[monday], moved[monday], signs["-"] if compared else 0)
        for monday, signs in its
    )


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
