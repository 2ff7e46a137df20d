"""A small studio and a stand-in over it, for every test in this folder."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from reconciler.sandbox import (
    PARTNER_TOKEN,
    USER_TOKEN,
    ActivityFixture,
    Fixtures,
    LabelFixture,
    LocationFixture,
    RoomFixture,
    SandboxOptions,
    ServiceFixture,
    StaffFixture,
    start,
)
from reconciler.sandbox.server import RunningSandbox

NOW = datetime(2027, 1, 4, 9, 0, tzinfo=UTC)
HEADERS = {
    "Accept": "application/vnd.api.v2+json",
    "Authorization": f"Bearer {PARTNER_TOKEN}, User {USER_TOKEN}",
}
WEEKDAY_HOURS = dict.fromkeys(range(5), ((420, 1320),))


def a_studio(*activities: ActivityFixture, **changed: Any) -> LocationFixture:
    """Studio Mitte: Anna works on weekdays from 7 to 22 and gives yoga only; Ben is always there."""
    facts: dict[str, Any] = {
        "id": 101,
        "title": "Studio Mitte",
        "timezone": "Europe/Berlin",
        "default_break_s": 1200,
        "staff": (
            StaffFixture(id=11, name="Anna", services=frozenset({501}), works=WEEKDAY_HOURS),
            StaffFixture(id=12, name="Ben"),
        ),
        "services": (ServiceFixture(id=501, title="Yoga"), ServiceFixture(id=502, title="Pilates")),
        "rooms": (
            RoomFixture(id=31, title="big hall", resource_id=7, resource_title="Halls"),
            RoomFixture(id=32, title="lane 1", resource_id=8, resource_title="Pool"),
        ),
        "labels": (LabelFixture(id=41, title="autumn"),),
        "activities": activities,
    }
    return LocationFixture(**(facts | changed))


def an_activity(**changed: Any) -> ActivityFixture:
    """Tuesday 12 January 2027, 18:30, yoga with Ben."""
    facts: dict[str, Any] = {
        "start": datetime(2027, 1, 12, 18, 30),  # noqa: DTZ001 - local wall time
        "service_id": 501,
        "staff_id": 12,
        "length_s": 3600,
        "capacity": 12,
    }
    return ActivityFixture(**(facts | changed))


def a_body(**changed: Any) -> dict[str, Any]:
    """A create that is fine: the activity above, an hour earlier, with Anna."""
    body: dict[str, Any] = {
        "staff_id": 11,
        "service_id": 501,
        "resource_instance_ids": [],
        "label_ids": [],
        "date": "2027-01-12 17:30:00",
        "length": 3600,
        "capacity": 12,
        "technical_break_duration": 0,
    }
    return {key: value for key, value in (body | changed).items() if value is not ...}


@dataclass(frozen=True)
class Stand:
    """A running stand-in and a connection to it."""

    sandbox: RunningSandbox
    http: httpx.Client

    def create(self, edition: str = "activities", **changed: Any) -> httpx.Response:
        family = "companies" if edition == "activities" else "locations"
        return self.http.post(f"/{family}/101/{edition}", json=a_body(**changed))

    def list(self, edition: str = "activities", **asked: Any) -> httpx.Response:
        family = "companies" if edition == "activities" else "locations"
        window = {"filter[from]": "2027-01-05 00:00:00", "filter[to]": "2027-12-31 23:59:59"}
        return self.http.get(f"/{family}/101/{edition}", params=window | asked)


Opener = Callable[..., Stand]


@pytest.fixture
def open_stand() -> Iterator[Opener]:
    """Starts stand-ins with the given activities, database and options, and closes them at the end."""
    with ExitStack() as stack:

        def opener(
            *activities: ActivityFixture,
            database: Path | None = None,
            studio: LocationFixture | None = None,
            now: Callable[[], datetime] = lambda: NOW,
            **options: Any,
        ) -> Stand:
            held = Fixtures(locations=(studio or a_studio(*activities),))
            sandbox = stack.enter_context(start(database, held, now=now, options=SandboxOptions(**options)))
            http = stack.enter_context(httpx.Client(base_url=sandbox.url, headers=HEADERS, trust_env=False))
            return Stand(sandbox, http)

        yield opener


@pytest.fixture
def stand(open_stand: Opener) -> Stand:
    """A studio without activities, default options."""
    return open_stand()
