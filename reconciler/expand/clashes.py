"""Clashes inside the files: one teacher or one room in two classes at the same time.

Takes what the classes of one location come to, returns one diagnostic for each pair of
series that get in each other's way, with the number of clashes and the first dates. A pair
is left alone if both classes say `allow_overlap`, or if one names the other under `may_overlap`.
Lessons count with their break.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from operator import attrgetter, gt, itemgetter
from typing import Final, NamedTuple

from reconciler.expand.localtime import MINUTES_A_DAY, Clock
from reconciler.expand.occurrences import Columns
from reconciler.model.details import ClassDetails
from reconciler.model.diagnostic import Diagnostic, Severity, Span
from reconciler.model.names import Names
from reconciler.model.occurrence import Occurrence

_SHOWN: Final = 3
_WITNESSES: Final = 8
"""Running classes that are remembered for each teacher or room; with more at once every class is
still reported, though not against each of the others: the cost must not grow with their square."""


_UTC = itemgetter(2)
_ORDER = attrgetter("utc", "series.address", "date")
_A_DAY_S: Final = 86_400


class _Clash(NamedTuple):
    earlier: Occurrence
    later: Occurrence
    resource: int
    """Id of a teacher, or of a room with a minus sign."""


def check_clashes(found: Columns, clock: Clock, names: Names) -> list[Diagnostic]:
    """All clashes among the classes of one location."""
    contested = _needed_twice(found, _contested(found, clock))
    if not contested:
        return []
    pairs: dict[tuple[str, str], list[_Clash]] = {}
    alone: dict[str, list[_Clash]] = {}
    for resource, needed in sorted(_by_resource(found, contested).items()):
        for clash in _clashes(resource, needed):
            one, other = clash.earlier.series, clash.later.series
            if one.class_id == other.class_id:
                alone.setdefault(one.class_id, []).append(clash)
            else:
                pair = (one.address, other.address)
                pairs.setdefault(pair if pair[0] <= pair[1] else pair[::-1], []).append(clash)
    return [
        *(_with_itself(clashes, names) for _, clashes in sorted(alone.items())),
        *(_diagnostic(clashes, names) for _, clashes in sorted(pairs.items())),
    ]


def _contested(found: Columns, clock: Clock) -> set[int]:
    """Who and what may be needed twice at some time, seen from the week alone.

    Two classes at one time are so on the clock face of some weekday, unless one of them runs while
    the clocks are changed: those are always looked at.
    """
    weeks: dict[int, list[tuple[int, int]]] = {}
    contested: set[int] = set()
    for details, days, weekdays, start_min in _lessons(found):
        length_s, resources = details.length_s or 0, _resources(details)
        if length_s >= _A_DAY_S or clock.changes_within(days, start_min, length_s):
            contested.update(resources)
            continue
        length_min = -(-length_s // 60)
        for weekday in weekdays:
            start = weekday * MINUTES_A_DAY + start_min
            for resource in resources:
                weeks.setdefault(resource, []).append((start, start + length_min))
    return contested | {resource for resource, spans in weeks.items() if _overlap(spans)}


def _needed_twice(found: Columns, wanted: set[int]) -> set[int]:
    """Those of the `wanted` that are needed twice at some time, by integers alone.

    With starts and ends each in order, two classes run at once exactly if some start comes
    before the end that is one place earlier.
    """
    spans: dict[int, tuple[list[int], list[int]]] = {resource: ([], []) for resource in wanted}
    lessons = [
        (column.details, list(map(_UTC, column.times.moments)))
        for column in found.columns
        if not wanted.isdisjoint(_resources(column.details))
    ]
    lessons += [(one.details, [one.utc]) for one in found.singles]
    for details, utcs in lessons:
        length_s = details.length_s or 0
        for resource in wanted.intersection(_resources(details)):
            starts, ends = spans[resource]
            starts += utcs
            ends += [utc + length_s for utc in utcs]
    for starts, ends in spans.values():
        starts.sort()
        ends.sort()
    return {resource for resource, (starts, ends) in spans.items() if any(map(gt, ends, starts[1:]))}


def _lessons(found: Columns) -> Iterator[tuple[ClassDetails, Sequence[int], Iterable[int], int]]:
    """What each lesson needs, its days, the weekdays on which it starts, and at which minute of the day."""
    for column in found.columns:
        yield column.details, column.times.days, column.times.weekdays, column.start_min
    for one in found.singles:
        start = one.start
        yield one.details, (start.toordinal(),), (start.weekday(),), start.hour * 60 + start.minute


def _overlap(spans: list[tuple[int, int]]) -> bool:
    """Whether any two of these stretches of a week, in minutes, have some time in common."""
    spans.sort()
    last = spans[-1][1] - 7 * MINUTES_A_DAY  # Sunday's last may run into Monday
    for start, end in spans:
        if start < last:
            return True
        last = end
    return False


def _by_resource(found: Columns, wanted: set[int]) -> dict[int, list[Occurrence]]:
    """The occurrences that need each of the `wanted`, in order of time."""
    needed: dict[int, list[Occurrence]] = {resource: [] for resource in wanted}
    for column in found.columns:
        asked = wanted.intersection(_resources(column.details))
        if asked:
            its = list(column.occurrences())
            for resource in asked:
                needed[resource] += its
    for one in found.singles:
        for resource in wanted.intersection(_resources(one.details)):
            needed[resource].append(one)
    for its in needed.values():
        its.sort(key=_ORDER)
    return needed


def _clashes(resource: int, needed: Sequence[Occurrence]) -> Iterator[_Clash]:
    """Walk along the time, with the classes that still run: those that may overlap apart."""
    strict: list[Occurrence] = []
    tolerant: list[Occurrence] = []
    for occurrence in needed:
        start = occurrence.utc
        strict = [one for one in strict if _end(one) > start]
        tolerant = [one for one in tolerant if _end(one) > start]
        tolerates = occurrence.series.allow_overlap
        friends = occurrence.series.may_overlap
        for one in strict if tolerates else strict + tolerant:
            if one.series.class_id not in friends:
                yield _Clash(one, occurrence, resource)
        same = tolerant if tolerates else strict
        same.append(occurrence)
        same.sort(key=_end, reverse=True)
        del same[_WITNESSES:]


def _end(occurrence: Occurrence) -> int:
    return occurrence.utc + (occurrence.details.length_s or 0)


def _resources(details: ClassDetails) -> tuple[int, ...]:
    rooms = tuple(-room for room in details.room_ids) if details.room_ids else ()
    return rooms if details.staff_id is None else (details.staff_id, *rooms)


def _diagnostic(clashes: list[_Clash], names: Names) -> Diagnostic:
    first = clashes[0]
    dates = list(dict.fromkeys(clash.later.start.date().isoformat() for clash in clashes))
    pairs = {(clash.earlier.address, clash.later.address) for clash in clashes}
    one, other = sorted((first.earlier, first.later), key=lambda occurrence: occurrence.series.address)
    what = ", ".join(dict.fromkeys(_name(clash.resource, names) for clash in clashes))
    when = (
        f"on {dates[0]}" if len(pairs) == 1 else f"{len(pairs)} times, first on {', '.join(dates[:_SHOWN])}"
    )
    return Diagnostic(
        code="EXP016",
        severity=Severity.ERROR,
        summary=f"{one.series.address} and {other.series.address} overlap {when}: both need {what}",
        detail=f"On {dates[0]} the first runs {_hours(one)}, the second {_hours(other)}, breaks included.",
        hint="change the time, teacher or room of one, or name one under `may_overlap:` of the other",
        span=_where(one),
        related=((one.series.address, _where(one)), (other.series.address, _where(other))),
    )


def _with_itself(clashes: list[_Clash], names: Names) -> Diagnostic:
    """One finding for a class whose slots, groups or dates overlap, however many of them there are."""
    one_pair = _diagnostic(clashes, names)
    series = {one.series.address for clash in clashes for one in (clash.earlier, clash.later)}
    if len(series) <= 2:
        return one_pair
    one, other = clashes[0].earlier, clashes[0].later
    count = len({(clash.earlier.address, clash.later.address) for clash in clashes})
    dates = sorted({clash.later.start.date().isoformat() for clash in clashes})
    what = ", ".join(dict.fromkeys(_name(clash.resource, names) for clash in clashes))
    when = f"on {dates[0]}" if len(dates) == 1 else f"first on {', '.join(dates[:_SHOWN])}"
    return replace(
        one_pair,
        summary=f"{one.series.location}/{one.series.class_id} overlaps itself {count} times, {when}: "
        f"{len(series)} of its series need {what}",
        detail=f"On {other.start.date().isoformat()} {one.series.address} runs {_hours(one)}, "
        f"{other.series.address} {_hours(other)}, breaks included.",
        hint="give its slots more time, or its groups teachers and rooms of their own; a break counts too",
    )


def _where(occurrence: Occurrence) -> Span:
    """The place of the last rule that had a say."""
    return occurrence.trace[-1].span


def _hours(occurrence: Occurrence) -> str:
    start = occurrence.start
    end = start.hour * 60 + start.minute + (occurrence.details.length_s or 0) // 60
    return f"{start:%H:%M} to {end // 60 % 24:02d}:{end % 60:02d}"


def _name(resource: int, names: Names) -> str:
    if resource > 0:
        return f"teacher {names.staff.get(resource, resource)}"
    return f"room {names.rooms.get(-resource, -resource)}"
