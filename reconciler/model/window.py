"""The dates that a run looks at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """Local dates from `first` to `last`, both included; None means unbounded on that side.

    The dates are those of each location's own calendar, so one window serves a chain that
    spans several zones.
    """

    first: date | None = None
    last: date | None = None

    def holds(self, day: date) -> bool:
        """Whether `day` lies in the window."""
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)
