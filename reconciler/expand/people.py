"""Do the people fit their classes: who gives which service, who is there then, who is still to be found.

Takes one class after all its rules, returns diagnostics: one for each person and service, with
the first dates.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from reconciler.expand.additions import Placed
from reconciler.expand.segments import Run
from reconciler.expand.words import clock, dates_in_words, hours_in_words, named
from reconciler.model.details import ClassDetails
from reconciler.model.diagnostic import Diagnostic, Severity, Span
from reconciler.model.occurrence import Step
from reconciler.model.schedule import GroupClass, Timetable
from reconciler.model.staffing import Availability


class _Taught(NamedTuple):
    """Some dates of a class with one teacher."""

    details: ClassDetails
    days: Sequence[int]
    start_min: int
    lesson_s: int
    trace: tuple[Step, ...]


def check_people(
    timetable: Timetable, group: GroupClass, runs: Sequence[Run], placed: Sequence[Placed]
) -> list[Diagnostic]:
    """Teachers who do not give the service of the class, or are not there, and dates without a teacher."""
    staffing = timetable.staffing
    if staffing is None or not (staffing.qualified or staffing.available or staffing.placeholder_ids):
        return []
    unfit: dict[tuple[int, int], tuple[list[int], Span]] = {}
    open_days: list[int] = []
    open_span = group.span
    absent: dict[int, tuple[list[int], _Taught]] = {}
    for taught in _taught(runs, placed):
        details, days, trace = taught.details, taught.days, taught.trace
        staff_id, service_id = details.staff_id or 0, details.service_id or 0
        gives = staffing.qualified.get(staff_id)
        if gives is not None and service_id not in gives.service_ids:
            unfit.setdefault((staff_id, service_id), ([], trace[-1].span))[0].extend(days)
        if staff_id in staffing.available:
            outside = _outside(staffing.available[staff_id], taught)
            if outside:
                absent.setdefault(staff_id, ([], taught))[0].extend(outside)
        if staff_id in staffing.placeholder_ids:
            open_span = trace[-1].span if not open_days else open_span
            open_days += days
    found = [_unfit(timetable, group, *pair, *where) for pair, where in sorted(unfit.items())]
    found += [
        _not_there(timetable, group, taught, staffing.available[staff_id], sorted(days))
        for staff_id, (days, taught) in sorted(absent.items())
    ]
    return found + ([_open(group, sorted(open_days), open_span)] if open_days else [])


def _taught(runs: Sequence[Run], placed: Sequence[Placed]) -> Iterator[_Taught]:
    for run in runs:
        if run.days:
            yield _Taught(run.details, run.days, run.slot.start_min, run.lesson_s, run.trace)
    for one in placed:
        yield _Taught(one.details, [one.on], one.start_min, one.lesson_s, one.trace)


def _outside(hours: Availability, taught: _Taught) -> list[int]:
    """The dates on which the teacher is not there at that time."""
    never = {day for day in range(7) if not hours.holds(day, taught.start_min, taught.lesson_s)}
    return [day for day in taught.days if (day - 1) % 7 in never] if never else []  # day number 1 is a Monday


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


def _not_there(
    timetable: Timetable, group: GroupClass, taught: _Taught, hours: Availability, days: list[int]
) -> Diagnostic:
    name = named(timetable.names.staff, taught.details.staff_id or 0)
    start, end = taught.start_min, taught.start_min + taught.lesson_s // 60
    hours_then = hours_in_words(hours.by_weekday[(days[0] - 1) % 7])
    return Diagnostic(
        code="EXP058",
        severity=Severity.ERROR,
        summary=f"{name} is not there for {group.id} on {dates_in_words(days)}",
        detail=f"On {date.fromordinal(days[0]).isoformat()} it runs {clock(start)} to {clock(end)}; "
        f"that weekday {name} is {f'there {hours_then}' if hours_then else 'not there at all'}.",
        hint=f"choose another time or teacher, or change the hours of {name}",
        span=taught.trace[-1].span,
        related=((f"when {name} is there", hours.span),),
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
