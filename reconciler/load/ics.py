"""An .ics file -> the days of a calendar; in this stage the only home of icalendar, so import it late.

Takes the bytes of one iCalendar file, returns its entries and what is wrong with it. Only whole
days count. What cannot be told for certain, such as a repeat that is more than "every year", is
an error: an entry that was passed over would look like a day on which classes run.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any, Final, NamedTuple

from icalendar import Calendar

from reconciler.load.files import Source
from reconciler.load.guards import printable
from reconciler.load.values import YEARS
from reconciler.model.calendars import CalendarEntry
from reconciler.model.diagnostic import Diagnostic, Severity, Span
from reconciler.model.schedule import Days

_ZONE: Final = re.compile(rb"^BEGIN:VTIMEZONE\s*$.*?^END:VTIMEZONE\s*$", re.M | re.S | re.I)
"""Rules of zones, which whole days do not need, and which can be made to take for ever."""
_ENTRY: Final = re.compile(rb"^BEGIN:VEVENT\s*$", re.M | re.I)
_DAY: Final = timedelta(days=1)
_REPEATS: Final = ("RDATE", "EXDATE", "EXRULE", "RECURRENCE-ID")
_LONGEST_NAME: Final = 200


class Listed(NamedTuple):
    """The days of one file, ascending, and what is wrong with it."""

    entries: tuple[CalendarEntry, ...]
    diagnostics: tuple[Diagnostic, ...]


class _Refusal(Exception):  # noqa: N818 - never leaves this module
    """Why an entry cannot be taken: what is said, and what to do."""


def read_ics(source: Source) -> Listed:
    """All entries of the file, in each year from 1970 to 2100 if they come every year."""
    text = _ZONE.sub(lambda found: b"\n" * found[0].count(b"\n"), source.text)
    lines = [text.count(b"\n", 0, found.start()) + 1 for found in _ENTRY.finditer(text)]
    try:
        calendars = Calendar.from_ical(text, multiple=True)
        parts = [part for calendar in calendars for part in calendar.subcomponents]
    except Exception as error:  # noqa: BLE001 - a foreign parser, and a file that anybody may have written
        return Listed((), (_broken(source, f"it is no iCalendar: {printable(str(error))}"),))
    if not any(part.name == "VEVENT" for part in parts):
        return Listed((), (_broken(source, "it has not a single entry (VEVENT)"),))
    found: list[CalendarEntry] = []
    wrong: list[Diagnostic] = []
    number = 0
    for part in parts:
        line = lines[number] if part.name == "VEVENT" and number < len(lines) else 1
        number += part.name == "VEVENT"
        try:
            found += _entries(part)
        except _Refusal as refusal:
            wrong.append(_refused(source, line, *refusal.args))
    return Listed(tuple(sorted(set(found))), tuple(wrong))


def _entries(part: Any) -> Iterator[CalendarEntry]:
    """The days of one entry; none if it is cancelled."""
    if part.name != "VEVENT":
        raise _Refusal(f"it has a {printable(str(part.name))}, not only entries", "export the entries alone")
    if part.errors:
        name, why = part.errors[0]
        raise _Refusal(f"its {printable(str(name))} cannot be read: {printable(str(why))}", "correct it")
    if str(part.get("STATUS", "")).upper() == "CANCELLED":
        return
    days = _days(part)
    name = " ".join(printable(str(part.get("SUMMARY", "")), most=_LONGEST_NAME).split())
    for first in _starts(part, days.first):
        last = first + (days.last - days.first)
        if last.year in YEARS and first.year in YEARS:
            yield CalendarEntry(Days(first, last), name)


def _days(part: Any) -> Days:
    first, end, length = (_one(part, name) for name in ("DTSTART", "DTEND", "DURATION"))
    if first is None:
        raise _Refusal("it has no DTSTART", "give it a date")
    for moment in (first, end):
        if isinstance(moment, datetime):
            raise _Refusal(
                "it has a time of day",
                "make it last whole days; for a part of a day write a closure with `after` and `before`",
            )
    if length is not None:
        end = first + length
        if length % _DAY:
            raise _Refusal("it does not last whole days", "make it last whole days")
    last = first if end is None else end - _DAY
    if last < first:
        raise _Refusal("it ends before it starts", "correct its DTEND, which is the day after the last one")
    return Days(first, last)


def _one(part: Any, name: str) -> Any:
    value = part.get(name)
    if isinstance(value, list):
        raise _Refusal(f"it has several {name}", "keep one of them")
    return None if value is None else value.dt


def _starts(part: Any, first: date) -> Iterator[date]:
    """The first day, and those of the following years if it comes every year."""
    for name in _REPEATS:
        if name in part:
            raise _Refusal(f"it repeats with {name}", "write each of its dates as an entry of its own")
    rule = part.get("RRULE")
    if rule is None:
        yield first
        return
    until, count = _yearly(rule, first)
    for year in range(first.year, YEARS[-1] + 1):
        try:
            day = first.replace(year=year)
        except ValueError:
            continue  # 29 February
        if day > until or count == 0:
            return
        yield day
        count -= 1


def _yearly(rule: Any, first: date) -> tuple[date, int]:
    """Last possible day and number of times of a rule that means the same date of every year."""
    plain = not isinstance(rule, list) and {
        "FREQ": ["YEARLY"],
        "INTERVAL": [1],
        "BYMONTH": [first.month],
        "BYMONTHDAY": [first.day],
    }
    said = {} if isinstance(rule, list) else {key.upper(): list(value) for key, value in rule.items()}
    bounds = {key: said.pop(key)[0] for key in ("UNTIL", "COUNT") if key in said}
    said.pop("WKST", None)
    if not plain or "FREQ" not in said or any(plain.get(key) != value for key, value in said.items()):
        raise _Refusal(
            "it repeats otherwise than on the same date of every year",
            "write each of its dates as an entry of its own",
        )
    until = bounds.get("UNTIL", date.max)
    return until.date() if isinstance(until, datetime) else until, bounds.get("COUNT", YEARS[-1])


def _broken(source: Source, why: str) -> Diagnostic:
    return Diagnostic(
        code="CHK043",
        severity=Severity.ERROR,
        summary=f"{printable(source.name)} cannot be used as a calendar: {why}",
        detail="Without it nobody can say on which days classes do not run.",
        hint="export it again as an iCalendar file (.ics), or list the days under `days:`",
        span=Span(source.name, 1, 1, 1, 2),
    )


def _refused(source: Source, line: int, why: str, hint: str) -> Diagnostic:
    return Diagnostic(
        code="CHK044",
        severity=Severity.ERROR,
        summary=f"this entry cannot be a closed day: {why}",
        detail="An entry that was passed over would look like a day on which classes run.",
        hint=hint,
        span=Span(source.name, line, 1, line, 13),
    )
