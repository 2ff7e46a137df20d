"""Finds the weekly rhythm in a list of dates.

Takes the dates of classes that are alike; returns a few rhythms that together hold each date
once: weekdays with a first and a last date and the dates left out, or plain dates.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from math import gcd
from typing import NamedTuple

FEW = 6
"""How many dates a reader takes in at a glance."""


class Rhythm(NamedTuple):
    """Dates in few words. Without weekdays, `dates` lists them; with weekdays it is empty."""

    weekdays: tuple[int, ...]
    """Ascending, 0 is Monday."""
    every_weeks: int
    """1 is every week."""
    first: date
    last: date
    number: int
    """How many classes it stands for."""
    missing: tuple[date, ...]
    """Dates that the rhythm would have but the list has not, ascending."""
    dates: tuple[date, ...]


def rhythms(days: Iterable[date]) -> tuple[Rhythm, ...]:
    """The dates as rhythms, those with weekdays first; linear but for one sort."""
    ordinals = sorted(day.toordinal() for day in days)
    whole = _weekly(ordinals)
    if whole is not None:
        return (whole,)
    by_weekday: dict[int, list[int]] = {}
    for ordinal in ordinals:
        by_weekday.setdefault((ordinal - 1) % 7, []).append(ordinal)
    often = max(map(len, by_weekday.values()))
    regular = [day for day in by_weekday.values() if 2 * len(day) > often]
    together = _weekly(sorted(ordinal for day in regular for ordinal in day))
    if together is not None:
        found = [together]
        strays = [ordinal for day in by_weekday.values() if 2 * len(day) <= often for ordinal in day]
    else:
        tried = [(_weekly(day), day) for _, day in sorted(by_weekday.items())]
        found = [rhythm for rhythm, _ in tried if rhythm is not None]
        strays = [ordinal for rhythm, day in tried if rhythm is None for ordinal in day]
    return (*found, *([_plain(sorted(strays))] if strays else []))


def _plain(ordinals: Sequence[int]) -> Rhythm:
    dates = tuple(map(date.fromordinal, ordinals))
    return Rhythm((), 1, dates[0], dates[-1], len(dates), (), dates)


def _weekly(ordinals: Sequence[int]) -> Rhythm | None:
    """One rhythm for all of them, or None if too few dates or too many gaps speak against it."""
    if len(ordinals) < 3:
        return None
    first, last = ordinals[0], ordinals[-1]
    weeks = sorted({(ordinal - 1) // 7 for ordinal in ordinals})
    step = gcd(*(week - weeks[0] for week in weeks)) or 1
    weekdays = sorted({(ordinal - 1) % 7 for ordinal in ordinals})
    expected_at_most = ((weeks[-1] - weeks[0]) // step + 1) * len(weekdays)
    if expected_at_most > 2 * len(ordinals) + 14:
        return None
    there = set(ordinals)
    missing = [
        ordinal
        for week in range(weeks[0], weeks[-1] + 1, step)
        for ordinal in (week * 7 + 1 + weekday for weekday in weekdays)
        if first <= ordinal <= last and ordinal not in there
    ]
    # One weekday with gaps still reads well; of several weekdays, one may be a stray.
    bearable = 2 * len(ordinals) if len(weekdays) == 1 else len(ordinals)
    if len(missing) > FEW or 3 * len(missing) > bearable:
        return None
    start, end = date.fromordinal(first), date.fromordinal(last)
    gaps = tuple(map(date.fromordinal, missing))
    return Rhythm(tuple(weekdays), step, start, end, len(ordinals), gaps, ())
