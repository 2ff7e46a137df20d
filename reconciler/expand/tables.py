"""A calendar as a table of days, and how far it may be trusted.

Missing tables must never look like a time without holidays, so whoever asks beyond the end of a
table gets an error instead of nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from reconciler.model.calendars import DayPolicy, OwnCalendar
from reconciler.model.diagnostic import Diagnostic, Severity

UNKNOWN = "What nobody wrote down would look like days on which classes run."


class Table(NamedTuple):
    """The days of one calendar with their names ("" without one), and what is wrong with it."""

    names: Mapping[date, str]
    diagnostics: tuple[Diagnostic, ...]


def covered(policy: DayPolicy, own: OwnCalendar, reach: range) -> tuple[Diagnostic, ...]:
    """Whether an own calendar speaks about all days between which its classes run."""
    if own.covers is None:
        return ()
    first, last = own.covers
    early, late = date.fromordinal(reach[0]), date.fromordinal(reach[-1])
    if first <= early and late <= last:
        return ()
    return (
        Diagnostic(
            code="EXP034",
            severity=Severity.ERROR,
            summary=f"the calendar {own.key} covers {first} to {last}, classes run from {early} to {late}",
            detail=UNKNOWN,
            hint="bring the calendar up to date and then its `covers`, or end the season earlier",
            span=policy.span,
            related=(("the calendar", own.span),),
        ),
    )
