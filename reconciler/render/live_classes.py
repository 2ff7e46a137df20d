"""What is live, each activity once, and what there will be.

Takes the lists of a view; returns the details of classes with where they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from reconciler.render.class_shape import DetailsView
from reconciler.render.series import location_of
from reconciler.render.shape import DriftView, HeldView, ResourceChange


class LiveClass(NamedTuple):
    """One activity."""

    location: str
    activity_id: int
    address: str | None
    """Of its class, where that is beyond doubt."""
    details: DetailsView
    """As it is; what the list of the booking system lacks is as in the files, if it is in place."""


def live_classes(
    changes: Iterable[ResourceChange], held: Iterable[HeldView], drift: Iterable[DriftView]
) -> Iterator[LiveClass]:
    """In the order of the lists. `held` are those held back and the clashes."""
    seen: set[tuple[str, int]] = set()
    for change in changes:
        before, after = change["change"]["before"], change["change"]["after"]
        if before is not None:
            key = (location_of(change["address"]), change.get("activity_id", 0))
            seen.add(key)
            stays = change["change"]["actions"] == ["no-op"]
            yield LiveClass(*key, change["address"], (after or before) if stays else before)
    loose = [(each["location"], each["activity_id"], each["address"], each["before"]) for each in drift]
    for each in held:
        place = each["location"]
        loose += [
            (other.get("location", place), other["activity_id"], None, other["before"])
            for other in each["others"]
        ]
    for location, number, address, before in loose:
        if (location, number) not in seen:
            seen.add((location, number))
            yield LiveClass(location, number, address, before)


def wanted_classes(changes: Iterable[ResourceChange]) -> Iterator[tuple[str, DetailsView]]:
    """Address and details of what there will be of the `changes`: all but what is taken away."""
    for change in changes:
        if (after := change["change"]["after"]) is not None:
            yield change["address"], after
