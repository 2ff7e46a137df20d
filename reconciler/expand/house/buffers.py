"""Buffers: rooms are needed for some time between two classes.

Takes the buffers and the occurrences of one location; returns a finding for each room and pair
of series.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from operator import attrgetter

from reconciler.expand.house.findings import finding, when, where
from reconciler.model.diagnostic import Diagnostic, Severity
from reconciler.model.house import Buffers
from reconciler.model.names import Names
from reconciler.model.occurrence import Occurrence

_UTC = attrgetter("utc")


def short_buffers(buffers: Buffers, names: Names, occurrences: Sequence[Occurrence]) -> Iterator[Diagnostic]:
    """Two classes of one room with too little time between them; those that overlap are clashes."""
    by_room: dict[int, list[Occurrence]] = {}
    for one in sorted(occurrences, key=_UTC):
        for room in one.details.room_ids or ():
            if buffers.of_room(room):
                by_room.setdefault(room, []).append(one)
    for room, its in sorted(by_room.items()):
        needed = buffers.of_room(room)
        pairs: dict[tuple[str, str], list[tuple[Occurrence, Occurrence, int]]] = {}
        last = its[0]
        for one in its[1:]:
            between = one.utc - last.utc - (last.details.length_s or 0)
            if 0 <= between < needed:
                key = (last.series.address, one.series.address)
                pairs.setdefault(key, []).append((last, one, between))
            if between + (one.details.length_s or 0) >= 0:  # it ends after all that ran before
                last = one
        for (before, after), found in sorted(pairs.items()):
            first, second, between = found[0]
            yield finding(
                "EXP070",
                Severity.ERROR,
                f"{after} follows {before} too soon in {names.rooms.get(room, f'room #{room}')} "
                f"{when(second.start.date() for _, second, _ in found)}",
                f"There are {between // 60} minutes between them, {needed // 60} are needed, so "
                f"{-(-(needed - between) // 60)} are missing; breaks count as part of the class.",
                "move one of them, or shorten the buffer",
                span=where(second),
                rule=buffers.span,
                others=((before, where(first)),),
            )
