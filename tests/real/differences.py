"""What differs from the source: in the dates that `expand` gives, and in what the sandbox holds.

Takes the source's expectation and what was found, returns sentences; no sentence, no difference.
The dates are compared by the source's own counts and digests, the sandbox's activities one by
one by the marker in their comment.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, NamedTuple

from reconciler.model.marker import marker_of, split_marker

from .source import Lesson, Source
from .translate import LOCATION_ID, SEATS, Translation, teacher_of

SHOWN = 5


class Dated(NamedTuple):
    """One class on one date, as the digests want it."""

    course: str
    start: datetime
    end: datetime
    utc: str
    """`YYYY-MM-DDTHH:MMZ`."""


class Held(NamedTuple):
    """One activity, in the source's words."""

    start: str
    """`YYYY-MM-DD HH:MM`, local."""
    end: str
    service: str
    staff: str
    rooms: tuple[str, ...]
    capacity: int


def dated(expanded: Mapping[str, Any]) -> list[Dated]:
    """The occurrences of `reconciler expand --format json`."""
    return [
        Dated(
            each["class"],
            datetime.fromisoformat(each["start"]),
            datetime.fromisoformat(each["end"]),
            each["utc"].removesuffix(":00Z") + "Z",
        )
        for each in expanded["occurrences"]
    ]


def numbers_of(dates: Iterable[Dated], courses: Iterable[str]) -> dict[str, Any]:
    """What the source tells about its dates, computed from ours; keys as in the source."""
    dates = sorted(dates, key=lambda one: (one.start, one.course))
    weeks = Counter(f"{one.start:%G-W%V}" for one in dates)
    week, most = min(weeks.items(), key=lambda pair: (-pair[1], pair[0]), default=("", 0))
    starts: dict[str, list[str]] = {course: [] for course in courses}
    for one in dates:
        starts.setdefault(one.course, []).append(_minute(one.start))
    return {
        "count_total": len(dates),
        "per_class": {course: len(its) for course, its in starts.items()},
        "first_dates": {course: its[:5] for course, its in starts.items()},
        "last_date": {course: its[-1] for course, its in starts.items() if its},
        "busiest_week": {"week": week, "count": most},
        "digest": digest(f"{one.course}\t{_minute(one.start)}\t{_minute(one.end)}\n" for one in dates),
        "digest_utc": digest(f"{one.course}\t{one.utc}\n" for one in dates),
    }


def digest(lines: Iterable[str]) -> str:
    """SHA-256 of the lines, sorted as text and joined."""
    return sha256("".join(sorted(lines)).encode()).hexdigest()


def expansion_differences(source: Source, ours: Mapping[str, Any]) -> list[str]:
    """Every number of the source that ours (as `numbers_of` gives them) does not meet."""
    return [
        f"{name}: expected {_brief(expected, ours.get(name))}, got {_brief(ours.get(name), expected)}"
        for name, expected in source.expected.items()
        if ours.get(name) != expected
    ]


def expected_activities(lessons: Iterable[Lesson], translation: Translation) -> dict[str, Held]:
    """What the sandbox should hold in the end, by marker."""
    found = {}
    for course, day, start, end in lessons:
        marker = marker_of(LOCATION_ID, f"{translation.location}/{course.id}/{day}")
        rooms = (course.room,) if course.room else ()
        found[marker] = Held(
            f"{start:%Y-%m-%d %H:%M}",
            f"{end:%Y-%m-%d %H:%M}",
            course.service,
            teacher_of(course),
            rooms,
            course.capacity or SEATS,
        )
    return found


def activity_differences(
    expected: Mapping[str, Held], rows: Sequence[Mapping[str, Any]], translation: Translation
) -> list[str]:
    """Each activity that is missing, there twice, there without a right to be, or other than expected."""
    held: dict[str, Held] = {}
    found: list[str] = []
    for row in rows:
        marker = split_marker(str(row["comment"]))[1]
        activity = _held(row, translation)
        if marker is None or marker not in expected:
            found.append(f"nobody asked for {activity}")
        elif marker in held:
            found.append(f"there twice: {activity}")
        else:
            held[marker] = activity
    found += [f"missing: {wanted}" for marker, wanted in expected.items() if marker not in held]
    found += [
        f"expected {expected[marker]}, got {got}" for marker, got in held.items() if got != expected[marker]
    ]
    return found


def _held(row: Mapping[str, Any], translation: Translation) -> Held:
    start = datetime.fromisoformat(str(row["date"])).replace(tzinfo=None)
    lesson_s = row["length"] - row["technical_break_duration"]
    return Held(
        f"{start:%Y-%m-%d %H:%M}",
        f"{start + timedelta(seconds=lesson_s):%Y-%m-%d %H:%M}",
        translation.services.get(row["service_id"], "?"),
        translation.staff.get(row["staff_id"], "?"),
        tuple(translation.rooms.get(room, "?") for room in row["resource_instance_ids"]),
        row["capacity"],
    )


def _minute(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M}"


def _brief(value: object, other: object) -> object:
    """The value; of a mapping only the first entries that differ."""
    if not isinstance(value, Mapping):
        return value
    others = other if isinstance(other, Mapping) else {}
    unequal = [key for key in value if key not in others or value[key] != others[key]]
    return {key: value[key] for key in unequal[:SHOWN]}
