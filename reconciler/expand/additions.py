"""Classes that an exception adds beside the pattern.

Takes the exceptions with `add` of one class, returns one `Addition` each, or a diagnostic. An
added class has the settings that are in force on its date, and its date for an address.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from reconciler.expand.effective import details_of, merged
from reconciler.expand.matching import Key, Target
from reconciler.expand.recurrence import weekday_of
from reconciler.expand.rotation import turn_of_week, turn_step
from reconciler.expand.segments import series_of, variant_on
from reconciler.model.details import ClassDetails
from reconciler.model.diagnostic import Diagnostic, Severity
from reconciler.model.occurrence import Series, Step, StepKind
from reconciler.model.schedule import GroupClass, Part, ScheduleException, Settings, Slot, Timetable


class Placed(NamedTuple):
    """One occurrence that stands for itself: touched or made by an exception."""

    series: Series
    day: int
    """Original day number, the one of the address."""
    on: int
    """Day number of the start."""
    start_min: int
    lesson_s: int
    details: ClassDetails
    trace: tuple[Step, ...]


class Addition(NamedTuple):
    """An added occurrence and the exception that asks for it."""

    placed: Placed
    exception: ScheduleException

    @property
    def key(self) -> Key:
        """What identifies it."""
        return (self.placed.series.address, self.placed.day)


def additions_of(
    timetable: Timetable,
    group: GroupClass,
    exceptions: Sequence[ScheduleException],
    targets: Mapping[int, Sequence[Target]],
) -> tuple[list[Addition], list[Diagnostic]]:
    """The added classes; `targets` are those of the pattern, whose addresses are taken."""
    additions: dict[Key, Addition] = {}
    wrong: list[Diagnostic] = []
    for exception in exceptions:
        placed = _placed(timetable, group, exception)
        if isinstance(placed, Diagnostic):
            wrong.append(placed)
            continue
        addition = Addition(placed, exception)
        there = {target.key for target in targets[placed.day]}
        if addition.key in there or addition.key in additions:
            other = additions.get(addition.key)
            wrong.append(_taken(addition, other.exception if other else None))
        else:
            additions[addition.key] = addition
    return list(additions.values()), wrong


def _placed(timetable: Timetable, group: GroupClass, exception: ScheduleException) -> Placed | Diagnostic:
    part = _part(group, exception)
    if isinstance(part, Diagnostic):
        return part
    day = exception.date.toordinal()
    variant = variant_on(group, part, day)
    settings = merged(variant.settings, exception.settings)
    turns, staff_id = settings.turns, turn_of_week(settings, day)
    if staff_id is None:
        return _untold(exception, "teacher", "name who teaches it: `staff: …`")
    settings = replace(settings, staff_id=staff_id, turns=None)
    turn = (turn_step(timetable.names, turns, staff_id),) if turns else ()
    slot = _slot(exception, settings, day)
    start_min = exception.move_to.start_min if exception.move_to else None
    if start_min is None and slot is not None:
        start_min = slot.start_min
    lesson_s = _lesson(slot, settings)
    if start_min is None:
        return _untold(exception, "start time", f"write the time: `add: {exception.date.isoformat()} 10:00`")
    if lesson_s is None:
        return _untold(exception, "duration", "write `duration:` beside it")
    series = series_of(timetable, group, exception.slot or "", part.name if part else "")
    because = f": {exception.because}" if exception.because else ""
    trace = (*variant.changes, *turn, Step(StepKind.EXCEPTION, f"added{because}", exception.span))
    return Placed(
        series.taking(settings.room_choice),
        day,
        day,
        start_min,
        lesson_s,
        details_of(settings, lesson_s),
        trace,
    )


def _part(group: GroupClass, exception: ScheduleException) -> Part | Diagnostic | None:
    if exception.part is None and not group.parts:
        return None
    named = [part for part in group.parts if exception.part in {None, part.name}]
    if len(named) == 1:
        return named[0]
    known = ", ".join(part.name for part in group.parts)
    return _untold(exception, "part", f"name the part: {known}" if known else "it has no parts: drop `part:`")


def _slot(exception: ScheduleException, settings: Settings, day: int) -> Slot | None:
    """The one slot that the class has on that weekday, or under that name; else none."""
    slots = settings.slots or ()
    weekday = weekday_of(day)
    for some in (
        [slot for slot in slots if slot.name == (exception.slot or "")],
        [slot for slot in slots if slot.weekdays is None or weekday in slot.weekdays],
        slots,
    ):
        if len(some) == 1:
            return some[0]
    return None


def _lesson(slot: Slot | None, settings: Settings) -> int | None:
    if slot is not None:
        return slot.lesson_s or settings.lesson_s
    lessons = {one.lesson_s or settings.lesson_s for one in settings.slots or ()}
    return lessons.pop() if len(lessons) == 1 else settings.lesson_s


def _untold(exception: ScheduleException, what: str, hint: str) -> Diagnostic:
    return Diagnostic(
        code="EXP008",
        severity=Severity.ERROR,
        summary=f"the {what} of the added {exception.class_id} on {exception.date.isoformat()} is not clear",
        detail=f"The class itself does not have exactly one {what} for that date.",
        hint=hint,
        span=exception.span,
    )


def _taken(addition: Addition, other: ScheduleException | None) -> Diagnostic:
    series, exception = addition.placed.series, addition.exception
    place = ("already here", other.span if other else series.span)
    return Diagnostic(
        code="EXP009",
        severity=Severity.ERROR,
        summary=f"there is already a {series.address}/{exception.date.isoformat()}",
        detail="Two classes may not have one address: neither could be told from the other.",
        hint="name a slot for the added one, as in `slot: extra`; to shift the class itself use `move_to`",
        span=exception.span,
        related=(place,),
    )
