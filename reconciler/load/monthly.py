"""The days under `every`: weekdays or days of the month -> recurrence."""

from __future__ import annotations

from collections.abc import Sequence

from reconciler.load.document import Path
from reconciler.load.scope import FileScope
from reconciler.model.schedule import MonthDay, Monthly, Recurrence, Weekly


def days_under_every(
    scope: FileScope, found: Sequence[frozenset[int] | MonthDay], path: Path
) -> Weekly | Monthly | None:
    """What the days in the list at `path` make together; None, and a finding, if both kinds are in it."""
    of_month = [day for day in found if isinstance(day, MonthDay)]
    of_week = [days for days in found if not isinstance(days, MonthDay)]
    if not of_month:
        return Weekly(weekdays=frozenset().union(*of_week))
    if not of_week:
        return Monthly(days=frozenset(of_month))
    scope.wrong(
        "CHK026",
        path,
        "weekdays and days of the month stand in one list",
        detail="A plain weekday means every week; beside `1st sat` it is not clear whether that is meant.",
        hint="make two classes of it, or write out each one: [1st sat, 2nd sat, 3rd sat, 4th sat, 5th sat]",
    )
    return None


def weekdays_named(recurrence: Recurrence | None) -> frozenset[int] | None:
    """The weekdays on which it can fall, 0 is Monday; None if its words do not say."""
    match recurrence:
        case Weekly(weekdays=weekdays):
            return weekdays
        case Monthly(days=days):
            named = {day.weekday for day in days}
            return None if None in named else frozenset(day for day in named if day is not None)
        case _:
            return None
