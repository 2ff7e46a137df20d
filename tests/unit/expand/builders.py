"""Small functions that make a declared timetable with defaults."""

from __future__ import annotations

from datetime import date
from typing import Any

from reconciler.model.calendars import CalendarEntry, DayPolicy, OwnCalendar, PolicyKind
from reconciler.model.diagnostic import Span
from reconciler.model.names import Names
from reconciler.model.schedule import (
    EVERYTHING,
    Change,
    Closure,
    Dates,
    Days,
    GroupClass,
    Location,
    MoveTo,
    Part,
    Period,
    Schedule,
    ScheduleException,
    SeasonBreak,
    Settings,
    Slot,
    Timetable,
    Weekly,
)

MON, TUE, WED, THU, FRI, SAT, SUN = range(7)


def day(text: str) -> date:
    return date.fromisoformat(text)


def days(text: str) -> Days:
    first, _, last = text.partition(" to ")
    return Days(day(first), day(last or first))


def span(line: int, file: str = "mitte.yaml") -> Span:
    return Span(file, line, 1, line, 9)


def minute(text: str) -> int:
    hours, minutes = text.split(":")
    return int(hours) * 60 + int(minutes)


def slot(at: str, name: str = "", on: tuple[int, ...] | None = None, lesson_s: int | None = None) -> Slot:
    return Slot(name, minute(at), lesson_s, None if on is None else frozenset(on))


def weekly(*weekdays: int) -> Weekly:
    return Weekly(weekdays=frozenset(weekdays))


def dates(*texts: str) -> Dates:
    return Dates(dates=tuple(day(text) for text in texts))


def settings(**fields: Any) -> Settings:
    """Complete settings of a class on Mondays at 18:30, 55 minutes, with Anna (5)."""
    full: dict[str, Any] = {
        "recurrence": weekly(MON),
        "slots": (slot("18:30"),),
        "service_id": 9,
        "staff_id": 5,
        "capacity": 12,
        "lesson_s": 3300,
    }
    return Settings(**{**full, **fields})


def period(
    text: str = "2026-09-07 to 2026-10-04", season: str = "autumn", breaks: tuple[str, ...] = ()
) -> Period:
    pauses = tuple(SeasonBreak(days=days(text), span=span(300 + n)) for n, text in enumerate(breaks))
    return Period(days=days(text), season=season, breaks=pauses)


def group(id: str = "yoga", *, line: int = 10, **fields: Any) -> GroupClass:  # noqa: A002 - the field's name
    full: dict[str, Any] = {
        "tags": (),
        "settings": settings(),
        "periods": (period(),),
        "parts": (),
        "changes": (),
        "allow_overlap": False,
        "expected_sessions": None,
    }
    return GroupClass(id=id, span=span(line), **{**full, **fields})


def part(name: str, line: int = 20, **fields: Any) -> Part:
    return Part(name=name, settings=Settings(**fields), span=span(line))


def change(when: str, *, because: str = "", line: int = 30, **fields: Any) -> Change:
    """`when` is a first date, or a first and a last one."""
    first, _, last = when.partition(" to ")
    return Change(
        first=day(first),
        last=day(last) if last else None,
        settings=Settings(**fields),
        because=because,
        span=span(line),
    )


def closure(*on: str, line: int = 40, because: str = "", **fields: Any) -> Closure:
    full: dict[str, Any] = {
        "after_min": None,
        "before_min": None,
        "room_ids": frozenset(),
        "only": EVERYTHING,
    }
    return Closure(
        days=tuple(days(text) for text in on), because=because, span=span(line), **{**full, **fields}
    )


def policy(
    calendar: str = "DE-BE",
    *keep: str,
    kind: PolicyKind = PolicyKind.PUBLIC,
    line: int = 50,
    **fields: Any,
) -> DayPolicy:
    full: dict[str, Any] = {"do": "skip", **fields}
    return DayPolicy(kind=kind, calendar=calendar, keep=frozenset(map(day, keep)), span=span(line), **full)


def public_holidays(calendar: str = "DE-BE", *keep: str, skip: bool = True) -> DayPolicy:
    return policy(calendar, *keep, do="skip" if skip else "keep")


def own_calendar(key: str = "bridge-days", *on: str, covers: str | None = None) -> OwnCalendar:
    """Each of `on` is days, and perhaps a name after a colon."""
    entries = [(days(text.partition(": ")[0]), text.partition(": ")[2]) for text in on]
    return OwnCalendar(
        key=key,
        entries=tuple(sorted(CalendarEntry(*entry) for entry in entries)),
        covers=days(covers) if covers else None,
        span=span(45),
    )


def move_to(text: str) -> MoveTo:
    """A date, a time, or both."""
    on, _, at = text.partition(" ") if "-" in text else ("", "", text)
    return MoveTo(day(on) if on else None, minute(at) if at else None)


def exception(
    on: str, class_id: str = "yoga", *, line: int = 60, because: str = "", **fields: Any
) -> ScheduleException:
    full: dict[str, Any] = {
        "slot": None,
        "part": None,
        "cancel": False,
        "keep": False,
        "added": False,
        "move_to": None,
        "settings": Settings(),
    }
    return ScheduleException(
        class_id=class_id, date=day(on), because=because, span=span(line), **{**full, **fields}
    )


def timetable(
    *classes: GroupClass, zone: str = "Europe/Berlin", key: str = "mitte", **fields: Any
) -> Timetable:
    full: dict[str, Any] = {
        "names": Names(staff={5: "Anna", 6: "Ben"}, rooms={71: "big hall", 72: "small hall"}),
        "closures": (),
        "exceptions": (),
    }
    location = Location(key=key, id=101, timezone=zone, span=span(1))
    return Timetable(location=location, classes=classes, **{**full, **fields})


def schedule(*classes: GroupClass, **fields: Any) -> Schedule:
    """One location; `fields` are those of its timetable."""
    return Schedule(timetables=(timetable(*classes, **fields),))
