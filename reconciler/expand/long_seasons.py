"""Long seasons in which nothing ever falls out: somebody may have forgotten the holidays.

Takes a timetable and the dates on which something falls out; returns a finding for each such season.
"""

from __future__ import annotations

from collections.abc import Iterator, Set
from datetime import date
from typing import Final

from reconciler.model.diagnostic import Diagnostic, Severity
from reconciler.model.schedule import Timetable

_LONG_DAYS: Final = 26 * 7
"""Half a year: no country's calendar has so long a stretch without a holiday."""


def check_long_seasons(timetable: Timetable, lost: Set[date]) -> Iterator[Diagnostic]:
    """One notice for each season of more than 26 weeks without a closed day or an exception."""
    seasons = [
        season
        for season in timetable.seasons
        if not season.open and (season.days.last - season.days.first).days >= _LONG_DAYS and not season.breaks
    ]
    if not seasons:
        return
    touched = lost | {each.date for each in timetable.exceptions}
    for season in seasons:
        runs = next((one for one in timetable.classes if season.days in [p.days for p in one.periods]), None)
        if runs is None or any(season.days.first <= day <= season.days.last for day in touched):
            continue
        weeks = (season.days.last - season.days.first).days // 7
        yield Diagnostic(
            code="EXP079",
            severity=Severity.NOTICE,
            summary=f"the season {season.season} has {weeks} weeks, and nothing falls out in any of them",
            detail="No holiday, closure, break or exception meets a class of it.",
            hint="add `public_holidays:` or `closures:`, if they were forgotten",
            span=runs.span,
        )
