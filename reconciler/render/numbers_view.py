"""Counts classes, seats and hours of services, teachers and rooms, before and after a plan.

Takes the lists of a view; returns its numbers. They are about the classes that the plan speaks of: a
selection counts only what was selected, and what is past is left out. Seats or lengths that nobody
knows count as none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from reconciler.render.class_shape import DetailsView
from reconciler.render.frame_shape import AmountsView, NumbersView, NumberView
from reconciler.render.live_classes import live_classes, wanted_classes
from reconciler.render.series import location_of
from reconciler.render.shape import DriftView, HeldView, ResourceChange

KINDS = ("all", "service", "teacher", "room")
"""Whose numbers they are, in their order."""

_Alike = tuple[str, int | None, int | None, tuple[int, ...], int | None, int | None, int | None]
_Key = tuple[int, str, int]
"""Place in KINDS, location, id."""


def numbers_view(
    changes: list[ResourceChange], held: Iterable[HeldView], drift: Iterable[DriftView]
) -> NumbersView:
    """The numbers. `held` are those held back and the clashes; a class that is held back is not counted."""
    touched = {each["address"] for each in changes if each["change"]["actions"] != ["no-op"]}
    alike: dict[_Alike, DetailsView] = {}
    before, after = Counter[_Alike](), Counter[_Alike]()
    days: set[str] = set()
    for live in live_classes(changes, held, drift):
        key = _alike(live.location, live.details)
        alike.setdefault(key, live.details)
        before[key] += 1
        after[key] += live.address is None or live.address not in touched
        days.add(live.details["start"][:10])
    for address, details in wanted_classes(changes):
        if address in touched:
            key = _alike(location_of(address), details)
            alike.setdefault(key, details)
            after[key] += 1
            days.add(details["start"][:10])
    rows: dict[_Key, NumberView] = {}
    for key, details in alike.items():
        _count(rows, key[0], details, (before[key], after[key]))
    found = sorted(rows.items(), key=lambda row: (row[0][:2], row[1]["name"].casefold(), row[0]))
    return {"weeks": len(set(map(_monday, days))), "rows": [row for _, row in found]}


def _alike(location: str, details: DetailsView) -> _Alike:
    """What is the same for classes that can be counted in one go."""
    return (
        location,
        details["service_id"],
        details["staff_id"],
        tuple(details["resource_instance_ids"] or ()),
        details["capacity"],
        details["length_s"],
        details["break_s"],
    )


def _monday(text: str) -> date:
    day = date.fromisoformat(text)
    return day - timedelta(days=min(day.weekday(), day.toordinal() - 1))


def _count(
    rows: dict[_Key, NumberView], location: str, details: DetailsView, numbers: tuple[int, int]
) -> None:
    seats = details["capacity"] or 0
    seconds = max(0, (details["length_s"] or 0) - (details["break_s"] or 0))
    for key, name in _whose(location, details):
        row = rows.get(key)
        if row is None:
            kind = KINDS[key[0]]
            row = rows[key] = NumberView(
                kind=kind, location=location, id=key[2] or None, name=name, before=_none(), after=_none()
            )
        for amounts, number in zip((row["before"], row["after"]), numbers, strict=True):
            amounts["classes"] += number
            amounts["seats"] += number * seats
            amounts["lesson_s"] += number * seconds


def _none() -> AmountsView:
    return {"classes": 0, "seats": 0, "lesson_s": 0}


def _whose(location: str, details: DetailsView) -> Iterator[tuple[_Key, str]]:
    names = details["names"]
    yield (0, location, 0), location
    if (service := details["service_id"]) is not None:
        yield (1, location, service), names["service"] or f"#{service}"
    if (staff := details["staff_id"]) is not None:
        yield (2, location, staff), names["staff"] or f"#{staff}"
    for room, name in zip(details["resource_instance_ids"] or (), names["rooms"] or (), strict=False):
        yield (3, location, room), name
