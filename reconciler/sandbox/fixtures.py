"""What a fresh stand-in holds: locations with their teachers, services, rooms, labels and activities.

Values only; `parse_fixtures` in reading.py makes them from plain data, and anybody may build them.
Lengths are seconds, times of day minutes after local midnight.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffFixture:
    """A teacher."""

    id: int
    name: str
    services: frozenset[int] | None = None
    """Ids of the services that they give; None means all."""
    works: Mapping[int, tuple[tuple[int, int], ...]] | None = None
    """Weekday (0 is Monday) to intervals of minutes, [first, last); None means always."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceFixture:
    """A group service."""

    id: int
    title: str
    capacity: int = 10
    length_s: int = 3600


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomFixture:
    """A resource instance, with the resource that it belongs to."""

    id: int
    title: str
    resource_id: int = 1
    resource_title: str = "Rooms"


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelFixture:
    """A tag of the entity "activity"."""

    id: int
    title: str
    color: str = "#3f51b5"


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityFixture:
    """An activity that is there from the start. It may lie in the past and may clash."""

    start: datetime
    """Local wall-clock time, naive."""
    service_id: int
    staff_id: int
    length_s: int
    """Seconds, the break included."""
    capacity: int
    id: int | None = None
    """None lets the store number it."""
    break_s: int = 0
    room_ids: tuple[int, ...] = ()
    label_ids: tuple[int, ...] = ()
    comment: str | None = None
    color: str = ""
    instructions: str = ""
    stream_link: str = ""
    booked: int = 0
    """Seats taken."""
    schedule_id: int | None = None
    deleted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LocationFixture:
    """One studio and all that stands in it."""

    id: int
    title: str
    timezone: str
    """IANA name."""
    default_break_s: int = 0
    """Appended to a create that does not send `technical_break_duration`."""
    allowed: bool = True
    """False answers 403: the location exists, but is not this user's."""
    staff: tuple[StaffFixture, ...] = ()
    services: tuple[ServiceFixture, ...] = ()
    rooms: tuple[RoomFixture, ...] = ()
    labels: tuple[LabelFixture, ...] = ()
    activities: tuple[ActivityFixture, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Fixtures:
    """Everything, location by location."""

    locations: tuple[LocationFixture, ...] = field(default=())
