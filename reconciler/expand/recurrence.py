"""Which dates a recurrence has between two dates.

Takes a recurrence and bounds, returns proleptic day numbers (`date.toordinal`), ascending and
without repeats. Dates alone: no time of day, no zone, no closures.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from typing import TypeVar, assert_never

from reconciler.expand.monthly import monthly, monthly_in_words
from reconciler.expand.weeks import WEEKDAYS
from reconciler.expand.words import clock
from reconciler.model.schedule import Dates, Monthly, Recurrence, Rule, Slot, Weekly

_NAMED_DATES = 3
_T = TypeVar("_T")


def weekday_of(day: int) -> int:
    """0 for a Monday to 6 for a Sunday."""
    return (day - 1) % 7


def has_day(days: Sequence[int], day: int) -> bool:
    """Whether `days`, ascending, have this one."""
    place = bisect_left(days, day)
    return place < len(days) and days[place] == day


class Without(list[int]):
    """Days, ascending, that some were taken out of: what was worked out for all still holds for these."""

    __slots__ = ("_places", "whole")

    def __init__(self, whole: Sequence[int], gone: Iterable[int]) -> None:
        self.whole = whole
        self._places = [bisect_left(whole, day) for day in sorted(gone) if has_day(whole, day)]
        super().__init__(whole)
        for place in reversed(self._places):
            del self[place]

    def of(self, values: Sequence[_T]) -> list[_T]:
        """Those of `values`, one for each day of the whole, that are of the days that are left."""
        left = list(values)
        for place in reversed(self._places):
            del left[place]
        return left


def days_of(recurrence: Weekly | Monthly | Dates, first: int, last: int) -> Sequence[int]:
    """Days of `recurrence` from `first` to `last`, both included.

    Classes on the same weekdays of one season share them, and with them what is worked out for them.
    """
    match recurrence:
        case Weekly(weekdays=weekdays):
            return _weekly(weekdays, first, last)
        case Monthly(days=month_days):
            return monthly(month_days, first, last)
        case Dates(dates=dates):
            days = sorted({day.toordinal() for day in dates})
            return days[bisect_left(days, first) : bisect_right(days, last)]
        case _:
            assert_never(recurrence)


def days_with(slot: Slot, days: Sequence[int]) -> Sequence[int]:
    """Those of `days` on which this time of day applies; the very same ones if that is on all of them."""
    if slot.weekdays is None:
        return days
    return [day for day in days if (day - 1) % 7 in slot.weekdays]


def in_words(recurrence: Recurrence, slot: Slot) -> str:
    """The rule and its time as a person would say it: `every mon, wed at 18:30`."""
    return days_in_words(recurrence, slot) + at_in_words(slot.start_min)


@lru_cache(maxsize=1440)
def at_in_words(start_min: int) -> str:
    """` at 18:30`, to stand after days."""
    return f" at {clock(start_min)}"


def days_in_words(recurrence: Recurrence, slot: Slot) -> str:
    """The rule without its time: `every mon, wed`, of those weekdays on which the slot applies."""
    match recurrence:
        case Weekly(weekdays=weekdays):
            shown = weekdays if slot.weekdays is None else weekdays & slot.weekdays
            return f"every {', '.join(WEEKDAYS[day] for day in sorted(shown))}"
        case Monthly(days=month_days):
            return f"every {monthly_in_words(month_days)}"
        case Dates(dates=dates):
            return f"on {_dates_in_words(dates)}"
        case Rule(text=text):
            return text
        case _:
            assert_never(recurrence)


def _dates_in_words(dates: tuple[date, ...]) -> str:
    if len(dates) > _NAMED_DATES:
        return f"{len(dates)} dates"
    return ", ".join(day.isoformat() for day in dates)


@lru_cache(maxsize=4096)
def _weekly(weekdays: frozenset[int], first: int, last: int) -> Sequence[int]:
    days: list[int] = []
    for weekday in weekdays:
        days += range(first + (weekday - weekday_of(first)) % 7, last + 1, 7)
    return tuple(sorted(days))
