"""An observed class: what the booking system has, in our words."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from reconciler.model.details import ClassDetails


class Activity(NamedTuple):
    """One activity as the booking system reports it. Holds no client data beyond a count."""

    id: int
    start: datetime
    """Local wall-clock start at the location, naive."""
    utc: int | None
    """Unix seconds of the start, None if the answer carries neither offset nor timestamp."""
    details: ClassDetails
    """None in a field means that this edition's answer lacks it: unknown, not different."""
    marker: str | None = None
    """12 hexadecimal digits from the end of the comment; None without one."""
    booked: int | None = None
    """Seats taken, None if unknown."""
    schedule_id: int | None = None
    """Id of the booking system's own recurring schedule that made it; then it is not ours."""
    deleted: bool = False
    title: str = ""
    """Service title as the API shows it, "" if unknown. Untrusted text."""
    staff_name: str = ""
    """Teacher's name as the API shows it, "" if unknown. Untrusted text."""
