"""The times of day of a recurrence rule.

Takes a rule and minutes (`day number * 1440 + minute of the day`), returns times of day, or for
rules that repeat within the day their frames. Hours and minutes are steps on the clock face:
every second hour from 09:00 is 09:00, 11:00 and so on, whatever the clocks do at night.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from reconciler.expand.rrule.limits import fits
from reconciler.model.schedule import Frequency, Rule

MINUTES_A_DAY: Final = 1440


def times_of(rule: Rule, start_min: int) -> list[int]:
    """Times of day of a rule that repeats daily or more seldom; what it leaves out is the start's."""
    hour, minute = divmod(start_min, 60)
    return [h * 60 + m for h in rule.hours or (hour,) for m in rule.minutes or (minute,)]


def time_frames(rule: Rule, start: int, end: int) -> Iterator[Sequence[int]]:
    """The frames of an hourly or minutely rule: those hours or minutes that its days and times allow."""
    size = 60 if rule.frequency is Frequency.HOURLY else 1
    within = (rule.minutes or (start % 60,)) if size == 60 else (0,)
    allowed = _steps_of_day(rule, size)
    day_ok = fits(rule)
    steps_a_day, first = MINUTES_A_DAY // size, start // size
    known: dict[int, list[int]] = {}
    for day in range(start // MINUTES_A_DAY, end // MINUTES_A_DAY + 1):
        if not day_ok(day):
            continue
        base = day * steps_a_day
        phase = (first - base) % rule.interval
        steps = known.get(phase)
        if steps is None:
            candidates = range(phase, steps_a_day, rule.interval)
            steps = known[phase] = [step for step in candidates if step in allowed]
        for step in steps:
            minute = (base + step) * size
            yield [minute + past for past in within]


def _steps_of_day(rule: Rule, size: int) -> frozenset[int]:
    """Hours (0 to 23) or minutes (0 to 1439) of a day that the rule allows."""
    hours = rule.hours or range(24)
    if size == 60:
        return frozenset(hours)
    return frozenset(hour * 60 + minute for hour in hours for minute in rule.minutes or range(60))
