"""Days of every month: its first Saturday, its last Sunday, its last day.

Takes days of a month and bounds, returns day numbers, ascending and without repeats.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from reconciler.expand.weeks import WEEKDAYS
from reconciler.model.schedule import MonthDay

_NTH = {1: "1st", 2: "2nd", 3: "3rd", 4: "4th", 5: "5th", -1: "last"}


def monthly(days: Iterable[MonthDay], first: int, last: int) -> list[int]:
    """The days from `first` to `last`, both included; a month without a fifth weekday has none."""
    found = {
        day
        for month, after in _months(first, last)
        for wanted in days
        if (day := _in_month(wanted, month, after)) is not None and first <= day <= last
    }
    return sorted(found)


def monthly_in_words(days: Iterable[MonthDay]) -> str:
    """`1st sat, 3rd sat, last sun`: from the start of the month to its end."""
    ordered = sorted(days, key=lambda day: (day.nth < 0, day.nth, 7 if day.weekday is None else day.weekday))
    return ", ".join(
        f"{_NTH[day.nth]} {'day' if day.weekday is None else WEEKDAYS[day.weekday]}" for day in ordered
    )


def _months(first: int, last: int) -> Iterator[tuple[int, int]]:
    """First day of each month that the bounds touch, and of the month after it."""
    if last < first:
        return
    start = date.fromordinal(first).replace(day=1)
    while start.toordinal() <= last:
        after = date(start.year + start.month // 12, start.month % 12 + 1, 1)
        yield start.toordinal(), after.toordinal()
        start = after


def _in_month(wanted: MonthDay, month: int, after: int) -> int | None:
    if wanted.weekday is None:
        return after - 1
    if wanted.nth < 0:
        return after - 1 - (after - 2 - wanted.weekday) % 7
    day = month + (wanted.weekday - (month - 1)) % 7 + 7 * (wanted.nth - 1)
    return day if day < after else None
