"""Local wall-clock time and Unix seconds: strict reading, and conversion in the location's zone."""

from __future__ import annotations

import re
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

FIRST_YEAR = 1970
LAST_YEAR = 2199
_EXACT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}\Z")


class Instant(NamedTuple):
    """One start: as the wall clock shows it, and as the world counts it."""

    local: datetime
    utc: int
    """Unix seconds."""
    offset: str
    """`+0100`."""


def parse_local(text: str) -> datetime | None:
    """Naive local time from exactly `YYYY-MM-DD HH:MM:SS`; None if it is anything else."""
    if not _EXACT.match(text):
        return None
    try:
        local = datetime.fromisoformat(text)
    except ValueError:
        return None
    return local if FIRST_YEAR <= local.year <= LAST_YEAR else None


def locate(local: datetime, zone: ZoneInfo) -> Instant | None:
    """The instant of a local time; the first one if it occurs twice, None if it is skipped."""
    aware = local.replace(tzinfo=zone)
    utc = int(aware.timestamp())
    if datetime.fromtimestamp(utc, zone).replace(tzinfo=None) != local:
        return None
    return Instant(local, utc, aware.strftime("%z")[:5])


def wall_clock(now: datetime, zone: ZoneInfo) -> str:
    """`now` (aware) as the location's wall clock shows it, `YYYY-MM-DD HH:MM:SS`."""
    return now.astimezone(zone).strftime("%Y-%m-%d %H:%M:%S")
