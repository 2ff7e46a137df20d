"""From local wall-clock time to UTC, by integers, and what a clock change does to it.

Takes the name of a zone and minutes of local time, returns `Moment`s. A local time that does
not happen is *missing*, one that happens twice is *repeated* and means the first.

Offsets stand in one table a year, sampled at the local midnights: a day between two midnights
of the same offset has that offset all day. The other days, two or so a year, ask the zone.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum
from functools import cached_property
from itertools import pairwise
from operator import itemgetter
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from reconciler.expand.recurrence import Without, has_day

MINUTES_A_DAY: Final = 1440
FIRST_DAY: Final = date(1970, 1, 1).toordinal()
"""Day number of the first day for which times are computed."""
LAST_DAY: Final = date(2100, 12, 31).toordinal()
"""Day number of the last one."""

_MINUTE: Final = timedelta(minutes=1)
_A_DAY_S: Final = 86_400
_MIDNIGHT: Final = itemgetter(2)
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


@dataclass(frozen=True, eq=False)
class Times:
    """One start on many days."""

    days: Sequence[int]
    utcs: Sequence[int]
    """Unix seconds, one for each day."""
    weekdays: frozenset[int]
    """0 is Monday: those on which it may start."""
    hitches: bool
    """Whether a clock change is in the way of any of them."""
    make: Callable[[], list[Moment]]

    @cached_property
    def moments(self) -> list[Moment]:
        """One for each day, made when they are first asked for: a check needs none of them."""
        return self.make()

    def without(self, days: Without) -> Times:
        """Those of some of its days; its weekdays stay, as those on which it may start."""
        hitches = self.hitches and any(map(_HITCH, days.of(self.moments)))
        return Times(days, days.of(self.utcs), self.weekdays, hitches, lambda: days.of(self.moments))


class _Dates(NamedTuple):
    asked: Sequence[int]
    """What it was worked out for: kept, so that nothing else takes its identity."""
    days: Sequence[int]
    midnights: list[int]
    """Unix seconds of the first moment of each day; any number for one on which the clocks are changed."""
    changing: list[int]
    """Those on which they are."""
    weekdays: frozenset[int]


class _Day(NamedTuple):
    day: date
    midnight: datetime
    utc: int
    """Unix seconds of its midnight."""
    steady: bool
    """Whether the clocks are left alone all day; if not, `utc` is not to be trusted."""


class _Days(dict[int, _Day]):
    """The days of one zone by day number: a mapping that fills itself, a year at a time."""

    def __init__(self, learn_year: Callable[[int], None]) -> None:
        super().__init__()
        self._learn_year = learn_year

    def __missing__(self, number: int) -> _Day:
        self._learn_year(number)
        return self[number]


class Clock(dict[int, Moment]):
    """Moments of one zone by minute, `day number * 1440 + minute of the day`.

    A mapping that fills itself: classes that start at the same time share one moment.
    Defined for days from 1970 to 2100.
    """

    def __init__(self, timezone: str) -> None:
        super().__init__()
        self.timezone = timezone
        self._zone = ZoneInfo(timezone)
        self._days = _Days(self._learn_year)
        self._times: dict[tuple[int, int, int], Times] = {}
        self._known_dates: dict[tuple[int, int], _Dates] = {}
        self._changes: dict[int, int] = {}

    def __missing__(self, minute: int) -> Moment:
        number, minute_of_day = divmod(minute, MINUTES_A_DAY)
        day, midnight, utc, steady = self._days[number]
        start, hitch = midnight + _MINUTE * minute_of_day, None
        if not steady:
            offset, hitch = self._look_up(start)
            utc = (number - FIRST_DAY) * _A_DAY_S - offset
        moment = self[minute] = Moment(day, start, utc + minute_of_day * 60, hitch)
        return moment

    def at(self, day: int, start_min: int) -> Moment:
        """The moment of one start."""
        return self[day * MINUTES_A_DAY + start_min]

    def times(self, days: Sequence[int], start_min: int, offset: int = 0) -> Times:
        """The moments of one start on many days, each `offset` days later.

        Classes that share their days share their times: `days` must stay as they are.
        """
        if isinstance(days, Without):
            return self.times(days.whole, start_min, offset).without(days)
        later, minute = divmod(offset * MINUTES_A_DAY + start_min, MINUTES_A_DAY)
        known = self._times.get((id(days), later, minute))
        if known is None:
            known = self._times[id(days), later, minute] = self._times_of(self._dates(days, later), minute)
        return known

    def _times_of(self, dates: _Dates, minute: int) -> Times:
        days, since = dates.days, minute * 60
        looked_up = {day: self.at(day, minute) for day in dates.changing}
        utcs = [midnight + since for midnight in dates.midnights]
        for day, moment in looked_up.items():
            utcs[bisect_left(days, day)] = moment.utc
        hitches = any(map(_HITCH, looked_up.values()))
        return Times(days, utcs, dates.weekdays, hitches, lambda: [self.at(day, minute) for day in days])

    def _dates(self, days: Sequence[int], later: int) -> _Dates:
        """What all starts on `days`, or so many days later, have in common."""
        known = self._known_dates.get((id(days), later))
        if known is None:
            its = [day + later for day in days] if later else days
            midnights = list(map(_MIDNIGHT, map(self._days.__getitem__, its)))
            changing = [day for day in self._changes if has_day(its, day)]
            weekdays = frozenset({(day - 1) % 7 for day in its})  # day number 1 is a Monday
            known = self._known_dates[id(days), later] = _Dates(days, its, midnights, changing, weekdays)
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

    def _learn_year(self, number: int) -> None:
        """Fill the table of days for the year of this day."""
        year = date.fromordinal(number).year
        first, after = date(year, 1, 1).toordinal(), date(year + 1, 1, 1).toordinal()
        midnights = list(map(datetime.fromordinal, range(first, after + 2)))
        offsets = list(map(self._zone.utcoffset, midnights))
        for place, (offset, next_offset) in enumerate(pairwise(offsets[:])):
            # A midnight that is missing or repeated has another offset than the next one, in every zone.
            if offset != next_offset and self._zone.utcoffset(midnights[place].replace(fold=1)) != offset:
                offsets[place] = None
        del midnights[-1], offsets[-1]
        for midnight, (offset, next_offset) in zip(midnights, pairwise(offsets), strict=False):
            day, steady = midnight.toordinal(), offset is not None and offset == next_offset
            utc = (day - FIRST_DAY) * _A_DAY_S - _seconds(offset or timedelta(0))
            self._days[day] = _Day(midnight.date(), midnight, utc, steady)
            if not steady:
                self._changes[day] = self._change_of(day)

    def _change_of(self, number: int) -> int:
        """The minute of the day, on the clocks before, at which they are changed on this day."""
        midnight = (number - FIRST_DAY) * _A_DAY_S
        start = datetime.fromordinal(number)
        low = midnight - self._offset(start, 0) - 1
        high = midnight + _A_DAY_S - self._offset(start + timedelta(days=1), 1)
        at, old, _ = self._change(low, high)
        return (at + old - midnight) // 60

    def _change(self, low: int, high: int) -> tuple[int, int, int]:
        """The Unix second between two at which the offset changes, and the offsets before and after."""
        old = self._offset_at(low)
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if self._offset_at(middle) == old else (low, middle)
        return high, old, self._offset_at(high)

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
    return offset.days * _A_DAY_S + offset.seconds
