"""Finds where the exceptions of a timetable fall: which classes of which weeks are lost or moved.

Takes a `PlanView`; returns, by key of the location, the dates that rules took out of the patterns
and those that take place on another date.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from reconciler.render.series import series_of
from reconciler.render.shape import PlanView


class Lost(NamedTuple):
    """A class of the pattern that does not take place."""

    series: str
    """Address of its series."""
    day: date


class Exceptions(NamedTuple):
    """What deviates from the patterns of one location."""

    lost: tuple[Lost, ...]
    moved: tuple[date, ...]
    """The dates on which moved classes take place."""


NONE = Exceptions((), ())


def exceptions_of(view: PlanView) -> Mapping[str, Exceptions]:
    """The exceptions, by key of the location; without those that have none."""
    lost: dict[str, list[Lost]] = {}
    moved: dict[str, list[date]] = {}
    for removal in view["removals"]:
        its = lost.setdefault(removal["location"], [])
        for told in removal["days"]:
            day = date.fromisoformat(told["date"])
            its += [Lost(series_of(address), day) for address in told["addresses"]]
    for move in view["moves"]:
        moved.setdefault(move["location"], []).append(date.fromisoformat(move["start"][:10]))
    return {key: Exceptions(tuple(lost.get(key, ())), tuple(moved.get(key, ()))) for key in {**lost, **moved}}


class Habit(NamedTuple):
    """What an entry of the week is known by: its series, weekday and dates."""

    series: Sequence[str]
    weekday: int
    days: Sequence[date]


def lost_dates(habits: Sequence[Habit], lost: Iterable[Lost]) -> list[list[date]]:
    """For each habit its lost dates, ascending: each goes to the nearest habit of series and weekday."""
    by_series: dict[tuple[str, int], list[int]] = {}
    for place, habit in enumerate(habits):
        for series in habit.series:
            by_series.setdefault((series, habit.weekday), []).append(place)
    found: list[list[date]] = [[] for _ in habits]
    for series, day in sorted(set(lost)):
        near = by_series.get((series, day.weekday()))
        if near:
            found[min(near, key=lambda place: _distance(habits[place], day))].append(day)
    return [sorted(days) for days in found]


def _distance(habit: Habit, day: date) -> tuple[int, int]:
    """Days between a date and the dates of a habit, then how rare the habit is."""
    days = habit.days
    return max((days[0] - day).days, (day - days[-1]).days, 0), -len(days)
