"""Clashes inside the files: one teacher or one room in two classes at the same time.

Takes what the classes of one location come to, returns one diagnostic for each pair of
series that get in each other's way, with the number of clashes and the first dates. A pair
is left alone if both classes say `allow_overlap`, or if one names the other under `may_overlap`.
Lessons count with their break.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from operator import attrgetter
from typing import Final, NamedTuple

from reconciler.expand.contested import needed_twice, resources_of
from reconciler.expand.localtime import Clock
from reconciler.expand.occurrences import Columns
from reconciler.model.diagnostic import Diagnostic, Severity, Span
from reconciler.model.names import Names
from reconciler.model.occurrence import Occurrence

_SHOWN: Final = 3
_WITNESSES: Final = 8
"""Running classes that are remembered for each teacher or room; with more at once every class is
still reported, though not against each of the others: the cost must not grow with their square."""


_ORDER = attrgetter("utc", "series.address", "date")


class _Clash(NamedTuple):
    earlier: Occurrence
    later: Occurrence
    resource: int
    """Id of a teacher, or of a room with a minus sign."""


def check_clashes(found: Columns, clock: Clock, names: Names) -> list[Diagnostic]:
    """All clashes among the classes of one location."""
    contested = needed_twice(found, clock)
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


def _by_resource(found: Columns, wanted: set[int]) -> dict[int, list[Occurrence]]:
    """The occurrences that need each of the `wanted`, in order of time."""
    needed: dict[int, list[Occurrence]] = {resource: [] for resource in wanted}
    for column in found.columns:
        asked = wanted.intersection(resources_of(column.details))
        if asked:
            its = list(column.occurrences())
            for resource in asked:
                needed[resource] += its
    for one in found.singles:
        for resource in wanted.intersection(resources_of(one.details)):
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
