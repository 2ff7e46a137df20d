"""From local dates and times to occurrences: the zone is applied here, once.

Takes runs and single placements, returns `Occurrence`s and what the clock has to say about
them: a missing local time is an error, a repeated one a warning.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from functools import partial
from itertools import repeat
from operator import itemgetter
from typing import NamedTuple, cast

from reconciler.expand.additions import Placed
from reconciler.expand.closures import Loss
from reconciler.expand.localtime import MINUTES_A_DAY, Clock, Hitch, Moment
from reconciler.expand.segments import Run
from reconciler.model.diagnostic import Diagnostic, Severity, Span
from reconciler.model.occurrence import Occurrence, Removal, Series, Step, StepKind

_DAY, _START, _UTC, _HITCH = map(itemgetter, range(4))
_MAKE = cast("Callable[[tuple[object, ...]], Occurrence]", partial(tuple.__new__, Occurrence))
"""`Occurrence._make` without a Python frame for each: a third of its time."""


class Timed(NamedTuple):
    """Occurrences of one class, and the hitches on the way."""

    occurrences: list[Occurrence]
    diagnostics: list[Diagnostic]


def occurrences_of(clock: Clock, runs: Iterable[Run], placed: Iterable[Placed]) -> Timed:
    """All occurrences, by run; those whose local time is missing are left out."""
    found: list[Occurrence] = []
    hitches: dict[Moment, Diagnostic] = {}
    for run in runs:
        start_min = run.offset * MINUTES_A_DAY + run.slot.start_min
        moments = [clock[day * MINUTES_A_DAY + start_min] for day in run.days]
        if run.offset or any(map(_HITCH, moments)):
            for moment in moments:
                found += _with_hitch(clock, moment, _occurrence(run, moment), run.series.span, hitches)
        else:
            found += _occurrences(run, moments)
    for one in placed:
        moment = clock[one.on * MINUTES_A_DAY + one.start_min]
        day = date.fromordinal(one.day)
        single = Occurrence(one.series, day, moment.start, moment.utc, one.details, one.trace)
        found += _with_hitch(clock, moment, single, one.trace[-1].span, hitches)
    return Timed(found, list(hitches.values()))


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


def _with_hitch(
    clock: Clock, moment: Moment, occurrence: Occurrence, span: Span, hitches: dict[Moment, Diagnostic]
) -> list[Occurrence]:
    if moment.hitch is None:
        return [occurrence]
    if moment not in hitches:
        hitches[moment] = _hitch(clock, moment, occurrence.series, occurrence.date, span)
    if moment.hitch is Hitch.MISSING:
        return []
    step = Step(StepKind.CLOCK_CHANGE, f"{moment.start:%H:%M} happens twice: the first is meant", span)
    return [occurrence._replace(trace=(*occurrence.trace, step))]


def _hitch(clock: Clock, moment: Moment, series: Series, original: date, span: Span) -> Diagnostic:
    before, after = clock.leap(moment.start)
    day = moment.start.date().isoformat()
    change = (
        f"In {clock.timezone} the clocks are set from {before:%H:%M} on {before:%Y-%m-%d} "
        f"to {after:%H:%M} on {after:%Y-%m-%d}."
    )
    if moment.hitch is Hitch.MISSING:
        return Diagnostic(
            code="EXP010",
            severity=Severity.ERROR,
            summary=f"{series.class_id} on {day}: there is no {moment.start:%H:%M} on that day",
            detail=change,
            hint=f"move or cancel it by an exception for {original.isoformat()}, "
            "or give the class another time of day",
            span=span,
        )
    return Diagnostic(
        code="EXP011",
        severity=Severity.WARNING,
        summary=f"{series.class_id} on {day}: {moment.start:%H:%M} happens twice, the first is meant",
        detail=change,
        hint="move it by an exception if the second is meant or the doubt matters",
        span=span,
    )
