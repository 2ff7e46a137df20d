"""The store's values: an activity as it is kept, a location's catalogue, and a request on record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple
from zoneinfo import ZoneInfo

from reconciler.sandbox.fixtures import LabelFixture, RoomFixture, ServiceFixture, StaffFixture


class ActivityRow(NamedTuple):
    """One activity; fields in the order of the table's columns."""

    id: int
    location_id: int
    start_local: str
    """`YYYY-MM-DD HH:MM:SS`, the location's wall clock."""
    start_utc: int
    """Unix seconds."""
    offset: str
    """`+0100`."""
    weekday: int
    """1 is Monday, 7 Sunday."""
    staff_id: int
    service_id: int
    capacity: int
    length_s: int
    """The break included."""
    break_s: int
    room_ids: str
    """JSON list, ascending."""
    label_ids: str
    """JSON list, ascending."""
    comment: str | None
    color: str
    instructions: str
    stream_link: str
    clients_count: int
    schedule_id: int | None
    deleted: int
    created_at: str
    """ISO 8601 with offset."""


class RecordedRequest(NamedTuple):
    """One request as it came in, and what became of it. Headers are not kept: they hold tokens."""

    order: int
    """Ascending over the life of the store."""
    method: str
    path: str
    query: str
    body: str
    status: int
    """Status sent; 0 if the connection was dropped without an answer."""
    received_at: float
    """Unix seconds by the machine's clock, whatever `now` the stand-in was given."""
    committed_at: float | None
    """When its write was committed; None if it wrote nothing."""
    fault: str
    """Action of the fault that hit it, "" if none did."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """One location's names, by id."""

    id: int
    title: str
    zone: ZoneInfo
    default_break_s: int
    allowed: bool
    staff: Mapping[int, StaffFixture]
    services: Mapping[int, ServiceFixture]
    rooms: Mapping[int, RoomFixture]
    labels: Mapping[int, LabelFixture]

    def staff_name(self, staff_id: int) -> str:
        """Name, "" for an id that is gone."""
        return self.staff[staff_id].name if staff_id in self.staff else ""

    def service_title(self, service_id: int) -> str:
        """Title, "" for an id that is gone."""
        return self.services[service_id].title if service_id in self.services else ""

    def room_title(self, room_id: int) -> str:
        """Title, "" for an id that is gone."""
        return self.rooms[room_id].title if room_id in self.rooms else ""

    def label_title(self, label_id: int) -> str:
        """Title, "" for an id that is gone."""
        return self.labels[label_id].title if label_id in self.labels else ""
