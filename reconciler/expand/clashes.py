"""Clashes inside the files: one teacher or one room in two classes at the same time.

Takes the occurrences of one location, series by series, returns one diagnostic for each pair of
series that get in each other's way, with the number of clashes and the first dates. A pair
is left alone if both classes say `allow_overlap`, or if one names the other under `may_overlap`.
Lessons count with their break.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from operator import attrgetter, gt
from typing import Final, NamedTuple

from reconciler.model.details import ClassDetails
from reconciler.model.diagnostic import Diagnostic, Severity, Span
from reconciler.model.names import Names
from reconciler.model.occurrence import Occurrence

_SHOWN: Final = 3
_WITNESSES: Final = 8
"""Running classes that are remembered for each teacher or room; with more at once every class is
still reported, though not against each of the others: the cost must not grow with their square."""


_BY_UTC = attrgetter("utc")
_DETAILS = attrgetter("details")


class _Clash(NamedTuple):
    earlier: Occurrence
    later: Occurrence
    resource: int
    """Id of a teacher, or of a room with a minus sign."""


def check_clashes(occurrences: Sequence[Occurrence], names: Names) -> list[Diagnostic]:
    """All clashes among `occurrences`, which are those of one location, series by series."""
    pairs: dict[tuple[str, str], list[_Clash]] = {}
    alone: dict[str, list[_Clash]] = {}
    contested = _contested(occurrences)
    if not contested:
        return []
    for resource, needed in sorted(_by_resource(occurrences, contested).items()):
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


def _contested(occurrences: Sequence[Occurrence]) -> set[int]:
    """Who and what is needed twice at some time, by integers alone.

    With starts and ends each in order, two classes run at once exactly if some start comes
    before the end that is one place earlier.
    """
    spans: dict[int, tuple[list[int], list[int]]] = {}
    for details, its in groupby(occurrences, key=_DETAILS):  # a series shares its details
        length = details.length_s or 0
        starts = list(map(_BY_UTC, its))
        ends = [start + length for start in starts]
        for resource in _resources(details):
            span = spans.setdefault(resource, ([], []))
            span[0].extend(starts)
            span[1].extend(ends)
    for starts, ends in spans.values():
        starts.sort()
        ends.sort()
    return {resource for resource, (starts, ends) in spans.items() if any(map(gt, ends, starts[1:]))}


def _by_resource(occurrences: Sequence[Occurrence], wanted: set[int]) -> dict[int, list[Occurrence]]:
    """The occurrences that need each of the `wanted`, in order of time."""
    needed: dict[int, list[Occurrence]] = {resource: [] for resource in wanted}
    for one in sorted(occurrences, key=_BY_UTC):
        for resource in wanted.intersection(_resources(one.details)):
            needed[resource].append(one)
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
