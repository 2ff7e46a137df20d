"""The house rules of one location: when it is open, how long rooms and people need between classes.

Values of these types are valid as they stand: names are ids, times are minutes after midnight,
lengths are seconds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from reconciler.model.diagnostic import Span
from reconciler.model.schedule import Days


class Opening(NamedTuple):
    """One stretch of a day in which the place is open."""

    from_min: int
    """0 to 1439."""
    until_min: int
    """After `from_min`; up to 2879, for a place that closes after midnight."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpeningHours:
    """When the place is open, on all days or on some dates."""

    days: tuple[Days, ...]
    """Empty means always."""
    hours: Mapping[int, tuple[Opening, ...]]
    """Weekday (0 is Monday) -> stretches, ascending; none means closed. Others are not spoken about."""
    on_holidays: tuple[Opening, ...] | None = None
    """On public holidays, whatever their weekday; None if nothing is said about them."""
    span: Span

    def on(self, day: date, *, holiday: bool) -> tuple[Opening, ...] | None:
        """The stretches of this date; None if nothing is said about it."""
        if self.days and not any(first <= day <= last for first, last in self.days):
            return None
        if holiday and self.on_holidays is not None:
            return self.on_holidays
        return self.hours.get(day.weekday())


class OpenOn(NamedTuple):
    """When the place is open on one date, and the rule that says so."""

    hours: tuple[Opening, ...]
    """Ascending; empty means closed."""
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Buffers:
    """How long a room is needed between two classes, to air it or to set it up."""

    rooms: Mapping[int, int]
    """Id of a room -> seconds, 0 or more."""
    default_s: int
    """For every other room."""
    span: Span

    def of_room(self, room_id: int) -> int:
        """Seconds between two classes in this room."""
        return self.rooms.get(room_id, self.default_s)


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkingLimits:
    """How much one person teaches at most."""

    day_s: int | None
    """Seconds of lessons on one date."""
    in_a_row: int | None
    """Classes without a pause between them, 1 or more."""
    pause_s: int
    """Seconds that make a pause: less does not count as one."""
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseRules:
    """All of them; what is not said is not checked."""

    opening: tuple[OpeningHours, ...] = ()
    """The most special first: the first one that speaks about a date holds."""
    holidays: frozenset[date] = frozenset()
    """Public holidays, if opening hours speak of them; found when the timetable is expanded."""
    buffers: Buffers | None = None
    limits: WorkingLimits | None = None
    limits_of: Mapping[int, WorkingLimits] = field(default_factory=dict)
    """Id of a person -> limits that hold in place of the general ones."""
    room_seats: Mapping[int, int] = field(default_factory=dict)
    """Id of a room -> seats that it has."""
    service_seats: Mapping[int, int] = field(default_factory=dict)
    """Id of a service -> seats that it has at most."""

    def open_on(self, day: date) -> OpenOn | None:
        """The opening hours of this date; None if nobody says when the place is open."""
        holiday = day in self.holidays
        for one in self.opening:
            hours = one.on(day, holiday=holiday)
            if hours is not None:
                return OpenOn(hours, one.span)
        return None
