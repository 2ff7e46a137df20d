"""Finds the weekly rhythm in a list of dates.

Takes the dates of classes that are alike; returns a few rhythms that together hold each date
once: weekdays with a first and a last date and the dates left out, or plain dates.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import pairwise
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
    """The dates as rhythms, those with weekdays first; linear but for one sort.

    A date that comes twice is in two of them.
    """
    ordinals = sorted(day.toordinal() for day in days)
    once = set(ordinals)
    if len(once) < len(ordinals):  # a class that was moved to the date of another one
        again = [day for day, following in pairwise(ordinals) if day == following]
        return (*rhythms(map(date.fromordinal, once)), *rhythms(map(date.fromordinal, again)))
    whole = _weekly(ordinals, dates_for_a_gap=3)
    if whole is not None:
        return (whole,)
    by_weekday: dict[int, list[int]] = {}
    for ordinal in ordinals:
        by_weekday.setdefault((ordinal - 1) % 7, []).append(ordinal)
    often = max(map(len, by_weekday.values()))
    regular = [day for day in by_weekday.values() if 2 * len(day) > often]
    rare = [day for _, day in sorted(by_weekday.items()) if 2 * len(day) <= often]
    # Without the strays among the weekdays, more gaps are a rule and its holidays.
    together = _weekly(sorted(ordinal for day in regular for ordinal in day), dates_for_a_gap=2)
    alone = rare if together is not None else [day for _, day in sorted(by_weekday.items())]
    tried = [(_weekly(day, dates_for_a_gap=2), day) for day in alone]
    found = [rhythm for rhythm in (together, *(rhythm for rhythm, _ in tried)) if rhythm is not None]
    strays = [ordinal for rhythm, day in tried if rhythm is None for ordinal in day]
    return (*found, *([_plain(sorted(strays))] if strays else []))


def gaps(rhythm: Rhythm) -> list[tuple[date, date]]:
    """The missing dates as stretches: first and last of those that follow each other in the rhythm."""
    missing = [day.toordinal() for day in rhythm.missing]
    stretches = _stretches(missing, rhythm.weekdays, rhythm.every_weeks)
    return [(date.fromordinal(first), date.fromordinal(last)) for first, last in stretches]


def days_of(rhythm: Rhythm) -> list[date]:
    """Every date that it stands for, ascending."""
    if not rhythm.weekdays:
        return list(rhythm.dates)
    left_out = {day.toordinal() for day in rhythm.missing}
    first, last = rhythm.first.toordinal(), rhythm.last.toordinal()
    expected = _expected(first, last, rhythm.weekdays, rhythm.every_weeks)
    return [date.fromordinal(ordinal) for ordinal in expected if ordinal not in left_out]


def _plain(ordinals: Sequence[int]) -> Rhythm:
    dates = tuple(map(date.fromordinal, ordinals))
    return Rhythm((), 1, dates[0], dates[-1], len(dates), (), dates)


def _weekly(ordinals: Sequence[int], *, dates_for_a_gap: int) -> Rhythm | None:
    """One rhythm for all of them, or None if too few dates or too many gaps speak against it.

    Of several weekdays one may be a stray, whose absences are all over the time: each stretch
    of absences must be outweighed by `dates_for_a_gap` dates.
    """
    weekdays = tuple(sorted({(ordinal - 1) % 7 for ordinal in ordinals}))
    number = len(ordinals)
    if number < 3 or (number == len(weekdays) and number <= FEW):
        return None
    first, last = ordinals[0], ordinals[-1]
    weeks = {(ordinal - 1) // 7 for ordinal in ordinals}
    step = gcd(*(week - (first - 1) // 7 for week in weeks)) or 1
    if ((last - first) // (7 * step) + 2) * len(weekdays) > 3 * number + 14:
        return None
    there = set(ordinals)
    missing = [ordinal for ordinal in _expected(first, last, weekdays, step) if ordinal not in there]
    stretches = len(_stretches(missing, weekdays, step))
    if len(weekdays) == 1:
        bearable = 3 * stretches <= 2 * number and len(missing) <= 2 * number
    else:
        bearable = dates_for_a_gap * stretches <= number and len(missing) < number
    if stretches > FEW or not bearable:
        return None
    absent = tuple(map(date.fromordinal, missing))
    return Rhythm(weekdays, step, date.fromordinal(first), date.fromordinal(last), number, absent, ())


def _expected(first: int, last: int, weekdays: Sequence[int], step: int) -> list[int]:
    return [
        ordinal
        for monday in range((first - 1) // 7 * 7 + 1, last + 1, 7 * step)
        for ordinal in (monday + weekday for weekday in weekdays)
        if first <= ordinal <= last
    ]


def _stretches(missing: Sequence[int], weekdays: Sequence[int], step: int) -> list[tuple[int, int]]:
    places = {weekday: place for place, weekday in enumerate(weekdays)}
    found: list[tuple[int, int]] = []
    before = None
    for ordinal in missing:
        week, weekday = divmod(ordinal - 1, 7)
        # Where it stands among all dates of the rhythm; neighbours differ by one.
        place = week // step * len(weekdays) + places[weekday]
        if before is not None and place == before + 1:
            found[-1] = (found[-1][0], ordinal)
        else:
            found.append((ordinal, ordinal))
        before = place
    return found
