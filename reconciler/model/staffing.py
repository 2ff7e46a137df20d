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
class Staffing:
    """All that is declared about the people and rooms of one location."""

    absences: Mapping[int, tuple[Absence, ...]] = field(default_factory=dict)
    """Id of a person -> the absences, ascending by place."""
    outages: Mapping[int, tuple[RoomOutage, ...]] = field(default_factory=dict)
    """Id of a room -> its outages, ascending by place."""
    qualified: Mapping[int, Qualification] = field(default_factory=dict)
    """Id of a person -> what that person gives."""
    placeholder_ids: frozenset[int] = frozenset()
    """Ids that stand for a person who is still to be found."""

    def spells(self) -> Iterator[Spell]:
        """When anybody is away or anything is out."""
        yield from (absence.when for some in self.absences.values() for absence in some)
        yield from (outage.when for some in self.outages.values() for outage in some)
