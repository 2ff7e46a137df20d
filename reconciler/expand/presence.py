"""One class that an exception puts where its teacher is away, or its room is out.

Takes a placed occurrence, returns the rule that is in its way, or the diagnostic for it. An
absence or an outage answers for the classes of the pattern; what an exception moves, adds or
changes must find what it needs.
"""

from __future__ import annotations

from reconciler.expand.absences import absence_of
from reconciler.expand.additions import Placed
from reconciler.expand.outages import out_in_words, outage_of
from reconciler.expand.words import dates_in_words, named
from reconciler.model.diagnostic import Diagnostic, Severity, Span
from reconciler.model.schedule import GroupClass, ScheduleException, Timetable

Missing = tuple[str, Span]
"""Who or what is not there, in words, and the rule that says so."""


def missing_for(timetable: Timetable, group: GroupClass, placed: Placed) -> Missing | None:
    """Who is away, or which room is out, at the time of the class; None if all is there."""
    when = (placed.on, placed.start_min, placed.lesson_s)
    absence = absence_of(timetable.staffing, placed.details.staff_id, when)
    if absence is not None:
        return f"{named(timetable.names.staff, absence.staff_id)} is away", absence.span
    for room_id in placed.details.room_ids or ():
        outage = outage_of(timetable.staffing, group, placed.details, room_id, when)
        if outage is not None:
            return out_in_words(timetable.names, outage), outage.span
    return None


def needs_the_missing(exception: ScheduleException, placed: Placed, missing: Missing) -> Diagnostic:
    """The class that cannot take place like that."""
    said, span = missing
    return Diagnostic(
        code="EXP056",
        severity=Severity.ERROR,
        summary=f"{exception.class_id} of {exception.date.isoformat()} "
        f"would run on {dates_in_words([placed.on])}, when {said}",
        detail="Absences and outages answer for the dates of the pattern, not for what an exception does.",
        hint="name another teacher or room here, choose another date, "
        "or say by an exception with `keep: true` that it takes place all the same",
        span=exception.span,
        related=((said, span),),
    )
