"""Seats: no class has more than its rooms or its service have.

Takes house rules and occurrences; returns a finding for each class and rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import attrgetter

from reconciler.expand.house.findings import finding, where
from reconciler.model.diagnostic import Diagnostic, Severity
from reconciler.model.house import HouseRules
from reconciler.model.names import Names
from reconciler.model.occurrence import Occurrence

_DETAILS = attrgetter("details")


def too_many_seats(
    rules: HouseRules, names: Names, occurrences: Sequence[Occurrence]
) -> Iterator[Diagnostic]:
    """More seats than a room or a service has; rooms of unknown size do not count."""
    if not (rules.room_seats or rules.service_seats):
        return
    said: set[tuple[str, str]] = set()
    for details, its in groupby(occurrences, key=_DETAILS):  # a run shares its details
        first = next(its)
        if details.capacity is None or first.series.allow_over_capacity:
            continue
        known = [rules.room_seats[room] for room in details.room_ids or () if room in rules.room_seats]
        service = rules.service_seats.get(details.service_id or 0)
        for code, most, place in (
            ("EXP074", sum(known) if known else None, _rooms(details.room_ids, rules, names)),
            ("EXP075", service, names.services.get(details.service_id or 0, "its service")),
        ):
            if most is None or details.capacity <= most or (code, first.series.class_id) in said:
                continue
            said.add((code, first.series.class_id))
            yield finding(
                code,
                Severity.ERROR,
                f"{first.series.class_id} has {details.capacity} seats, {place} has {most}",
                f"The first date is {first.start.date().isoformat()}.",
                "lower `capacity:`, or say `allow_over_capacity: true` at the class if it is meant",
                span=where(first),
            )


def _rooms(rooms: Iterable[int] | None, rules: HouseRules, names: Names) -> str:
    return " and ".join(names.rooms.get(room, f"#{room}") for room in rooms or () if room in rules.room_seats)
