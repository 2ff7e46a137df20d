"""Dates, times and numbers in English words, the same in every locale.

Takes dates, minutes, seconds and counts; returns short phrases such as `Mon 7 Sep 2026`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

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
    """`7 Sep 2026 to 2 Dec 2026`, or one day if they are the same."""
    if first == last:
        return calendar_day(first)
    return f"{calendar_day(first)} to {calendar_day(last)}"


def listed(days: Sequence[date], *, years: bool) -> str:
    """`14 Oct, 26 Oct`; with the year of each if they could be misread without."""
    return ", ".join(map(calendar_day if years else month_day, days))


def some_days(days: Sequence[date], most: int) -> str:
    """Up to `most` full days, then how many more there are."""
    head = ", ".join(map(full_day, days[:most]))
    left = len(days) - most
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


def lesson_end(time: str, length_s: int | None, break_s: int | None) -> str | None:
    """`19:25` for `18:30`: end of the lesson without its break, on a day without a clock change."""
    if length_s is None:
        return None
    return clock(int(time[:2]) * 60 + int(time[3:5]) + (length_s - (break_s or 0)) // 60)


def time_span(time: str, end: str | None) -> str:
    """`18:30-19:25`, or `18:30` if the end is unknown."""
    return time if end is None else f"{time}-{end}"


def utc_text(seconds: int) -> str:
    """Unix seconds as `2026-09-07T16:30:00Z`."""
    return (_EPOCH + timedelta(seconds=seconds)).isoformat() + "Z"


def instant_text(instant: datetime) -> str:
    """An aware instant as `2026-09-07T16:30:00Z`, cut to whole seconds."""
    return instant.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="seconds") + "Z"
