"""The stand-in in a process of its own: `python -m tests.bench.server FOLDER COPIES`.

Copy 0 of each location holds all activities that the files in FOLDER want, marker included;
copies 1 to COPIES have the same names and nothing else. Prints its base address on one line.
Each empty copy can be filled once, so every run of an apply meets the same booking system.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from reconciler.model.marker import with_marker
from reconciler.model.occurrence import Occurrence
from reconciler.model.schedule import Timetable
from reconciler.sandbox import (
    ActivityFixture,
    Fixtures,
    LabelFixture,
    LocationFixture,
    RoomFixture,
    ServiceFixture,
    StaffFixture,
    serve,
)
from tests.bench.loading import load, wanted_by_location
from tests.bench.timetable import COPY_STEP


def fixtures_of(folder: Path, copies: int) -> Fixtures:
    """What the stand-in holds for the project in `folder`."""
    schedule = load(folder)
    wanted = wanted_by_location(schedule)
    full = [_location(table, wanted[table.location.key]) for table in schedule.timetables]
    empty = [
        replace(one, id=one.id + number * COPY_STEP, activities=())
        for number in range(1, copies + 1)
        for one in full
    ]
    return Fixtures(locations=(*full, *empty))


def _location(table: Timetable, wanted: Sequence[Occurrence]) -> LocationFixture:
    names = table.names
    return LocationFixture(
        id=table.location.id,
        title=table.location.key,
        timezone=table.location.timezone,
        staff=tuple(StaffFixture(id=n, name=name) for n, name in names.staff.items()),
        services=tuple(ServiceFixture(id=n, title=name) for n, name in names.services.items()),
        rooms=tuple(RoomFixture(id=n, title=name) for n, name in names.rooms.items()),
        labels=tuple(LabelFixture(id=n, title=name) for n, name in names.labels.items()),
        activities=tuple(_activity(occurrence) for occurrence in wanted),
    )


def _activity(occurrence: Occurrence) -> ActivityFixture:
    details = occurrence.details
    assert details.service_id is not None
    assert details.staff_id is not None
    return ActivityFixture(
        start=occurrence.start,
        service_id=details.service_id,
        staff_id=details.staff_id,
        length_s=details.length_s or 0,
        capacity=details.capacity or 0,
        break_s=details.break_s or 0,
        room_ids=details.room_ids or (),
        label_ids=details.label_ids or (),
        comment=with_marker(details.comment or "", occurrence.marker),
        color=details.color or "",
        instructions=details.instructions or "",
        stream_link=details.link or "",
    )


if __name__ == "__main__":
    serve(
        None,
        fixtures_of(Path(sys.argv[1]), int(sys.argv[2])),
        port=0,
        now=lambda: datetime.now(UTC),
        ready=lambda address: print(address, flush=True),
    )
