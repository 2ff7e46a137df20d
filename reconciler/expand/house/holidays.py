"""Which dates have the opening hours of holidays.

Takes a timetable and how far its classes reach; returns the timetable with the public holidays
of its policies in its house rules, whatever classes do on them, and what is wrong with them.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from reconciler.model.calendars import PolicyKind
from reconciler.model.diagnostic import Diagnostic
from reconciler.model.schedule import Timetable


def with_holidays(timetable: Timetable, reach: range) -> tuple[Timetable, list[Diagnostic]]:
    """The very same timetable if its opening hours say nothing about holidays."""
    house = timetable.house
    if house is None or not reach or all(one.on_holidays is None for one in house.opening):
        return timetable, []
    from reconciler.expand.policies import table_for

    days: set[date] = set()
    wrong: list[Diagnostic] = []
    for policy in timetable.policies:
        if policy.kind is PolicyKind.PUBLIC:
            table = table_for(policy, timetable.calendars.get(policy.calendar), reach)
            days |= table.names.keys() - policy.keep
            wrong += table.diagnostics
    return replace(timetable, house=replace(house, holidays=frozenset(days))), wrong
