"""The real timetable as its source gives it: reads the file, and lists every lesson that it prints.

Takes the path of a file in the form of its README; returns a `Source`, and its `Lesson`s by the
README's own words (pattern, less closed days, then exceptions). The file lies outside of this
repository; whether the lessons are right is proven by the digests that stand in it.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, NamedTuple

VARIABLE = "RECONCILER_REAL_DATA"
BESIDE = "../shared/data/real/unifr-sport-2017-18.json"
"""Where the file is looked for, relative to the root of the repository."""

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_UNUSED = frozenset({"weeks_of_4", "group", "source_schedule", "stale_exceptions"})
"""Fields that the README calls information."""


class Course(NamedTuple):
    """One class of the source. Times are local wall clock."""

    id: str
    service: str
    weekdays: tuple[str, ...]
    start: time
    end: time
    staff: str | None
    room: str | None
    capacity: int | None
    first: date
    last: date
    cancelled: tuple[date, ...]
    moved: Mapping[date, datetime]
    """New start by original date; the length stays."""
    ignores_closed: bool


class Closed(NamedTuple):
    """Days without lessons, both included."""

    first: date
    last: date
    reason: str


class Lesson(NamedTuple):
    """One date of one course; `day` is the original date, before a move."""

    course: Course
    day: date
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The whole file."""

    slug: str
    told: str
    """Where the timetable comes from, in words."""
    timezone: str
    first: date
    last: date
    closed: tuple[Closed, ...]
    courses: tuple[Course, ...]
    expected: Mapping[str, Any]
    """Counts, first dates and digests, as the README describes them."""

    def closed_days(self) -> frozenset[date]:
        """Every closed date."""
        return frozenset(
            closed.first + timedelta(days=n)
            for closed in self.closed
            for n in range((closed.last - closed.first).days + 1)
        )


def source_path() -> Path:
    """Where the file should be: what the variable names, else beside the repository."""
    named = os.environ.get(VARIABLE)
    return Path(named) if named else Path(__file__).parents[2] / BESIDE


def why_absent() -> str:
    """What to say if the file is not there."""
    return (
        f"the real timetable is not there: it belongs at {BESIDE} (relative to the root of the "
        f"repository), or wherever {VARIABLE} says"
    )


def read_source(path: Path) -> Source:
    """Read the file.

    Raises:
        OSError: if it cannot be read.
        ValueError: if it uses what this translation does not know; nothing is left out silently.
    """
    raw = json.loads(path.read_text(encoding="utf-8"))
    return Source(
        slug=raw["slug"],
        told=raw["source"],
        timezone=raw["timezone"],
        first=date.fromisoformat(raw["season"]["from"]),
        last=date.fromisoformat(raw["season"]["to"]),
        closed=tuple(
            Closed(date.fromisoformat(each["from"]), date.fromisoformat(each["to"]), each["reason"])
            for each in raw["closed"]
        ),
        courses=tuple(_course(each) for each in raw["classes"]),
        expected=raw["expected"],
    )


def lessons_of(source: Source) -> list[Lesson]:
    """Every lesson, course by course."""
    closed = source.closed_days()
    return [lesson for course in source.courses for lesson in _lessons(course, closed)]


def pattern_of(course: Course) -> list[date]:
    """The dates of the weekly pattern, nothing taken away."""
    days = (course.first + timedelta(days=n) for n in range((course.last - course.first).days + 1))
    return [day for day in days if WEEKDAYS[day.weekday()] in course.weekdays]


def _lessons(course: Course, closed: frozenset[date]) -> list[Lesson]:
    lessons = []
    for day in pattern_of(course):
        if day in course.cancelled or (day in closed and not course.ignores_closed):
            continue
        planned = datetime.combine(day, course.start)
        start = course.moved.get(day, planned)
        lessons.append(Lesson(course, day, start, start + (datetime.combine(day, course.end) - planned)))
    return lessons


def _course(raw: Mapping[str, Any]) -> Course:
    known = {field: raw[field] for field in raw if field not in _UNUSED}
    exceptions, every = known.pop("exceptions"), known.pop("every_n_weeks")
    course = Course(
        id=known.pop("id"),
        service=known.pop("service"),
        weekdays=tuple(known.pop("weekdays")),
        start=time.fromisoformat(known.pop("start")),
        end=time.fromisoformat(known.pop("end")),
        staff=known.pop("staff"),
        room=known.pop("room"),
        capacity=known.pop("capacity"),
        first=date.fromisoformat(known.pop("from")),
        last=date.fromisoformat(known.pop("to")),
        cancelled=tuple(date.fromisoformat(e["date"]) for e in exceptions if e["kind"] == "cancel"),
        moved={
            date.fromisoformat(e["date"]): datetime.fromisoformat(e["to"])
            for e in exceptions
            if set(e) == {"date", "kind", "to"} and e["kind"] == "move"
        },
        ignores_closed=known.pop("ignores_closed", False),
    )
    if known or every != 1 or len(exceptions) != len(course.cancelled) + len(course.moved):
        raise ValueError(
            f"class {course.id} uses what this translation does not know: "
            f"{', '.join(sorted(known)) or 'a cycle of weeks, or another kind of exception'}"
        )
    return course
