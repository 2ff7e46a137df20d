"""Who and what is missing, and who may teach what when: the people and rooms of one location.

A value of these types is valid as it stands: names are ids, times are minutes after midnight.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from reconciler.model.diagnostic import Span
from reconciler.model.schedule import Days, Selector


class Spell(NamedTuple):
    """Days, or the same part of each of these days."""

    days: tuple[Days, ...]
    """Ascending by first day; never empty."""
    after_min: int | None = None
    """From this minute of the day on, 0 to 1439."""
    before_min: int | None = None
    """Until this minute of the day; together with `after_min`: between the two."""


class Cover(NamedTuple):
    """What becomes of a class whose teacher is away."""

    staff_id: int | None
    """Who takes over; None means that the class is cancelled."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Absence:
    """A teacher is away."""

    staff_id: int
    when: Spell
    cover: Cover | None
    """For every class that is not in `by_class`; None if nobody says."""
    by_class: Mapping[str, Cover]
    """Id of a class -> what becomes of that one."""
    because: str
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomOutage:
    """A room that cannot be used."""

    room_id: int
    when: Spell
    only: Selector
    """The classes that it is about."""
    move_to: int | None
    """Id of the room that its classes move to; None means that they are cancelled."""
    because: str
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Qualification:
    """The services that a person gives; who has none of these values gives any."""

    service_ids: frozenset[int]
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Availability:
    """When a person is there; who has none of these values always is."""

    by_weekday: tuple[tuple[tuple[int, int], ...], ...]
    """For each weekday, 0 is Monday: stretches of minutes, ascending and disjoint, the end exclusive. An
    end above 1440 is on the next day."""
    span: Span

    def holds(self, weekday: int, start_min: int, lesson_s: int) -> bool:
        """Whether a lesson lies within one of the stretches, the break not considered."""
        end = start_min + lesson_s / 60
        return any(since <= start_min and end <= until for since, until in self.by_weekday[weekday])


@dataclass(frozen=True, slots=True, kw_only=True)
class Staffing:
    """All that is declared about the people and rooms of one location."""

    absences: Mapping[int, tuple[Absence, ...]] = field(default_factory=dict)
    """Id of a person -> the absences, ascending by place."""
    outages: Mapping[int, tuple[RoomOutage, ...]] = field(default_factory=dict)
    """Id of a room -> its outages, ascending by place."""
    qualified: Mapping[int, Qualification] = field(default_factory=dict)
    """Id of a person -> what that person gives."""
    available: Mapping[int, Availability] = field(default_factory=dict)
    """Id of a person -> when that person is there."""
    placeholder_ids: frozenset[int] = frozenset()
    """Ids that stand for a person who is still to be found."""

    def spells(self) -> Iterator[Spell]:
        """When anybody is away or anything is out."""
        yield from (absence.when for some in self.absences.values() for absence in some)
        yield from (outage.when for some in self.outages.values() for outage in some)
