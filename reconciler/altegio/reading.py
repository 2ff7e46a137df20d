"""A complete read: every activity of a stretch of time, with proof that none is missing.

Takes a client, a location and a closed interval of local time; returns a `Listing` or raises.
The API promises no total, no stable order and no page size, so the end of a list is proven, not
assumed: by an empty page, or by a page shorter than one that came before, for then the server
could have sent more. A total, where one is sent, can only disprove. What takes several pages is
read twice and must come out the same. One thing is taken on trust: that the server's page size
holds still for the length of one read.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import NamedTuple, Protocol
from zoneinfo import ZoneInfo

from reconciler.altegio.asking import INCLUDES, PAGE_LIMIT, ListQuery
from reconciler.altegio.errors import IncompleteReadError, ZoneMismatchError
from reconciler.altegio.rows import Page
from reconciler.altegio.settings import Edition
from reconciler.model.activity import Activity
from reconciler.model.details import ClassDetails

TRIES = 3
LONGEST_WINDOW = 28
"""Days that one request asks for at most."""
_FILL = 225  # rows that a window is sized for: some way below a page of 250
_PROBE = 300  # rows that the first window is sized for: more than a page of 250
_EASE = 0.9  # of a page that windows are sized for: timetables are not even
_PAGES = 400  # a list that goes on for longer has no end
_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001  # compared with local times, which are naive
_SECOND = timedelta(seconds=1)
_LONGEST_CLASS = timedelta(days=1)


class Reader(Protocol):
    """What a complete read needs of a client."""

    @property
    def edition(self) -> Edition:
        """The edition that it speaks."""

    @property
    def requests(self) -> int:
        """Requests sent so far."""

    def list_page(self, location_id: int, query: ListQuery) -> Page:
        """One page."""


class Listing(NamedTuple):
    """All live activities of the interval that was asked for."""

    activities: tuple[Activity, ...]
    """Not deleted; ordered by start, then id."""
    requests: int
    """Requests that it took."""
    unknown_fields: frozenset[str]
    """Names of the ClassDetails fields that at least one of them does not say."""


class _Stretch(NamedTuple):
    """A window: what is wanted, and what is asked for because bounds are undocumented."""

    first: datetime
    last: datetime
    ask_from: datetime
    ask_to: datetime

    @property
    def days(self) -> int:
        """Days that it touches, 1 or more."""
        return (self.last.date() - self.first.date()).days + 1


class _TornError(Exception):
    """The pages of a window do not fit together; the text says why."""


class _CrowdedError(Exception):
    """The window holds more than a page; `days` is the length of one that may not."""

    def __init__(self, days: int) -> None:
        super().__init__(days)
        self.days = days


@dataclass(slots=True)
class _Pages:
    """What has been learned about the server's pages in the course of one read."""

    proven: int = 0
    """Rows of the longest page seen: the server's page holds as many, so a shorter one is the last."""
    limit: int = PAGE_LIMIT
    """Rows to ask for. Lowered to what the server really gives, so that page numbers agree."""


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
    pages, zone = _Pages(), ZoneInfo(timezone)
    found: dict[int, Activity] = {}
    # The first window asks for somewhat more than a page where so much is expected: a full page
    # shows at once how long pages are, and from then on every shorter one is known to be the last.
    days, start = min(LONGEST_WINDOW, _PROBE // max(1, per_day) + 1), first
    while start <= last:
        stretch = _stretch(start, days, first, last)
        try:
            rows = _read_window(client, location_id, stretch, pages)
        except _CrowdedError as crowded:
            days = crowded.days
            continue
        for activity in rows:
            if stretch.first <= activity.start <= stretch.last and not activity.deleted:
                _check_zone(activity, zone)
                found[activity.id] = activity
        start, days = stretch.last + _SECOND, _next_days(stretch.days, len(rows), pages)
    activities = tuple(sorted(found.values(), key=lambda activity: (activity.start, activity.id)))
    return Listing(activities, client.requests - before, _unknown(activities))


def _stretch(start: datetime, days: int, first: datetime, last: datetime) -> _Stretch:
    """The window from `start` to the last second of a day, which leaves no gap to the next one."""
    midnight = start.replace(hour=0, minute=0, second=0, microsecond=0)
    end = min(last, midnight + timedelta(days=days) - _SECOND)
    return _Stretch(start, end, max(first, start - _SECOND), end + _SECOND)


def _next_days(days: int, rows: int, pages: _Pages) -> int:
    """How long the next window should be, after one of `days` held `rows`.

    It is sized for less than the longest proven page, so that most windows need no second
    request. It grows at most by double, for a quiet stretch may end at any day.
    """
    room = min(_FILL, pages.proven * _EASE) if pages.proven else _FILL
    fitting = int(room * days / rows) if rows else LONGEST_WINDOW
    return max(1, min(fitting, 2 * days, LONGEST_WINDOW))


def _read_window(client: Reader, location_id: int, stretch: _Stretch, pages: _Pages) -> list[Activity]:
    """All rows of one window; begins anew when pages do not fit.

    Raises:
        _CrowdedError: it should be cut shorter first.
    """
    why = ""
    for _ in range(TRIES):
        try:
            return _agreed(client, location_id, stretch, pages)
        except _TornError as torn:
            why = str(torn)
    raise IncompleteReadError(
        f"The calendar of location {location_id} keeps changing while it is read",
        detail=f"{TRIES} tries at {stretch.first:%Y-%m-%d} to {stretch.last:%Y-%m-%d} failed, the last one "
        f"because {why}; without a complete list a class could be created twice",
        hint="Run the command again when nobody works in the calendar. If it stays, check `edition`.",
    )


def _agreed(client: Reader, location_id: int, stretch: _Stretch, pages: _Pages) -> list[Activity]:
    rows, several = _one_pass(client, location_id, stretch, pages)
    if several and _facts(rows) != _facts(_one_pass(client, location_id, stretch, pages)[0]):
        raise _TornError("two readings in a row differ")
    return rows


def _one_pass(
    client: Reader, location_id: int, stretch: _Stretch, pages: _Pages
) -> tuple[list[Activity], bool]:
    """All rows of a window in the server's order, and whether they took more than one page."""
    rows: list[Activity] = []
    seen: set[int] = set()
    total: int | None = None
    length = 0
    for number in range(1, _PAGES + 1):
        page = client.list_page(location_id, _query(client.edition, stretch, pages.limit, len(rows), number))
        if number > 1 and page.total != total and (page.activities or page.total is not None):
            raise _TornError("the stated total changed")
        if not page.activities:
            total = total if number > 1 else page.total
            # Behind a full page, one row may just have moved from the next page into this one.
            return _whole(rows, total), number > 2 or length >= pages.limit
        total = page.total
        _check_page(page.activities, seen, stretch)
        complete = len(page.activities) < pages.proven
        pages.proven = max(pages.proven, len(page.activities))
        if stretch.days > 1 and (number == 2 or len(page.activities) >= pages.limit):
            raise _CrowdedError(_shorter(stretch, page.activities))
        if number == 2 and length < pages.limit and client.edition == "events":
            # Its pages are smaller than we ask for, so that its page 2 and ours may not be the same.
            pages.limit = length
            raise _TornError("the server's pages are shorter than was asked")
        seen.update(activity.id for activity in page.activities)
        rows += page.activities
        length = len(page.activities)
        if complete and total in {None, len(rows)}:
            return rows, number > 1
    raise _TornError("its pages never end")


def _shorter(stretch: _Stretch, activities: tuple[Activity, ...]) -> int:
    """Days that the rows of a full page reach, if they came in order; at most half of the window."""
    reach = max(activity.start for activity in activities) - stretch.first
    return max(1, min(reach.days, stretch.days // 2))


def _query(edition: Edition, stretch: _Stretch, limit: int, offset: int, number: int) -> ListQuery:
    query = ListQuery(first=stretch.ask_from, last=stretch.ask_to, limit=limit, offset=offset, page=number)
    return replace(query, include=INCLUDES) if edition == "events" else query


def _check_page(activities: tuple[Activity, ...], seen: set[int], stretch: _Stretch) -> None:
    if any(activity.id in seen for activity in activities):
        raise _TornError("a page repeats activities of an earlier one")
    # A row that starts up to a day earlier may be there because it reaches into the window.
    earliest = stretch.ask_from - _LONGEST_CLASS
    if any(not earliest <= activity.start <= stretch.ask_to for activity in activities):
        raise _TornError("it holds activities outside of the dates asked for")


def _whole(rows: list[Activity], total: int | None) -> list[Activity]:
    if total is not None and total != len(rows):
        raise _TornError(f"{len(rows)} activities came, {total} were stated")
    return rows


def _facts(rows: list[Activity]) -> list[Activity]:
    """What two readings must agree on. A booking in between changes no class."""
    return sorted((row._replace(booked=None) for row in rows), key=lambda row: row.id)


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
