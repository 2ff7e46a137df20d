"""From local wall-clock time to UTC, by integers, and what a clock change does to it.

Takes the name of a zone and minutes of local time, returns `Moment`s. A local time that does
not happen is *missing*, one that happens twice is *repeated* and means the first.

Offsets stand in one table a year, sampled at the local midnights: a day between two midnights
of the same offset has that offset all day. The other days, two or so a year, ask the zone.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from enum import Enum
from itertools import pairwise
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

MINUTES_A_DAY: Final = 1440
FIRST_DAY: Final = date(1970, 1, 1).toordinal()
"""Day number of the first day for which times are computed."""
LAST_DAY: Final = date(2100, 12, 31).toordinal()
"""Day number of the last one."""


class Hitch(Enum):
    """What a clock change does to one local time."""

    MISSING = "missing"
    REPEATED = "repeated"


class Moment(NamedTuple):
    """One local date and time, and when that is."""

    day: date
    start: datetime
    """Naive local time."""
    utc: int
    """Unix seconds; for a missing time read with the offset before the gap."""
    hitch: Hitch | None


class Leap(NamedTuple):
    """A change of clocks: at local time `before` they are set to `after`."""

    before: datetime
    after: datetime


class _Day(NamedTuple):
    day: date
    offset: int | None
    """Seconds east of UTC all day long; None if that changes on this day."""


class Clock(dict[int, Moment]):
    """Moments of one zone by minute, `day number * 1440 + minute of the day`.

    A mapping that fills itself: classes that start at the same time share one moment.
    Defined for days from 1970 to 2100.
    """

    def __init__(self, timezone: str) -> None:
        super().__init__()
        self.timezone = timezone
        self._zone = ZoneInfo(timezone)
        self._days: dict[int, _Day] = {}

    def __missing__(self, minute: int) -> Moment:
        number, minute_of_day = divmod(minute, MINUTES_A_DAY)
        known = self._days.get(number) or self._learn_year(number)
        hour, past = divmod(minute_of_day, 60)
        start = datetime.combine(known.day, time(hour, past))
        offset, hitch = known.offset, None
        if offset is None:
            offset, hitch = self._look_up(start)
        utc = (number - FIRST_DAY) * 86_400 + minute_of_day * 60 - offset
        moment = self[minute] = Moment(known.day, start, utc, hitch)
        return moment

    def leap(self, start: datetime) -> Leap:
        """The change of clocks that makes the local time `start` missing or repeated."""
        folds = sorted((self._offset(start, 0), self._offset(start, 1)))
        local = (start - datetime.fromordinal(FIRST_DAY)) // timedelta(seconds=1)
        low, high = local - folds[1] - 1, local - folds[0]
        old = self._offset_at(low)
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if self._offset_at(middle) == old else (low, middle)
        epoch = datetime.fromordinal(FIRST_DAY)
        new = self._offset_at(high)
        return Leap(epoch + timedelta(seconds=high + old), epoch + timedelta(seconds=high + new))

    def second_utc(self, start: datetime) -> int:
        """Unix seconds of the second time that the clocks show a repeated local time."""
        return (start - datetime.fromordinal(FIRST_DAY)) // timedelta(seconds=1) - self._offset(start, 1)

    def _learn_year(self, number: int) -> _Day:
        """Fill the table of the year of this day; the entry of the day."""
        year = date.fromordinal(number).year
        first, after = date(year, 1, 1).toordinal(), date(year + 1, 1, 1).toordinal()
        midnights = [self._steady(datetime.fromordinal(day)) for day in range(first, after + 1)]
        for day, (offset, next_offset) in enumerate(pairwise(midnights), first):
            self._days[day] = _Day(date.fromordinal(day), offset if offset == next_offset else None)
        return self._days[number]

    def _steady(self, local: datetime) -> int | None:
        earlier, later = self._offset(local, 0), self._offset(local, 1)
        return earlier if earlier == later else None

    def _look_up(self, start: datetime) -> tuple[int, Hitch | None]:
        earlier, later = self._offset(start, 0), self._offset(start, 1)
        if earlier == later:
            return earlier, None
        return earlier, Hitch.MISSING if earlier < later else Hitch.REPEATED

    def _offset(self, local: datetime, fold: int) -> int:
        return _seconds(self._zone.utcoffset(local.replace(fold=fold)))

    def _offset_at(self, utc: int) -> int:
        return _seconds(datetime.fromtimestamp(utc, self._zone).utcoffset())


def _seconds(offset: timedelta | None) -> int:
    assert offset is not None, "a zone always knows its offset"
    return offset.days * 86_400 + offset.seconds
