"""What was declared: a timetable for each location, parsed and resolved, not yet expanded.

A value of these types is valid as it stands: names are ids, texts are dates and minutes,
defaults have been applied. What a value does not say is None.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Literal, NamedTuple

from reconciler.model.diagnostic import Span
from reconciler.model.names import Names
from reconciler.model.travel import Travel

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reconciler.model.calendars import DayPolicy, OwnCalendar
    from reconciler.model.house import HouseRules
    from reconciler.model.special import Special
    from reconciler.model.staffing import Staffing

MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY = range(7)

LOCATION_DEFAULT: Literal["location default"] = "location default"
"""The break that the booking system appends by itself when a create does not send one."""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Rotation:
    """Teachers who take turns."""

    staff_ids: tuple[int, ...]
    """2 or more, in the order of their turns; somebody may have several."""
    each: Literal["week", "session"]
    """Whether the turn passes on with the week or with the date of the series."""
    first: date
    """The first turn is in the week of this date, or on the first date from then on."""
    span: Span


class RoomChoice(NamedTuple):
    """Rooms of which any will do: the first one that is free."""

    room_ids: tuple[int, ...]
    """2 or more, in the order of preference."""
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """A partial declaration of a class; None in a field means that it says nothing.

    Defaults, the class, a parallel part, a change and an exception are all Settings; the
    nearest one wins, field by field, and lists replace, they do not merge.
    """

    recurrence: Recurrence | None = None
    weeks: Weeks | None = None
    """In which weeks the weekdays of `recurrence` count; None means in all."""
    slots: tuple[Slot, ...] | None = None
    service_id: int | None = None
    staff_id: int | None = None
    """With `turns`, the first of them."""
    turns: Rotation | None = None
    """Goes together with `staff_id`: who is nearer settles both."""
    room_ids: tuple[int, ...] | None = None
    """With `room_choice`, none: the chosen one is added when everything else has its place."""
    room_choice: RoomChoice | None = None
    """Goes together with `room_ids`: who is nearer settles both."""
    also_ids: tuple[int, ...] | None = None
    """Equipment and rooms that are needed besides."""
    label_ids: tuple[int, ...] | None = None
    capacity: int | None = None
    lesson_s: int | None = None
    """Lesson in seconds, the break not included."""
    break_s: int | Literal["location default"] | None = None
    comment: str | None = None
    color: str | None = None
    instructions: str | None = None
    link: str | None = None
    waitlist: int | None = None
    """Places on a waiting list, which the booking system's API cannot store: said, never sent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SeasonBreak:
    """Days inside a season on which its classes pause."""

    days: Days
    span: Span
    because: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """A class that ends after so many sessions of each series."""

    sessions: int
    """1 or more."""
    if_closed: Literal["extend", "lose"] | None
    """Whether a closed day puts a session at the end, or costs one; None if nobody says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Copied:
    """A class in a season that copies another one: there it is counted by itself."""

    source: str
    """Key of the season that is copied."""
    course: Course | None
    expected_sessions: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """One stretch of dates in which a class runs: its season, cut to the class's own bounds."""

    days: Days
    season: str
    """Key of the season, "" if the class stands outside of seasons."""
    breaks: tuple[SeasonBreak, ...]
    open: bool = False
    """Whether nobody wrote its end: `days.last` is only as far as it could reach."""
    copied: Copied | None = None
    """None unless the season copies another one, and the class runs in it only for that."""

    @property
    def endless(self) -> bool:
        """Whether it goes on for ever; then its first day may be unknown as well."""
        return self.open and self.days.last == FOREVER


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeSeason(Period):
    """A season as it is declared, whatever the bounds of its classes."""

    because: str
    span: Span


