"""What was declared: a timetable for each location, parsed and resolved, not yet expanded.

A value of these types is valid as it stands: names are ids, texts are dates and minutes,
defaults have been applied. What a value does not say is None. What a class is made of and
when it recurs has modules of its own, and is found here as well.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from reconciler.model.diagnostic import Span
from reconciler.model.group_class import (
    LOCATION_DEFAULT,
    Change,
    ClockChanges,
    Copied,
    Course,
    GroupClass,
    Part,
    Period,
    RoomChoice,
    Rotation,
    Round,
    SeasonBreak,
    Settings,
    WholeSeason,
)
from reconciler.model.names import Names
from reconciler.model.place import Location, Publish
from reconciler.model.recurrence import (
    FOREVER,
    FRIDAY,
    MONDAY,
    SATURDAY,
    SINCE_EVER,
    SUNDAY,
    THURSDAY,
    TUESDAY,
    WEDNESDAY,
    Cycle,
    CycleWeeks,
    Dates,
    Days,
    EveryWeeks,
    Frequency,
    Instance,
    IsoWeeks,
    MonthDay,
    Monthly,
    Recurrence,
    Rule,
    Slot,
    Weekly,
    Weeks,
)
from reconciler.model.travel import Travel

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reconciler.model.calendars import DayPolicy, OwnCalendar
    from reconciler.model.house import HouseRules
    from reconciler.model.special import Special
    from reconciler.model.staffing import Staffing

__all__ = [
    "EVERYTHING",
    "FOREVER",
    "FRIDAY",
    "LOCATION_DEFAULT",
    "MONDAY",
    "SATURDAY",
    "SINCE_EVER",
    "SUNDAY",
    "THURSDAY",
    "TUESDAY",
    "WEDNESDAY",
    "Change",
    "ClockChanges",
    "Closure",
    "Copied",
    "Course",
    "Cycle",
    "CycleWeeks",
    "Dates",
    "Days",
    "EveryWeeks",
    "Frequency",
    "GroupClass",
    "Instance",
    "IsoWeeks",
    "Location",
    "MonthDay",
    "Monthly",
    "MoveTo",
    "Part",
    "Period",
    "Publish",
    "Recurrence",
    "RoomChoice",
    "Rotation",
    "Round",
    "Rule",
    "Schedule",
    "ScheduleException",
    "SeasonBreak",
    "Selector",
    "Settings",
    "Slot",
    "Timetable",
    "Weekly",
    "Weeks",
    "WholeSeason",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Selector:
    """Which classes a rule is about: of each kind that is given, a class must have one.

    What a class has may change from date to date: its teacher, its rooms, its service.
    """

    class_ids: frozenset[str] = frozenset()
    tags: frozenset[str] = frozenset()
    service_ids: frozenset[int] = frozenset()
    room_ids: frozenset[int] = frozenset()
    staff_ids: frozenset[int] = frozenset()


EVERYTHING = Selector()
"""Every class of the location."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Closure:
    """Days, or parts of days, on which the place, some rooms or some classes are closed."""

    days: tuple[Days, ...]
    after_min: int | None
    """Closed from this minute of the day; a lesson that reaches into it falls out."""
    before_min: int | None
    """Closed until this minute of the day; together with `after_min`: between the two."""
    room_ids: frozenset[int]
    """Only classes in one of these rooms; empty means all."""
    only: Selector
    """Only these classes; what is in one of the rooms must be one of these as well."""
    because: str
    span: Span


class MoveTo(NamedTuple):
    """A new start: a date, a time (minutes after midnight), or both; None keeps the old one."""

    date: date | None
    start_min: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleException:
    """A one-off deviation of one occurrence. Exactly one of cancel, keep, added, or the rest."""

    class_id: str
    date: date
    """Original date of the occurrence; for an added one its only date."""
    slot: str | None
    part: str | None
    cancel: bool
    keep: bool
    """The class runs although a closure, a holiday or a break would remove it."""
    added: bool
    move_to: MoveTo | None
    """New start; for an added one its time (None takes the class's own)."""
    settings: Settings
    because: str
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Timetable:
    """All that is declared for one location, from however many files."""

    location: Location
    names: Names
    classes: tuple[GroupClass, ...]
    """Ascending by id, so that file order never shows."""
    closures: tuple[Closure, ...]
    exceptions: tuple[ScheduleException, ...]
    policies: tuple[DayPolicy, ...] = ()
    """What becomes of classes on holidays and on the days of own calendars."""
    calendars: Mapping[str, OwnCalendar] = field(default_factory=dict)
    """By key."""
    seasons: tuple[WholeSeason, ...] = ()
    """The seasons in full, ascending; what is in none of them is closed, if there are any."""
    publish: Publish | None = None
    """None if everything is created as soon as it is declared."""
    protect_s: int = 0
    """Seconds from now in which nothing is written: the frozen near future."""
    marked: bool = True
    special: Special | None = None
    """None if all weeks and days are alike."""
    staffing: Staffing | None = None
    """None if nothing is said about who and what is missing, and who may do what."""
    clock_changes: ClockChanges | None = None
    """None: a missing time is an error, a repeated one means the first."""
    house: HouseRules | None = None
    """None if there is nothing to hold the classes against."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """Everything that the files declare, a timetable for each location, ascending by key."""

    timetables: tuple[Timetable, ...] = field(default=())
    travel: Travel | None = None
    """None if nobody says how long the ways are."""
