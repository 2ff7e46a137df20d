"""Finds the activities that occupy the teacher or a room of an occurrence without one.

Takes the occurrences that nothing could be, and all live activities; gives each occurrence
back as it is, or as `Blocked`. Times are compared as instants. An activity of unknown length
counts as the shortest one there is (five minutes), one of unknown rooms only by its teacher.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple
from zoneinfo import ZoneInfo

from reconciler.model.activity import Activity
from reconciler.model.details import ClassDetails
from reconciler.planner.cases import Blocked, OnlyDesired, Pair
from reconciler.planner.instant import instant_of

SHORTEST_S = 300
"""The shortest length that the booking system accepts, in seconds."""

_Resource = tuple[str, int]


class _Use(NamedTuple):
    """One stretch in which a teacher or a room is taken, in Unix seconds; the end is exclusive."""

    start: int
    end: int
    activity: Activity


class _Calendar(NamedTuple):
    """All uses of one resource."""

    uses: list[_Use]
    """Ascending by start."""
    starts: list[int]
    reach: list[int]
    """At each place, the latest end of all uses up to it: where to stop looking back."""


def with_clashes(
    desired: Sequence[OnlyDesired], activities: Iterable[Activity], pairs: Iterable[Pair], *, timezone: str
) -> list[OnlyDesired | Blocked]:
    """Each case in its place, as `Blocked` where its teacher or a room of it is taken.

    Classes that may overlap are never blocked; those that may overlap some others are not blocked by
    these, which `pairs` know. A class that ends as another one starts does not clash. `timezone`
    (IANA) places activities whose answer carried no instant.
    """
    needed = {
        resource
        for case in desired
        if not case.occurrence.series.allow_overlap
        for resource in _resources(case.occurrence.details)
    }
    if not needed:
        return list(desired)
    calendars = _calendars(activities, needed, ZoneInfo(timezone))
    classes = _classes(desired, pairs)
    return [_checked(case, calendars, classes) for case in desired]


def _classes(desired: Iterable[OnlyDesired], pairs: Iterable[Pair]) -> dict[int, str]:
    """Id of an activity -> class that it is of; empty if nobody may overlap a class by name."""
    if not any(case.occurrence.series.may_overlap for case in desired):
        return {}
    return {pair.activity.id: pair.occurrence.series.class_id for pair in pairs}


def _checked(
    case: OnlyDesired, calendars: dict[_Resource, _Calendar], classes: dict[int, str]
) -> OnlyDesired | Blocked:
    occurrence = case.occurrence
    if occurrence.series.allow_overlap:
        return case
    end = occurrence.utc + (occurrence.details.length_s or SHORTEST_S)
    blockers = {
        use.activity.id: use
        for resource in _resources(occurrence.details)
        if resource in calendars
        for use in _overlapping(calendars[resource], occurrence.utc, end)
        if classes.get(use.activity.id) not in occurrence.series.may_overlap
    }
    if not blockers:
        return case
    in_order = sorted(blockers.values(), key=lambda use: (use.start, use.activity.id))
    return Blocked(occurrence, tuple(use.activity for use in in_order))


def _overlapping(calendar: _Calendar, start: int, end: int) -> Iterator[_Use]:
    place = bisect_left(calendar.starts, end) - 1
    while place >= 0 and calendar.reach[place] > start:
        if calendar.uses[place].end > start:
            yield calendar.uses[place]
        place -= 1


def _calendars(
    activities: Iterable[Activity], needed: set[_Resource], zone: ZoneInfo
) -> dict[_Resource, _Calendar]:
    uses: defaultdict[_Resource, list[_Use]] = defaultdict(list)
    for activity in activities:
        wanted = [resource for resource in _resources(activity.details) if resource in needed]
        if not wanted:
            continue
        start = instant_of(activity, zone)
        use = _Use(start, start + (activity.details.length_s or SHORTEST_S), activity)
        for resource in wanted:
            uses[resource].append(use)
    return {resource: _calendar(taken) for resource, taken in uses.items()}


def _calendar(uses: list[_Use]) -> _Calendar:
    in_order = sorted(uses, key=lambda use: use.start)
    return _Calendar(
        in_order, [use.start for use in in_order], list(accumulate((use.end for use in in_order), max))
    )


def _resources(details: ClassDetails) -> Iterator[_Resource]:
    if details.staff_id is not None:
        yield ("staff", details.staff_id)
    for room in details.room_ids or ():
        yield ("room", room)
