"""Measures the expansion of a year, for which its budget was set: `python -m tests.bench.a_year RUNS`.

A thousand classes are about 130,000 dates. Each has its own teacher and room; days and times are as
people choose them, a few ways to share out the week and starts on half hours, so 140 different ones. The
year has closed weeks and days, one early evening, and an exception for one class in seven: cancelled,
moved or smaller. Prints what `stages` prints.
"""

from __future__ import annotations

import gc
import json
import sys
from datetime import date, timedelta

from reconciler.expand import expand
from reconciler.load import Project, Source, load_schedule
from reconciler.model.schedule import Schedule
from tests.bench.stages import Measure, measured, naive_rules

CLASSES = 1_000
_FIRST, _LAST = date(2027, 1, 1), date(2027, 12, 31)
_WEEKS = (
    ("mon", "wed", "fri"),
    ("tue", "thu"),
    ("mon", "thu", "sat"),
    ("tue", "wed", "fri", "sun"),
    ("sun",),
)
_OPENS_MIN, _STARTS = 7 * 60, 2 * 14
"""The first start, and how many there are, half an hour apart."""
_EXCEPTION_EVERY = 7
_MONDAY = date(2027, 3, 1)
"""Of the first week with exceptions; nothing is closed there."""


def a_year() -> Schedule:
    """The timetable of one location for a year."""
    read = load_schedule([Source("year.yaml", _text().encode())], Project())
    assert read.schedule is not None, [one.summary for one in read.diagnostics]
    return read.schedule


def _text() -> str:
    numbers = range(CLASSES)
    lines = [
        "version: 1",
        "location: mitte",
        "locations: {mitte: {id: 101, timezone: Europe/Berlin}}",
        f"seasons: {{year: {{from: {_FIRST}, to: {_LAST}}}}}",
        f"staff: {{{', '.join(f'T{n}: {n + 1}' for n in numbers)}}}",
        f"rooms: {{{', '.join(f'R{n}: {n + 1}' for n in numbers)}}}",
        "services: {Yoga: 1}",
        "defaults: {duration: 60m, capacity: 10}",
        "closures:",
        "  - {on: 2027-07-05 to 2027-07-18, because: summer}",
        "  - {on: [2027-05-17, 2027-10-04], because: town festival}",
        '  - {on: 2027-11-17, after: "18:00", because: staff meeting}',
        "classes:",
        *map(_class, numbers),
        "exceptions:",
        *(_exception(n, turn) for turn, n in enumerate(filter(_has_exception, numbers))),
    ]
    return "\n".join(lines) + "\n"


def _class(n: int) -> str:
    days = ", ".join(_WEEKS[n % len(_WEEKS)])
    return f'  - {{id: c{n}, service: Yoga, staff: T{n}, room: R{n}, every: [{days}], at: "{_start(n)}"}}'


def _start(n: int, later_min: int = 0) -> str:
    hours, minutes = divmod(_OPENS_MIN + 30 * (n * 11 % _STARTS) + later_min, 60)
    return f"{hours:02}:{minutes:02}"


def _has_exception(n: int) -> bool:
    """One in seven, and not always the same ones of those with the same days and time."""
    return (n + n // (len(_WEEKS) * _STARTS)) % _EXCEPTION_EVERY == 0


def _exception(n: int, turn: int) -> str:
    weekday = ("mon", "tue", "wed", "thu", "fri", "sat", "sun").index(_WEEKS[n % len(_WEEKS)][0])
    day = _MONDAY + timedelta(weeks=turn % 8, days=weekday)
    says = (
        "cancel: ill",
        f'move_to: "{day} {_start(n, later_min=10)}", because: delivery',
        "change: {capacity: 6}, because: small group",
    )
    return f"  - {{class: c{n}, on: {day}, {says[turn % 3]}}}"


def measures() -> dict[str, Measure]:
    """The expansion as far as checks need it, and until every occurrence has been made."""
    year = a_year()
    count = len(expand(year).occurrences)
    return {
        "expand, a year": Measure(count, lambda: expand(year), lambda: naive_rules(year)),
        "expand, a year, one by one": Measure(
            count, lambda: expand(year).occurrences, lambda: naive_rules(year)
        ),
    }


if __name__ == "__main__":
    gc.set_threshold(200_000, 20, 100)  # as the command sets it
    print(json.dumps(measured(measures(), int(sys.argv[1]))))
