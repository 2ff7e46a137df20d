"""The hours of one lesson as the clock on the wall shows them, on days of a clock change too.

Takes a local start, a zone and lengths as views carry them; returns the times and their words,
such as `18:30-19:25`, or `22:00-04:00 (UTC+1 to +2)` where the clocks change in between.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from reconciler.render.dates import clock

_REACH = timedelta(days=2)
"""A lesson lasts a day at most, so it ends before its first day's midnight is this long ago."""


class Lesson(NamedTuple):
    """When a lesson starts and ends, its break not counted."""

    start: str
    """`18:30`."""
    end: str | None
    """`19:25`, None if the length is unknown."""
    offsets: tuple[int, int] | None = None
    """Seconds east of UTC at the start and at the end, if they differ."""


@lru_cache(maxsize=8192)  # a season has some hundred starts, and each is drawn for many classes
def lesson_of(
    start: str, zone: str, length_s: int | None, break_s: int | None, *, utc: str | None = None
) -> Lesson:
    """The lesson that starts at `start` (`2026-09-07T18:30:00`) in an IANA zone.

    `utc` tells which of two equal local times is meant; without it the first. A zone or an
    instant that does not exist (only in a forged file) counts as a day without a clock change.
    """
    time = start[11:16]
    if length_s is None:
        return Lesson(time, None)
    lesson_s = length_s - (break_s or 0)
    if clock_changes(zone, start[:10]):
        try:
            return _across(start, ZoneInfo(zone), lesson_s, utc)
        except (ValueError, OverflowError):
            pass
    return Lesson(time, clock(int(time[:2]) * 60 + int(time[3:5]) + lesson_s // 60))


def lesson_words(lesson: Lesson) -> str:
    """`18:30-19:25`, `18:30` if the end is unknown, with offsets if the clocks change in between."""
    if lesson.end is None:
        return lesson.start
    if lesson.offsets is None:
        return f"{lesson.start}-{lesson.end}"
    before, after = map(_offset, lesson.offsets)
    return f"{lesson.start}-{lesson.end} (UTC{before} to {after})"


@lru_cache(maxsize=2048)
def clock_changes(zone: str, day: str) -> bool:
    """Whether the clocks of the zone change on that day (`2026-10-25`) or the one after it."""
    try:
        midnight, offset_at = datetime.fromisoformat(day), ZoneInfo(zone).utcoffset
        return offset_at(midnight) != offset_at(midnight + _REACH)
    except (ValueError, KeyError, OSError, OverflowError):
        return False


def _across(start: str, zone: ZoneInfo, lesson_s: int, utc: str | None) -> Lesson:
    local = datetime.fromisoformat(start).replace(tzinfo=zone)
    begin = local.astimezone(UTC) if utc is None else datetime.fromisoformat(utc)
    end = (begin + timedelta(seconds=lesson_s)).astimezone(zone)
    offsets = (_seconds(begin.astimezone(zone)), _seconds(end))
    return Lesson(start[11:16], f"{end:%H:%M}", None if offsets[0] == offsets[1] else offsets)


def _seconds(moment: datetime) -> int:
    offset = moment.utcoffset()
    assert offset is not None, "the moment is aware"
    return int(offset.total_seconds())


def _offset(seconds: int) -> str:
    """`+2`, `-3:30`."""
    hours, minutes = divmod(abs(seconds) // 60, 60)
    return f"{'-' if seconds < 0 else '+'}{hours}" + (f":{minutes:02d}" if minutes else "")
