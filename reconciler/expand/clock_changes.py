"""What a change of clocks does to one class: as its location or itself says.

Takes an occurrence whose local start is missing or comes twice; returns it as it runs, or the
removal of it, and what is to be said about it.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final, NamedTuple

from reconciler.expand.localtime import Clock, Hitch, Moment
from reconciler.model.diagnostic import Diagnostic, Severity, Span
from reconciler.model.occurrence import Occurrence, Removal, Series, Step, StepKind
from reconciler.model.schedule import ClockChanges

_DAY: Final = timedelta(days=1)


class Settled(NamedTuple):
    """What became of one occurrence; all None if it has an error."""

    occurrence: Occurrence | None = None
    removal: Removal | None = None
    finding: Diagnostic | None = None


def settled(
    clock: Clock, moment: Moment, occurrence: Occurrence, changes: ClockChanges | None, span: Span
) -> Settled:
    """`occurrence` starts at `moment`, which has a hitch; `span` is the place of who put it there."""
    if moment.hitch is Hitch.MISSING:
        return _missing(clock, moment, occurrence, changes, span)
    return _repeated(clock, moment, occurrence, changes, span)


def _missing(
    clock: Clock, moment: Moment, occurrence: Occurrence, changes: ClockChanges | None, span: Span
) -> Settled:
    before, after = clock.leap(moment.start)
    day, time = moment.start.date().isoformat(), f"{moment.start:%H:%M}"
    if after - before >= _DAY:
        step = Step(StepKind.CLOCK_CHANGE, f"{clock.timezone} has no {day}", span)
        return Settled(removal=_without(occurrence, step), finding=_no_such_day(clock, occurrence, day, span))
    if changes is None or changes.missing_time == "error":
        return Settled(finding=_no_such_time(clock, moment, occurrence.series, occurrence.date, span))
    if changes.missing_time == "skip":
        step = Step(
            StepKind.CLOCK_CHANGE,
            f"there is no {time} on {day}: it falls out{_because(changes)}",
            changes.span,
        )
        return Settled(removal=_without(occurrence, step))
    start = moment.start + (after - before)
    step = Step(
        StepKind.CLOCK_CHANGE,
        f"there is no {time} on {day}: it starts at {start:%H:%M}{_because(changes)}",
        changes.span,
        shifts=True,
    )
    return Settled(occurrence=occurrence._replace(start=start, trace=(*occurrence.trace, step)))


def _repeated(
    clock: Clock, moment: Moment, occurrence: Occurrence, changes: ClockChanges | None, span: Span
) -> Settled:
    wish = "first" if changes is None else changes.repeated_time
    if changes is not None and wish == "second":
        step = Step(
            StepKind.CLOCK_CHANGE,
            f"{moment.start:%H:%M} happens twice: the second is meant{_because(changes)}",
            changes.span,
        )
        utc = clock.second_utc(moment.start)
        return Settled(occurrence=occurrence._replace(utc=utc, trace=(*occurrence.trace, step)))
    finding = _twice(clock, moment, occurrence.series, span)
    if wish == "error":
        return Settled(
            finding=Diagnostic(
                code=finding.code,
                severity=Severity.ERROR,
                summary=f"{occurrence.series.class_id} on {moment.start.date().isoformat()}: "
                f"{moment.start:%H:%M} happens twice",
                detail=finding.detail,
                hint="move it by an exception, or say which one is meant: `repeated_time: first` or `second`",
                span=span,
            )
        )
    step = Step(StepKind.CLOCK_CHANGE, f"{moment.start:%H:%M} happens twice: the first is meant", span)
    return Settled(occurrence=occurrence._replace(trace=(*occurrence.trace, step)), finding=finding)


def _because(changes: ClockChanges) -> str:
    return f" ({changes.because})" if changes.because else ""


def _without(occurrence: Occurrence, step: Step) -> Removal:
    return Removal(occurrence.series, occurrence.date, (*occurrence.trace, step))


def _in_words(clock: Clock, moment: Moment) -> str:
    before, after = clock.leap(moment.start)
    return (
        f"In {clock.timezone} the clocks are set from {before:%H:%M} on {before:%Y-%m-%d} "
        f"to {after:%H:%M} on {after:%Y-%m-%d}."
    )


def _no_such_time(clock: Clock, moment: Moment, series: Series, original: date, span: Span) -> Diagnostic:
    day = moment.start.date().isoformat()
    return Diagnostic(
        code="EXP010",
        severity=Severity.ERROR,
        summary=f"{series.class_id} on {day}: there is no {moment.start:%H:%M} on that day",
        detail=_in_words(clock, moment),
        hint=f"move or cancel it by an exception for {original.isoformat()}, "
        "or write `clock_changes: {missing_time: shift}` (or `skip`)",
        span=span,
    )


def _no_such_day(clock: Clock, occurrence: Occurrence, day: str, span: Span) -> Diagnostic:
    return Diagnostic(
        code="EXP078",
        severity=Severity.NOTICE,
        summary=f"{occurrence.series.class_id} falls out on {day}: {clock.timezone} has no such day",
        detail="The calendar there skips it.",
        hint="add a class on another day by an exception if it is to be made up for",
        span=span,
    )


def _twice(clock: Clock, moment: Moment, series: Series, span: Span) -> Diagnostic:
    return Diagnostic(
        code="EXP011",
        severity=Severity.WARNING,
        summary=f"{series.class_id} on {moment.start.date().isoformat()}: "
        f"{moment.start:%H:%M} happens twice, the first is meant",
        detail=_in_words(clock, moment),
        hint="write `clock_changes: {repeated_time: second}` if the second is meant",
        span=span,
    )
