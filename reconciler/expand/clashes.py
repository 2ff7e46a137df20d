"""Clashes inside the files: one teacher or one room in two classes at the same time.

Takes the occurrences of one location in order of time, returns one diagnostic for each pair of
series that get in each other's way, with the number of clashes and the first dates. A pair
is left alone if both classes say `allow_overlap`. Lessons count with their break.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from reconciler.model.diagnostic import Diagnostic, Severity, Span
from reconciler.model.names import Names
from reconciler.model.occurrence import Occurrence

_SHOWN: Final = 3
_WITNESSES: Final = 8
"""Running classes that are remembered for each teacher or room; with more at once every class is
still reported, though not against each of the others: the cost must not grow with their square."""


class _Clash(NamedTuple):
    earlier: Occurrence
    later: Occurrence
    resource: int
    """Id of a teacher, or of a room with a minus sign."""


def check_clashes(occurrences: Sequence[Occurrence], names: Names) -> list[Diagnostic]:
    """All clashes among `occurrences`, which are those of one location, ascending by `utc`."""
    pairs: dict[tuple[str, str], list[_Clash]] = {}
    for clash in _clashes(occurrences):
        one, other = clash.earlier.series.address, clash.later.series.address
        pairs.setdefault((one, other) if one <= other else (other, one), []).append(clash)
    return [_diagnostic(clashes, names) for _, clashes in sorted(pairs.items())]


def _clashes(occurrences: Sequence[Occurrence]) -> Iterator[_Clash]:
    running: dict[tuple[int, bool], list[tuple[int, Occurrence]]] = {}
    busy_until: dict[int, int] = {}
    for occurrence in occurrences:
        details, start = occurrence.details, occurrence.utc
        end = start + (details.length_s or 0)
        overlap = occurrence.series.allow_overlap
        for resource in _resources(occurrence):
            free = busy_until.get(resource, 0) <= start
            if free:
                busy_until[resource] = end
                running[resource, overlap] = [(end, occurrence)]
                running.pop((resource, not overlap), None)
                continue
            busy_until[resource] = max(busy_until[resource], end)
            others = running.get((resource, False), [])
            if not overlap:
                others = others + running.get((resource, True), [])
            yield from (_Clash(one, occurrence, resource) for until, one in others if until > start)
            still = [pair for pair in running.get((resource, overlap), []) if pair[0] > start]
            still.append((end, occurrence))
            still.sort(key=lambda pair: -pair[0])
            running[resource, overlap] = still[:_WITNESSES]


def _resources(occurrence: Occurrence) -> tuple[int, ...]:
    details = occurrence.details
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
        hint="change the time, teacher or room of one, or say `allow_overlap: true` in both",
        span=_where(one),
        related=((one.series.address, _where(one)), (other.series.address, _where(other))),
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
