"""When an activity starts, whatever its answer carried.

Takes an activity and the zone of its location; returns Unix seconds.
"""

from __future__ import annotations

from zoneinfo import ZoneInfo

from reconciler.model.activity import Activity


def instant_of(activity: Activity, zone: ZoneInfo) -> int:
    """Unix seconds of the start; without one in the answer, the first that its local time can mean."""
    if activity.utc is not None:
        return activity.utc
    return int(activity.start.replace(tzinfo=zone).timestamp())
