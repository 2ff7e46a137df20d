"""A desired class: one date of one series, with where it comes from."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from reconciler.model.details import ClassDetails
from reconciler.model.diagnostic import Span
from reconciler.model.marker import marker_of
from reconciler.model.schedule import RoomChoice


class StepKind(StrEnum):
    """What kind of rule made, touched or removed an occurrence, in the order of evaluation."""

    PATTERN = "pattern"
    CHANGE = "change"
    SPECIAL_DAY = "special day"
    ROTATION = "rotation"
    SPECIAL_WEEK = "special week"
    SEASON_BREAK = "season break"
    PUBLIC_HOLIDAY = "public holiday"
    SCHOOL_HOLIDAY = "school holiday"
    CLOSED_DAY = "closed day"
    CLOSURE = "closure"
    ABSENCE = "absence"
    ROOM_OUTAGE = "room outage"
    EXCEPTION = "exception"
    CLOCK_CHANGE = "clock change"
    FREE_ROOM = "free room"
    PUBLISHING = "publishing"
    """From when on a plan creates it: told by `explain` alone, for only a plan has a today."""


class Step(NamedTuple):
    """One step of a trace: which rule, in words, and where it is written."""

    kind: StepKind
    text: str
    span: Span
    shifts: bool = False
    """Whether the class starts at another time of day because the clocks skip its own."""


class Series(NamedTuple):
    """The occurrences that share a class, a slot and a part at one location.

    `address` is `<location>/<class-id>[@slot][+part]`; an occurrence's address adds the date.
    """

    location: str
    """Key of the location in the files."""
    location_id: int
    """Id of the location in the booking system, 1 or more."""
    timezone: str
    """IANA name of the location's zone."""
    class_id: str
    slot: str
    """Name of the slot, "" if the class has one time a day."""
    part: str
    """Name of the parallel part, "" if there is one group."""
    tags: tuple[str, ...]
    allow_overlap: bool
    """Whether the class may share its teacher or room with another one at the same time."""
    marked: bool
    """Whether its activities carry a marker in their comment."""
    span: Span
    """Where the class is declared."""
    address: str
    allow_over_capacity: bool = False
    """Whether the class may have more seats than its room or service."""
    may_overlap: frozenset[str] = frozenset()
    """Ids of the classes of its location that may share its teacher or room at the same time."""
    room_choice: RoomChoice | None = None
    """Rooms of which any will do; `details.room_ids` of its classes has the one that was free."""

    def taking(self, choice: RoomChoice | None) -> Series:
        """The same series with another choice of rooms, or with none."""
        return self if self.room_choice == choice else self._replace(room_choice=choice)

    @property
    def forced(self) -> bool:
        """Whether its creates say that a busy teacher or room is no obstacle."""
        return self.allow_overlap or bool(self.may_overlap)


class Occurrence(NamedTuple):
    """One desired class. `date` is the original date: a moved class keeps it, and its address."""

    series: Series
    date: date
    start: datetime
    """Local wall-clock start at the location, naive, whole minutes."""
    utc: int
    """The same instant in Unix seconds; used to order, for clashes and to know the past."""
    details: ClassDetails
    trace: tuple[Step, ...]
    """The steps that made it, in order of evaluation."""

    @property
    def address(self) -> str:
        """Stable name: `<location>/<class-id>[@slot][+part]/<original date>`."""
        return f"{self.series.address}/{self.date.isoformat()}"

    @property
    def marker(self) -> str | None:
        """The marker that its activity carries; None if markers are turned off."""
        if not self.series.marked:
            return None
        return marker_of(self.series.location_id, self.address)

    @property
    def origin(self) -> Span:
        """Where the reader should look: the class in the file."""
        return self.series.span

    @property
    def moved(self) -> bool:
        """Whether it is on another date than its pattern says, or the clocks shift its start."""
        if self.start.date() != self.date:
            return True
        for step in self.trace:  # noqa: SIM110 - asked of every class: a generator costs more than the steps
            if step.shifts:
                return True
        return False


class Removal(NamedTuple):
    """A class that the pattern gives and a later rule took away: nothing is lost silently."""

    series: Series
    date: date
    trace: tuple[Step, ...]
    """The steps, the last of which removed it."""

    @property
    def address(self) -> str:
        """The address that the occurrence would have had."""
        return f"{self.series.address}/{self.date.isoformat()}"

    @property
    def origin(self) -> Span:
        """Where the reader should look: the class in the file."""
        return self.series.span
