"""Translates the real timetable to one schedule file of our own language.

Takes a `Source`, returns the YAML text and the ids that were invented for its names. Nothing is
left out: where the source books a teacher or a room twice at once, both classes say
`allow_overlap: true`. `python -m tests.real.translate` prints the file.
"""

from __future__ import annotations

import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from textwrap import fill
from typing import NamedTuple

from .source import Course, Lesson, Source, lessons_of, pattern_of, read_source, source_path

LOCATION_ID = 1
SEATS = 20
"""The source gives no capacity, and its README asks for one default."""
_FIRST_ID = {"services": 1001, "staff": 2001, "rooms": 3001}
_PLAIN = re.compile(r"[^\W\d_](?:[\w.()/&'+-]| (?! ))*")
"""Names that YAML reads as they stand; two spaces in a row are quoted so that they are seen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Translation:
    """A schedule file, and what a reader of the booking system needs to understand its ids."""

    text: str
    location: str
    """Key of the location."""
    services: Mapping[int, str]
    staff: Mapping[int, str]
    rooms: Mapping[int, str]
    overlapping: frozenset[str]
    """Ids of the classes that say `allow_overlap: true`."""


class _Names(NamedTuple):
    services: list[str]
    staff: list[str]
    rooms: list[str]


def translate(source: Source) -> Translation:
    """The whole timetable."""
    lessons = lessons_of(source)
    overlapping = overlaps_of(lessons)
    names = _Names(
        services=sorted({course.service for course in source.courses}),
        staff=sorted({teacher_of(course) for course in source.courses}),
        rooms=sorted({course.room for course in source.courses if course.room}),
    )
    sessions = Counter(lesson.course.id for lesson in lessons)
    blocks = [
        _head(source),
        *_name_blocks(names),
        _frame(source),
        "classes:",
        *(
            _class(course, sessions[course.id], overlaps=course.id in overlapping)
            for course in source.courses
        ),
        "exceptions:",
        *_exceptions(source),
    ]
    return Translation(
        text="\n".join(blocks) + "\n",
        location=_location(source),
        services=dict(enumerate(names.services, start=_FIRST_ID["services"])),
        staff=dict(enumerate(names.staff, start=_FIRST_ID["staff"])),
        rooms=dict(enumerate(names.rooms, start=_FIRST_ID["rooms"])),
        overlapping=overlapping,
    )


def teacher_of(course: Course) -> str:
    """The teacher, as given. Where the source names none, a stand-in for this class alone:

    one person for all of them would seem to be in many halls at once.
    """
    return course.staff or f"unnamed ({course.id})"


def overlaps_of(lessons: Iterable[Lesson]) -> frozenset[str]:
    """Ids of the classes that share a teacher or a room with another one at the same time."""
    booked: defaultdict[tuple[str, str], list[Lesson]] = defaultdict(list)
    for lesson in lessons:
        booked["teacher", teacher_of(lesson.course)].append(lesson)
        if lesson.course.room:
            booked["room", lesson.course.room].append(lesson)
    found: set[str] = set()
    for its in booked.values():
        running: list[Lesson] = []
        for lesson in sorted(its, key=lambda lesson: lesson.start):
            running = [one for one in running if one.end > lesson.start]
            if running:
                found.update(one.course.id for one in (*running, lesson))
            running.append(lesson)
    return frozenset(found)


def _location(source: Source) -> str:
    return source.slug.split("-")[0]


def _head(source: Source) -> str:
    told = fill(source.told, 98, initial_indent="# ", subsequent_indent="# ")
    return f"""\
{told}
#
# Translated by tests/real/translate.py; the numbers are invented. A teacher "unnamed (...)" stands
# where the source names nobody.
version: 1
location: {_location(source)}
locations:
  {_location(source)}: {{id: {LOCATION_ID}, timezone: {source.timezone}}}
"""


def _name_blocks(names: _Names) -> Iterator[str]:
    for kind, listed in names._asdict().items():
        lines = [f"  {_text(name)}: {n}" for n, name in enumerate(listed, start=_FIRST_ID[kind])]
        yield "\n".join((f"{kind}:", *lines, ""))


def _frame(source: Source) -> str:
    """Season, defaults and closed days."""
    key = f"{source.first.year}-{source.last:%y}"
    closures = "\n".join(
        f"  - {{on: {_days(each.first, each.last)}, because: {_text(each.reason)}}}" for each in source.closed
    )
    return f"""\
seasons:
  {key}: {{from: {source.first}, to: {source.last}}}

# The source does not say how many may come.
defaults: {{seasons: {key}, capacity: {SEATS}}}

# A class that runs on some of these days all the same says `keep: true` among the exceptions.
closures:
{closures}
"""


def _class(course: Course, sessions: int, *, overlaps: bool) -> str:
    weekdays = course.weekdays[0] if len(course.weekdays) == 1 else f"[{', '.join(course.weekdays)}]"
    lines = [
        f"id: {course.id}",
        f"service: {_text(course.service)}",
        f"staff: {_text(teacher_of(course))}",
        *([f"room: {_text(course.room)}"] if course.room else []),
        *([f"capacity: {course.capacity}"] if course.capacity else []),
        f"every: {weekdays}",
        f'at: "{course.start:%H:%M}-{course.end:%H:%M}"',
        f"from: {course.first}",
        f"to: {course.last}",
        f"expect: {{sessions: {sessions}}}",
        *(["allow_overlap: true  # the source books its teacher or room twice"] if overlaps else []),
    ]
    return "  - " + "\n    ".join(lines) + "\n"


def _exceptions(source: Source) -> Iterator[str]:
    closed = source.closed_days()
    for course in source.courses:
        own = [day for day in pattern_of(course) if day in closed] if course.ignores_closed else []
        for day in own:
            # A date that the source cancels as well is closed like everybody's: nothing is said.
            if day not in course.cancelled:
                yield f"  - {{class: {course.id}, on: {day}, keep: true, because: runs on closed days}}"
        for day in course.cancelled:
            if day not in own:
                yield f"  - {{class: {course.id}, on: {day}, cancel: not in the source's list of dates}}"
        for day, start in course.moved.items():
            yield f"  - {{class: {course.id}, on: {day}, move_to: {start:%Y-%m-%d %H:%M}}}"


def _days(first: date, last: date) -> str:
    return f"{first}" if first == last else f"{first} to {last}"


def _text(name: str) -> str:
    """The name as a YAML scalar."""
    if _PLAIN.fullmatch(name) and name.isprintable():
        return name
    return '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'


if __name__ == "__main__":
    sys.stdout.write(translate(read_source(source_path())).text)
