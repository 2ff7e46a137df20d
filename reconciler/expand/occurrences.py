"""From local dates and times to occurrences: the zone is applied here, once.

Takes runs and single placements, returns `Occurrence`s, what the clocks take away, and what is to
be said about it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from functools import partial
from itertools import repeat
from operator import itemgetter
from typing import NamedTuple, cast

from reconciler.expand.additions import Placed
from reconciler.expand.clock_changes import settled
from reconciler.expand.closures import Loss
from reconciler.expand.localtime import MINUTES_A_DAY, Clock, Moment
from reconciler.expand.segments import Run
from reconciler.model.diagnostic import Diagnostic, Span
from reconciler.model.occurrence import Occurrence, Removal
from reconciler.model.schedule import ClockChanges

_DAY, _START, _UTC, _HITCH = map(itemgetter, range(4))
_MAKE = cast("Callable[[tuple[object, ...]], Occurrence]", partial(tuple.__new__, Occurrence))
"""`Occurrence._make` without a Python frame for each: a third of its time."""


class Timed(NamedTuple):
    """Occurrences of one class, and the hitches on the way."""

    occurrences: list[Occurrence]
    removals: list[Removal]
    diagnostics: list[Diagnostic]


def occurrences_of(
    clock: Clock, runs: Iterable[Run], placed: Iterable[Placed], changes: ClockChanges | None
) -> Timed:
    """All occurrences, by run; those that the clocks take away are left out, and are removals if they may."""
    timed = Timed([], [], [])
    said: set[Moment] = set()
    for run in runs:
        start_min = run.offset * MINUTES_A_DAY + run.slot.start_min
        moments = [clock[day * MINUTES_A_DAY + start_min] for day in run.days]
        if run.offset or any(map(_HITCH, moments)):
            for moment in moments:
                _settle(timed, clock, moment, _occurrence(run, moment), changes, run.series.span, said)
        else:
            timed.occurrences.extend(_occurrences(run, moments))
    for one in placed:
        moment = clock[one.on * MINUTES_A_DAY + one.start_min]
        day = date.fromordinal(one.day)
        single = Occurrence(one.series, day, moment.start, moment.utc, one.details, one.trace)
        _settle(timed, clock, moment, single, changes, one.trace[-1].span, said)
    return timed


def removals_of(losses: Iterable[Loss]) -> list[Removal]:
    """What was taken away, each with the step that did it at the end of its trace."""
    return [
        Removal(loss.run.series, date.fromordinal(loss.day), (*loss.run.trace, loss.step)) for loss in losses
    ]


def _occurrences(run: Run, moments: list[Moment]) -> Iterable[Occurrence]:
    """Many at once: columns zipped in C, for this is the step that grows with the timetable."""
    return map(
        _MAKE,
        zip(
            repeat(run.series),
            map(_DAY, moments),
            map(_START, moments),
            map(_UTC, moments),
            repeat(run.details),
            repeat(run.trace),
            strict=False,
        ),
    )


def _occurrence(run: Run, moment: Moment) -> Occurrence:
    original = moment.day - timedelta(days=run.offset)
    return Occurrence(run.series, original, moment.start, moment.utc, run.details, run.trace)


def _settle(
    timed: Timed,
    clock: Clock,
    moment: Moment,
    occurrence: Occurrence,
    changes: ClockChanges | None,
    span: Span,
    said: set[Moment],
) -> None:
    if moment.hitch is None:
        timed.occurrences.append(occurrence)
        return
    outcome = settled(clock, moment, occurrence, changes, span)
    if outcome.occurrence is not None:
        timed.occurrences.append(outcome.occurrence)
    if outcome.removal is not None:
        timed.removals.append(outcome.removal)
    if outcome.finding is not None and moment not in said:
        said.add(moment)
        timed.diagnostics.append(outcome.finding)
