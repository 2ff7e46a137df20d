"""How far a class without an end is looked at.

Takes a timetable and what was asked for, returns it with an end, and perhaps a start, for such
classes: as far as anything of the location is dated, so that exceptions hit and clashes show,
and as far as the window or the horizon of publishing goes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from reconciler.expand.free_rooms import has_choices
from reconciler.expand.moves import LONGEST_MOVE
from reconciler.model.schedule import FOREVER, SINCE_EVER, Days, GroupClass, Period, Rule, Timetable
from reconciler.model.window import Window

_YEAR: Final = timedelta(days=366)
_BEFORE: Final = timedelta(days=7)
"""Classes before the window may take the room that one inside would choose, and so on over a night."""
_MOVES: Final = timedelta(days=2 * LONGEST_MOVE)
_ANY_MONDAY: Final = date(2024, 1, 1)
"""Where a timetable without a single date is looked at."""


def within_reach(timetable: Timetable, window: Window | None, horizon: Window | None) -> Timetable:
    """The timetable without classes that go on for ever; itself if there are none.

    `horizon` goes from today to the last day that is published, None if nobody asks. With neither
    a window's end nor that, a year is looked at.
    """
    if not any(period.endless for group in timetable.classes for period in group.periods):
        return timetable
    views = [view for view in (window, horizon) if view is not None]
    firsts = [view.first for view in views if view.first is not None]
    lasts = [view.last for view in views if view.last is not None]
    known = [*_dated(timetable), *firsts, *lasts]
    first = min(known, default=_ANY_MONDAY)
    if has_choices(timetable):
        first -= _BEFORE
    last = max(known, default=_ANY_MONDAY)
    if not lasts:
        last = max(last, min(first, FOREVER - _YEAR) + _YEAR)
    if any(policy.move_to is not None for policy in timetable.policies):
        # What moves into the window, and what is in its way there, must not depend on the window.
        first, last = max(first - _MOVES, SINCE_EVER), min(last, FOREVER - _MOVES) + _MOVES
    reach = Days(first, last)
    return replace(timetable, classes=tuple(_bounded(group, reach) for group in timetable.classes))


def _dated(timetable: Timetable) -> Iterator[date]:
    """The dates that people wrote down, but for those that only take classes away."""
    for group in timetable.classes:
        for period in group.periods:
            unknown = {SINCE_EVER, FOREVER} if period.endless else set()
            yield from (day for day in period.days if day not in unknown)
        for change in group.changes:
            yield from (day for day in (change.first, change.last) if day is not None)
        parts = [part.settings for part in group.parts]
        for settings in (group.settings, *parts, *(change.settings for change in group.changes)):
            if settings.turns is not None:
                yield settings.turns.first  # turns by session are counted from there
            if isinstance(settings.recurrence, Rule):
                yield from (one.day for one in (*settings.recurrence.added, *settings.recurrence.removed))
    if timetable.staffing is not None:
        for spell in timetable.staffing.spells():
            yield from (day for days in spell.days for day in days)
    for special in timetable.special.days if timetable.special else ():
        yield special.day
    for exception in timetable.exceptions:
        yield exception.date
        if exception.move_to is not None and exception.move_to.date is not None:
            yield exception.move_to.date


def _bounded(group: GroupClass, reach: Days) -> GroupClass:
    if not any(period.endless for period in group.periods):
        return group
    return replace(group, periods=tuple(_within(period, reach) for period in group.periods))


def _within(period: Period, reach: Days) -> Period:
    if not period.endless:
        return period
    first = reach.first if period.days.first == SINCE_EVER else period.days.first
    return replace(period, days=Days(first, max(first, reach.last)))
