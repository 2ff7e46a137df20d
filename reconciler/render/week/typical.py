"""Finds the typical week of each location in a plan, and the weeks that differ from it.

Takes a `PlanView`; returns a `WeekPlan` for each location that has classes in it: entries (one
class at one time on one weekday, with the sign of what happens to it and all its dates), split
into those of most weeks and single ones, and how many classes each calendar week has, loses and
gets from other dates.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Final, NamedTuple

from reconciler.model.plan import Reason
from reconciler.render.class_shape import DetailsView
from reconciler.render.lesson_times import lesson_of
from reconciler.render.series import location_of, series_of
from reconciler.render.shape import PlanView
from reconciler.render.week.exceptions import NONE, Exceptions, Habit, Lost, exceptions_of, lost_dates
from reconciler.render.wording import SIGNS

IN_PLACE: Final = " "
"""The sign of what is there and stays as it is."""
LASTING: Final = (IN_PLACE, "+")
"""Signs of what is as the files say once the plan is applied."""
_SIGNS: Final = {"create": "+", "update": "~", "delete": "-"}
_USUAL: Final = 3
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

    @property
    def changes(self) -> bool:
        """Whether anything happens there."""
        return any(entry.sign != IN_PLACE for entry in (*self.usual, *self.single))


_Key = tuple[str, int, str, str, str, str, tuple[str, ...]]


class _Dates(NamedTuple):
    days: list[date]
    series: set[str]


def week_plans(view: PlanView) -> list[WeekPlan]:
    """The timetable of each location that has classes in the plan, in the order of the plan."""
    zones = {each["key"]: each["timezone"] for each in view["locations"]}
    found: dict[str, dict[_Key, _Dates]] = {}
    for location, sign, address, details in _classes(view):
        lesson = lesson_of(
            details["start"], details["timezone"], details["length_s"], details["break_s"], utc=details["utc"]
        )
        day, names = date.fromisoformat(details["start"][:10]), details["names"]
        key = (
            sign,
            day.weekday(),
            lesson.start,
            lesson.end or "",
            names["service"] or "",
            names["staff"] or "",
            tuple(names["rooms"] or ()),
        )
        dates = found.setdefault(location, {}).setdefault(key, _Dates([], set()))
        dates.days.append(day)
        if address is not None:
            dates.series.add(series_of(address))
    order = [*zones, *sorted(found.keys() - zones)]
    exceptions = exceptions_of(view)
    return [
        _week_plan(
            key, zones.get(key, ""), found[key], exceptions.get(key, NONE), compared="comparison" in view
        )
        for key in order
        if key in found
    ]


def _classes(view: PlanView) -> Iterator[tuple[str, str, str | None, DetailsView]]:
    """Location, sign, address and details of each class that the plan names, where it is or will be."""
    for change in view["resource_changes"]:
        sign = _SIGNS.get(change["change"]["actions"][0], IN_PLACE)
        details = change["change"]["before" if sign == "-" else "after"]
        if details is not None:
            address = change["address"]
            yield location_of(address), sign, address, details
    for held in (*view["held_back"], *view["conflicts"]):
        yield held["location"], "!", held["address"], held["after"]
    for drift in view["drift"]:
        yield drift["location"], SIGNS[Reason(drift["reason"])], drift["address"], drift["before"]


def _week_plan(
    location: str, timezone: str, found: dict[_Key, _Dates], exceptions: Exceptions, *, compared: bool
) -> WeekPlan:
    entries = _entries(found, exceptions.lost)
    weeks = weeks_of(entries, exceptions, compared=compared)
    usual, single = _split(entries, min(_USUAL, len(weeks)))
    return WeekPlan(
        location=location,
        timezone=timezone,
        usual=tuple(sorted(usual, key=lambda each: (each.start, each.weekday, *each[3:7], each.sign))),
        single=tuple(sorted(single, key=lambda each: (each.days, each.start, *each[3:7], each.sign))),
        weeks=weeks,
        compared=compared,
    )


def _entries(found: dict[_Key, _Dates], lost: Iterable[Lost]) -> list[Entry]:
    habits = [Habit(tuple(sorted(each.series)), key[1], sorted(each.days)) for key, each in found.items()]
    return [
        Entry(*key, tuple(habit.days), tuple(habit.series), tuple(missing))
        for key, habit, missing in zip(found, habits, lost_dates(habits, lost), strict=True)
    ]


def _split(entries: Iterable[Entry], enough: int) -> tuple[list[Entry], list[Entry]]:
    """Entries of most weeks, and the others. New dates belong to the pattern that is there already."""
    lasting: Counter[_Pattern] = Counter()
    usual: list[Entry] = []
    single: list[Entry] = []
    for entry in entries:
        lasting[entry.pattern] += len(entry.days) if entry.sign in LASTING else 0
    for entry in entries:
        number = lasting[entry.pattern] if entry.sign in LASTING else len(entry.days)
        (usual if number >= enough else single).append(entry)
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


class Stretch(NamedTuple):
    """Weeks in a row that have the same number of classes."""

    first: date
    """A Monday."""
    last: date
    """The Sunday of its last week."""
    classes: int
    """In each of them."""
    usual: bool
    """Whether most weeks have that many."""


def stretches(weeks: Sequence[Week]) -> list[Stretch]:
    """The weeks by how full they are, neighbours of equal number together."""
    totals = [week.classes for week in weeks]
    most = Counter(totals).most_common()
    usual = max(most, key=lambda pair: (pair[1], pair[0]))[0] if most else 0
    found: list[Stretch] = []
    for week, total in zip(weeks, totals, strict=True):
        last = week.monday + timedelta(days=6)
        if found and found[-1].classes == total:
            found[-1] = found[-1]._replace(last=last)
        else:
            found.append(Stretch(week.monday, last, total, total == usual))
    return found
