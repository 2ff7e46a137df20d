"""The days of a recurrence rule, frame by frame: each year, month, week or day of its frequency.

Takes a rule and day numbers, returns the days of each frame, ascending. Frames come in order and
do not overlap. What a rule does not say is taken from the day it starts on (DTSTART).
"""

from __future__ import annotations

from calendar import isleap, monthrange
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import MAXYEAR, MINYEAR, date
from typing import assert_never

from reconciler.expand.rrule.limits import fits
from reconciler.model.schedule import Frequency, Rule


def day_frames(rule: Rule, start: int, last: int) -> Iterator[Sequence[int]]:
    """The frames from the one that holds `start` to the one that holds `last`; both are day numbers."""
    match rule.frequency:
        case Frequency.YEARLY if rule.weeks:
            return _week_numbers(rule, start, last)
        case Frequency.YEARLY:
            return _years(rule, start, last)
        case Frequency.MONTHLY:
            return _months(rule, start, last)
        case Frequency.WEEKLY:
            return _weeks(rule, start, last)
        case Frequency.DAILY | Frequency.HOURLY | Frequency.MINUTELY:
            day_ok = fits(rule)
            return ((day,) for day in range(start, last + 1, rule.interval) if day_ok(day))
        case _:
            assert_never(rule.frequency)


def _weeks(rule: Rule, start: int, last: int) -> Iterator[Sequence[int]]:
    weekdays = [weekday for _, weekday in rule.weekdays] or [_weekday(start)]
    offsets = sorted((weekday - rule.week_start) % 7 for weekday in weekdays)
    first = start - (_weekday(start) - rule.week_start) % 7
    day_ok = fits(rule) if rule.months else None
    for monday in range(first, last + 1, 7 * rule.interval):
        days = [monday + offset for offset in offsets]
        yield days if day_ok is None else [day for day in days if day_ok(day)]


def _months(rule: Rule, start: int, last: int) -> Iterator[Sequence[int]]:
    first, end = date.fromordinal(start), date.fromordinal(last)
    default = first.day if not (rule.month_days or rule.weekdays) else None
    for number in range(first.year * 12 + first.month - 1, end.year * 12 + end.month, rule.interval):
        year, month = number // 12, number % 12 + 1
        if not rule.months or month in rule.months:
            yield sorted(_in_month(rule, year, month, default))


def _years(rule: Rule, start: int, last: int) -> Iterator[Sequence[int]]:
    first, end = date.fromordinal(start), date.fromordinal(last)
    for year in range(first.year, end.year + 1, rule.interval):
        yield sorted(_in_year(rule, year, first))


def _week_numbers(rule: Rule, start: int, last: int) -> Iterator[Sequence[int]]:
    """Years made of whole weeks: week 1 is the first with at least four days in the calendar year.

    Days around New Year count in the year whose week they lie in, for INTERVAL and BYSETPOS too.
    """
    day_ok = fits(rule)
    first_year = _first_week_year(rule, start, day_ok)
    for year in range(first_year, _week_year(last, rule.week_start) + 1, rule.interval):
        yield _in_week_year(rule, year, start, day_ok)


def _first_week_year(rule: Rule, start: int, day_ok: Callable[[int], bool]) -> int:
    """From which year INTERVAL counts: that of the week of a start that matches, else its calendar year.

    A start that matches is the first class, so it must not fall between the years that count.
    """
    calendar_year, own = date.fromordinal(start).year, _week_year(start, rule.week_start)
    if rule.interval == 1:
        return min(calendar_year, own)
    return own if start in _in_week_year(rule, own, start, day_ok) else calendar_year


def _in_week_year(rule: Rule, year: int, start: int, day_ok: Callable[[int], bool]) -> list[int]:
    by_start = not (rule.weekdays or rule.month_days or rule.year_days)
    first, after = _first_week(year, rule.week_start), _first_week(year + 1, rule.week_start)
    weeks = {first + 7 * place for place in _places(rule.weeks, (after - first) // 7)}
    days = (day for monday in sorted(weeks) for day in range(monday, monday + 7))
    return [day for day in days if day_ok(day) and (not by_start or _weekday(day) == _weekday(start))]


def _in_year(rule: Rule, year: int, start: date) -> set[int]:
    january = date(year, 1, 1).toordinal()
    length = 366 if isleap(year) else 365
    if not (rule.year_days or rule.month_days or rule.weekdays):
        return _same_day(year, rule.months or (start.month,), start.day)
    pools: list[set[int]] = []
    if rule.year_days:
        pools.append({january + place for place in _places(rule.year_days, length)})
    if rule.months or rule.month_days:
        months = rule.months or range(1, 13)
        pools.append(set().union(*(_in_month(rule, year, month, None) for month in months)))
    elif rule.weekdays:
        pools.append(_on_weekdays(rule, january, length))
    if rule.month_days and rule.weekdays and not rule.months:
        pools.append(_on_weekdays(rule, january, length))
    return set.intersection(*pools)


def _in_month(rule: Rule, year: int, month: int, default: int | None) -> set[int]:
    """Days of one month that its month days and weekdays allow; `default` is used if there are none."""
    first = date(year, month, 1).toordinal()
    length = monthrange(year, month)[1]
    wanted = rule.month_days or (() if default is None else (default,))
    days = (
        {first + place for place in _places(wanted, length)} if wanted else set(range(first, first + length))
    )
    in_months = rule.frequency is Frequency.MONTHLY or bool(rule.months)
    return days & _on_weekdays(rule, first, length) if rule.weekdays and in_months else days


def _same_day(year: int, months: Iterable[int], day: int) -> set[int]:
    """The same day of several months; those that lack it are left out."""
    return {date(year, month, day).toordinal() for month in months if day <= monthrange(year, month)[1]}


def _on_weekdays(rule: Rule, first: int, length: int) -> set[int]:
    """Days of a stretch on the weekdays of the rule, plain ones and the n-th ones together."""
    days: set[int] = set()
    for ordinal, weekday in rule.weekdays:
        its = range(first + (weekday - _weekday(first)) % 7, first + length, 7)
        days.update(its if not ordinal else (its[place] for place in _places((ordinal,), len(its))))
    return days


def _places(ordinals: Iterable[int], size: int) -> list[int]:
    """1 -> 0, -1 -> the last place; those beyond the size are left out."""
    places = (ordinal - 1 if ordinal > 0 else size + ordinal for ordinal in ordinals)
    return [place for place in places if 0 <= place < size]


def _first_week(year: int, week_start: int) -> int:
    """The first day of week 1; of years that no date can have, as far as that goes."""
    fourth = date(min(max(year, MINYEAR), MAXYEAR), 1, 4).toordinal()
    return fourth - (_weekday(fourth) - week_start) % 7


def _week_year(day: int, week_start: int) -> int:
    year = date.fromordinal(day).year
    if day < _first_week(year, week_start):
        return year - 1
    return year + 1 if year < MAXYEAR and day >= _first_week(year + 1, week_start) else year


def _weekday(day: int) -> int:
    return (day - 1) % 7
