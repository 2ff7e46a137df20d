"""Courses: the first so many sessions of each series, and what a closed day does to their number.

Takes the dates of a class after closed days and absences, returns them cut to the course, the closed
dates that belong to it, and diagnostics. A season that copies another one counts by itself.
Exceptions come later: a cancelled session does not extend a course, and a closed one that an
exception keeps or moves takes place, so it counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from reconciler.expand.closures import Loss
from reconciler.expand.matching import brings_back
from reconciler.expand.segments import Run
from reconciler.model.diagnostic import Diagnostic, Severity
from reconciler.model.schedule import Course, GroupClass, Round, ScheduleException


class CourseDays(NamedTuple):
    """One class, cut to its course."""

    runs: list[Run]
    losses: list[Loss]
    diagnostics: list[Diagnostic]


class _Tally(NamedTuple):
    """The dates of one series, ascending day numbers."""

    held: list[int]
    closed: list[Loss]


def within_course(
    group: GroupClass, runs: list[Run], losses: list[Loss], exceptions: Sequence[ScheduleException]
) -> CourseDays:
    """The runs and losses of the course; all of them if the class is none."""
    if group.course is None and not any(period.copied for period in group.periods):
        return CourseDays(runs, losses, [])
    whole = CourseDays([], [], [])
    for one, (its_runs, its_losses) in zip(
        group.rounds(), by_round(group, runs, losses).values(), strict=True
    ):
        counted = _counted(group, one, its_runs, its_losses, exceptions)
        whole.runs.extend(counted.runs)
        whole.losses.extend(counted.losses)
        whole.diagnostics.extend(counted.diagnostics)
    return whole


def by_round(
    group: GroupClass, runs: Sequence[Run], losses: Sequence[Loss]
) -> dict[int, tuple[list[Run], list[Loss]]]:
    """Runs and losses by the place of their round among those of the class; others count with the first."""
    rounds = group.rounds()
    found: dict[int, tuple[list[Run], list[Loss]]] = {place: ([], []) for place in range(len(rounds))}
    if len(rounds) == 1:
        return {0: (list(runs), list(losses))}

    for run in runs:
        if run.days:  # a run never leaves its period
            found[place_of(rounds, run.days[0])][0].append(run)
    for loss in losses:
        found[place_of(rounds, loss.day)][1].append(loss)
    return found


def place_of(rounds: Sequence[Round], day: int) -> int:
    """Which of the rounds counts a day (by its number): the one that holds it, or else the first."""
    if len(rounds) < 2:
        return 0
    return next((place for place, one in enumerate(rounds) if one.holds(date.fromordinal(day))), 0)


def _counted(
    group: GroupClass,
    counted: Round,
    runs: list[Run],
    losses: list[Loss],
    exceptions: Sequence[ScheduleException],
) -> CourseDays:
    if counted.course is None:
        return CourseDays(runs, losses, [])
    ends: dict[str, int] = {}
    wrong: list[Diagnostic] = []
    for address, tally in sorted(_tallies(runs, losses, exceptions).items()):
        ends[address], found = _end(group, counted, counted.course, address, tally)
        wrong += found
    return CourseDays(
        [run._replace(days=[day for day in run.days if day <= ends[run.series.address]]) for run in runs],
        [loss for loss in losses if loss.day <= ends[loss.run.series.address]],
        wrong,
    )


def _tallies(
    runs: Sequence[Run], losses: Sequence[Loss], exceptions: Sequence[ScheduleException]
) -> dict[str, _Tally]:
    tallies: dict[str, _Tally] = {one.series.address: _Tally([], []) for one in runs}
    tallies.update({loss.run.series.address: _Tally([], []) for loss in losses})
    for run in runs:
        tallies[run.series.address].held.extend(run.days)
    by_day: dict[int, list[ScheduleException]] = {}
    for exception in exceptions:
        by_day.setdefault(exception.date.toordinal(), []).append(exception)
    for loss in losses:
        tally = tallies[loss.run.series.address]
        if any(_brings_back(exception, loss) for exception in by_day.get(loss.day, ())):
            tally.held.append(loss.day)
        else:
            tally.closed.append(loss)
    for tally in tallies.values():
        tally.held.sort()
        tally.closed.sort(key=lambda loss: loss.day)
    return tallies


def _brings_back(exception: ScheduleException, loss: Loss) -> bool:
    series = loss.run.series
    return (
        not exception.added
        and brings_back(exception, loss.step)
        and exception.slot in {None, series.slot}
        and exception.part in {None, series.part}
    )


def _end(
    group: GroupClass, counted_in: Round, course: Course, address: str, tally: _Tally
) -> tuple[int, list[Diagnostic]]:
    """The last day of the course of one series, and what is wrong with it."""
    closed = [loss.day for loss in tally.closed]
    counted = tally.held if course.if_closed == "extend" else sorted(tally.held + closed)
    if len(counted) < course.sessions:
        return max(tally.held + closed, default=0), [
            _too_short(group, counted_in, address, course.sessions - len(counted))
        ]
    end = counted[course.sessions - 1]
    if course.if_closed is None and closed and closed[0] <= end:
        return end, [_unsaid(group, address, [loss for loss in tally.closed if loss.day <= end])]
    return end, []


def _too_short(group: GroupClass, counted_in: Round, address: str, missing: int) -> Diagnostic:
    sessions = counted_in.course.sessions if counted_in.course else missing
    days = counted_in.last.isoformat()
    return Diagnostic(
        code="EXP022",
        severity=Severity.ERROR,
        summary=f"{address} has room for {sessions - missing} sessions, {missing} of {sessions} are missing",
        detail=f"It ends on {days} at the latest.",
        hint="let it end later (`to:`, or another season), or lower `sessions:`",
        span=group.span,
    )


def _unsaid(group: GroupClass, address: str, closed: list[Loss]) -> Diagnostic:
    first = closed[0]
    return Diagnostic(
        code="EXP023",
        severity=Severity.ERROR,
        summary=f"{address} meets a closed day on {date.fromordinal(first.day).isoformat()}, "
        "and nobody says what then",
        detail=f"{first.step.text[:1].upper()}{first.step.text[1:]}.",
        hint="write `if_closed: extend` for a session more at the end, or `if_closed: lose` for one less",
        span=group.span,
        related=((first.step.text, first.step.span),),
    )
