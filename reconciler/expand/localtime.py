"""From local wall-clock time to UTC, by integers, and what a clock change does to it.

Takes the name of a zone and minutes of local time, returns `Moment`s. A local time that does
not happen is *missing*, one that happens twice is *repeated* and means the first.

Offsets stand in one table a year, sampled at the local midnights: a day between two midnights
of the same offset has that offset all day. The other days, two or so a year, ask the zone.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from enum import Enum
from itertools import pairwise
from operator import itemgetter
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from reconciler.expand.recurrence import has_day

MINUTES_A_DAY: Final = 1440
FIRST_DAY: Final = date(1970, 1, 1).toordinal()
"""Day number of the first day for which times are computed."""
LAST_DAY: Final = date(2100, 12, 31).toordinal()
"""Day number of the last one."""


_HITCH: Final = itemgetter(3)


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


class Times(NamedTuple):
    """One start on many days."""

    days: Sequence[int]
    moments: list[Moment]
    weekdays: frozenset[int]
    """0 is Monday: those on which it starts."""
    hitches: bool
    """Whether a clock change is in the way of any of them."""


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
        self._times: dict[tuple[int, int], Times] = {}
        self._changes: dict[int, int] = {}

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

    def at(self, day: int, start_min: int) -> Moment:
        """The moment of one start."""
        return self[day * MINUTES_A_DAY + start_min]

    def times(self, days: Sequence[int], start_min: int, offset: int = 0) -> Times:
        """The moments of one start on many days, each `offset` days later.

        Classes that share their days share their times: `days` must stay as they are.
        """
        first = offset * MINUTES_A_DAY + start_min
        known = self._times.get((id(days), first))
        if known is None:
            moments = [self[day * MINUTES_A_DAY + first] for day in days]
            weekdays = frozenset([(day + offset - 1) % 7 for day in days])  # day number 1 is a Monday
            known = Times(days, moments, weekdays, any(map(_HITCH, moments)))
            self._times[id(days), first] = known
        return known

    def changes_within(self, days: Sequence[int], start_min: int, length_s: int) -> bool:
        """Whether the clocks are changed while a lesson of these days runs: it then ends at another time."""
        until = start_min + length_s // 60
        for day, change_min in self._changes.items():
            for early in range(until // MINUTES_A_DAY + 1):
                at = change_min + early * MINUTES_A_DAY
                if start_min < at < until and has_day(days, day - early):
                    return True
        return False

    def leap(self, start: datetime) -> Leap:
        """The change of clocks that makes the local time `start` missing or repeated."""
        folds = sorted((self._offset(start, 0), self._offset(start, 1)))
        local = (start - datetime.fromordinal(FIRST_DAY)) // timedelta(seconds=1)
        at, old, new = self._change(local - folds[1] - 1, local - folds[0])
        epoch = datetime.fromordinal(FIRST_DAY)
        return Leap(epoch + timedelta(seconds=at + old), epoch + timedelta(seconds=at + new))

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
            if offset is None or offset != next_offset:
                self._changes[day] = self._change_of(day)
        return self._days[number]

    def _change_of(self, number: int) -> int:
        """The minute of the day, on the clocks before, at which they are changed on this day."""
        midnight = (number - FIRST_DAY) * 86_400
        start = datetime.fromordinal(number)
        low = midnight - self._offset(start, 0) - 1
        high = midnight + 86_400 - self._offset(start + timedelta(days=1), 1)
        at, old, _ = self._change(low, high)
        return (at + old - midnight) // 60

    def _change(self, low: int, high: int) -> tuple[int, int, int]:
        """The Unix second between two at which the offset changes, and the offsets before and after."""
        old = self._offset_at(low)
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if self._offset_at(middle) == old else (low, middle)
        return high, old, self._offset_at(high)

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
