"""What the planner is asked: one location's wishes, what was read there, and the limits to keep.

Values only; `plan_location` takes a `LocationRequest` and gives a `LocationPlan`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from reconciler.model.activity import Activity
from reconciler.model.names import Names
from reconciler.model.occurrence import Occurrence, Removal
from reconciler.model.plan import Selection
from reconciler.model.schedule import Location
from reconciler.planner.closeness import Nearness


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a plan of one location may at most do before a person has to agree."""

    creates: int | None = None
    """Creates that are let through, 0 or more; None means any number."""
    allow_empty: bool = False
    """Whether an empty read is believed although activities were there before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LastSeen:
    """What the previous complete read of an overlapping window found."""

    count: int
    """Live activities, 0 or more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LocationRequest:
    """One location to plan.

    `occurrences` and `activities` cover the same window and may come in any order.
    """

    location: Location
    names: Names
    occurrences: Sequence[Occurrence]
    """All that is declared in the window, also what the selection leaves out: an activity of
    an unselected class must not look foreign. Addresses are unique."""
    removals: Sequence[Removal] = ()
    """What rules took out of these dates: told in the plan, never acted upon."""
    activities: Sequence[Activity]
    """All that was read, ids unique. Some days more than the window on either side do no harm:
    they help to find classes that were moved by hand, and are not reported for themselves."""
    read_from: datetime
    """Aware; the first instant that the read covers. Earlier occurrences are the past."""
    now: datetime
    """Aware."""
    publish_until: date | None = None
    """Last date of classes that may be created; None means any. Later ones still find their activities."""
    protect_s: int = 0
    """Seconds from `now` in which nothing is written."""
    selection: Selection
    limits: Limits
    last_seen: LastSeen | None = None
    in_doubt: frozenset[str] = frozenset()
    """Addresses that an earlier run sent a create for, which may still land."""
    behind: Sequence[Activity] = ()
    """Activities from before `read_from` with marks of `occurrences`: brought forward by hand, and over."""
    started: Sequence[Occurrence] = ()
    """Occurrences that the caller has left out because they are past: their activities, moved by hand
    into the future, are known all the same."""
    past: int = 0
    """Selected occurrences that the caller has left out because they are past."""
    near: Nearness | None = None
    """How much time rooms and people need beside what is live; None if nobody says."""
