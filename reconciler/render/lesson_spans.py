"""From when until when a lesson lasts, as moments in time.

Takes the details of a class as views carry them; returns aware datetimes.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from reconciler.render.class_shape import DetailsView


def span_of(details: DetailsView) -> tuple[datetime, datetime | None]:
    """Start and end of the lesson, its break not counted; the end is None where nobody knows it.

    Both are aware, in the zone of the location, or both in UTC where one of the local times comes
    twice and its second pass is meant.
    """
    local, zone = datetime.fromisoformat(details["start"]).replace(tzinfo=None), zone_of(details["timezone"])
    length_s = details["length_s"]
    try:
        utc = datetime.fromisoformat(details["utc"]) if details["utc"] else local.replace(tzinfo=zone)
        start = utc.astimezone(zone)
        if length_s is None:
            return (utc.astimezone(UTC) if start.fold else start), None
        lesson = timedelta(seconds=length_s - (details["break_s"] or 0))
        end = (utc.astimezone(UTC) + lesson).astimezone(zone)
        return (start.astimezone(UTC), end.astimezone(UTC)) if start.fold or end.fold else (start, end)
    except (OverflowError, ValueError):  # years that only a forged file has
        return local.replace(tzinfo=UTC), None


@lru_cache(maxsize=256)
def zone_of(name: str) -> ZoneInfo:
    """The zone, or UTC for one that does not exist, as only a forged file has."""
    try:
        return ZoneInfo(name)
    except (ValueError, KeyError, OSError):
        return ZoneInfo("UTC")
