"""Small functions that make nouns with defaults, so that a test names only what it is about.

The usual class: yoga with Anna in the big hall, Mondays 18:30 in Berlin, an hour with ten
minutes of break, twelve seats. Its usual activity is what the booking system has after that
class was created.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from reconciler.model.activity import Activity
from reconciler.model.details import ClassDetails
from reconciler.model.diagnostic import Span
from reconciler.model.names import Names
from reconciler.model.occurrence import Occurrence, Series, Step, StepKind
from reconciler.model.plan import Selection
from reconciler.model.schedule import Location
from reconciler.model.window import Window
from reconciler.planner import Limits, LocationRequest

BERLIN = "Europe/Berlin"
MONDAY = date(2026, 9, 7)
NOW = datetime(2026, 9, 1, 6, 0, tzinfo=UTC)

YOGA, PILATES = 501, 502
ANNA, BEN = 11, 12
BIG_HALL, SMALL_HALL = 31, 32


def a_span(line: int = 4, file: str = "schedules/autumn.yaml") -> Span:
    """A place in a file."""
    return Span(file, line, 3, line, 20)


def a_location(key: str = "mitte", id: int = 101, timezone: str = BERLIN) -> Location:  # noqa: A002 - as in the model
    """One studio."""
    return Location(key=key, id=id, timezone=timezone, span=a_span(2))


def a_series(class_id: str = "yoga-evening", **changed: Any) -> Series:
    """A series of that class; the address follows from class, slot and part unless given."""
    series = Series(
        location="mitte", location_id=101, timezone=BERLIN, class_id=class_id, slot="", part="", tags=(),
        allow_overlap=False, marked=True, span=a_span(), address="",
    )  # fmt: skip
    series = series._replace(**changed)
    if series.address:
        return series
    slot = f"@{series.slot}" if series.slot else ""
    part = f"+{series.part}" if series.part else ""
    return series._replace(address=f"{series.location}/{series.class_id}{slot}{part}")


def some_details(**changed: Any) -> ClassDetails:
    """What the usual class is made of."""
    usual = ClassDetails(
        service_id=YOGA, staff_id=ANNA, room_ids=(BIG_HALL,), label_ids=(), capacity=12,
        length_s=4200, break_s=600, comment="", color="", instructions="", link="",
    )  # fmt: skip
    return usual._replace(**changed)


def an_occurrence(
    series: Series | str = "yoga-evening",
    day: date = MONDAY,
    at: str = "18:30",
    *,
    starts_on: date | None = None,
    **details: Any,
) -> Occurrence:
    """The class on `day` at `at`; `starts_on` moves it to another date but keeps its address."""
    if isinstance(series, str):
        series = a_series(series)
    start = datetime.combine(starts_on or day, time.fromisoformat(at))
    return Occurrence(
        series=series,
        date=day,
        start=start,
        utc=_utc(start, series.timezone),
        details=some_details(**details),
        trace=(Step(StepKind.PATTERN, "every Monday at 18:30", series.span),),
    )


def an_activity(
    id: int = 9001,  # noqa: A002 - as in the model
    day: date = MONDAY,
    at: str = "18:30",
    *,
    marker: str | None = None,
    schedule_id: int | None = None,
    deleted: bool = False,
    booked: int | None = 0,
    title: str = "",
    staff_name: str = "",
    **details: Any,
) -> Activity:
    """An activity of the usual details, unmarked unless a marker is given."""
    start = datetime.combine(day, time.fromisoformat(at))
    return Activity(
        id=id, start=start, utc=_utc(start, BERLIN), details=some_details(**details), marker=marker,
        booked=booked, schedule_id=schedule_id, deleted=deleted, title=title, staff_name=staff_name,
    )  # fmt: skip


def created_from(occurrence: Occurrence, id: int = 9001, **changed: Any) -> Activity:  # noqa: A002 - as in the model
    """The activity that the booking system has after this occurrence was created."""
    activity = Activity(
        id=id, start=occurrence.start, utc=occurrence.utc, details=occurrence.details,
        marker=occurrence.marker, booked=0,
    )  # fmt: skip
    return activity._replace(**changed)


def a_request(
    occurrences: Iterable[Occurrence], activities: Iterable[Activity], **changed: Any
) -> LocationRequest:
    """A plan of one location, asked for a week before the usual class, for September 2026."""
    request = LocationRequest(
        location=a_location(),
        names=Names(staff={ANNA: "Anna", BEN: "Ben"}, services={YOGA: "Yoga", PILATES: "Pilates"}),
        occurrences=tuple(occurrences),
        activities=tuple(activities),
        read_from=NOW,
        now=NOW,
        selection=a_selection(),
        limits=Limits(),
    )
    return replace(request, **changed)


def a_selection(**changed: Any) -> Selection:
    """All of September 2026."""
    selection = Selection(window=Window(first=date(2026, 9, 1), last=date(2026, 9, 30)))
    return replace(selection, **changed)


def _utc(start: datetime, timezone: str) -> int:
    return int(start.replace(tzinfo=ZoneInfo(timezone)).timestamp())
