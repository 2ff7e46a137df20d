"""Finds activities of others that leave too little time: for a room between two classes, or for a way.

Takes the occurrences that nothing could be and what is live here and elsewhere; gives each back as it
is, or as `Blocked`. Only activities that the files do not know count: what the files say about each other
was judged before, by the same rules. An activity of unknown length counts as the shortest there is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple
from zoneinfo import ZoneInfo

from reconciler.model.activity import Activity
from reconciler.model.diagnostic import Severities, Severity
from reconciler.model.hindrance import Hindrance, HindranceKind
from reconciler.model.house import Buffers
from reconciler.model.occurrence import Occurrence
from reconciler.model.people import People, people_under_way
from reconciler.model.schedule import Location, Schedule
from reconciler.model.travel import Travel
from reconciler.planner.cases import Blocked, OnlyDesired
from reconciler.planner.instant import instant_of
from reconciler.planner.uses import SHORTEST_S, Use, UseCalendar, calendar_of, in_order, overlapping


class Studio(NamedTuple):
    """What one location wants, and what is live there."""

    location: Location
    occurrences: Sequence[Occurrence]
    activities: Iterable[Activity]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ways:
    """Where people are whom the files do not have there, and how long they need from there."""

    travel: Travel
    people: People
    stays: Mapping[str, UseCalendar] = field(default_factory=dict)
    """Name of a person -> lessons that the files do not know, at any location."""

    @property
    def longest_s(self) -> int:
        """Seconds of the longest way."""
        return max((*self.travel.between.values(), self.travel.between_rooms), default=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Nearness:
    """What the files say about time between classes."""

    buffers: Mapping[str, Buffers]
    """By key of location."""
    ways: Ways | None


def nearness(schedule: Schedule, studios: Sequence[Studio], severities: Severities) -> Nearness:
    """What is too close among all `studios` that were read; what is no error in the files is none here."""
    ways, travel, buffers = None, schedule.travel, dict[str, Buffers]()
    if travel is not None:
        people = people_under_way(schedule.timetables, everybody=bool(travel.between_rooms))
        ways = ways_of(travel, people, studios) if people else None
    if severities.get("EXP070", Severity.ERROR) is Severity.ERROR:
        houses = {timetable.location.key: timetable.house for timetable in schedule.timetables}
        buffers = {key: house.buffers for key, house in houses.items() if house and house.buffers}
    return Nearness(buffers=buffers, ways=ways)


def ways_of(travel: Travel, people: People, studios: Iterable[Studio]) -> Ways:
    """The ways of `people` among all that is live."""
    stays: dict[str, list[Use]] = {}
    for location, occurrences, activities in studios:
        declared = {(one.utc, one.details.staff_id) for one in occurrences}
        zone = ZoneInfo(location.timezone)
        for activity in activities:
            staff_id = activity.details.staff_id
            person = None if staff_id is None else people.get((location.key, staff_id))
            if person is None or activity.deleted:
                continue
            start = instant_of(activity, zone)
            if (start, staff_id) not in declared:
                length = activity.details.length_s or SHORTEST_S
                end = start + length - (activity.details.break_s or 0)
                stays.setdefault(person, []).append(Use(start, end, activity, location.key))
    calendars = {person: calendar_of(uses) for person, uses in stays.items()}
    return Ways(travel=travel, people=people, stays=calendars)


def with_closeness(
    cases: Sequence[OnlyDesired | Blocked], here: Studio, near: Nearness | None
) -> Sequence[OnlyDesired | Blocked]:
    """Each case in its place, as `Blocked` where something is too close; blocked ones stay as they are."""
    if near is None:
        return cases
    buffers, ways = near.buffers.get(here.location.key), near.ways
    rooms = {} if buffers is None else _rooms(here, buffers)
    stays = {} if ways is None else ways.stays
    if not rooms and not stays:
        return cases
    return [
        _checked(case, _in_rooms(case.occurrence, buffers, rooms), _on_ways(case.occurrence, ways))
        if isinstance(case, OnlyDesired)
        else case
        for case in cases
    ]


_Found = Iterator[tuple[Hindrance, Use]]


def _checked(case: OnlyDesired, *found: _Found) -> OnlyDesired | Blocked:
    near = [each for finds in found for each in finds]
    if not near:
        return case
    hindrances = sorted({hindrance for hindrance, _ in near})
    return Blocked(case.occurrence, in_order([use for _, use in near]), tuple(hindrances))


def _rooms(here: Studio, buffers: Buffers) -> dict[int, UseCalendar]:
    """The rooms that need time between classes, with what the files do not know in them."""
    declared = {(one.utc, room) for one in here.occurrences for room in one.details.room_ids or ()}
    zone, uses = ZoneInfo(here.location.timezone), dict[int, list[Use]]()
    for activity in here.activities:
        wanted = [room for room in activity.details.room_ids or () if buffers.of_room(room)]
        if not wanted:
            continue
        start = instant_of(activity, zone)
        use = Use(start, start + (activity.details.length_s or SHORTEST_S), activity, here.location.key)
        for room in wanted:
            if (start, room) not in declared:
                uses.setdefault(room, []).append(use)
    return {room: calendar_of(taken) for room, taken in uses.items()}


def _in_rooms(occurrence: Occurrence, buffers: Buffers | None, rooms: Mapping[int, UseCalendar]) -> _Found:
    start, end = occurrence.utc, occurrence.utc + (occurrence.details.length_s or SHORTEST_S)
    for room in occurrence.details.room_ids or ():
        if buffers is None or room not in rooms:
            continue
        needed = buffers.of_room(room)
        for use in overlapping(rooms[room], start - needed, end + needed):
            between = max(use.start - end, start - use.end)
            if between >= 0:  # what overlaps is a clash, and may be allowed
                yield (
                    Hindrance(HindranceKind.BUFFER, room, use.activity.id, use.location, needed, between),
                    use,
                )


def _on_ways(occurrence: Occurrence, ways: Ways | None) -> _Found:
    series, details = occurrence.series, occurrence.details
    if ways is None or details.staff_id is None or series.allow_overlap:
        return
    calendar = ways.stays.get(ways.people.get((series.location, details.staff_id), ""))
    if calendar is None:
        return
    start = occurrence.utc
    end = start + (details.length_s or SHORTEST_S) - (details.break_s or 0)
    for use in overlapping(calendar, start - ways.longest_s, end + ways.longest_s):
        between = max(use.start - end, start - use.end)
        needed = _needed(occurrence, use, ways.travel, between)
        if needed is not None and between < needed:
            yield (
                Hindrance(
                    HindranceKind.WAY, details.staff_id, use.activity.id, use.location, needed, between
                ),
                use,
            )


def _needed(occurrence: Occurrence, use: Use, travel: Travel, between: int) -> int | None:
    """Seconds from one to the other; None where they are at one place."""
    here = occurrence.series.location
    if use.location != here:
        return travel.seconds(use.location, here)
    rooms, others = occurrence.details.room_ids, use.activity.details.room_ids
    if between < 0 or not rooms or not others or set(rooms).intersection(others):
        return None
    return travel.between_rooms
