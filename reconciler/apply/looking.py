"""Looking at the booking system while a plan is carried out: what it needs, and who is who.

A `Looker` shows the activities of some days; `Seen` tells which of them could be an occurrence
whose create was sent.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Set
from datetime import datetime
from typing import NamedTuple, Protocol

from reconciler.model.activity import Activity
from reconciler.model.occurrence import Occurrence


class LookFailedError(Exception):
    """The booking system could not be asked, or its answer proves nothing. Says why; holds no token."""


class Sight(NamedTuple):
    """What was seen of a location."""

    activities: tuple[Activity, ...]
    """All live ones that start in the time asked for, from `since` on."""
    since: datetime
    """Local and naive. What starts earlier cannot be listed any more, so not seeing it proves nothing."""


class Looker(Protocol):
    """Reads the booking system. It cannot write."""

    def look(self, location: str, first: datetime, last: datetime) -> Sight:
        """All live activities of the location (by key) that start from `first` to `last`, local and naive.

        Raises:
            LookFailedError: when there is no list that is complete for certain.
        """
        ...

    def differences(self, occurrence: Occurrence, activity_id: int) -> str:
        """What of this activity is not as the occurrence says, in words; "" if all of it is.

        Raises:
            LookFailedError: when the activity cannot be read.
        """
        ...


class Wanted(NamedTuple):
    """As what an activity is recognised; either from an occurrence or from a journal of earlier days."""

    marker: str | None
    start: datetime
    """Local and naive."""
    service_id: int | None
    staff_id: int | None


class Recognised(NamedTuple):
    """What could be the class that was sent."""

    own: tuple[Activity, ...]
    """It for certain: its marker, or, where markers are off or unknown, a new one in its slot."""
    strangers: tuple[Activity, ...]
    """New ones in its slot that lack its marker: somebody else made them."""


def wanted_of(occurrence: Occurrence) -> Wanted:
    """As what the activity of an occurrence is recognised."""
    details = occurrence.details
    return Wanted(occurrence.marker, occurrence.start, details.service_id, details.staff_id)


class Seen:
    """A sight, in which a class is found without going through all of it."""

    def __init__(self, sight: Sight) -> None:
        self.since = sight.since
        self._marked: defaultdict[str, list[Activity]] = defaultdict(list)
        self._slots: defaultdict[tuple[object, ...], list[Activity]] = defaultdict(list)
        for activity in sight.activities:
            if activity.marker is not None:
                self._marked[activity.marker].append(activity)
            else:
                details = activity.details
                self._slots[activity.start, details.service_id, details.staff_id].append(activity)

    def recognised(self, wanted: Wanted, known: Set[int]) -> Recognised:
        """Which activities could be the class; `known` are ids that were there before it was sent."""
        own = list(self._marked.get(wanted.marker, ())) if wanted.marker is not None else []
        strangers: list[Activity] = []
        for activity in self._slots.get(wanted[1:], ()):
            if activity.id not in known:
                unreadable = activity.details.comment is None
                (own if wanted.marker is None or unreadable else strangers).append(activity)
        return Recognised(tuple(own), tuple(strangers))
