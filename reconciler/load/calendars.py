"""Calendars that people keep themselves: the block of a file -> OwnCalendar.

The days stand in the schedule file, or in an .ics file beside it, which is read here.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from reconciler.load.beside import read_beside
from reconciler.load.document import Mapping, Path
from reconciler.load.scope import FileScope, as_list
from reconciler.load.seasons import build_days
from reconciler.model.calendars import CalendarEntry, OwnCalendar
from reconciler.model.diagnostic import Diagnostic


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
        else:
            known[key] = calendar


def _calendar(scope: FileScope, key: str, node: Any, path: Path) -> OwnCalendar:
    """The calendar under `key`; without its days if there are findings."""
    span = scope.document.span(path, key=True)
    if not isinstance(node, Mapping):
        return OwnCalendar(key=key, entries=_listed(scope, node, path), covers=None, span=span)
    covers = build_days(scope, node["covers"], (*path, "covers")) if "covers" in node else None
    if ("days" in node) == ("file" in node):
        both = "both a list of days and a file" if "days" in node else "neither days nor a file"
        scope.wrong(
            "CHK045",
            path,
            f"the calendar {key} has {both}",
            hint="write either `days:` with a list, or `file:` with the name of an .ics file",
            key=True,
        )
        return OwnCalendar(key=key, entries=(), covers=None, span=span)
    entries = _of_file(scope, node, path) if "file" in node else _listed(scope, node["days"], (*path, "days"))
    calendar = OwnCalendar(key=key, entries=entries, covers=covers, span=span)
    if "days" in node:
        _check_covers(scope, calendar, path)
    return calendar


def _of_file(scope: FileScope, node: Mapping, path: Path) -> tuple[CalendarEntry, ...]:
    """What the .ics file says, and findings if it cannot be used."""
    where = scope.document.span((*path, "file"))
    if scope.root is None:
        scope.wrong(
            "FIL003",
            (*path, "file"),
            f"{node['file']} cannot be read: nobody says in which folder this file lies",
            hint="write the days themselves, under `days:`",
        )
        return ()
    found = read_beside(scope.root, scope.document.name, str(node["file"]), where)
    if isinstance(found, Diagnostic):
        scope.findings.append(found)
        return ()
    from reconciler.load.ics import read_ics

    scope.attached.append(found)
    listed = read_ics(found)
    scope.findings += (replace(finding, related=(("named here", where),)) for finding in listed.diagnostics)
    return listed.entries


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
