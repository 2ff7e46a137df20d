"""Weeks and days that are not like the others: what runs in them, and in place of what.

A value of these types is valid as it stands: names of classes, weeks and timetables are known.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from reconciler.model.diagnostic import Span
from reconciler.model.schedule import Selector


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
class Special:
    """All weeks and days of one location that are not like the others."""

    weeks: tuple[SpecialWeek, ...] = ()
    """Ascending by Monday, then by model week; no model week twice in one week."""
