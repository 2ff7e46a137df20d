"""A studio, and how far ahead its classes are created.

A value of these types is valid as it stands.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from reconciler.model.diagnostic import Span
from reconciler.model.recurrence import SINCE_EVER


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
