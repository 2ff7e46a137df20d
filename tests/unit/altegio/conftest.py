"""A booking system that answers from a script, clocks that stand still, and one occurrence."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

import httpx
import pytest

from reconciler.altegio import BookingSystem, Secret, Timeouts, Timing
from reconciler.model.details import ClassDetails
from reconciler.model.diagnostic import Span
from reconciler.model.occurrence import Occurrence, Series

PARTNER = "partner-7Zq4Kd93xWb"
USER = "user-M2v8Tn51yRc"


class Clock:
    """Time that passes only when somebody sleeps."""

    def __init__(self) -> None:
        self.now_s = 1000.0
        self.slept: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now_s += seconds

    def timing(self) -> Timing:
        return Timing(
            monotonic=lambda: self.now_s,
            sleep=self.sleep,
            now=lambda: datetime(2027, 1, 4, 12, 0, tzinfo=UTC),
            chance=lambda: 0.5,
        )


@dataclass
class Server:
    """Answers requests in order; an exception in the script is raised; the last answer repeats."""

    script: list[object]
    requests: list[httpx.Request] = field(default_factory=list)

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        answer = self.script.pop(0) if len(self.script) > 1 else self.script[0]
        if callable(answer):
            answer = answer(request)
        if isinstance(answer, Exception):
            raise answer
        assert isinstance(answer, httpx.Response)
        # A response can be read once; the repeated last one must be fresh.
        return httpx.Response(answer.status_code, headers=answer.headers, content=answer.content)

    @property
    def transport(self) -> httpx.MockTransport:
        return httpx.MockTransport(self)

    def params(self, index: int = 0) -> list[tuple[str, str]]:
        return self.requests[index].url.params.multi_items()

    def body(self, index: int = 0) -> dict[str, object]:
        body = json.loads(self.requests[index].content)
        assert isinstance(body, dict)
        return body


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def serve() -> Callable[..., Server]:
    def make(*script: object) -> Server:
        return Server(list(script))

    return make


@pytest.fixture
def tokens() -> tuple[str, str]:
    return PARTNER, USER


@pytest.fixture
def make_system() -> Callable[..., BookingSystem]:
    def make(**changes: object) -> BookingSystem:
        facts: dict[str, object] = {
            "base_url": "https://api.alteg.io/api/v2",
            "partner_token": Secret(PARTNER),
            "user_token": Secret(USER),
            "timeouts": Timeouts(connect_s=1, read_s=2, total_s=3),
        }
        return BookingSystem(**{**facts, **changes})  # type: ignore[arg-type]  # a builder

    return make


@pytest.fixture
def make_occurrence() -> Callable[..., Occurrence]:
    def make(*, marked: bool = True, allow_overlap: bool = False, **details: object) -> Occurrence:
        span = Span("mitte.yaml", 3, 1, 3, 5)
        series = Series(
            location="mitte",
            location_id=101,
            timezone="Europe/Berlin",
            class_id="yoga",
            slot="",
            part="",
            tags=(),
            allow_overlap=allow_overlap,
            marked=marked,
            span=span,
            address="mitte/yoga",
        )
        facts = {
            "service_id": 9001,
            "staff_id": 5511,
            "room_ids": (71,),
            "label_ids": (),
            "capacity": 12,
            "length_s": 3300,
            "break_s": 0,
            **details,
        }
        start = datetime(2027, 1, 12, 18, 30)  # noqa: DTZ001  # local wall clock, as in the model
        utc = int(datetime(2027, 1, 12, 17, 30, tzinfo=UTC).timestamp())
        return Occurrence(
            series,
            date(2027, 1, 12),
            start,
            utc,
            ClassDetails(**facts),
            (),  # type: ignore[arg-type]  # a builder
        )

    return make


@pytest.fixture
def json_row() -> Callable[..., dict[str, object]]:
    """A row as both editions answer it for one activity: JSON:API."""

    def make(activity_id: int | str = "41", **attributes: object) -> dict[str, object]:
        facts = {
            "date": "2027-01-12T18:30:00+0100",
            "timestamp": 1799775000,
            "length": 3300,
            "staff_id": 5511,
            "service_id": 9001,
            "capacity": 12,
            "clients_count": 3,
            "color": "",
            "instructions": "",
            "stream_link": "",
            "comment": None,
            "schedule_id": None,
            **attributes,
        }
        return {"type": "activity", "id": str(activity_id), "attributes": facts}

    return make


@pytest.fixture
def flat_row() -> Callable[..., dict[str, object]]:
    """A row as the reference documents the list of the activities edition."""

    def make(
        activity_id: int = 41, when: str = "2027-01-12T18:30:00+0100", **facts: object
    ) -> dict[str, object]:
        return {
            "id": activity_id,
            "company_id": 101,
            "name": "Yoga Flow",
            "description": "",
            "datetime": when,
            "staff_id": 5511,
            "service_id": 9001,
            "comment": "",
            "created_at": "2026-12-01T10:00:00+0100",
            **facts,
        }

    return make


@pytest.fixture
def listing() -> Callable[..., httpx.Response]:
    def make(rows: Iterable[dict[str, object]], **envelope: object) -> httpx.Response:
        return httpx.Response(200, json={"success": True, "data": list(rows), "meta": [], **envelope})

    return make
