"""From what was declared to every single class: schedule -> occurrences.

Takes a `Schedule` and perhaps a `Window`, returns an `Expansion`: the occurrences, what rules
removed, and diagnostics. The order of evaluation is fixed, and each step is a module:

1. the pattern inside the periods (`recurrence`, `segments`),
2. dated changes, the later first date winning field by field (`segments`, `effective`), and
   whose turn it is (`rotation`),
3. season breaks, holidays, own calendars, closures (`policies`, `closures`, `open_days`),
4. teachers who are away (`absences`), rooms that are out (`outages`),
5. the sessions of a course counted off (`courses`),
6. one-off exceptions (`matching`, `additions`, `exceptions`, `vain_exceptions`),
7. local time to UTC (`localtime`, `occurrences`), and the first free room (`free_rooms`),
8. checks (`checks`, `people`, `clashes`), always of the whole schedule, and last the cut to the window.

`one_class` goes through them for one class, `timetable` for all of a location; `alike` finds the classes
that share their days.

>>> from datetime import date
>>> from reconciler.model.diagnostic import Span
>>> from reconciler.model.names import Names
>>> from reconciler.model.schedule import (
...     Days, GroupClass, Location, Period, Settings, Slot, Timetable, Weekly)
>>> here = Span("mitte.yaml", 1, 1, 1, 2)
>>> yoga = GroupClass(
...     id="yoga", tags=(), parts=(), changes=(), allow_overlap=False, expected_sessions=None,
...     settings=Settings(recurrence=Weekly(weekdays=frozenset({0})),
...                       slots=(Slot("", 18 * 60 + 30, None, None),),
...                       service_id=9, staff_id=5, capacity=12, lesson_s=3300),
...     periods=(Period(days=Days(date(2026, 10, 19), date(2026, 10, 26)), season="", breaks=()),),
...     span=here)
>>> mitte = Location(key="mitte", id=101, timezone="Europe/Berlin", span=here)
>>> schedule = Schedule(timetables=(Timetable(location=mitte, names=Names(), classes=(yoga,),
...                                           closures=(), exceptions=()),))
>>> for one in expand(schedule).occurrences:
...     print(one.address, one.start, one.utc)
mitte/yoga/2026-10-19 2026-10-19 18:30:00 1792427400
mitte/yoga/2026-10-26 2026-10-26 18:30:00 1793035800

| Code | Severity | Meaning |
| --- | --- | --- |
| EXP001 | error | an exception names a class that does not exist |
| EXP002 | error | an exception hits no occurrence |
| EXP003 | error | an exception hits several occurrences |
| EXP004 | error | an exception cancels or changes what a closed day has removed |
| EXP005 | error | an exception keeps what runs anyway |
| EXP006 | error | an exception moves or adds a class onto a closed day |
| EXP007 | error | two exceptions touch the same field of one occurrence |
| EXP008 | error | the part, start or duration of an added class is not clear |
| EXP009 | error | two occurrences would have one address |
| EXP010 | error | a local start time does not exist |
| EXP011 | warning | a local start time happens twice |
| EXP012 | error | unknown holiday calendar |
| EXP013 | error | a year beyond the holiday calendar |
| EXP014 | warning | a kept holiday is no holiday |
| EXP015 | error | a series has another number of sessions than expected |
| EXP016 | error | a teacher or room is needed twice at once |
| EXP017 | warning | a date that somebody wrote falls on a closed day |
| EXP018 | error | a date outside of 1970 to 2100 |
| EXP019 | warning | a class without a single date |
| EXP020 | warning | a written date outside of the class's season |
| EXP021 | warning | odd or even weeks lose their rhythm after a week 53 |
| EXP022 | error | a course does not find as many dates as it has sessions |
| EXP023 | error | a course meets a closed day, and does not say what then |
| EXP030 | error | two policies for one calendar disagree about a class |
| EXP031 | error | no school holidays are known for that place |
| EXP032 | error | school holidays that are not known as far as classes run |
| EXP033 | error | unknown category of holidays |
| EXP034 | error | an own calendar does not cover all of the classes |
| EXP035 | warning | a calendar without a day while its classes run |
| EXP036 | warning | a pausing cycle whose first week is closed |
| EXP040 | error | a special day on which the whole place is closed |
| EXP041 | warning | a special day that changes nothing |
| EXP042 | error | a timetable runs a class without a time for that weekday |
| EXP043 | error | a class cannot move away from a holiday |
| EXP024 | error | nothing says how long a class is |
| EXP050 | error | an absence leaves a class without an answer |
| EXP051 | error | a teacher does not give the service of a class |
| EXP052 | error | a cover is away as well |
| EXP053 | warning | a class whose teacher is still to be announced |
| EXP054 | warning | an absence, or one of its answers, meets no class |
| EXP055 | error | two absences, or two outages, meet the same class |
| EXP056 | error | an exception puts a class where its teacher is away or its room is out |
| EXP057 | error | none of several rooms is free |
| EXP058 | error | a teacher is not there at the time of a class |
| EXP059 | error | the other room cannot be used either |
| EXP060 | error | somebody is at two locations at once |
| EXP061 | error | somebody has less time for a way than it takes |
| EXP070 | error | two classes follow each other too soon in a room |
| EXP071 | error | a class lies outside of the opening hours |
| EXP072 | warning | a person teaches too long on a date |
| EXP073 | warning | a person teaches too many classes in a row |
| EXP074 | error | a class has more seats than its rooms |
| EXP079 | notice | a long season in which nothing falls out |
| EXP078 | notice | a day that its zone does not have |
| EXP075 | error | a class has more seats than its service |
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from operator import itemgetter

from reconciler.expand.localtime import Clock
from reconciler.expand.occurrences import Columns
from reconciler.expand.reach import within_reach
from reconciler.expand.timetable import expand_timetable
from reconciler.expand.travel import check_travel
from reconciler.model.diagnostic import Diagnostic
from reconciler.model.occurrence import Occurrence, Removal
from reconciler.model.schedule import Schedule
from reconciler.model.window import Window

__all__ = ["Expansion", "expand"]

_UTC = 3


@dataclass(frozen=True, kw_only=True, eq=False)
class Expansion:
    """All that a schedule comes to.

    Occurrences and removals are made when they are first asked for: a check needs none of them.
    """

    tables: tuple[Columns, ...]
    """What the classes of each location come to, in the order of the locations' keys."""
    window: Window | None
    diagnostics: tuple[Diagnostic, ...]
    """In the order of a report. With an error among them, the rest is for display only."""

    @cached_property
    def occurrences(self) -> tuple[Occurrence, ...]:
        """Those that start within the window, ascending by instant, then by address."""
        found = [one for table in self.tables for one in table.by_series()]
        found.sort(key=itemgetter(_UTC))  # stable: addresses stay in order
        return tuple(found if self.window is None else _within(self.window, found))

    @cached_property
    def removals(self) -> tuple[Removal, ...]:
        """Those whose date lies within the window, ascending by date, then by address."""
        found = [one for table in self.tables for one in table.removals()]
        if self.window is not None:
            found = [one for one in found if self.window.holds(one.date)]
        return tuple(sorted(found, key=lambda removal: (removal.date, removal.address)))

    def __eq__(self, other: object) -> bool:
        """Whether both come to the same, however they got there."""
        if not isinstance(other, Expansion):
            return NotImplemented
        return (self.occurrences, self.removals, self.diagnostics) == (
            other.occurrences,
            other.removals,
            other.diagnostics,
        )

    __hash__ = None  # type: ignore[assignment]  # nobody keeps expansions in sets


