"""Turns a comparison of two revisions into the entries of calendars.

Takes the view of a comparison; returns entries: the classes as they were, as they will be, or as they
will be together with all that a calendar has to take off: what ends, what has another name, and for
teachers and rooms what somebody else has now.
"""

from __future__ import annotations

from collections.abc import Iterator

from reconciler.render.calendar_entries import ClassEntry, State, cancelled_entries, entry_of, uid_of
from reconciler.render.class_shape import DetailsView
from reconciler.render.series import location_of
from reconciler.render.shape import PlanView, ResourceChange

_ENDED = "No longer in the files"


def compared_entries(view: PlanView, state: State) -> list[ClassEntry]:
    """The classes of a comparison: `live` is the earlier revision, `desired` and `proposed` the later one."""
    changes = view["resource_changes"]
    if state == "live":
        return [_before(each, details) for each in changes if (details := each["change"]["before"])]
    there = [_after(each, details) for each in changes if (details := each["change"]["after"])]
    if state == "desired":
        return [*there, *cancelled_entries(_removed(view).items(), there)]
    known = {entry.uid for entry in there}
    gone = {entry.uid: entry for entry in _gone(view) if entry.uid not in known}
    left = [entry for each in changes if (entry := _handed_over(each)) is not None]
    unseen = {
        address: text for address, text in _removed(view).items() if uid_of(address) not in {*known, *gone}
    }
    return [*there, *gone.values(), *left, *cancelled_entries(unseen.items(), there)]


def _before(change: ResourceChange, details: DetailsView) -> ClassEntry:
    address = change.get("previous_address", change["address"])
    return entry_of(address, location_of(address), details)


def _after(change: ResourceChange, details: DetailsView) -> ClassEntry:
    return entry_of(change["address"], location_of(change["address"]), details)


def _removed(view: PlanView) -> dict[str, str]:
    """Addresses that rules take out now, and why."""
    return {
        address: day["text"]
        for removal in view["removals"]
        for day in removal["days"]
        for address in day["addresses"]
    }


def _gone(view: PlanView) -> Iterator[ClassEntry]:
    """Cancelled, as they were: what takes place no longer, and what now stands under another address."""
    reasons = _removed(view)
    for change in view["resource_changes"]:
        before, after = change["change"]["before"], change["change"]["after"]
        if before is None:
            continue
        if after is None:
            about = reasons.get(change["address"], _ENDED)
        elif "previous_address" in change:
            about = f"Has another name in the files: {change['address']}"
        else:
            continue
        yield _before(change, before)._replace(about=about, cancelled=True)


def _handed_over(change: ResourceChange) -> ClassEntry | None:
    """The class as cancelled for the teacher and the rooms that no longer have it."""
    before, after = change["change"]["before"], change["change"]["after"]
    if before is None or after is None or "previous_address" in change:
        return None
    was, now = _before(change, before), _after(change, after)
    same = now.staff is not None and was.staff is not None and now.staff[0] == was.staff[0]
    staff = None if same else was.staff
    rooms = tuple(room for room in was.rooms if room[0] not in {number for number, _ in now.rooms})
    if staff is None and not rooms:
        return None
    whose = (*(() if now.staff is None else (now.staff,)), *now.rooms)
    about = f"Now: {' · '.join(name for _, name in whose)}" if whose else ""
    return was._replace(staff=staff, rooms=rooms, about=about, cancelled=True, handed_over=True)
