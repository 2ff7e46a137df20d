"""The client against the stand-in: two programs that share nothing but the contract."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import pytest
from builders import ANNA, BEN, BERLIN, BIG_HALL, PILATES, SMALL_HALL, YOGA, a_series, an_occurrence

from reconciler.altegio import (
    BookingSystem,
    BusyError,
    LocationFacts,
    NotAllowedError,
    NotFoundError,
    Pace,
    ReadClient,
    RefusedReadError,
    Secret,
    Timeouts,
    Timing,
    UnreachableError,
    WriteClient,
    read_activities,
)
from reconciler.model.report import Created, Refused, Unknown
from reconciler.sandbox import (
    PARTNER_TOKEN,
    USER_TOKEN,
    ActivityFixture,
    Fault,
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

NOW = datetime(2026, 9, 1, 12, 0, tzinfo=ZoneInfo(BERLIN))
FIRST = datetime(2026, 9, 1, 12, 1, 30)  # noqa: DTZ001  # local wall clock
LAST = datetime(2026, 11, 30, 23, 59, 59)  # noqa: DTZ001  # local wall clock
EDITIONS = ["activities", "events"]
PATIENCE = Timeouts(connect_s=1, read_s=0.4, total_s=0.6)


class Studio(NamedTuple):
    """A running stand-in, and both clients of one edition for it."""

    sandbox: RunningSandbox
    reader: ReadClient
    writer: WriteClient

    def read(self, *, per_day: int = 3):
        return read_activities(self.reader, 101, BERLIN, FIRST, LAST, per_day=per_day)

    def posts(self) -> list[Any]:
        return [request for request in self.sandbox.history() if request.method == "POST"]


def a_studio(*activities: ActivityFixture, default_break_s: int = 0) -> LocationFixture:
    return LocationFixture(
        id=101,
        title="Studio Mitte",
        timezone=BERLIN,
        default_break_s=default_break_s,
        staff=(StaffFixture(id=ANNA, name="Anna"), StaffFixture(id=BEN, name="Ben")),
        services=(ServiceFixture(id=YOGA, title="Yoga"), ServiceFixture(id=PILATES, title="Pilates")),
        rooms=(RoomFixture(id=BIG_HALL, title="big hall"), RoomFixture(id=SMALL_HALL, title="small hall")),
        labels=(LabelFixture(id=41, title="autumn"),),
        activities=activities,
    )


def a_class(begin: datetime, **changes: Any) -> ActivityFixture:
    return replace(
        ActivityFixture(start=begin, service_id=YOGA, staff_id=ANNA, length_s=3600, capacity=12), **changes
    )


@pytest.fixture
def open_studio() -> Iterator[Callable[..., Studio]]:
    with ExitStack() as stack:

        def make(
            edition: str = "activities",
            location: LocationFixture | None = None,
            *,
            system: dict[str, Any] | None = None,
            timing: Timing | None = None,
            **options: Any,
        ) -> Studio:
            fixtures = Fixtures(
                locations=(
                    location or a_studio(),
                    LocationFixture(id=666, title="not ours", timezone=BERLIN, allowed=False),
                )
            )
            sandbox = stack.enter_context(
                start(None, fixtures, now=lambda: NOW, options=SandboxOptions(**options))
            )
            facts: dict[str, Any] = {
                "base_url": sandbox.url,
                "partner_token": Secret(PARTNER_TOKEN),
                "user_token": Secret(USER_TOKEN),
                "edition": edition,
                "timeouts": PATIENCE,
                **(system or {}),
            }
            patient = timing or Timing(sleep=lambda _: None)
            reader = stack.enter_context(ReadClient(BookingSystem(**facts), timing=patient))
            writer = stack.enter_context(WriteClient(BookingSystem(**facts), timing=patient))
            return Studio(sandbox, reader, writer)

        yield make


def at_location(occurrence, location_id: int):
    return occurrence._replace(series=occurrence.series._replace(location_id=location_id))


FULL = an_occurrence(
    label_ids=(41,),
    room_ids=(BIG_HALL, SMALL_HALL),
    comment="bring mats",
    color="#ff8800",
    instructions="Come early",
    link="https://example.org/live",
)


@pytest.mark.parametrize("edition", EDITIONS)
def test_what_was_created_reads_back_as_it_was_meant(open_studio, edition: str) -> None:
    studio = open_studio(edition)
    created = studio.writer.create(FULL)
    assert isinstance(created, Created)
    activity = studio.reader.get(101, created.activity_id)
    assert activity.details == FULL.details
    assert activity.marker == FULL.marker
    assert (activity.start, activity.utc) == (FULL.start, FULL.utc)
    assert (activity.booked, activity.deleted, activity.schedule_id) == (0, False, None)
    assert (activity.title, activity.staff_name) == ("Yoga", "Anna")


@pytest.mark.parametrize("edition", EDITIONS)
def test_a_create_that_declares_little_reads_back_with_empty_texts(open_studio, edition: str) -> None:
    occurrence = an_occurrence(a_series(marked=False), room_ids=())
    studio = open_studio(edition)
    created = studio.writer.create(occurrence)
    assert isinstance(created, Created)
    activity = studio.reader.get(101, created.activity_id)
    assert (activity.details, activity.marker) == (occurrence.details, None)


@pytest.mark.parametrize(
    ("edition", "rows", "unknown"),
    [
        ("events", "documented", set()),
        ("activities", "full", set()),
        (
            "activities",
            "documented",
            {"room_ids", "label_ids", "capacity", "length_s", "break_s", "color", "instructions", "link"},
        ),
    ],
)
def test_a_list_names_the_fields_that_its_rows_lack(
    open_studio, edition: str, rows: str, unknown: set
) -> None:
    studio = open_studio(edition, rows=rows)
    assert isinstance(studio.writer.create(FULL), Created)
    listing = studio.read()
    (activity,) = listing.activities
    assert listing.unknown_fields == unknown
    assert (activity.marker, activity.start, activity.utc) == (FULL.marker, FULL.start, FULL.utc)
    if not unknown:
        assert activity.details == FULL.details


def a_season() -> list[ActivityFixture]:
    """Classes at noon, at both ends of each day, and through the clock change."""
    day = datetime(2026, 9, 2)  # noqa: DTZ001  # local wall clock
    times = [timedelta(hours=12), timedelta(), timedelta(hours=23, minutes=55)]
    return [
        a_class(day + timedelta(days=number) + time, staff_id=BEN if time.seconds else ANNA)
        for number in range(85)
        for time in times
    ]


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize(
    "options",
    [
        {},
        {"page_cap": 10},
        {"page_cap": 1},
        {"total": "present"},
        {"total": "present", "page_cap": 7},
        {"range_match": "overlap"},
        {"range_end": "excluded"},
        {"flat_datetime": "bare"},
    ],
    ids=str,
)
def test_a_season_is_read_whole_whatever_is_undocumented(open_studio, edition: str, options) -> None:
    season = a_season()
    studio = open_studio(edition, a_studio(*season), **options)
    listing = studio.read()
    assert [activity.start for activity in listing.activities] == sorted(row.start for row in season)
    assert listing.requests == len(studio.sandbox.history())


def test_bookings_and_native_schedules_are_seen(open_studio) -> None:
    day = datetime(2026, 9, 7, 18, 30)  # noqa: DTZ001  # local wall clock
    studio = open_studio("events", a_studio(a_class(day, booked=3, schedule_id=77)))
    (activity,) = studio.read().activities
    assert (activity.booked, activity.schedule_id) == (3, 77)


@pytest.mark.parametrize("edition", EDITIONS)
def test_a_second_create_of_the_same_class_is_refused(open_studio, edition: str) -> None:
    studio = open_studio(edition)
    assert isinstance(studio.writer.create(FULL), Created)
    second = studio.writer.create(FULL)
    assert isinstance(second, Refused)
    assert (second.status, second.stop) == (409, False)
    assert len(studio.sandbox.activities(101)) == 1


@pytest.mark.parametrize("edition", EDITIONS)
def test_only_a_class_that_may_overlap_is_forced(open_studio, edition: str) -> None:
    studio = open_studio(edition)
    assert isinstance(studio.writer.create(FULL), Created)
    forced = an_occurrence(a_series("other", allow_overlap=True))
    assert isinstance(studio.writer.create(forced), Created)
    assert ["force" in post.body for post in studio.posts()] == [False, True]


@pytest.mark.parametrize(("break_s", "length_s"), [(None, 3600 + 1200), (0, 3600), (600, 3600)])
def test_the_locations_break_is_appended_only_if_none_is_sent(
    open_studio, break_s: int | None, length_s: int
) -> None:
    studio = open_studio(location=a_studio(default_break_s=1200))
    created = studio.writer.create(an_occurrence(length_s=3600, break_s=break_s))
    assert isinstance(created, Created)
    assert studio.reader.get(101, created.activity_id).details.length_s == length_s


def test_the_locations_break_is_appended_to_a_null_as_well(open_studio) -> None:
    studio = open_studio(location=a_studio(default_break_s=1200), system={"default_break": "null"})
    created = studio.writer.create(an_occurrence(length_s=3600, break_s=None))
    assert isinstance(created, Created)
    assert json.loads(studio.posts()[-1].body)["technical_break_duration"] is None
    assert studio.reader.get(101, created.activity_id).details.length_s == 3600 + 1200


@pytest.mark.parametrize("edition", EDITIONS)
def test_field_errors_come_back_by_their_wire_names(open_studio, edition: str) -> None:
    refused = open_studio(edition).writer.create(an_occurrence(length_s=3601, color="#xyz"))
    assert isinstance(refused, Refused)
    assert {field for field, _ in refused.field_errors} == {"length", "color"}
    assert refused.stop is False


def test_a_past_start_is_refused_on_both_ways(open_studio) -> None:
    studio = open_studio()
    past = an_occurrence(day=NOW.date() - timedelta(days=1))
    assert isinstance(studio.writer.create(past), Refused)
    with pytest.raises(RefusedReadError):
        read_activities(studio.reader, 101, BERLIN, FIRST - timedelta(days=1), LAST, per_day=1)


@pytest.mark.parametrize("token", ["partner_token", "user_token"])
def test_dead_tokens_end_everything_at_the_first_request(open_studio, token: str) -> None:
    studio = open_studio(system={token: Secret("real-looking-8Xw2Lq")})
    with pytest.raises(NotAllowedError) as caught:
        studio.read()
    refused = studio.writer.create(FULL)
    assert isinstance(refused, Refused)
    assert (refused.status, refused.stop) == (401, True)
    assert "8Xw2Lq" not in f"{caught.value!r} {caught.value.detail} {caught.value.hint} {refused!r}"
    assert len(studio.sandbox.history()) == 2


@pytest.mark.parametrize(
    ("location_id", "status", "error"), [(404, 404, NotFoundError), (666, 403, NotAllowedError)]
)
def test_a_location_that_is_not_ours_ends_everything(
    open_studio, location_id: int, status: int, error: type
) -> None:
    studio = open_studio()
    with pytest.raises(error, match=str(location_id)):
        read_activities(studio.reader, location_id, BERLIN, FIRST, LAST, per_day=1)
    refused = studio.writer.create(at_location(FULL, location_id))
    assert isinstance(refused, Refused)
    assert (refused.status, refused.stop) == (status, True)


def test_the_zone_comes_from_the_older_api(open_studio) -> None:
    assert open_studio().reader.location(101) == LocationFacts(101, "Studio Mitte", BERLIN)


@pytest.mark.parametrize(
    ("fault", "rows"),
    [
        (Fault(action="error", method="POST", status=500), 0),
        (Fault(action="error", method="POST", status=502), 0),
        (Fault(action="error", method="POST", status=403), 0),
        (Fault(action="error after commit", method="POST", status=504), 1),
        (Fault(action="drop", method="POST"), 0),
        (Fault(action="drop after commit", method="POST"), 1),
        (Fault(action="torn answer", method="POST"), 1),
        (Fault(action="garbage", method="POST"), 1),
        (Fault(action="redirect", method="POST", status=302, body="http://127.0.0.1:9/"), 0),
        (Fault(action="redirect", method="POST", status=307, body="/api/v2/elsewhere"), 0),
        (Fault(action="wait after commit", method="POST", seconds=1.0), 1),
    ],
    ids=lambda value: f"{value.action} {value.status}" if isinstance(value, Fault) else "",
)
@pytest.mark.parametrize("edition", EDITIONS)
def test_a_create_in_doubt_is_asked_once_and_called_unknown(
    open_studio, edition: str, fault: Fault, rows: int
) -> None:
    studio = open_studio(edition, faults=(fault,))
    assert isinstance(studio.writer.create(FULL), Unknown)
    assert studio.sandbox.fault_hits() == (1,)
    assert len(studio.sandbox.activities(101)) == rows
    assert studio.writer.requests == 1
    assert len(studio.posts()) == 1


def test_a_stopped_server_surely_created_nothing(open_studio) -> None:
    studio = open_studio()
    studio.sandbox.close()
    refused = studio.writer.create(FULL)
    assert isinstance(refused, Refused)
    assert refused.sent is False
    with pytest.raises(UnreachableError):
        studio.read()


@pytest.mark.parametrize("action", ["error", "drop", "torn answer", "wait after commit"])
def test_a_read_outlives_a_passing_fault(open_studio, action: Any) -> None:
    fault = Fault(action=action, method="GET", times=2, status=503, seconds=1.0)
    studio = open_studio(location=a_studio(*a_season()), faults=(fault,))
    assert len(studio.read().activities) == 255
    assert studio.sandbox.fault_hits() == (2,)


def test_a_read_that_fails_for_good_gives_no_list_at_all(open_studio) -> None:
    fault = Fault(action="error", method="GET", nth=3, times=None, status=500)
    studio = open_studio(location=a_studio(*a_season()), faults=(fault,), page_cap=50)
    with pytest.raises(BusyError):
        studio.read()


@pytest.mark.parametrize("retry_after", ["absent", "seconds"])
def test_a_server_that_says_too_many_is_waited_for(open_studio, retry_after: str) -> None:
    slept: list[float] = []
    studio = open_studio(per_minute=1, retry_after=retry_after, timing=Timing(sleep=slept.append))
    assert studio.reader.location(101).id == 101
    with pytest.raises(BusyError):
        studio.reader.location(101)
    refused = studio.writer.create(FULL)
    assert isinstance(refused, Refused)
    assert refused.status == 429
    assert bool([pause for pause in slept if pause > 30]) is (retry_after == "seconds")


def test_the_pace_keeps_us_below_the_servers_limit(open_studio) -> None:
    studio = open_studio(per_second=20, system={"pace": Pace(per_second=10)}, timing=Timing())
    for _ in range(25):
        studio.reader.location(101)
    assert {request.status for request in studio.sandbox.history()} == {200}
