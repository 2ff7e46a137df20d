"""A complete read: every activity of a stretch of time, with proof that none is missing.

Takes a client, a location and a closed interval of local time; returns a `Listing` or raises.
The API promises no total, no stable order and no page size, so the end of a list is proven, not
assumed: by an empty page, or by a page shorter than one that came before, for then the server
could have sent more. A total, where one is sent, can only disprove. What takes several pages is
read twice and must come out the same. A server that lowers its page size meanwhile is found out
at the end, when the longest page is asked for once more.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from reconciler.altegio.errors import IncompleteReadError, ZoneMismatchError
from reconciler.altegio.windows import (
    TELLING,
    TRIES,
    CrowdedError,
    Pages,
    Reader,
    Stretch,
    list_query,
    read_window,
)
from reconciler.model.activity import Activity
from reconciler.model.details import ClassDetails

LONGEST_WINDOW = 28
"""Days that one request asks for at most."""
_FILL = 225  # rows that a window is sized for: some way below a page of 250
_PROBE = 300  # rows that the first window is sized for: more than a page of 250
_EASE = 0.9  # of a page that windows are sized for: timetables are not even
_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001  # compared with local times, which are naive
_SECOND = timedelta(seconds=1)


class Listing(NamedTuple):
    """All live activities of the interval that was asked for."""

    activities: tuple[Activity, ...]
    """Not deleted; ordered by start, then id."""
    requests: int
    """Requests that it took."""
    unknown_fields: frozenset[str]
    """Names of the ClassDetails fields that at least one of them does not say."""


def read_activities(
    client: Reader, location_id: int, timezone: str, first: datetime, last: datetime, *, per_day: int
) -> Listing:
    """Every live activity that starts from `first` to `last`, both included, local and naive.

    `first` must lie in the future, or the API refuses. Whether its bounds include what starts
    right at them is undocumented: each window asks for a second more on both sides, except that
    nothing before `first` is asked for; so put `first` on no full minute if a class could start
    there. `per_day` is how many activities a day are to be expected, at least 1; it only decides
    how the interval is cut.

    Raises:
        IncompleteReadError: three tries at a window gave no list that is complete for certain.
        ZoneMismatchError: a row contradicts `timezone`.
        AltegioError: see `ReadClient`.
    """
    before = client.requests
    zone = ZoneInfo(timezone)
    for _ in range(TRIES):
        pages = Pages()
        found = _read_all(client, location_id, (first, last), per_day, pages)
        if not _has_shrunk(client, location_id, pages):
            break
    else:
        raise IncompleteReadError(
            f"The booking system keeps changing how much of location {location_id} it shows at a time",
            detail=f"{TRIES} readings in a row came with pages that got shorter on the way; "
            "without a complete list a class could be created twice",
            hint="Run the command again later.",
        )
    for activity in found.values():
        _check_zone(activity, zone)
    activities = tuple(sorted(found.values(), key=lambda activity: (activity.start, activity.id)))
    return Listing(activities, client.requests - before, _unknown(activities))


def _read_all(
    client: Reader, location_id: int, span: tuple[datetime, datetime], per_day: int, pages: Pages
) -> dict[int, Activity]:
    """All live activities of the span by id, window by window."""
    first, last = span
    found: dict[int, Activity] = {}
    # The first window asks for somewhat more than a page where so much is expected: a full page
    # shows at once how long pages are, and from then on every shorter one is known to be the last.
    days, start = min(LONGEST_WINDOW, _PROBE // max(1, per_day) + 1), first
    while start <= last:
        stretch = _stretch(start, days, first, last)
        try:
            rows = read_window(client, location_id, stretch, pages)
        except CrowdedError as crowded:
            days = crowded.days
            continue
        for activity in rows:
            if stretch.first <= activity.start <= stretch.last and not activity.deleted:
                found[activity.id] = activity
        start, days = stretch.last + _SECOND, _next_days(stretch.days, len(rows), pages)
    return found


def _has_shrunk(client: Reader, location_id: int, pages: Pages) -> bool:
    """Whether the server shows less at a time now than when it showed its longest page.

    Only then a page that was believed to be the last one may have been cut short. A class that
    was cancelled meanwhile looks the same: then the read begins anew, and comes out right.
    """
    if pages.longest is None or pages.believed < TELLING:
        return False
    stretch, rows = pages.longest
    page = client.list_page(location_id, list_query(client.edition, stretch, pages.limit, 0, 1))
    return len(page.activities) < min(rows, pages.limit)


def _stretch(start: datetime, days: int, first: datetime, last: datetime) -> Stretch:
    """The window from `start` to the last second of a day, which leaves no gap to the next one."""
    midnight = start.replace(hour=0, minute=0, second=0, microsecond=0)
    end = min(last, midnight + timedelta(days=days) - _SECOND)
    return Stretch(start, end, max(first, start - _SECOND), end + _SECOND)


def _next_days(days: int, rows: int, pages: Pages) -> int:
    """How long the next window should be, after one of `days` held `rows`.

    It is sized for less than the longest proven page, so that most windows need no second
    request. It grows at most by double, for a quiet stretch may end at any day.
    """
    room = min(_FILL, pages.proven * _EASE) if pages.proven else _FILL
    fitting = int(room * days / rows) if rows else LONGEST_WINDOW
    return max(1, min(fitting, 2 * days, LONGEST_WINDOW))


def _check_zone(activity: Activity, zone: ZoneInfo) -> None:
    if activity.utc is None:
        return
    offset = zone.utcoffset(activity.start)
    if offset is not None and activity.start - offset == _EPOCH + timedelta(seconds=activity.utc):
        return
    # Not the ordinary case; in the hour that a clock change repeats it may still be right.
    local = datetime.fromtimestamp(activity.utc, zone)
    if local.replace(tzinfo=None) != activity.start:
        raise ZoneMismatchError(
            f"The booking system and the files disagree about the location's zone ({zone.key})",
            detail=f"activity {activity.id} starts at {activity.start:%Y-%m-%d %H:%M} there, "
            f"an instant that is {local:%Y-%m-%d %H:%M %z} in {zone.key}",
            hint="Correct `timezone` of the location in the project file, or its zone in the booking system.",
        )


def _unknown(activities: tuple[Activity, ...]) -> frozenset[str]:
    return frozenset(
        name
        for index, name in enumerate(ClassDetails._fields)
        if any(activity.details[index] is None for activity in activities)
    )
