"""Whether the booking system keeps a location in the zone that its files name."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from reconciler.altegio.errors import ZoneMismatchError
from reconciler.altegio.reader import ReadClient
from reconciler.model.schedule import Location


def check_zone(client: ReadClient, location: Location, first: date, last: date) -> None:
    """Stop if the booking system shows other times on some of these days than the files' zone does.

    Raises:
        ZoneMismatchError: if it does.
        AltegioError: see `ReadClient`.
    """
    told = client.location(location.id).timezone
    if told is None or told == location.timezone or _same_clock(told, location.timezone, first, last):
        return
    raise ZoneMismatchError(
        f"the booking system keeps location {location.key} in {told}, the files say {location.timezone}",
        detail="Every class would be at a wrong hour, so nothing is planned.",
        hint=f"correct `timezone` at {location.span}, or the location's settings in the booking system",
    )


def _same_clock(one: str, other: str, first: date, last: date) -> bool:
    """Whether two zones show the same time on every day of the window, as old and new names do."""
    try:
        zones = ZoneInfo(one), ZoneInfo(other)
    except (ZoneInfoNotFoundError, ValueError):
        return False
    noons = (datetime.combine(first + timedelta(days=n), time(12)) for n in range((last - first).days + 1))
    return all(zones[0].utcoffset(noon) == zones[1].utcoffset(noon) for noon in noons)
