"""Classes that take the first free room of several: which one that is, for every date.

Takes all occurrences of one location, returns them with a room for each that has a choice, and a
diagnostic for each series that finds none. Classes with a room of their own come first,
then the others by time and address: so the result is the same on every machine, and pinned in the plan.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import accumulate, groupby
from operator import attrgetter
from typing import NamedTuple

from reconciler.expand.closures import Calendar, Placement, room_closed
from reconciler.expand.outages import out_in_words, outage_of
from reconciler.expand.words import dates_in_words, named
from reconciler.model.diagnostic import Diagnostic, Severity, Span
from reconciler.model.occurrence import Occurrence, Step, StepKind
from reconciler.model.schedule import GroupClass, RoomChoice, Timetable

_DETAILS = attrgetter("details")


class Roomed(NamedTuple):
    """The occurrences in the same order, each with its rooms."""

    occurrences: list[Occurrence]
    diagnostics: list[Diagnostic]


class _Obstacle(NamedTuple):
    """Why a room is not free."""

    text: str
    span: Span


class _Uses:
    """When one room is taken by classes that have no choice, and by those that chose it."""

    def __init__(self, fixed: list[Occurrence]) -> None:
        self._fixed = sorted(fixed, key=lambda one: (one.utc, one.series.address))
        self._starts = [one.utc for one in self._fixed]
        self._reach = list(accumulate(map(_end, self._fixed), max))
        self._last: Occurrence | None = None

    def taken_by(self, occurrence: Occurrence) -> Occurrence | None:
        """The class that has the room then; asked in order of time."""
        if self._last is not None and _end(self._last) > occurrence.utc:
            return self._last
        place = bisect_left(self._starts, _end(occurrence)) - 1
        while place >= 0 and self._reach[place] > occurrence.utc:
            if _end(self._fixed[place]) > occurrence.utc:
                return self._fixed[place]
            place -= 1
        return None

    def take(self, occurrence: Occurrence) -> None:
        """From now on the room is taken by this class, later than all that chose it before."""
        self._last = occurrence


def with_free_rooms(timetable: Timetable, calendar: Calendar, occurrences: list[Occurrence]) -> Roomed:
    """Every occurrence with its rooms; the very same list if no class has a choice."""
    choices = list(_choices(timetable))
    if not choices:
        return Roomed(occurrences, [])
    uses = _uses(occurrences, {room_id for choice in choices for room_id in choice.room_ids})
    groups = {group.id: group for group in timetable.classes}
    waiting = [place for place, one in enumerate(occurrences) if one.series.room_choice is not None]
    waiting.sort(key=lambda place: (occurrences[place].utc, occurrences[place].series.address))
    found = list(occurrences)
    stuck: dict[str, list[tuple[Occurrence, list[_Obstacle]]]] = {}
    for place in waiting:
        one = occurrences[place]
        obstacles: list[_Obstacle] = []
        for room_id in one.series.room_choice.room_ids if one.series.room_choice else ():
            obstacle = _obstacle(timetable, calendar, groups[one.series.class_id], one, room_id, uses)
            if obstacle is None:
                uses[room_id].take(one)
                found[place] = _in_room(timetable, one, room_id, obstacles)
                break
            obstacles.append(obstacle)
        else:
            stuck.setdefault(one.series.address, []).append((one, obstacles))
    return Roomed(found, [_nowhere(cases) for _, cases in sorted(stuck.items())])


def has_choices(timetable: Timetable) -> bool:
    """Whether any class takes the first free room of several."""
    return next(_choices(timetable), None) is not None


def _choices(timetable: Timetable) -> Iterator[RoomChoice]:
    for group in timetable.classes:
        if group.settings.room_choice is not None:
            yield group.settings.room_choice
        for part in group.parts:
            if part.settings.room_choice is not None:
                yield part.settings.room_choice
        for change in group.changes:
            if change.settings.room_choice is not None:
                yield change.settings.room_choice


def _uses(occurrences: Sequence[Occurrence], rooms: set[int]) -> dict[int, _Uses]:
    fixed: dict[int, list[Occurrence]] = {room_id: [] for room_id in rooms}
    for details, its in groupby(occurrences, key=_DETAILS):  # a series shares its details
        wanted = rooms.intersection(details.room_ids or ())
        if wanted:
            those = list(its)
            for room_id in wanted:
                fixed[room_id] += those
    return {room_id: _Uses(those) for room_id, those in fixed.items()}


def _obstacle(
    timetable: Timetable,
    calendar: Calendar,
    group: GroupClass,
    one: Occurrence,
    room_id: int,
    uses: dict[int, _Uses],
) -> _Obstacle | None:
    """Why the class cannot have this room, None if it can."""
    room = named(timetable.names.rooms, room_id)
    when = (one.start.toordinal(), one.start.hour * 60 + one.start.minute, _lesson_s(one))
    there = one.details._replace(room_ids=(room_id,))
    outage = outage_of(timetable.staffing, group, there, room_id, when)
    if outage is not None:
        return _Obstacle(out_in_words(timetable.names, outage), outage.span)
    closing = room_closed(calendar, group, Placement(*when, there))
    if closing is not None:
        return _Obstacle(f"{room} is {closing.text}", closing.span)
    other = uses[room_id].taken_by(one)
    return (
        None if other is None else _Obstacle(f"{room} is taken by {other.series.address}", other.series.span)
    )


def _in_room(
    timetable: Timetable, one: Occurrence, room_id: int, obstacles: Sequence[_Obstacle]
) -> Occurrence:
    rooms = tuple(sorted({*(one.details.room_ids or ()), room_id}))
    why = "".join(f"; {obstacle.text}" for obstacle in obstacles)
    choice = one.series.room_choice
    step = Step(
        StepKind.FREE_ROOM,
        f"{named(timetable.names.rooms, room_id)}{why}",
        choice.span if choice else one.series.span,
    )
    return one._replace(details=one.details._replace(room_ids=rooms), trace=(*one.trace, step))


def _nowhere(cases: Sequence[tuple[Occurrence, list[_Obstacle]]]) -> Diagnostic:
    """One diagnostic for the dates of a series, with what is in the way on the first of them."""
    first, obstacles = cases[0]
    choice = first.series.room_choice
    days = [one.start.toordinal() for one, _ in cases]
    said = "; ".join(obstacle.text for obstacle in obstacles)
    return Diagnostic(
        code="EXP057",
        severity=Severity.ERROR,
        summary=f"{first.series.address} finds no free room on {dates_in_words(days)}",
        detail=f"On {first.start.date().isoformat()} {first.start:%H:%M}: {said}.",
        hint="add a room to the choice, or move one of the classes",
        span=choice.span if choice else first.series.span,
        related=tuple((obstacle.text, obstacle.span) for obstacle in obstacles),
    )


def _end(occurrence: Occurrence) -> int:
    return occurrence.utc + (occurrence.details.length_s or 0)


def _lesson_s(occurrence: Occurrence) -> int:
    return (occurrence.details.length_s or 0) - (occurrence.details.break_s or 0)
