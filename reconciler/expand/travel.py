"""People who would have to be at two places at once, or to get there faster than they can.

Takes the occurrences of all locations and how long the ways are; returns one diagnostic for each
pair of series, with the number of times and the first dates. Somebody with the same name at two
locations is the same person, where `travel` is declared. Time counts from the end of a lesson; its
break may be spent on the way.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from reconciler.model.diagnostic import Diagnostic, Severity
from reconciler.model.occurrence import Occurrence
from reconciler.model.people import People, people_under_way
from reconciler.model.schedule import Schedule
from reconciler.model.travel import Travel

_SHOWN: Final = 3


class _Hurry(NamedTuple):
    earlier: Occurrence
    later: Occurrence
    person: str
    needed: int
    """Seconds that the way takes."""


def check_travel(schedule: Schedule, occurrences: Sequence[Occurrence]) -> list[Diagnostic]:
    """What nobody can do, among all `occurrences` of a schedule in the order of time."""
    travel = schedule.travel
    if travel is None:  # then nobody says that a name means one person everywhere
        return []
    people = people_under_way(schedule.timetables, everybody=bool(travel.between_rooms))
    if not people:
        return []
    pairs: dict[tuple[str, str, bool], list[_Hurry]] = {}
    for hurry in _hurries(occurrences, people, travel):
        one, other = sorted((hurry.earlier.series.address, hurry.later.series.address))
        pairs.setdefault((one, other, _at_once(hurry)), []).append(hurry)
    return [_diagnostic(hurries, travel) for _, hurries in sorted(pairs.items())]


def _hurries(occurrences: Sequence[Occurrence], people: People, travel: Travel) -> Iterator[_Hurry]:
    """Walk along the time, with the lesson of each person at each location that ends last."""
    latest: dict[str, dict[str, tuple[int, Occurrence]]] = {}
    for occurrence in occurrences:
        series, details = occurrence.series, occurrence.details
        person = people.get((series.location, details.staff_id or 0))
        if person is None:
            continue
        before = latest.setdefault(person, {})
        for location, (end, earlier) in before.items():
            if location != series.location:
                needed = travel.seconds(location, series.location)
            elif travel.between_rooms and end <= occurrence.utc and _other_room(earlier, occurrence):
                needed = travel.between_rooms
            else:
                continue
            if end + needed > occurrence.utc and not _tolerated(earlier, occurrence):
                yield _Hurry(earlier, occurrence, person, needed)
        end = _end(occurrence)
        if series.location not in before or before[series.location][0] < end:
            before[series.location] = (end, occurrence)


def _end(occurrence: Occurrence) -> int:
    """When the lesson is over, in Unix seconds."""
    return occurrence.utc + (occurrence.details.length_s or 0) - (occurrence.details.break_s or 0)


def _other_room(one: Occurrence, other: Occurrence) -> bool:
    here, there = one.details.room_ids, other.details.room_ids
    return bool(here and there) and not set(here or ()).intersection(there or ())


def _tolerated(one: Occurrence, other: Occurrence) -> bool:
    return one.series.allow_overlap and other.series.allow_overlap


def _at_once(hurry: _Hurry) -> bool:
    return _end(hurry.earlier) > hurry.later.utc


def _diagnostic(hurries: Sequence[_Hurry], travel: Travel) -> Diagnostic:
    first = hurries[0]
    one, other = first.earlier, first.later
    dates = list(dict.fromkeys(hurry.later.start.date().isoformat() for hurry in hurries))
    when = (
        f"on {dates[0]}"
        if len(hurries) == 1
        else f"{len(hurries)} times, first on {', '.join(dates[:_SHOWN])}"
    )
    times = (
        f"{one.series.address} ends at {_clock(one)}, {other.series.address} starts at {other.start:%H:%M}"
    )
    here, there = (one.trace[-1].span, other.trace[-1].span)
    related = ((one.series.address, here), (other.series.address, there))
    if _at_once(first):
        return Diagnostic(
            code="EXP060",
            severity=Severity.ERROR,
            summary=f"{first.person} is at {one.series.location} and {other.series.location} at once {when}",
            detail=f"On {dates[0]} {times}, each in local time.",
            hint="change the time or the teacher of one; two people of one name need two names",
            span=here,
            related=related,
        )
    way = (
        "from room to room"
        if one.series.location == other.series.location
        else f"from {one.series.location} to {other.series.location}"
    )
    return Diagnostic(
        code="EXP061",
        severity=Severity.ERROR,
        summary=f"{first.person} has {(other.utc - _end(one)) // 60} minutes {way}, "
        f"and needs {first.needed // 60}: {when}",
        detail=f"On {dates[0]} {times}.",
        hint="change the time or the teacher of one, or correct `travel`",
        span=here,
        related=(*related, ("the time that the way takes", travel.span)),
    )


def _clock(occurrence: Occurrence) -> str:
    """The local time at which the lesson ends, without a change of clocks in between."""
    start = occurrence.start
    minute = start.hour * 60 + start.minute + (_end(occurrence) - occurrence.utc) // 60
    return f"{minute // 60 % 24:02d}:{minute % 60:02d}"