def expand(
    schedule: Schedule,
    window: Window | None = None,
    horizons: Mapping[str, Window] | None = None,
    advance: Callable[[], None] = lambda: None,
) -> Expansion:
    """Every class of `schedule` whose local start date lies in `window`.

    Classes without an end are expanded as far as anything of their location is dated, or the
    window goes, or their horizon (by key of location: from today to the last day that is published).

    The window cuts last: two adjacent windows give exactly what both give together, and
    diagnostics do not depend on it. Removals are cut by the date that they would have had.
    `advance` is called after each class.
    """
    clocks: dict[str, Clock] = {}
    tables: list[Columns] = []
    diagnostics: set[Diagnostic] = set()
    for timetable in sorted(schedule.timetables, key=lambda timetable: f"{timetable.location.key}/"):
        zone = timetable.location.timezone
        clock = clocks.get(zone) or clocks.setdefault(zone, Clock(zone))
        horizon = horizons.get(timetable.location.key) if horizons else None
        expanded = expand_timetable(within_reach(timetable, window, horizon), clock, advance)
        diagnostics.update(expanded.diagnostics)
        tables.append(expanded.found)
    if schedule.travel is not None:
        everything = Expansion(tables=tuple(tables), window=None, diagnostics=()).occurrences
        diagnostics.update(check_travel(schedule, everything))
    return Expansion(
        tables=tuple(tables),
        window=window,
        diagnostics=tuple(sorted(diagnostics, key=lambda one: (one.sort_key(), one.detail, one.related))),
    )


def _within(window: Window, occurrences: list[Occurrence]) -> list[Occurrence]:
    return [one for one in occurrences if window.holds(one.start.date())]
