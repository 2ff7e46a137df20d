"""Finds the activities that occupy the teacher or a room of an occurrence without one.

Takes the occurrences that nothing could be, and all live activities; gives each occurrence
back as it is, or as `Blocked`. Times are compared as instants. An activity of unknown length
counts as the shortest one there is (five minutes), one of unknown rooms only by its teacher.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from zoneinfo import ZoneInfo

from reconciler.model.activity import Activity
from reconciler.model.details import ClassDetails
from reconciler.model.hindrance import Hindrance, HindranceKind
from reconciler.model.schedule import Location
from reconciler.planner.cases import Blocked, OnlyDesired, Pair
from reconciler.planner.instant import instant_of
from reconciler.planner.uses import SHORTEST_S, Use, UseCalendar, calendar_of, in_order, overlapping

_Resource = tuple[HindranceKind, int]


def with_clashes(
    desired: Sequence[OnlyDesired], activities: Iterable[Activity], pairs: Iterable[Pair], location: Location
) -> list[OnlyDesired | Blocked]:
    """Each case in its place, as `Blocked` where its teacher or a room of it is taken.

    Classes that may overlap are never blocked; those that may overlap some others are not blocked by
    these, which `pairs` know. A class that ends as another one starts does not clash. The zone of
    `location` places activities whose answer carried no instant.
    """
    needed = {
        resource
        for case in desired
        if not case.occurrence.series.allow_overlap
        for resource in _resources(case.occurrence.details)
    }
    if not needed:
        return list(desired)
    calendars = _calendars(activities, needed, location)
    classes = _classes(desired, pairs)
    return [_checked(case, calendars, classes) for case in desired]


def _classes(desired: Iterable[OnlyDesired], pairs: Iterable[Pair]) -> dict[int, str]:
    """Id of an activity -> class that it is of; empty if nobody may overlap a class by name."""
    if not any(case.occurrence.series.may_overlap for case in desired):
        return {}
    return {pair.activity.id: pair.occurrence.series.class_id for pair in pairs}


def _checked(
    case: OnlyDesired, calendars: dict[_Resource, UseCalendar], classes: dict[int, str]
) -> OnlyDesired | Blocked:
    occurrence = case.occurrence
    if occurrence.series.allow_overlap:
        return case
    end = occurrence.utc + (occurrence.details.length_s or SHORTEST_S)
    blockers = [
        (resource, use)
        for resource in _resources(occurrence.details)
        if resource in calendars
        for use in overlapping(calendars[resource], occurrence.utc, end)
        if classes.get(use.activity.id) not in occurrence.series.may_overlap
    ]
    if not blockers:
        return case
    hindrances = {Hindrance(kind, number, use.activity.id, use.location) for (kind, number), use in blockers}
    return Blocked(occurrence, in_order([use for _, use in blockers]), tuple(sorted(hindrances)))


def _calendars(
    activities: Iterable[Activity], needed: set[_Resource], location: Location
) -> dict[_Resource, UseCalendar]:
    uses: defaultdict[_Resource, list[Use]] = defaultdict(list)
    zone = ZoneInfo(location.timezone)
    for activity in activities:
        wanted = [resource for resource in _resources(activity.details) if resource in needed]
        if not wanted:
            continue
        start = instant_of(activity, zone)
        use = Use(start, start + (activity.details.length_s or SHORTEST_S), activity, location.key)
        for resource in wanted:
            uses[resource].append(use)
    return {resource: calendar_of(taken) for resource, taken in uses.items()}


def _resources(details: ClassDetails) -> Iterator[_Resource]:
    if details.staff_id is not None:
        yield (HindranceKind.TEACHER, details.staff_id)
    for room in details.room_ids or ():
        yield (HindranceKind.ROOM, room)