class ClockChanges(NamedTuple):
    """What becomes of a class that would start at a local time that is missing, or that comes twice."""

    missing_time: Literal["error", "shift", "skip"]
    """`shift`: as much later as the clocks are set forward; `skip`: it falls out."""
    repeated_time: Literal["first", "second", "error"]
    span: Span
    because: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One of several groups that run in parallel."""

    name: str
    settings: Settings
    because: str = ""
    """Why it is there, for the trace."""
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What is different from a date on; `last` None means until the end."""

    first: date
    last: date | None
    settings: Settings
    because: str
    span: Span
    rank: int = 0
    """A higher one wins whatever the dates: 0 for a class's own, more for those of copied seasons."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """Periods that are counted together: those of the class itself, or one that was copied."""

    stretches: tuple[Days, ...]
    """Ascending, one or more."""
    course: Course | None
    expected_sessions: int | None

    @property
    def first(self) -> date:
        """Its first day."""
        return self.stretches[0].first

    @property
    def last(self) -> date:
        """Its last day."""
        return self.stretches[-1].last

    def holds(self, day: date) -> bool:
        """Whether `day` lies in one of its stretches."""
        return any(first <= day <= last for first, last in self.stretches)


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupClass:
    """One recurring class at one location, defaults applied."""

    id: str
    tags: tuple[str, ...]
    settings: Settings
    """Own fields over the defaults; complete together with the parts."""
    periods: tuple[Period, ...]
    """Ascending and disjoint. Plain dates of a class without a season have a period each."""
    parts: tuple[Part, ...]
    """Empty unless the class runs in parallel."""
    changes: tuple[Change, ...]
    """Ascending by first date: a later one wins."""
    allow_overlap: bool
    may_overlap: frozenset[str] = frozenset()
    """Ids of the classes that may share its teacher or room; each of these has this one in turn."""
    clock_changes: ClockChanges | None = None
    """None if its location says what holds, or nobody."""
    allow_over_capacity: bool = False
    """Whether it may have more seats than its room or service."""
    expected_sessions: int | None
    """How many occurrences each series of this class must have, None if nobody says."""
    course: Course | None = None
    """None if the class runs as long as its periods."""
    because: str = ""
    """Why it is there, for the trace."""
    model_week: str = ""
    """Key of the model week that it belongs to: it runs in the weeks that name it; "" for other classes."""
    span: Span

    def rounds(self) -> tuple[Round, ...]:
        """What is counted by itself: the periods of the class, then each copied one; disjoint."""
        own = tuple(period.days for period in self.periods if period.copied is None)
        rounds = [
            Round(
                stretches=(period.days,),
                course=period.copied.course,
                expected_sessions=period.copied.expected_sessions,
            )
            for period in self.periods
            if period.copied is not None
        ]
        if own:
            mine = Round(stretches=own, course=self.course, expected_sessions=self.expected_sessions)
            rounds.insert(0, mine)
        return tuple(rounds)


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
class Location:
    """One studio: its id in the booking system and its zone."""

    key: str
    id: int
    timezone: str
    """IANA name, known to exist."""
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Publish:
    """How far ahead classes are created; later ones stay in the files for the time being."""

    ahead_days: int | None
    """1 or more; None means without a bound."""
    whole_weeks: bool
    """Whether the last week is filled up to its Sunday."""
    not_before: date | None
    """Nothing is created before this day."""
    span: Span
    because: str = ""

    def since(self, day: date) -> date | None:
        """The first day on which a class of `day` may be created; None means any day."""
        if self.ahead_days is None:
            return self.not_before
        reached = day - timedelta(days=day.weekday()) if self.whole_weeks else day
        if reached - SINCE_EVER < timedelta(days=self.ahead_days):
            return self.not_before
        first = reached - timedelta(days=self.ahead_days - 1)
        return max(first, self.not_before or first)

    def until(self, today: date) -> date | None:
        """The last date of classes that may be created on `today`; None means any date."""
        if self.not_before is not None and today < self.not_before:
            return today - timedelta(days=1)
        if self.ahead_days is None:
            return None
        last = today + timedelta(days=self.ahead_days - 1)
        return last + timedelta(days=6 - last.weekday()) if self.whole_weeks else last


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
