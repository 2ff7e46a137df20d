"""Turns what the options of a command ask for into a selection of a schedule.

Takes a `Scope` as it was written and a `Schedule`; returns the `Selection`, or stops with a usage
error that lists what the files know.
"""

from __future__ import annotations

from datetime import date

from reconciler.cli.exits import Exit
from reconciler.cli.options import Scope
from reconciler.cli.stop import Stop
from reconciler.model.plan import Selection
from reconciler.model.schedule import Schedule
from reconciler.model.window import Window


def select(scope: Scope, schedule: Schedule, *, files: tuple[str, ...]) -> Selection:
    """The selection that a scope means for a schedule.

    Raises:
        Stop: if it names a season, location or tag that no file declares, or dates in reverse.
    """
    known = {timetable.location.key for timetable in schedule.timetables}
    for key in scope.locations:
        if key not in known:
            raise Stop(
                Exit.USAGE, f'there is no location "{key}"', hint="known are: " + ", ".join(sorted(known))
            )
    first, last = scope.first, scope.last
    if scope.season is not None:
        first, last = _season(scope, schedule)
    if first and last and last < first:
        raise Stop(
            Exit.USAGE, f"the dates end on {last}, before they start on {first}", hint="swap --from and --to"
        )
    return Selection(
        window=Window(first=first, last=last),
        season=scope.season,
        locations=tuple(sorted(set(scope.locations))),
        targets=tuple(sorted(set(scope.targets))),
        excludes=tuple(sorted(set(scope.excludes))),
        tags=_tags(scope, schedule),
        files=files,
    )


def _tags(scope: Scope, schedule: Schedule) -> tuple[str, ...]:
    known = {tag for timetable in schedule.timetables for one in timetable.classes for tag in one.tags}
    for tag in scope.tags:
        if tag not in known:
            listed = "known are: " + ", ".join(sorted(known)) if known else "the files declare no tag"
            raise Stop(Exit.USAGE, f'no class has the tag "{tag}"', hint=listed)
    return tuple(sorted(set(scope.tags)))


def _season(scope: Scope, schedule: Schedule) -> tuple[date, date]:
    periods = [
        period
        for timetable in schedule.timetables
        for group_class in timetable.classes
        for period in group_class.periods
    ]
    days = [period.days for period in periods if period.season == scope.season]
    if not days:
        known = sorted({period.season for period in periods if period.season})
        raise Stop(
            Exit.USAGE,
            f'no class runs in a season "{scope.season}"',
            hint="known are: " + ", ".join(known) if known else "the files declare no season",
        )
    first, last = min(d.first for d in days), max(d.last for d in days)
    return max(first, scope.first or first), min(last, scope.last or last)
