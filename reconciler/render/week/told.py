"""Lists the classes of a plan as the week shows them: where they are or will be, and what they leave.

Takes a `PlanView`; returns one `Told` for each class, and another one for each place that a change leaves.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from reconciler.model.plan import Reason
from reconciler.render.class_shape import DetailsView
from reconciler.render.series import location_of
from reconciler.render.shape import DriftView, PlanView, ResourceChange
from reconciler.render.week.other import Other, moved_from, other_side
from reconciler.render.wording import SIGNS

IN_PLACE: Final = " "
"""The sign of what is there and stays as it is."""
_SIGNS: Final = {"create": "+", "update": "~", "delete": "-"}


class Told(NamedTuple):
    """One class, or one place of it."""

    location: str
    sign: str
    address: str | None
    details: DetailsView
    other: Other | None = None
    """What it is on the other side of a change."""
    left: bool = False
    """Whether it only marks the other place of a class that is told already."""


def classes_told(view: PlanView) -> Iterator[Told]:
    """In the order of the lists of the view."""
    for change in view["resource_changes"]:
        yield from _changed(change)
    for held in (*view["held_back"], *view["conflicts"]):
        other = moved_from(held["address"], held["after"]["start"])
        yield Told(held["location"], "!", held["address"], held["after"], other)
    for drift in view["drift"]:
        yield from _deviating(drift)


def _changed(change: ResourceChange) -> Iterator[Told]:
    sign, address = _SIGNS.get(change["change"]["actions"][0], IN_PLACE), change["address"]
    before, after = change["change"]["before"], change["change"]["after"]
    where = location_of(address)
    if sign == "-":
        if before is not None:
            yield Told(where, sign, address, before)
    elif after is not None:
        if sign != "~" or before is None:
            yield Told(where, sign, address, after, moved_from(address, after["start"]))
            return
        other = other_side(after, before, later=False)
        yield Told(where, sign, address, after, other)
        if other is not None and (left := other_side(before, after, later=True)) is not None:
            yield Told(where, sign, change.get("previous_address", address), before, left, left=True)


def _deviating(drift: DriftView) -> Iterator[Told]:
    """What is there, and where the files want it."""
    sign, where, address = SIGNS[Reason(drift["reason"])], drift["location"], drift["address"]
    there, wanted = drift["before"], drift["after"]
    if sign != "~" or wanted is None:
        yield Told(where, sign, address, there)
        return
    other = other_side(there, wanted, later=True)
    yield Told(where, sign, address, there, other)
    if other is not None and (left := other_side(wanted, there, later=False)) is not None:
        yield Told(where, sign, address, wanted, left, left=True)
