"""Which classes a spell touches: someone or something is missing on some days, or on a part of them.

Takes a `Spell` and the dates of a class with its time of day, returns those that reach into it.
As with closures, a lesson belongs to the day on which it starts, and its break does not count.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from reconciler.model.staffing import Spell


def days_within(when: Spell, days: Sequence[int], start_min: int, lesson_s: int) -> list[int]:
    """Those of `days` (day numbers, ascending) on which a lesson at this time reaches into the spell."""
    if not days or not _reaches(when, start_min, lesson_s):
        return []
    found: list[int] = []
    for first, last in when.days:
        found += days[bisect_left(days, first.toordinal()) : bisect_right(days, last.toordinal())]
    return found if len(when.days) == 1 else sorted(set(found))


def is_within(when: Spell, day: int, start_min: int, lesson_s: int) -> bool:
    """Whether one lesson reaches into the spell."""
    return any(first.toordinal() <= day <= last.toordinal() for first, last in when.days) and _reaches(
        when, start_min, lesson_s
    )


def _reaches(when: Spell, start_min: int, lesson_s: int) -> bool:
    ends_after = when.after_min is None or start_min * 60 + lesson_s > when.after_min * 60
    return ends_after and (when.before_min is None or start_min < when.before_min)
