"""Dates, times and numbers in English words, the same in every locale.

Takes dates, minutes, seconds and counts; returns short phrases such as `Mon 7 Sep 2026`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - only a start for counting; "Z" is appended by hand


def month_day(day: date) -> str:
    """`7 Sep`."""
    return f"{day.day} {MONTHS[day.month - 1]}"


def calendar_day(day: date) -> str:
    """`7 Sep 2026`."""
    return f"{month_day(day)} {day.year}"


def full_day(day: date) -> str:
    """`Mon 7 Sep 2026`."""
    return f"{WEEKDAYS[day.weekday()]} {calendar_day(day)}"


def stretch(first: date, last: date) -> str:
    """`7 Sep to 2 Dec 2026`, `12 to 26 Jan 2027`, or one day if they are the same."""
    if first == last:
        return calendar_day(first)
    if first.year != last.year:
        return f"{calendar_day(first)} to {calendar_day(last)}"
    if first.month != last.month:
        return f"{month_day(first)} to {calendar_day(last)}"
    return f"{first.day} to {calendar_day(last)}"


def short_stretch(first: date, last: date) -> str:
    """`8 Mar`, `1-4 Feb`, `29 Mar-5 Apr`: without years, for lists."""
    if first == last:
        return month_day(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}-{month_day(last)}"
    return f"{month_day(first)}-{month_day(last)}"


def listed(stretches: Sequence[tuple[date, date]], *, years: bool) -> str:
    """`1-4 Feb, 8 Mar`; with years, each year once, after the last of its dates."""
    words = [short_stretch(*each) for each in stretches]
    return ", ".join(_with_years(words, [last for _, last in stretches]) if years else words)


def day_list(days: Sequence[date]) -> str:
    """`Mon 28 Dec 2026, Mon 11 Jan, Wed 27 Jan 2027`: each year once, after the last of its days."""
    return ", ".join(_with_years([f"{WEEKDAYS[day.weekday()]} {month_day(day)}" for day in days], days))


def _with_years(words: list[str], days: Sequence[date]) -> list[str]:
    following = [day.year for day in days[1:]]
    years = zip(words, days, [*following, None], strict=True)
    return [word if day.year == after else f"{word} {day.year}" for word, day, after in years]


def some_days(days: Sequence[date], most: int) -> str:
    """Up to `most` days, then how many more there are."""
    left = len(days) - most
    head = day_list(days[:most])
    return f"{head} and {left} more (--expand lists them)" if left > 0 else head


def counted(number: int, one: str, many: str) -> str:
    """`1 class`, `26 classes`."""
    return f"{number} {one if number == 1 else many}"


def classes(number: int) -> str:
    """`1 class`, `26 classes`."""
    return counted(number, "class", "classes")


def duration(seconds: int) -> str:
    """`19 s`, `4 min`, `4 min 10 s`, `2 h 5 min`: from an hour on to the next full minute."""
    if seconds < 60:
        return f"{seconds} s"
    if seconds >= 3600:
        hours, minutes = divmod(-(-seconds // 60), 60)
        return f"{hours} h {minutes} min" if minutes else f"{hours} h"
    minutes, rest = divmod(seconds, 60)
    return f"{minutes} min {rest} s" if rest else f"{minutes} min"


def clock(minutes: int) -> str:
    """Minutes after midnight as `18:30`; past midnight it begins again."""
    return f"{minutes // 60 % 24:02d}:{minutes % 60:02d}"


@lru_cache(maxsize=4096)  # many classes begin at one time
def utc_text(seconds: int) -> str:
    """Unix seconds as `2026-09-07T16:30:00Z`."""
    return (_EPOCH + timedelta(seconds=seconds)).isoformat() + "Z"


def instant_text(instant: datetime) -> str:
    """An aware instant as `2026-09-07T16:30:00Z`, cut to whole seconds."""
    return instant.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="seconds") + "Z"
