"""When a class recurs: stretches of days, times of day, weekdays, weeks, dates and rules.

A value of these types is valid as it stands: dates are local, times are minutes after midnight.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Literal, NamedTuple

from reconciler.model.diagnostic import Span

MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY = range(7)

SINCE_EVER = date(1970, 1, 1)
"""First day of a class that nobody gave a start."""
FOREVER = date(2100, 12, 31)
"""Last day of a class without an end."""


class Days(NamedTuple):
    """Local dates from `first` to `last`, both included."""

    first: date
    last: date


class Slot(NamedTuple):
    """One time of day at which a class starts."""

    name: str
    """Name of the slot, "" if the class has a single time a day."""
    start_min: int
    """Minutes after local midnight, 0 to 1439."""
    lesson_s: int | None
    """Seconds of lesson if the end was written ("18:30-19:25"), else None."""
    weekdays: frozenset[int] | None
    """Weekdays (0 is Monday) on which this time applies; None means on every day of the class."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Weekly:
    """Every week on these weekdays."""

    weekdays: frozenset[int]
    """0 is Monday, 6 is Sunday; never empty."""


class MonthDay(NamedTuple):
    """One day of every month, such as its first Saturday."""

    nth: int
    """1 to 5 from the start of the month, -1 for the last one; months without a fifth are left out."""
    weekday: int | None
    """0 is Monday; None means that any day counts: with -1 the last day of the month."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Monthly:
    """Every month on these days."""

    days: frozenset[MonthDay]
    """Never empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dates:
    """Exactly these dates, ascending, without repeats."""

    dates: tuple[date, ...]


class Frequency(StrEnum):
    """How often a rule repeats; its BY parts choose among the instances of one such step."""

    YEARLY = "YEARLY"
    MONTHLY = "MONTHLY"
    WEEKLY = "WEEKLY"
    DAILY = "DAILY"
    HOURLY = "HOURLY"
    MINUTELY = "MINUTELY"


class Instance(NamedTuple):
    """A date that people wrote beside a rule: one class of that day, or with None all of them."""

    day: date
    minute: int | None
    """Minutes after local midnight, 0 to 1439."""
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A recurrence rule as RFC 5545 has it; its DTSTART is the first day of the class, at its time.

    Lists are ascending and without repeats; an empty one means that the rule does not say.
    Negative numbers count from the end.
    """

    text: str
    """The rule as people wrote it, in capital letters and without a prefix."""
    frequency: Frequency
    interval: int = 1
    count: int | None = None
    """Matches from DTSTART on, added and removed dates not considered."""
    until: datetime | None = None
    """Naive local time of the last possible start."""
    week_start: int = MONDAY
    months: tuple[int, ...] = ()
    weeks: tuple[int, ...] = ()
    year_days: tuple[int, ...] = ()
    month_days: tuple[int, ...] = ()
    weekdays: tuple[tuple[int, int], ...] = ()
    """Ordinal and weekday: (0, 4) is every Friday, (-1, 4) the last one of the month or year."""
    hours: tuple[int, ...] = ()
    minutes: tuple[int, ...] = ()
    positions: tuple[int, ...] = ()
    added: tuple[Instance, ...] = ()
    removed: tuple[Instance, ...] = ()

    @property
    def tells_time(self) -> bool:
        """Whether the rule says something about the time of day, which is else that of the class."""
        return bool(self.hours or self.minutes) or self.subdaily

    @property
    def subdaily(self) -> bool:
        """Whether it repeats within a day."""
        return self.frequency in {Frequency.HOURLY, Frequency.MINUTELY}

    @property
    def many_a_day(self) -> bool:
        """Whether it can give several times on one day: its slots are then named by the time."""
        return self.subdaily or max(len(self.hours), 1) * max(len(self.minutes), 1) > 1


Recurrence = Weekly | Monthly | Dates | Rule


@dataclass(frozen=True, slots=True, kw_only=True)
class EveryWeeks:
    """Every so many weeks, counted from the Monday of one that counts."""

    step: int
    """1 to 52; 1 is every week."""
    monday: date
    """Monday of a week that counts; it may lie before the season."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IsoWeeks:
    """Weeks by their number in the ISO calendar."""

    parity: Literal["odd", "even"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cycle:
    """Weeks with names that follow each other again and again, such as A and B."""

    key: str
    names: tuple[str, ...]
    """2 to 8 names, in their order."""
    monday: date
    """Monday of a week that has the first name."""
    pause: bool
    """Whether a week in which the whole place is closed is left out of the count."""
    span: Span
    closed: tuple[date, ...] = ()
    """Mondays of the weeks left out, ascending; found when the timetable is expanded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CycleWeeks:
    """Some of the weeks of a cycle."""

    cycle: Cycle
    places: frozenset[int]
    """Places in the cycle, 0 is its first week; never empty."""


Weeks = EveryWeeks | IsoWeeks | CycleWeeks
"""Which weeks count, for a class on weekdays."""
