"""Writes the timetables that are measured: the same for every run with the same first Monday.

Takes a size, a Monday and where to put it; returns the project's folder. Classes are laid out
room by room on a grid of 90 minutes and each room has its own teachers, so nothing clashes.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

WEEKS = 13
LOCATION_ID = 101
COPY_STEP = 1000
"""Copy number n of a location has n times this added to its id: the same names, no activities."""

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_STARTS = ("06:30", "08:00", "09:30", "11:00", "12:30", "14:00", "15:30", "17:00", "18:30", "20:00")
_WEEKS_OF_A_ROW = (
    (("mon", "wed", "fri"), ("tue", "thu"), ("sat", "sun")),
    (("mon", "tue", "wed", "thu", "fri"), ("sat", "sun")),
    (("mon", "thu"), ("tue", "fri"), ("wed", "sat", "sun")),
)
"""Ways to share out the days of one time and room among classes; each covers the week once."""
_KINDS = (
    "Yoga Flow", "Yin Yoga", "Pilates", "Reformer", "Barre", "HIIT", "Indoor Cycling", "Latin Dance",
    "Boxing Basics", "Stretch & Relax", "Kids Karate", "Aqua Fit",
)  # fmt: skip
_FIRST_NAMES = (
    "Anna", "Ben", "Clara", "David", "Elif", "Farah", "Georg", "Hanna", "Ivo", "Jule", "Karim", "Lena",
    "Mats", "Nadia", "Oskar", "Pia", "Quirin", "Rosa", "Samir", "Tilda", "Umut", "Vera", "Willi", "Zoé",
)  # fmt: skip
_LAST_NAMES = ("Adler", "Böhm", "Cruz", "Demir", "Egger", "Fuchs", "Grün", "Hahn", "Ito", "Jansen")
_LABELS = ("morning", "evening", "open level", "beginners", "advanced", "trial", "members only")
_COLORS = ("#ff8800", "#33cccc", "#4caf50", "#3f51b5", "#f4a7b9")
_TEAM = 4
_EXCEPTION_EVERY = 7
_CLOSED_WEEKS = frozenset({8, 10})
"""Weeks, counted from 0, with a closure: no exception may fall into them."""


class Place(NamedTuple):
    """One location of a project: key, id, and how many classes it is to have."""

    key: str
    id: int
    classes: int


def classes_for(occurrences: int) -> int:
    """How many classes come to about so many occurrences in a season."""
    sizes = (len(days) * WEEKS for row in range(10**9) for days in _WEEKS_OF_A_ROW[row % 3])
    total = count = 0
    while total < occurrences:
        total += next(sizes)
        count += 1
    return count


def chain(occurrences: int, *, copy: int = 0, most: int = 10_000) -> tuple[Place, ...]:
    """As many locations of equal size as keep each below `most` occurrences."""
    studios = -(-occurrences // most)
    classes = classes_for(occurrences // studios)
    return tuple(
        Place(f"studio-{n + 1:02d}", LOCATION_ID + n + copy * COPY_STEP, classes) for n in range(studios)
    )


def write_project(folder: Path, places: Sequence[Place], first: date, api: str = "sandbox") -> Path:
    """Write a project into `folder`, one schedule file for each place, committed where git is at hand.

    `first` is the Monday on which the season starts; `api` is where the environment `bench` is.
    """
    assert first.weekday() == 0, "a season starts on a Monday"
    (folder / "schedules").mkdir(parents=True)
    for place in places:
        path = folder / "schedules" / f"{place.key}.yaml"
        path.write_text(schedule_text(place, first), encoding="utf-8")
    (folder / "reconciler.yaml").write_text(_project_text(places, api), encoding="utf-8")
    (folder / ".gitignore").write_text(".reconciler/\n", encoding="utf-8")
    for words in (("init", "--quiet"), ("add", "."), ("commit", "--quiet", "--message", "Season")):
        who = ("-c", "user.name=bench", "-c", "user.email=bench@example.com", "-c", "gc.auto=0")
        subprocess.run(["git", "-C", str(folder), *who, *words], check=False, capture_output=True)
    return folder


def schedule_text(place: Place, first: date) -> str:
    """The schedule file of one place, as a person would write it."""
    drafts = list(_drafts(place.classes))
    rooms = max(draft.room for draft in drafts) + 1
    lines = [
        "# The winter season, room by room.",
        "version: 1",
        f"location: {place.key}",
        *_names("staff", (_teacher(n) for n in range(rooms * _TEAM)), 5001),
        *_names("services", _KINDS, 9001),
        *_names("rooms", (f"hall {n + 1}" for n in range(rooms)), 701),
        *_names("labels", _LABELS, 301),
        "defaults: {break: 5m, seasons: winter}",
        "seasons:",
        f"  winter: {{from: {first}, to: {first + timedelta(days=WEEKS * 7 - 1)}}}",
        "closures:",
        f"  - {{on: {_day(first, 8, 'wed')}, because: staff training}}",
        f'  - {{on: {_day(first, 10, "thu")}, after: "18:00", because: the building closes early}}',
        "classes:",
    ]
    for draft in drafts:
        lines += _class_lines(draft, first)
    lines.append("exceptions:")
    lines += [_exception(draft, first) for draft in drafts if draft.number % _EXCEPTION_EVERY == 0]
    return "\n".join(lines) + "\n"


class _Draft(NamedTuple):
    number: int
    room: int
    start: str
    days: tuple[str, ...]

    @property
    def kind(self) -> str:
        return _KINDS[self.number % len(_KINDS)]

    @property
    def id(self) -> str:
        words = self.kind.lower().replace(" & ", "-").replace(" ", "-")
        return f"{words}-{self.number:05d}"

    def teacher(self, other: int = 0) -> str:
        """One of the four of this room, so that no teacher is needed in two rooms at once."""
        return _teacher(self.room * _TEAM + (self.number + other) % _TEAM)


def _drafts(classes: int) -> Iterator[_Draft]:
    number = 0
    for row in range(classes):
        for days in _WEEKS_OF_A_ROW[row % 3]:
            if number < classes:
                yield _Draft(number, row // len(_STARTS), _STARTS[row % len(_STARTS)], days)
            number += 1
        if number >= classes:
            return


def _class_lines(draft: _Draft, first: date) -> Iterator[str]:
    number = draft.number
    yield f"  - id: {draft.id}"
    if number % 3 == 0:
        yield f"    tags: [{'early' if draft.start < '12' else 'late'}, floor-{draft.room % 4}]"
    yield f"    service: {draft.kind}"
    yield f"    staff: {draft.teacher()}"
    yield f"    every: [{', '.join(draft.days)}]"
    yield f'    at: "{draft.start}"'
    yield f"    duration: {(45, 55, 60, 75)[number % 4]}m"
    yield f"    room: hall {draft.room + 1}"
    yield f"    capacity: {8 + number % 17}"
    yield f"    labels: [{_LABELS[number % 7]}, {_LABELS[(number + 3) % 7]}]"
    yield f'    color: "{_COLORS[number % 5]}"'
    if number % 4 == 0:
        yield "    comment: ask for the projector at the desk"
    if number % 5 == 0:
        yield "    instructions: Bring a mat and water; come ten minutes before the start."
    if number % 10 == 0:
        yield f"    changes: [{{from: {_day(first, 6, 'mon')}, staff: {draft.teacher(1)}, because: rota}}]"


def _exception(draft: _Draft, first: date) -> str:
    turn = draft.number // _EXCEPTION_EVERY
    week = 2 + turn % 4  # the closures come later
    assert week not in _CLOSED_WEEKS
    day = _day(first, week, draft.days[0])
    head = f"  - {{class: {draft.id}, on: {day}"
    if turn % 3 == 0:
        return f"{head}, cancel: {draft.teacher()} is away}}"
    if turn % 3 == 1:
        later = f"{draft.start[:3]}{int(draft.start[3:]) + 5:02d}"
        return f'{head}, move_to: "{day} {later}", because: delivery in the yard}}'
    return f"{head}, change: {{capacity: 6, staff: {draft.teacher(2)}}}, because: stand-in}}"


def _names(section: str, names: Iterable[str], first_id: int) -> Iterator[str]:
    yield f"{section}:"
    for number, name in enumerate(names):
        yield f"  {name}: {first_id + number}"


def _teacher(number: int) -> str:
    firsts, lasts = len(_FIRST_NAMES), len(_LAST_NAMES)
    name = f"{_FIRST_NAMES[number % firsts]} {_LAST_NAMES[number // firsts % lasts]}"
    again = number // (firsts * lasts)
    return f"{name} {again + 1}" if again else name


def _day(first: date, week: int, weekday: str) -> date:
    return first + timedelta(days=week * 7 + _DAYS.index(weekday))


def _project_text(places: Sequence[Place], api: str) -> str:
    lines = ["version: 1", "schedules: [schedules/*.yaml]", "locations:"]
    lines += [f"  {place.key}: {{id: {place.id}, timezone: Europe/Berlin}}" for place in places]
    lines += ["environments:"]
    for name in ("activities", "events"):
        edition = "" if api == "sandbox" else f", edition: {name}"
        lines.append(f'  {name}: {{api: "{api}"{edition}}}')
    lines.append("default_environment: activities")
    return "\n".join(lines) + "\n"
