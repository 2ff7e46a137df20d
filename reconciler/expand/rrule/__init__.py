"""The recurrence rules of RFC 5545, evaluated by calendar arithmetic in naive local time.

Takes a `Rule`, its start (DTSTART) and the last day that matters, returns minutes
(`day number * 1440 + minute of the day`), ascending. A rule is a walk over *frames*: each is
one year, month, week, day, hour or minute of the frequency, and gives a set of instances among
which BYSETPOS chooses. A frame is always evaluated whole, so positions count in the whole week
or month even where the class starts in the middle of it.

The work is bounded by the days between start and end and by the instances found, never by
the fineness of the frequency.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice, takewhile

from reconciler.expand.rrule.frames import day_frames
from reconciler.expand.rrule.times import MINUTES_A_DAY, time_frames, times_of
from reconciler.model.schedule import Rule

__all__ = ["MINUTES_A_DAY", "instances"]


def instances(rule: Rule, start: int, last_day: int) -> list[int]:
    """Minutes at which `rule` gives a class, from `start` (a minute) to the end of `last_day`.

    The start itself is among them only if it matches. `added` and `removed` play no part here.
    """
    end = (last_day + 1) * MINUTES_A_DAY - 1
    if rule.until is not None:
        end = min(end, _minute(rule.until))
    if end < start:
        return []
    frames = time_frames(rule, start, end) if rule.subdaily else _daily_frames(rule, start, end)
    if rule.positions:
        frames = (_at_positions(frame, rule.positions) for frame in frames)
    found = (minute for frame in frames for minute in frame if minute >= start)
    bounded = takewhile(lambda minute: minute <= end, found)
    return list(bounded if rule.count is None else islice(bounded, rule.count))


def _daily_frames(rule: Rule, start: int, end: int) -> Iterator[Sequence[int]]:
    """Frames of days, each day with the same times."""
    start_day, start_min = divmod(start, MINUTES_A_DAY)
    times = times_of(rule, start_min)
    for days in day_frames(rule, start_day, end // MINUTES_A_DAY):
        yield [day * MINUTES_A_DAY + time for day in days for time in times]


def _at_positions(frame: Sequence[int], positions: Iterable[int]) -> list[int]:
    size = len(frame)
    places = {position - 1 if position > 0 else size + position for position in positions}
    return [frame[place] for place in sorted(places) if 0 <= place < size]


def _minute(moment: datetime) -> int:
    return moment.toordinal() * MINUTES_A_DAY + moment.hour * 60 + moment.minute
