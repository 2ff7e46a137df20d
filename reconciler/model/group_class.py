"""One recurring class as it was declared: what it is made of, when it runs, and what changes.

A value of these types is valid as it stands: names are ids, defaults have been applied. What a
value does not say is None.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

from reconciler.model.diagnostic import Span
from reconciler.model.recurrence import FOREVER, Days, Recurrence, Slot, Weeks

LOCATION_DEFAULT: Literal["location default"] = "location default"
"""The break that the booking system appends by itself when a create does not send one."""


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
