"""Do several exceptions for one occurrence go together?

Takes the exceptions that hit one occurrence, returns those that may stand together and a
diagnostic for each that speaks about a field that an earlier one has settled.
"""

from __future__ import annotations

from collections.abc import Sequence

from reconciler.expand.effective import said_by
from reconciler.model.diagnostic import Diagnostic, Severity
from reconciler.model.schedule import ScheduleException


def agreeing(exceptions: Sequence[ScheduleException]) -> tuple[list[ScheduleException], list[Diagnostic]]:
    """Those that may stand together, and a diagnostic for each that may not."""
    together: list[ScheduleException] = []
    wrong: list[Diagnostic] = []
    for exception in exceptions:
        for other in together:
            shared = _shared(other, exception)
            if shared:
                wrong.append(_conflict(exception, other, shared))
                break
        else:
            together.append(exception)
    return together, wrong


def _shared(one: ScheduleException, other: ScheduleException) -> str:
    """What both speak about, "" if nothing."""
    if one.cancel or other.cancel:
        return "cancel"
    return ", ".join(name for name in _touches(one) if name in _touches(other))


def _touches(exception: ScheduleException) -> tuple[str, ...]:
    to = exception.move_to
    return (
        *(("keep",) if exception.keep else ()),
        *(("date",) if to and to.date is not None else ()),
        *(("time",) if to and to.start_min is not None else ()),
        *said_by(exception.settings),
    )


def _conflict(exception: ScheduleException, other: ScheduleException, shared: str) -> Diagnostic:
    day = exception.date.isoformat()
    return Diagnostic(
        code="EXP007",
        severity=Severity.ERROR,
        summary=f"two exceptions for {exception.class_id} on {day} disagree about: {shared}",
        detail="Nobody can say which of them should win.",
        hint="keep one of them",
        span=exception.span,
        related=(("the other one", other.span),),
    )
