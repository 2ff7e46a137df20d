"""One class through all steps in their order.

Takes a class with its runs and its exceptions, returns everything that it comes to. A class that
no rule but a closed day could mean does not go through the others.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence, Set
from functools import partial
from typing import NamedTuple, cast

from reconciler.expand.absences import with_absences
from reconciler.expand.checks import check_counts, check_pattern, check_rhythm, check_written_dates
from reconciler.expand.closures import Loss
from reconciler.expand.courses import within_course
from reconciler.expand.exceptions import with_exceptions
from reconciler.expand.localtime import Clock
from reconciler.expand.moves import Dated, at_start, with_moves
from reconciler.expand.occurrences import Column, Columns, occurrences_of
from reconciler.expand.open_days import Left, SharedDays, without_closed
from reconciler.expand.outages import with_outages
from reconciler.expand.people import check_people
from reconciler.expand.rotation import with_turns
from reconciler.expand.rrule.removed import check_instances
from reconciler.expand.segments import Run
from reconciler.expand.special_days import with_special_days
from reconciler.expand.special_rules import DayRule
from reconciler.expand.special_weeks import with_special_weeks
from reconciler.model.diagnostic import Diagnostic
from reconciler.model.schedule import GroupClass, ScheduleException, Timetable

_COLUMN = cast("Callable[[tuple[object, ...]], Column]", partial(tuple.__new__, Column))
"""Every field of it, without a Python frame for each: it is made for every class."""


class Expanded(NamedTuple):
    """What the classes of one location come to, in no order."""

    found: Columns
    diagnostics: list[Diagnostic]

    def take(self, other: Expanded) -> None:
        """Add what another class comes to."""
        self.found.take(other.found)
        self.diagnostics.extend(other.diagnostics)


class Ground(NamedTuple):
    """What every class of a location is expanded against."""

    timetable: Timetable
    shared: SharedDays
    rules: Sequence[DayRule]
    clock: Clock


class Remaining(NamedTuple):
    """What the rules leave of one class, before its exceptions."""

    runs: list[Run]
    losses: list[Loss]
    diagnostics: list[Diagnostic]


def add_plain(
    ground: Ground,
    group: GroupClass,
    pattern: list[Run],
    exceptions: Sequence[ScheduleException],
    found: Columns,
) -> bool:
    """Add a class that no rule but a closed day could mean, and that is in order.

    Its exceptions are judged by the dates that they speak about alone. False, and nothing added,
    if they or the clocks have a finding, or nobody says how long the class is.
    """
    shares = [ground.shared.without(group, run) for run in pattern]
    its = None
    if exceptions:
        shares, there = _apart(pattern, shares, {one.date.toordinal() for one in exceptions})
        its = after_exceptions(ground, group, there, exceptions)
    columns = _columns(ground.clock, pattern, shares)
    if columns is None or (its is not None and its.diagnostics):
        return False
    if its is not None:
        found.take(its.found)
    found.columns.extend(columns)
    found.closed.extend(zip(pattern, shares, strict=True))
    return True


def _apart(pattern: list[Run], shares: Sequence[Left], touched: Set[int]) -> tuple[list[Left], Remaining]:
    """What is left but for the touched days, and these days, which exceptions are judged by."""
    others: list[Left] = []
    there = Remaining([], [], [])
    for run, share in zip(pattern, shares, strict=True):
        left, spoken_of = share.apart(touched)
        others.append(left)
        there.runs.append(run._replace(days=spoken_of.open))
        there.losses.extend(spoken_of.losses(run))
    return others, there


def _columns(clock: Clock, pattern: list[Run], shares: list[Left]) -> list[Column] | None:
    """What is left of each run; None if a clock change is in its way or nobody says how long it is."""
    columns: list[Column] = []
    for run, left in zip(pattern, shares, strict=True):
        start_min = run.slot.start_min
        times = clock.times(left.open, start_min)
        if times.hitches or not run.lesson_s:
            return None
        if left.open:
            columns.append(_COLUMN((run.series, times, start_min, run.details, run.trace)))
    return columns


def after_closed_days(
    ground: Ground, group: GroupClass, pattern: list[Run], _: list[ScheduleException]
) -> Remaining:
    """The same as after all rules, for a class that no other rule could mean."""
    return Remaining(*without_closed(ground.shared, group, pattern), check_pattern(group, pattern))


def after_rules(
    ground: Ground, group: GroupClass, pattern: list[Run], exceptions: list[ScheduleException]
) -> Remaining:
    """What the rules leave of a class, in their order."""
    timetable, shared, rules, _ = ground
    calendar = shared.calendar
    given = with_special_days(timetable, group, pattern, rules)
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
    diagnostics = [
        *given.diagnostics,
        *check_pattern(group, given.runs),
        *moved.diagnostics,
        *covered.diagnostics,
        *housed.diagnostics,
        *course.diagnostics,
        *check_instances(group),
    ]
    return Remaining(course.runs, course.losses, diagnostics)


def after_exceptions(
    ground: Ground, group: GroupClass, there: Remaining, exceptions: Sequence[ScheduleException]
) -> Expanded:
    """What people say about single dates of it, and when all that is."""
    timetable, shared, _, clock = ground
    resolved = with_exceptions(timetable, group, shared.calendar, there.runs, there.losses, exceptions)
    timed = occurrences_of(
        clock, resolved.runs, resolved.placed, group.clock_changes or timetable.clock_changes
    )
    diagnostics = [
        *there.diagnostics,
        *resolved.diagnostics,
        *check_counts(group, resolved.runs, resolved.placed, resolved.losses),
        *check_rhythm(group, resolved.runs),
        *check_written_dates(resolved.losses),
        *check_people(timetable, group, resolved.runs, resolved.placed),
        *timed.diagnostics,
    ]
    found = Columns(timed.columns, timed.singles, [], resolved.losses, timed.skipped)
    return Expanded(found, diagnostics)
