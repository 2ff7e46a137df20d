"""Looking back: which of some classes somebody has brought forward, so far that it is over by now.

Lists begin with the present unless cancelled activities are asked for as well; then they reach into the
past. Takes marks; returns the live activities that carry them and have started already.
"""

from __future__ import annotations

from collections.abc import Set
from dataclasses import replace
from datetime import datetime, timedelta

from reconciler.altegio.asking import ListQuery
from reconciler.altegio.errors import NotFoundError, RefusedReadError
from reconciler.altegio.reader import ReadClient
from reconciler.altegio.reading import read_activities
from reconciler.altegio.rows import Page
from reconciler.altegio.settings import Edition
from reconciler.model.activity import Activity

BACK = timedelta(days=28)
"""How far back is looked: people bring a class forward by days or weeks, not by months."""
_USUAL_DAY = 10
"""Activities a day that it reckons with; it only decides how the time is cut."""


class _WithCancelled:
    """The client, asking for cancelled activities in every list."""

    def __init__(self, client: ReadClient) -> None:
        self._client = client

    @property
    def edition(self) -> Edition:
        return self._client.edition

    @property
    def requests(self) -> int:
        return self._client.requests

    def list_page(self, location_id: int, query: ListQuery) -> Page:
        return self._client.list_page(location_id, replace(query, include_deleted=True))


def read_behind(
    client: ReadClient, location_id: int, timezone: str, before: datetime, marks: Set[str]
) -> tuple[Activity, ...]:
    """The live activities with one of these marks that started in the four weeks before `before`.

    `before` is local and naive. Each one found is read by its id, for a list may not say whether it was
    cancelled. () if the booking system refuses to list the past: then nobody can know.

    Raises:
        AltegioError: see `ReadClient`.
    """
    last = before - timedelta(seconds=1)
    try:
        listing = read_activities(
            _WithCancelled(client), location_id, timezone, before - BACK, last, per_day=_USUAL_DAY
        )
    except RefusedReadError:
        return ()
    found = (_alive(client, location_id, one.id) for one in listing.activities if one.marker in marks)
    return tuple(one for one in found if one is not None)


def _alive(client: ReadClient, location_id: int, activity_id: int) -> Activity | None:
    try:
        activity = client.get(location_id, activity_id)
    except NotFoundError:
        return None
    return None if activity.deleted else activity
