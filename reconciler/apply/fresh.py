"""Whether a class has turned up since the plan was made: people and other jobs go on meanwhile.

A long run looks again at the weeks ahead whenever what it knows is older than a minute. That
narrows the race with others; it cannot close it.
"""

from __future__ import annotations

from collections.abc import Set
from datetime import datetime, time, timedelta

from reconciler.apply.looking import LookFailedError, Seen, wanted_of
from reconciler.apply.resolve import Recovery
from reconciler.model.occurrence import Occurrence

STALE_S = 60.0
"""Seconds for which a look is believed."""
AHEAD = timedelta(days=28)


class Freshness:
    """Looks again from time to time. The plan's own read counts as the first look."""

    def __init__(self, recovery: Recovery, known: Set[int]) -> None:
        self._recovery = recovery
        self._known = known
        self._looked = recovery.clock()
        self._seen: Seen | None = None
        self._place = ""
        self._until = datetime.min  # noqa: DTZ901 - local wall clock, compared with local starts

    def meanwhile(self, occurrence: Occurrence) -> str:
        """Why the class must not be created any more, in words; "" if nothing speaks against it."""
        if self._recovery.clock() - self._looked < STALE_S and self._seen is None:
            return ""
        if self._stale(occurrence):
            self._look(occurrence)
        if self._seen is None:
            return ""
        found = self._seen.recognised(wanted_of(occurrence), self._known)
        for activity in (*found.own, *found.strangers):
            return f"it is there by now: activity {activity.id}"
        return ""

    def _stale(self, occurrence: Occurrence) -> bool:
        old = self._recovery.clock() - self._looked >= STALE_S
        return old or self._place != occurrence.series.location or occurrence.start > self._until

    def _look(self, occurrence: Occurrence) -> None:
        first = datetime.combine(occurrence.start.date(), time.min)
        last = first + AHEAD - timedelta(seconds=1)
        try:
            self._seen = Seen(self._recovery.looker.look(occurrence.series.location, first, last))
        except LookFailedError:
            # The create finds out by itself whether the booking system can be reached.
            self._seen = None
        self._looked = self._recovery.clock()
        self._place, self._until = occurrence.series.location, last
