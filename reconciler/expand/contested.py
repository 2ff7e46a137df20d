"""Which teachers and rooms are needed twice at some time: by integers, and by the week before the year.

Takes what the classes of one location come to, returns the ids of those worth a closer look. Most
timetables have none, and most of what looks like one in the week is not on the same dates.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from operator import attrgetter, gt, itemgetter, neg
from typing import Final

from reconciler.expand.localtime import MINUTES_A_DAY, Clock
from reconciler.expand.occurrences import Columns
from reconciler.expand.recurrence import has_day
from reconciler.model.details import ClassDetails

_START: Final = itemgetter(0)
_END: Final = itemgetter(1)
_A_DAY_S: Final = 86_400
_A_WEEK: Final = 7 * MINUTES_A_DAY
_MEETS_ITSELF_S: Final = _A_DAY_S // 2
"""The dates of a class are a day apart or more, by whatever hours the clocks are changed in between."""
_DETAILS: Final = attrgetter("details")
_COMPARISONS: Final = 16
"""For each stretch of a week: more are not made, for their number would grow with its square."""


_Span = tuple[int, int, Sequence[int]]
"""When a class runs in its week: from and until which minute from Monday's midnight on, and the days on
which it starts, ascending, those of other weekdays as well. A plain tuple: each is compared a few times."""
_Week = list[_Span]


def needed_twice(found: Columns, clock: Clock) -> set[int]:
    """Ids of the teachers, and with a minus sign of the rooms, that two classes need at one time."""
    contested = _contested(found, clock)
    return _confirmed(found, contested) if contested else contested


def resources_of(details: ClassDetails) -> tuple[int, ...]:
    """Id of the teacher, and of each room with a minus sign."""
    rooms = map(neg, details.room_ids or ())
    return tuple(rooms) if details.staff_id is None else (details.staff_id, *rooms)


def _contested(found: Columns, clock: Clock) -> set[int]:
    """Who and what may be needed twice at some time, seen from the week and the days.

    Two classes at one time are so on the clock face of some weekday, unless one of them runs while
    the clocks are changed: those are always looked at.
    """
    weeks: dict[int, list[_Week]] = {}
    contested: set[int] = set()
    for resources, week in _weeks(found, clock):
        if week is None:
            contested.update(resources)
            continue
        for resource in resources:
            weeks.setdefault(resource, []).append(week)
    return contested.union(
        resource for resource, its in weeks.items() if len(its) > 1 and _meet(chain.from_iterable(its))
    )


def _weeks(found: Columns, clock: Clock) -> Iterator[tuple[Iterable[int], _Week | None]]:
    """What each class needs that others need too, and its week: worked out once for those that share it."""
    columns = [resources_of(column.details) for column in found.columns]
    singles = [resources_of(one.details) for one in found.singles]
    shared = _shared(found, chain(columns, singles))
    known: dict[tuple[int, int], _Week | None] = {}
    for column, resources in zip(found.columns, columns, strict=True):
        if shared.isdisjoint(resources):
            continue
        times = column.times
        key = (id(times), column.details.length_s or 0)
        if key not in known:
            known[key] = _week(clock, times.days, times.weekdays, column.start_min, key[1])
        yield shared.intersection(resources), known[key]
    for one, resources in zip(found.singles, singles, strict=True):
        if shared.isdisjoint(resources):
            continue
        start, length_s = one.start, one.details.length_s or 0
        start_min = start.hour * 60 + start.minute
        week = _week(clock, (start.toordinal(),), (start.weekday(),), start_min, length_s)
        yield shared.intersection(resources), week


def _shared(found: Columns, needs: Iterable[Iterable[int]]) -> set[int]:
    """Who and what more than one class needs, or one that is long enough to meet itself."""
    shared = {resource for resource, count in Counter(chain.from_iterable(needs)).items() if count > 1}
    for details in map(_DETAILS, chain(found.columns, found.singles)):
        if (details.length_s or 0) > _MEETS_ITSELF_S:
            shared.update(resources_of(details))
    return shared


def _week(
    clock: Clock, days: Sequence[int], weekdays: Iterable[int], start_min: int, length_s: int
) -> _Week | None:
    """The week of a class; None if it cannot say whether two are at once."""
    if length_s >= _A_DAY_S or clock.changes_within(days, start_min, length_s):
        return None
    starts = [weekday * MINUTES_A_DAY + start_min for weekday in weekdays]
    return [(start, start - -length_s // 60, days) for start in starts]


def _meet(week: Iterable[_Span]) -> bool:
    """Whether any two of these are at one time on some date, or too many would have to be compared."""
    spans = sorted(week, key=_START)
    comparisons = _COMPARISONS * len(spans)
    running: list[_Span] = []
    until = -1
    for span in chain(spans, _a_week_later(spans)):
        start, end, days = span
        if start >= until:
            running, until = [span], end
            continue
        running = [one for one in running if one[1] > start]
        comparisons -= len(running)
        if comparisons < 0:
            return True
        for earlier, _, others in running:
            if _have_day(days, others, start // MINUTES_A_DAY - earlier // MINUTES_A_DAY):
                return True
        running.append(span)
        until = max(until, end)
    return False


def _a_week_later(spans: Sequence[_Span]) -> Iterable[_Span]:
    """Those at the beginning of the week again, as its end meets them."""
    until = max(map(_END, spans)) - _A_WEEK
    if until <= spans[0][0]:
        return ()
    return [(start + _A_WEEK, end + _A_WEEK, days) for start, end, days in spans if start < until]


def _have_day(days: Sequence[int], others: Sequence[int], shift: int) -> bool:
    """Whether any of `days` is `shift` days after one of `others`."""
    if days[-1] < others[0] + shift or others[-1] + shift < days[0]:
        return False
    if len(days) > len(others):
        days, others, shift = others, days, -shift
    return any(has_day(others, day - shift) for day in days)


def _confirmed(found: Columns, wanted: set[int]) -> set[int]:
    """Those of the `wanted` that are needed twice at some time, by integers alone.

    With starts and ends each in order, two classes run at once exactly if some start comes
    before the end that is one place earlier.
    """
    spans: dict[int, tuple[list[int], list[int]]] = {resource: ([], []) for resource in wanted}
    lessons = [
        (column.details, column.times.utcs)
        for column in found.columns
        if not wanted.isdisjoint(resources_of(column.details))
    ]
    lessons += [(one.details, [one.utc]) for one in found.singles]
    for details, utcs in lessons:
        length_s = details.length_s or 0
        for resource in wanted.intersection(resources_of(details)):
            starts, ends = spans[resource]
            starts += utcs
            ends += [utc + length_s for utc in utcs]
    for starts, ends in spans.values():
        starts.sort()
        ends.sort()
    return {resource for resource, (starts, ends) in spans.items() if any(map(gt, ends, starts[1:]))}
