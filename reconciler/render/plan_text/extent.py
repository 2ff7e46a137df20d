"""Tells for each sign of a plan how much stands behind it: classes, series and dates.

Takes a view; returns counts by sign, for the few lines that a reader sees first.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

from reconciler.model.plan import Reason
from reconciler.render.dates import classes, stretch
from reconciler.render.series import series_of
from reconciler.render.shape import PlanView
from reconciler.render.wording import SIGNS

_SIGNS = {"update": "~", "delete": "-"}


class Extent(NamedTuple):
    """How much one sign stands for."""

    number: int
    names: frozenset[str]
    """Addresses of series, one for each time of day and parallel group; empty where the files know none."""
    first: date
    last: date


def extents_of(view: PlanView) -> Mapping[str, Extent]:
    """By sign; signs without a class are missing."""
    found: dict[str, tuple[list[str], set[str]]] = {}
    numbers = {"+": view["summary"]["add"]}
    for series in view["series_changes"]:
        # Folded already: a season is read in a moment, however many dates it has.
        days, names = found.setdefault("+", ([], set()))
        names.add(series["address"])
        days += [day for group in series["groups"] for day in (group["first"], group["last"])]
    for sign, address, day in _marked(view):
        days, names = found.setdefault(sign, ([], set()))
        days.append(day)
        if address is not None:
            names.add(series_of(address))
    return {
        sign: Extent(
            numbers.get(sign, len(days)),
            frozenset(names),
            date.fromisoformat(min(days)),
            date.fromisoformat(max(days)),
        )
        for sign, (days, names) in found.items()
    }


def extent_words(extent: Extent) -> str:
    """`83 classes in 16 series, 5 to 18 Apr 2027`; one series needs no count."""
    words = classes(extent.number)
    if len(extent.names) > 1:
        words += f" in {len(extent.names)} series"
    return f"{words}, {stretch(extent.first, extent.last)}"


def _marked(view: PlanView) -> Iterator[tuple[str, str | None, str]]:
    """Sign, address and date of everything that has a sign, but for what is created."""
    between = view["summary"]["change"] or view["summary"]["destroy"]
    for change in view["resource_changes"] if between else ():
        sign = _SIGNS.get(change["change"]["actions"][0])
        details = change["change"]["after"] or change["change"]["before"]
        if sign is not None and details is not None:
            yield sign, change["address"], details["start"][:10]
    for held in (*view["held_back"], *view["conflicts"]):
        yield "!", held["address"], held["after"]["start"][:10]
    for drift in view["drift"]:
        yield SIGNS[Reason(drift["reason"])], drift["address"], drift["before"]["start"][:10]
