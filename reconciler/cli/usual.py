"""The classes of one day as they would be without special days, closed days and exceptions.

Takes a schedule, a day, and what became of its classes; returns the occurrences by address. It
expands the same schedule once more, as if no day were special, everything closed were kept,
nobody were away, and nothing excepted.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from reconciler.expand import expand
from reconciler.model.occurrence import Occurrence, Removal, StepKind
from reconciler.model.schedule import Schedule, ScheduleException, Settings, Timetable
from reconciler.model.window import Window

TOUCHING = frozenset(StepKind) - {
    StepKind.PATTERN,
    StepKind.CHANGE,
    StepKind.ROTATION,
    StepKind.CLOCK_CHANGE,
    StepKind.FREE_ROOM,
}
"""The steps that do something to a class on single dates."""


def usual_classes(
    schedule: Schedule, touched: Sequence[Occurrence | Removal], horizons: Mapping[str, Window]
) -> dict[str, Occurrence]:
    """What each of `touched` would be; those are missing that no pattern gives."""
    if not touched:
        return {}
    by_location: dict[str, list[Occurrence | Removal]] = {}
    for one in touched:
        by_location.setdefault(one.series.location, []).append(one)
    timetables = tuple(
        _undisturbed(timetable, by_location[timetable.location.key])
        for timetable in schedule.timetables
        if timetable.location.key in by_location
    )
    days = {one.date for one in touched}
    window = Window(first=min(days), last=max(days))
    found = expand(Schedule(timetables=timetables), window, horizons).occurrences
    return {one.address: one for one in found if one.date in days}


def _undisturbed(timetable: Timetable, touched: Iterable[Occurrence | Removal]) -> Timetable:
    classes = {one.series.class_id for one in touched}
    dates = {(one.series.class_id, one.date) for one in touched}
    others = [one for one in timetable.exceptions if one.class_id in classes and not one.added]
    return replace(
        timetable,
        classes=tuple(group for group in timetable.classes if group.id in classes),
        policies=tuple(policy for policy in timetable.policies if policy.timetable is None),
        special=None,
        staffing=None,
        exceptions=(
            *(one for one in others if (one.class_id, one.date) not in dates),
            *map(_kept, touched),
        ),
    )


def _kept(one: Occurrence | Removal) -> ScheduleException:
    return ScheduleException(
        class_id=one.series.class_id,
        date=one.date,
        slot=one.series.slot,
        part=one.series.part,
        cancel=False,
        keep=True,
        added=False,
        move_to=None,
        settings=Settings(),
        because="",
        span=one.series.span,
    )
