"""The closed weeks that a pausing cycle of weeks leaves out.

Takes a timetable, returns it with the closed weeks of its pausing cycles found. A week is
closed if none of its seven days is open: each lies in a season break, in a closure of the
whole place all day, on a skipped holiday or day of an own calendar, or in no season at all.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from reconciler.expand.weeks import monday_of
from reconciler.model.diagnostic import Diagnostic, Severity
from reconciler.model.schedule import EVERYTHING, Cycle, CycleWeeks, GroupClass, Settings, Timetable


def with_closed_weeks(timetable: Timetable) -> Timetable:
    """The timetable with the closed weeks of the cycles that pause; itself if none does."""
    some = [group for group in timetable.classes if group.settings.weeks is not None or group.changes]
    pausing = {weeks.cycle for group in some for weeks in _cycle_weeks(group) if weeks.cycle.pause}
    if not pausing:
        return timetable
    ends = [cycle.monday for cycle in pausing]
    ends += [day for group in timetable.classes for period in group.periods for day in period.days]
    closed = _closed_weeks(timetable, min(ends).toordinal(), max(ends).toordinal())
    return replace(
        timetable, classes=tuple(_with_closed(group, pausing, closed) for group in timetable.classes)
    )


def check_cycles(timetable: Timetable) -> list[Diagnostic]:
    """Pausing cycles, their closed weeks found, whose first week is one of those."""
    cycles = {weeks.cycle for group in timetable.classes for weeks in _cycle_weeks(group)}
    return [_starts_closed(cycle) for cycle in cycles if cycle.monday in cycle.closed]


def _starts_closed(cycle: Cycle) -> Diagnostic:
    monday = cycle.monday
    while monday in cycle.closed:
        monday += timedelta(days=7)
    return Diagnostic(
        code="EXP036",
        severity=Severity.WARNING,
        summary=f"the week {cycle.names[0]} of the cycle {cycle.key} from {cycle.monday} on is closed",
        detail=f"A closed week is left out, so the next open one, from {monday} on, is {cycle.names[0]}.",
        hint=f"write a day of an open week after `{cycle.names[0]}_is`",
        span=cycle.span,
    )


def _cycle_weeks(group: GroupClass) -> Iterable[CycleWeeks]:
    said = (group.settings, *(change.settings for change in group.changes))
    return (settings.weeks for settings in said if isinstance(settings.weeks, CycleWeeks))


def _with_closed(group: GroupClass, pausing: set[Cycle], closed: tuple[date, ...]) -> GroupClass:
    if not any(weeks.cycle in pausing for weeks in _cycle_weeks(group)):
        return group
    changes = tuple(replace(change, settings=_settings(change.settings, closed)) for change in group.changes)
    return replace(group, settings=_settings(group.settings, closed), changes=changes)


def _settings(settings: Settings, closed: tuple[date, ...]) -> Settings:
    weeks = settings.weeks
    if not isinstance(weeks, CycleWeeks) or not weeks.cycle.pause:
        return settings
    return replace(settings, weeks=replace(weeks, cycle=replace(weeks.cycle, closed=closed)))


def _closed_weeks(timetable: Timetable, first: int, last: int) -> tuple[date, ...]:
    span = range(monday_of(first), monday_of(last) + 7)
    closed = _closed_days(timetable, span)
    open_weeks = {monday_of(day) for day in _days_in_season(timetable, span) if day not in closed}
    return tuple(date.fromordinal(monday) for monday in span[::7] if monday not in open_weeks)


def _days_in_season(timetable: Timetable, span: range) -> set[int]:
    """Days that some season has, its breaks taken out; all days where there are no seasons."""
    if not timetable.seasons:
        return set(span)
    found: set[int] = set()
    for season in timetable.seasons:
        days = set(_within(season.days, span))
        for pause in season.breaks:
            days.difference_update(_within(pause.days, span))
        found |= days
    return found


def _closed_days(timetable: Timetable, span: range) -> set[int]:
    """Days on which the whole place is closed all day."""
    closed: set[int] = set()
    for closure in timetable.closures:
        if (
            closure.room_ids
            or closure.only != EVERYTHING
            or closure.after_min
            or closure.before_min is not None
        ):
            continue
        for days in closure.days:
            closed.update(_within(days, span))
    # On a day that runs a timetable, the place is open.
    everybody = tuple(one for one in timetable.policies if one.who == EVERYTHING and one.do != "run")
    if everybody:
        from reconciler.expand.policies import policy_days

        closed |= policy_days(replace(timetable, policies=everybody), lambda _: span).closings.keys()
    return closed


def _within(days: tuple[date, date], span: range) -> range:
    return range(max(days[0].toordinal(), span.start), min(days[1].toordinal() + 1, span.stop))
