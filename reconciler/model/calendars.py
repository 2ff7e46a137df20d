"""What becomes of classes on the days of a calendar: holidays, and calendars that people keep themselves.

A value of these types is valid as it stands, but for what only the tables of holidays can tell:
whether there is such a calendar, and how far it goes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Literal, NamedTuple

from reconciler.model.diagnostic import Span
from reconciler.model.schedule import EVERYTHING, Days, Selector


class PolicyKind(StrEnum):
    """Under which key a policy stands; in the order in which they count for a day."""

    PUBLIC = "public_holidays"
    SCHOOL = "school_holidays"
    OWN = "closed_days"


DayAction = Literal["skip", "keep"]
"""What a class does on such a day: it falls out, or it runs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DayPolicy:
    """What some classes do on the days of one calendar.

    Of several policies for one calendar, one about some classes counts before one about all.
    """

    kind: PolicyKind
    calendar: str
    """Country, or country and region, such as `DE-BE`; or the key of an own calendar."""
    do: DayAction
    keep: frozenset[date]
    """Dates on which classes run all the same."""
    who: Selector = EVERYTHING
    categories: tuple[str, ...] = ()
    """Ascending; empty means those that the kind stands for."""
    observed: bool = True
    """Whether the day that stands in for a holiday on a weekend counts as well."""
    because: str = ""
    span: Span


class CalendarEntry(NamedTuple):
    """Some days of an own calendar."""

    days: Days
    name: str
    """What they are; "" if nobody says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnCalendar:
    """Days that people listed themselves, in a schedule file or in an .ics file beside it."""

    key: str
    entries: tuple[CalendarEntry, ...]
    """Ascending."""
    covers: Days | None
    """The dates that it speaks about; None if nobody says."""
    span: Span
