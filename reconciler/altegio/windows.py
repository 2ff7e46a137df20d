"""One window of a calendar, read to its end: pages that join up, or none at all.

Takes a client and a `Stretch` of time; returns its rows in the order of the server, or raises.
What is learned about the server's pages on the way is kept in `Pages`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import NamedTuple, Protocol

from reconciler.altegio.asking import INCLUDES, PAGE_LIMIT, ListQuery
from reconciler.altegio.errors import IncompleteReadError
from reconciler.altegio.rows import Page
from reconciler.altegio.settings import Edition
from reconciler.model.activity import Activity

TRIES = 3
"""So often something that does not fit is begun anew."""
TELLING = 25
"""Rows: no server makes its pages shorter than this, so shorter ones need no second look."""
_PAGES = 400  # a list that goes on for longer has no end
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


class Stretch(NamedTuple):
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


class CrowdedError(Exception):
    """The window holds more than a page; `days` is the length of one that may not."""

    def __init__(self, days: int) -> None:
        super().__init__(days)
        self.days = days


@dataclass(slots=True)
class Pages:
    """What has been learned about the server's pages in the course of one read."""

    proven: int = 0
    """Rows of the longest page seen: the server's page holds as many, so a shorter one is the last."""
    limit: int = PAGE_LIMIT
    """Rows to ask for. Lowered to what the server really gives, so that page numbers agree."""
    longest: tuple[Stretch, int] | None = None
    """The first page that was the longest one: its window, and how many rows it had."""
    believed: int = 0
    """Rows of the longest page that was believed to be the last one because it was shorter."""


def read_window(client: Reader, location_id: int, stretch: Stretch, pages: Pages) -> list[Activity]:
    """All rows of one window; begins anew when pages do not fit.

    Raises:
        CrowdedError: it should be cut shorter first.
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


def _agreed(client: Reader, location_id: int, stretch: Stretch, pages: Pages) -> list[Activity]:
    rows, several = _one_pass(client, location_id, stretch, pages)
    if several and _facts(rows) != _facts(_one_pass(client, location_id, stretch, pages)[0]):
        raise _TornError("two readings in a row differ")
    return rows


def _one_pass(
    client: Reader, location_id: int, stretch: Stretch, pages: Pages
) -> tuple[list[Activity], bool]:
    """All rows of a window in the server's order, and whether they took more than one page."""
    rows: list[Activity] = []
    seen: set[int] = set()
    total: int | None = None
    length = 0
    for number in range(1, _PAGES + 1):
        page = client.list_page(
            location_id, list_query(client.edition, stretch, pages.limit, len(rows), number)
        )
        if number > 1 and page.total != total and (page.activities or page.total is not None):
            raise _TornError("the stated total changed")
        if not page.activities:
            total = total if number > 1 else page.total
            # Behind a page that may be full, one row may just have moved from the next one into it.
            return _whole(rows, total), number > 2 or length >= min(pages.limit, TELLING)
        total = page.total
        _check_page(page.activities, seen, stretch)
        complete = len(page.activities) < pages.proven
        if number == 1 and len(page.activities) > pages.proven:
            pages.longest = (stretch, len(page.activities))
        pages.proven = max(pages.proven, len(page.activities))
        if stretch.days > 1 and (number == 2 or len(page.activities) >= pages.limit):
            raise CrowdedError(_shorter(stretch, page.activities))
        if number == 2 and length < pages.limit and client.edition == "events":
            # Its pages are smaller than we ask for, so that its page 2 and ours may not be the same.
            pages.limit = length
            raise _TornError("the server's pages are shorter than was asked")
        seen.update(activity.id for activity in page.activities)
        rows += page.activities
        length = len(page.activities)
        if complete and total in {None, len(rows)}:
            pages.believed = max(pages.believed, length)
            return rows, number > 1
    raise _TornError("its pages never end")


def _shorter(stretch: Stretch, activities: tuple[Activity, ...]) -> int:
    """Days that the rows of a full page reach, if they came in order; at most half of the window."""
    reach = max(activity.start for activity in activities) - stretch.first
    return max(1, min(reach.days, stretch.days // 2))


def list_query(edition: Edition, stretch: Stretch, limit: int, offset: int, number: int) -> ListQuery:
    """The question for page `number` (from 1) of a window, of which `offset` rows are there already."""
    query = ListQuery(first=stretch.ask_from, last=stretch.ask_to, limit=limit, offset=offset, page=number)
    return replace(query, include=INCLUDES) if edition == "events" else query


def _check_page(activities: tuple[Activity, ...], seen: set[int], stretch: Stretch) -> None:
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
