"""What becomes of classes on the days of a calendar: holidays, and calendars that people keep themselves.

A value of these types is valid as it stands, but for what only the tables of holidays can tell:
whether there is such a calendar, and how far it goes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Literal, NamedTuple

from reconciler.model.diagnostic import Span
from reconciler.model.schedule import EVERYTHING, Days, Selector


class PolicyKind(StrEnum):
    """Under which key a policy stands; in the order in which they count for a day."""

    PUBLIC = "public_holidays"
    SCHOOL = "school_holidays"
    OWN = "closed_days"


DayAction = Literal["skip", "keep", "move", "run"]
"""What a class does on such a day: it falls out, runs, moves to another date, or gives way to a timetable."""

MoveWay = Literal["next open day", "previous open day", "same week", "next week"]


class MoveRule(NamedTuple):
    """Where a class moves."""

    way: MoveWay
    weekday: int | None
    """0 is Monday: the day of that week; None for the next or previous open day."""
    start_min: int | None
    """New start in minutes after midnight; None keeps the old one."""
    text: str
    """The rule as people wrote it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DayPolicy:
    """What some classes do on the days of one calendar.

    Of several policies for one calendar, one about some classes counts before one about all.
    """

    kind: PolicyKind
    calendar: str
    """Country, or country and region, such as `DE-BE`; or the key of an own calendar."""
    do: DayAction
    keep: frozenset[date]
    """Dates on which classes run all the same."""
    who: Selector = EVERYTHING
    categories: tuple[str, ...] = ()
    """Ascending; empty means those that the kind stands for."""
    observed: bool = True
    """Whether the day that stands in for a holiday on a weekend counts as well."""
    move_to: MoveRule | None = None
    """Given if and only if classes move."""
    if_impossible: Literal["skip", "error"] = "skip"
    """What becomes of a class that cannot move."""
    timetable: str = ""
    """Key of the timetable that runs, "" if none does."""
    because: str = ""
    span: Span


class CalendarEntry(NamedTuple):
    """Some days of an own calendar."""

    days: Days
    name: str
    """What they are; "" if nobody says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnCalendar:
    """Days that people listed themselves, in a schedule file or in an .ics file beside it."""

    key: str
    entries: tuple[CalendarEntry, ...]
    """Ascending."""
    covers: Days | None
    """The dates that it speaks about; None if nobody says."""
    span: Span
