"""Weeks and days that are not like the others: what runs in them, and in place of what.

A value of these types is valid as it stands: names of classes, weeks and timetables are known.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from reconciler.model.diagnostic import Span
from reconciler.model.schedule import Selector, Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecialWeek:
    """One week in which a model week runs."""

    monday: date
    model_week: str
    """Key of the model week."""
    instead_of: Selector | None
    """Classes that fall out in this week; None if the model week is added to what runs anyway."""
    because: str
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class DayTimetable:
    """What runs on one day, by name."""

    key: str
    class_ids: frozenset[str]
    """Classes that run; no others do."""
    changes: Mapping[str, Settings]
    """Id of a class -> what is different on such a day."""
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecialDay:
    """One date with the classes of another weekday, or of a timetable; one of the two is given."""

    day: date
    run_as: int | None
    """0 is Monday: classes on weekdays run as on this one."""
    timetable: DayTimetable | None
    because: str
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Special:
    """All weeks and days of one location that are not like the others."""

    weeks: tuple[SpecialWeek, ...] = ()
    """Ascending by Monday, then by model week; no model week twice in one week."""
    days: tuple[SpecialDay, ...] = ()
    """Ascending, each date once."""
    timetables: Mapping[str, DayTimetable] = field(default_factory=dict)
    """By key."""
