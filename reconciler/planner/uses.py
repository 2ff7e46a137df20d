"""When teachers and rooms are taken: uses in the order of time, and those that touch a stretch of it.

Takes activities as uses; returns calendars that are asked for an interval. Times are Unix seconds,
ends are exclusive.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from itertools import accumulate
from typing import NamedTuple

from reconciler.model.activity import Activity

SHORTEST_S = 300
"""The shortest length that the booking system accepts, in seconds."""


class Use(NamedTuple):
    """One stretch in which a teacher or a room is taken by an activity."""

    start: int
    end: int
    activity: Activity
    location: str
    """Key of the location of the activity."""


class UseCalendar(NamedTuple):
    """All uses of one resource."""

    uses: list[Use]
    """Ascending by start."""
    starts: list[int]
    reach: list[int]
    """At each place, the latest end of all uses up to it: where to stop looking back."""


def calendar_of(uses: list[Use]) -> UseCalendar:
    """The calendar of some uses, in any order."""
    in_order = sorted(uses, key=lambda use: (use.start, use.activity.id))
    return UseCalendar(
        in_order, [use.start for use in in_order], list(accumulate((use.end for use in in_order), max))
    )


def overlapping(calendar: UseCalendar, start: int, end: int) -> Iterator[Use]:
    """The uses that have a moment in common with `start` to `end`, the last one first."""
    place = bisect_left(calendar.starts, end) - 1
    while place >= 0 and calendar.reach[place] > start:
        if calendar.uses[place].end > start:
            yield calendar.uses[place]
        place -= 1


def in_order(uses: Iterator[Use] | list[Use]) -> tuple[Activity, ...]:
    """The activities of some uses, each once, by start and id."""
    by_id = {(use.location, use.activity.id): use for use in uses}
    return tuple(use.activity for use in sorted(by_id.values(), key=lambda use: (use.start, use.activity.id)))
