"""Do the people fit their classes: who gives which service, and who is still to be found.

Takes one class after all its rules, returns diagnostics: one for each person and service, with
the first dates.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from reconciler.expand.additions import Placed
from reconciler.expand.segments import Run
from reconciler.expand.words import dates_in_words, named
from reconciler.model.details import ClassDetails
from reconciler.model.diagnostic import Diagnostic, Severity, Span
from reconciler.model.occurrence import Step
from reconciler.model.schedule import GroupClass, Timetable


class _Taught(NamedTuple):
    """Some dates of a class with one teacher."""

    details: ClassDetails
    days: list[int]
    trace: tuple[Step, ...]


def check_people(
    timetable: Timetable, group: GroupClass, runs: Sequence[Run], placed: Sequence[Placed]
) -> list[Diagnostic]:
    """Teachers who do not give the service of the class, and dates without a teacher."""
    staffing = timetable.staffing
    if staffing is None or not (staffing.qualified or staffing.placeholder_ids):
        return []
    unfit: dict[tuple[int, int], tuple[list[int], Span]] = {}
    open_days: list[int] = []
    open_span = group.span
    for details, days, trace in _taught(runs, placed):
        staff_id, service_id = details.staff_id or 0, details.service_id or 0
        gives = staffing.qualified.get(staff_id)
        if gives is not None and service_id not in gives.service_ids:
            unfit.setdefault((staff_id, service_id), ([], trace[-1].span))[0].extend(days)
        if staff_id in staffing.placeholder_ids:
            open_span = trace[-1].span if not open_days else open_span
            open_days += days
    found = [_unfit(timetable, group, *pair, *where) for pair, where in sorted(unfit.items())]
    return found + ([_open(group, sorted(open_days), open_span)] if open_days else [])


def _taught(runs: Sequence[Run], placed: Sequence[Placed]) -> Iterator[_Taught]:
    for run in runs:
        if run.days:
            yield _Taught(run.details, run.days, run.trace)
    for one in placed:
        yield _Taught(one.details, [one.on], one.trace)


def _unfit(
    timetable: Timetable, group: GroupClass, staff_id: int, service_id: int, days: list[int], span: Span
) -> Diagnostic:
    names, staffing = timetable.names, timetable.staffing
    name, service = named(names.staff, staff_id), named(names.services, service_id)
    gives = staffing.qualified[staff_id] if staffing else None
    services = ", ".join(sorted(named(names.services, one) for one in gives.service_ids)) if gives else ""
    return Diagnostic(
        code="EXP051",
        severity=Severity.ERROR,
        summary=f"{name} does not give {service}: {group.id} on {dates_in_words(sorted(days))}",
        detail=f"{name} gives {services}." if services else "",
        hint=f"name somebody else, or add {service} to the services of {name}",
        span=span,
        related=((f"what {name} gives", gives.span),) if gives else (),
    )


def _open(group: GroupClass, days: list[int], span: Span) -> Diagnostic:
    count = "1 date" if len(days) == 1 else f"{len(days)} dates"
    return Diagnostic(
        code="EXP053",
        severity=Severity.WARNING,
        summary=f"{group.id} has nobody to teach it yet on {count}: {dates_in_words(days)}",
        detail="Until then the booking system shows the placeholder.",
        hint="name the teacher when it is known",
        span=span,
    )
