"""The client that can only read: lists, single activities, locations.

Takes a `BookingSystem`; returns pages, activities and facts about locations, or raises an
`AltegioError`. It has no method that sends anything but GET, and its connection refuses to.
"""

from __future__ import annotations

from typing import NamedTuple, Self

from reconciler.altegio.asking import INCLUDES, ListQuery, include_params, list_params, list_path
from reconciler.altegio.client import Connection, Observer, Transport
from reconciler.altegio.errors import BadAnswerError
from reconciler.altegio.pacing import Pacer
from reconciler.altegio.replies import body_of
from reconciler.altegio.retrying import RetryQuota, with_retries
from reconciler.altegio.rows import Page, activity_of, page_of
from reconciler.altegio.settings import BookingSystem, Edition, Timing
from reconciler.altegio.wire import LocationRow, decode_list, decode_location, decode_one
from reconciler.model.activity import Activity

_KEEPALIVE_S = 30.0


class LocationFacts(NamedTuple):
    """What the booking system says about a location. Texts are untrusted."""

    id: int
    title: str
    timezone: str | None
    """IANA name of its zone; None if the answer names none."""


class ReadClient:
    """Reads, with retries: four attempts at what may pass, none at what will not, within one quota.

    Every method raises the errors of `errors.py`: NotAllowedError, NotFoundError,
    RefusedReadError, UnreachableError, BusyError, BadAnswerError, ZoneMismatchError.
    """

    def __init__(
        self,
        system: BookingSystem,
        *,
        pacer: Pacer | None = None,
        timing: Timing | None = None,
        transport: Transport | None = None,
        observe: Observer | None = None,
    ) -> None:
        self._system = system
        self._timing = timing or Timing()
        self._quota = RetryQuota()
        self._connection = Connection(
            system,
            "GET",
            keepalive_s=_KEEPALIVE_S,
            pacer=pacer,
            timing=self._timing,
            transport=transport,
            observe=observe,
        )

    @property
    def edition(self) -> Edition:
        """The edition that it speaks."""
        return self._system.edition

    @property
    def requests(self) -> int:
        """Requests sent so far, failed attempts included."""
        return self._connection.requests

    def list_page(self, location_id: int, query: ListQuery) -> Page:
        """One page of a location's activities, in the order of the server."""
        path = list_path(self.edition, location_id)
        body = self._get(
            self._v2_url + path, list_params(self.edition, query), f"the activities of location {location_id}"
        )
        return page_of(decode_list(body))

    def get(self, location_id: int, activity_id: int) -> Activity:
        """One activity with all its facts. A deleted one is found, too, and says so."""
        path = f"{list_path(self.edition, location_id)}/{activity_id}"
        subject = f"activity {activity_id} of location {location_id}"
        activity = activity_of(decode_one(self._get(self._v2_url + path, include_params(INCLUDES), subject)))
        if activity.id != activity_id:
            raise BadAnswerError(
                f"Asked for activity {activity_id}, the booking system sent activity {activity.id}"
            )
        return activity

    def location(self, location_id: int) -> LocationFacts:
        """Title and zone of a location, from the v1 API: the v2 API has no such call."""
        subject = f"location {location_id}"
        answer = decode_location(self._get(f"{self._system.v1_url}/company/{location_id}", [], subject))
        if not isinstance(answer.data, LocationRow) or answer.data.id != location_id:
            raise BadAnswerError(f"Asked for {subject}, the booking system sent something else")
        return LocationFacts(location_id, answer.data.title or "", _zone_name(answer.data))

    def close(self) -> None:
        """Closes all connections."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def _v2_url(self) -> str:
        return self._system.base_url.rstrip("/")

    def _get(self, url: str, params: list[tuple[str, str]], subject: str) -> bytes:
        return with_retries(
            lambda: body_of(self._connection.exchange(url, params), subject),
            self._timing,
            self._connection.pacer,
            self._quota,
        )


def _zone_name(row: LocationRow) -> str | None:
    """The documented `timezone_name`; else `timezone`, if it is a name and not a number of hours."""
    if row.timezone_name:
        return row.timezone_name
    return row.timezone if isinstance(row.timezone, str) and "/" in row.timezone else None
