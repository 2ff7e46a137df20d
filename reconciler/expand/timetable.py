"""The steps in their order, for one location.

Takes a `Timetable` and the clock of its zone, returns everything that its classes come to, in
order of time, with the checks of the whole timetable done.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from difflib import get_close_matches
from itertools import chain
from typing import NamedTuple

from reconciler.expand.absences import check_absences, with_absences
from reconciler.expand.checks import (
    check_counts,
    check_pattern,
    check_rhythm,
    check_written_dates,
    check_years,
)
from reconciler.expand.clashes import check_clashes
from reconciler.expand.closures import Calendar, SharedDays, calendar_of, without_closed
from reconciler.expand.courses import within_course
from reconciler.expand.cycles import check_cycles, with_closed_weeks
from reconciler.expand.exceptions import with_exceptions
from reconciler.expand.free_rooms import has_choices, with_free_rooms
from reconciler.expand.house import check_house
from reconciler.expand.house.holidays import with_holidays
from reconciler.expand.localtime import Clock
from reconciler.expand.long_seasons import check_long_seasons
from reconciler.expand.matching import unknown_class
from reconciler.expand.moves import Dated, at_start, reach_of_moves, with_moves
from reconciler.expand.occurrences import Columns, occurrences_of
from reconciler.expand.outages import with_outages
from reconciler.expand.people import check_people
from reconciler.expand.rotation import with_turns
from reconciler.expand.rrule.removed import check_instances
from reconciler.expand.segments import Run, runs_of
from reconciler.expand.special_days import Replaced, with_special_days
from reconciler.expand.special_rules import check_special_days, ruled
from reconciler.expand.special_weeks import with_special_weeks
from reconciler.model.calendars import DayPolicy
from reconciler.model.diagnostic import Diagnostic
from reconciler.model.schedule import GroupClass, ScheduleException, Timetable


class Expanded(NamedTuple):
    """What the classes of one location come to, in no order."""

    found: Columns
    diagnostics: list[Diagnostic]


def expand_timetable(timetable: Timetable, clock: Clock, advance: Callable[[], None]) -> Expanded:
    """All occurrences, removals and findings of one location."""
    declared, timetable = timetable, with_closed_weeks(timetable)
    exceptions, diagnostics = _by_class(timetable)
    if timetable is not declared:
        diagnostics += check_cycles(timetable)
    patterns = [(group, runs_of(timetable, group)) for group in timetable.classes]
    span = _span_in_use(timetable, patterns, exceptions)
    timetable, wrong = with_holidays(timetable, span)
    diagnostics += wrong
    calendar, wrong = _calendar(timetable, patterns, exceptions, span)
    diagnostics += wrong
    rules, calendar = ruled(timetable, calendar)
    shared = SharedDays(calendar)
    found = Columns([], [], [], [])
    for group, pattern in patterns:
        runs = with_special_days(timetable, group, pattern, rules)
        its = _expand_class(timetable, group, runs, shared, exceptions.get(group.id, []), clock)
        found.take(its.found)
        diagnostics += its.diagnostics
        advance()
    diagnostics += check_long_seasons(timetable, found.lost_days())
    if _is_looked_at(timetable):
        by_series, removals = found.by_series(), found.removals()
        diagnostics += check_absences(timetable, chain(by_series, removals))
        diagnostics += check_special_days(timetable, chain(by_series, removals), diagnostics)
        by_series, stuck = with_free_rooms(timetable, calendar, by_series)
        diagnostics += stuck
        if timetable.house is not None:
            diagnostics += check_house(timetable.house, timetable.names, by_series)
        found = found._replace(columns=[], singles=by_series)
    return Expanded(found, diagnostics + check_clashes(found, clock, timetable.names))


def _is_looked_at(timetable: Timetable) -> bool:
    """Whether anything asks for the single occurrences, which most timetables can do without."""
    return (
        timetable.house is not None
        or timetable.special is not None
        or (timetable.staffing is not None and bool(timetable.staffing.absences))
        or has_choices(timetable)
    )


def _expand_class(
    timetable: Timetable,
    group: GroupClass,
    given: Replaced,
    shared: SharedDays,
    exceptions: list[ScheduleException],
    clock: Clock,
) -> Expanded:
    calendar = shared.calendar
    turned = with_turns(timetable.names, given.runs, given.losses)
    usual = with_special_weeks(timetable, group, turned.runs)
    open_runs, closed = without_closed(shared, group, usual.runs)
    moved = with_moves(timetable, group, calendar, Dated(open_runs, closed), exceptions)
    there = at_start(moved.runs)
    covered = with_absences(timetable, group, there.runs)
    housed = with_outages(timetable, group, calendar, covered.runs)
    away = there.lost(covered.losses + housed.losses)
    losses = turned.losses + usual.losses + moved.losses + away
    course = within_course(group, there.back(housed.runs), losses, exceptions)
    resolved = with_exceptions(timetable, group, calendar, course.runs, course.losses, exceptions)
    timed = occurrences_of(
        clock, resolved.runs, resolved.placed, group.clock_changes or timetable.clock_changes
    )
    diagnostics = [
        *given.diagnostics,
        *check_pattern(group, given.runs),
        *moved.diagnostics,
        *covered.diagnostics,
        *housed.diagnostics,
        *course.diagnostics,
        *check_instances(group),
        *resolved.diagnostics,
        *check_counts(group, resolved.runs, resolved.placed, resolved.losses),
        *check_rhythm(group, resolved.runs),
        *check_written_dates(resolved.losses),
        *check_people(timetable, group, resolved.runs, resolved.placed),
        *timed.diagnostics,
    ]
    found = Columns(timed.columns, timed.singles, resolved.losses, timed.skipped)
    return Expanded(found, diagnostics)


def _by_class(timetable: Timetable) -> tuple[dict[str, list[ScheduleException]], list[Diagnostic]]:
    """The exceptions of each class, and the ones that cannot be of any."""
    by_class: dict[str, list[ScheduleException]] = {group.id: [] for group in timetable.classes}
    wrong: list[Diagnostic] = []
    for exception in timetable.exceptions:
        bad_year = check_years(exception)
        if bad_year is not None:
            wrong.append(bad_year)
        elif exception.class_id in by_class:
            by_class[exception.class_id].append(exception)
        else:
            wrong.append(unknown_class(exception, get_close_matches(exception.class_id, by_class, n=2)))
    return by_class, wrong


def _span_in_use(
    timetable: Timetable,
    patterns: Sequence[tuple[GroupClass, list[Run]]],
    exceptions: Mapping[str, list[ScheduleException]],
) -> range:
    """Day numbers from the first to the last date that anything speaks about, or may move to."""
    ends = [day for _, runs in patterns for run in runs for day in (run.days[0], run.days[-1])]
    ends += [special.day.toordinal() for special in (timetable.special.days if timetable.special else ())]
    ends += reach_of_moves(timetable, patterns)
    for exception in chain.from_iterable(exceptions.values()):
        ends.append(exception.date.toordinal())
        if exception.move_to is not None and exception.move_to.date is not None:
            ends.append(exception.move_to.date.toordinal())
    return range(min(ends), max(ends) + 1) if ends else range(0)


def _calendar(
    timetable: Timetable,
    patterns: Sequence[tuple[GroupClass, list[Run]]],
    exceptions: Mapping[str, list[ScheduleException]],
    span: range,
) -> tuple[Calendar, list[Diagnostic]]:
    if not timetable.policies or not span:
        return calendar_of({}, timetable.closures, span), []
    from reconciler.expand.policies import check_policies, means, policy_days

    def reach_of(policy: DayPolicy) -> range:
        chosen = [
            (group, its)
            for group, runs in patterns
            if (its := [run for run in runs if means(policy, group, run)])
        ]
        return _span_in_use(
            timetable, chosen, {group.id: exceptions.get(group.id, []) for group, _ in chosen}
        )

    found = policy_days(timetable, reach_of)
    wrong = check_policies(timetable.policies, patterns)
    return calendar_of(found.closings, timetable.closures, span), found.diagnostics + wrong
