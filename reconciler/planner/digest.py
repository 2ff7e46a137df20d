"""The fingerprint of what was read: equal reads, equal digest, on every machine.

Takes activities in order of start and id, gives 64 hexadecimal digits. It covers the facts
that a plan can depend on; bookings and names are left out, since they change all the time.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from hashlib import sha256

from reconciler.model.activity import Activity
from reconciler.model.details import ClassDetails


def live_digest(activities: Iterable[Activity]) -> str:
    """SHA-256 over id, start, marker, schedule and details of each activity, in the given order."""
    written: dict[ClassDetails, str] = {}
    lines: list[str] = []
    for activity in activities:
        details = written.get(activity.details)
        if details is None:
            # JSON in ASCII: unlike repr, the same bytes in every version of Python.
            details = written[activity.details] = json.dumps(activity.details)
        lines.append(
            f"{activity.id} {activity.start.isoformat()} {activity.marker} {activity.schedule_id} {details}\n"
        )
    return sha256("".join(lines).encode()).hexdigest()
