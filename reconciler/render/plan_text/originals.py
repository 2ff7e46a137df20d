"""Finds which class in the booking system a duplicate doubles.

Takes a view; returns the original of each duplicate by the duplicate's id. A copy made in the
booking system carries the mark of its original; a second one entered by hand shares its slot.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from reconciler.model.marker import split_marker
from reconciler.model.plan import Reason
from reconciler.render.class_shape import DetailsView
from reconciler.render.plan_text.heads import start_words
from reconciler.render.shape import DriftView, PlanView


class Original(NamedTuple):
    """The class that is doubled."""

    words: str
    """`the original is Mon 11 Jan 2027 18:30-19:25 (activity 7001)`, safe to print."""
    same_slot: bool
    """Whether the duplicate starts when it does."""


_Key = tuple[object, ...]


def originals_of(view: PlanView) -> Mapping[int, Original]:
    """By id of the duplicate; a duplicate whose original the plan does not tell is left out."""
    duplicates = [each for each in view["drift"] if each["reason"] == Reason.DUPLICATE.value]
    if not duplicates:
        return {}
    known: dict[_Key, tuple[int, DetailsView]] = {}
    for location, number, there in _in_place(view):
        for key in _keys(location, there):
            known.setdefault(key, (number, there))
    found: dict[int, Original] = {}
    for each in duplicates:
        original = _original(each, known)
        if original is not None:
            found[each["activity_id"]] = original
    return found


def _in_place(view: PlanView) -> Iterator[tuple[str, int, DetailsView]]:
    """Location, id and details of everything that is there as a class of the files."""
    for change in view["resource_changes"]:
        there = change["change"]["before"]
        if there is not None and "activity_id" in change:
            yield change["address"].partition("/")[0], change["activity_id"], there
    for each in view["drift"]:
        if each["address"] is not None:
            yield each["location"], each["activity_id"], each["before"]


def _keys(location: str, there: DetailsView) -> list[_Key]:
    """By what a duplicate finds its original: first the mark, then the slot."""
    mark = split_marker(there["comment"])[1] if there["comment"] else None
    slot = (location, there["start"], there["service_id"], there["staff_id"])
    return [slot] if mark is None else [(location, mark), slot]


def _original(duplicate: DriftView, known: Mapping[_Key, tuple[int, DetailsView]]) -> Original | None:
    there = duplicate["before"]
    for key in _keys(duplicate["location"], there):
        if key in known:
            number, original = known[key]
            words = f"the original is {start_words(original)} (activity {number})"
            return Original(words, original["start"] == there["start"])
    return None
