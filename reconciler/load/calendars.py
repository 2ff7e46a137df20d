"""Calendars that people keep themselves: the block of a file -> OwnCalendar.

The days stand in the schedule file, or in an .ics file beside it.
"""

from __future__ import annotations

from typing import Any

from reconciler.load.document import Mapping, Path
from reconciler.load.scope import FileScope, as_list
from reconciler.load.seasons import build_days
from reconciler.model.calendars import CalendarEntry, OwnCalendar


def gather_calendars(scope: FileScope, known: dict[str, OwnCalendar]) -> None:
    """Add the calendars of one file to those of the location; a key that is there already is a finding."""
    for key, node in (scope.document.root.get("calendars") or {}).items():
        path: Path = ("calendars", key)
        calendar = _calendar(scope, key, node, path)
        other = known.get(key)
        if other is not None:
            scope.wrong(
                "CHK046",
                path,
                f"the calendar {key} is declared already, at {other.span}",
                hint="declare it once",
                key=True,
            )
        elif calendar is not None:
            known[key] = calendar


def _calendar(scope: FileScope, key: str, node: Any, path: Path) -> OwnCalendar | None:
    span = scope.document.span(path, key=True)
    if not isinstance(node, Mapping):
        return OwnCalendar(key=key, entries=_listed(scope, node, path), covers=None, span=span)
    covers = build_days(scope, node["covers"], (*path, "covers")) if "covers" in node else None
    entries = _listed(scope, node["days"], (*path, "days"))
    calendar = OwnCalendar(key=key, entries=entries, covers=covers, span=span)
    _check_covers(scope, calendar, path)
    return calendar


def _listed(scope: FileScope, node: Any, path: Path) -> tuple[CalendarEntry, ...]:
    listed = isinstance(node, list)
    found: list[CalendarEntry] = []
    for index, written in enumerate(as_list(node)):
        days = build_days(scope, written, (*path, index) if listed else path)
        name = str(written.get("because") or "") if isinstance(written, Mapping) else ""
        if days is not None:
            found.append(CalendarEntry(days, name))
    return tuple(sorted(found))


def _check_covers(scope: FileScope, calendar: OwnCalendar, path: Path) -> None:
    """Days outside of what the calendar says that it covers: one of the two is a slip of the pen."""
    covers = calendar.covers
    for days, _ in calendar.entries if covers else ():
        assert covers is not None
        if days.first < covers.first or covers.last < days.last:
            scope.wrong(
                "CHK047",
                (*path, "covers"),
                f"the calendar {calendar.key} has {days.first}, which is outside of what it covers",
                hint="correct `covers`, or the day",
            )
            return
