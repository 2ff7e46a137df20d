"""Exceptions that hit their class and yet cannot be: what they ask for is so already, or is closed.

Takes an exception and what it meets, returns the diagnostic for it.
"""

from __future__ import annotations

from datetime import date

from reconciler.expand.additions import Placed
from reconciler.expand.matching import Target
from reconciler.expand.words import clock
from reconciler.model.diagnostic import Diagnostic, Severity
from reconciler.model.occurrence import Step
from reconciler.model.schedule import ScheduleException


def already_gone(exception: ScheduleException, target: Target, lost: Step) -> Diagnostic:
    """It cancels or changes what a rule has removed."""
    what = "cancel" if exception.cancel else "change"
    return Diagnostic(
        code="EXP004",
        severity=Severity.ERROR,
        summary=f"nothing to {what}: {exception.class_id} on {exception.date.isoformat()} is already removed",
        detail=f"Removed by {lost.kind.value}: {lost.text} ({lost.span}).",
        hint="drop this exception"
        if exception.cancel
        else "let it run with `keep: true`, move it with `move_to`, or drop this exception",
        span=exception.span,
        related=((f"removes {target.run.series.address}", lost.span),),
    )


def runs_anyway(exception: ScheduleException) -> Diagnostic:
    """It keeps what nothing takes away."""
    return Diagnostic(
        code="EXP005",
        severity=Severity.ERROR,
        summary=f"nothing to keep: {exception.class_id} on {exception.date.isoformat()} runs anyway",
        detail="No closure, public holiday or break removes it.",
        hint="drop this exception, or correct its date",
        span=exception.span,
    )


def meets_closed(exception: ScheduleException, placed: Placed, closing: Step) -> Diagnostic:
    """It puts a class into a closed time."""
    when = when_in_words(placed.on, placed.start_min)
    return Diagnostic(
        code="EXP006",
        severity=Severity.ERROR,
        summary=f"{exception.class_id} of {exception.date.isoformat()} meets a closed time: {when}",
        detail=f"Closed by {closing.kind.value}: {closing.text} ({closing.span}).",
        hint="choose another time, or add a second exception for the same date with `keep: true`",
        span=exception.span,
        related=((closing.text, closing.span),),
    )


def when_in_words(day: int, start_min: int) -> str:
    """`2026-09-08 18:30`: a day number and a minute of the day."""
    return f"{date.fromordinal(day).isoformat()} {clock(start_min)}"
