"""Turns the classes of a view into the entries of calendars.

Takes a view of occurrences or of a plan; returns entries: what the files want, what is there, or
what will be there once the plan is applied. A class that a rule took out of its pattern is an entry
of its own, cancelled, at the time of its nearest sibling: only so does a calendar that has it already
take it off.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Literal, NamedTuple

from reconciler.model.marker import marker_of, split_marker
from reconciler.render.class_shape import DetailsView
from reconciler.render.lesson_spans import span_of
from reconciler.render.live_classes import live_classes, wanted_classes
from reconciler.render.occurrence_views import OccurrencesView
from reconciler.render.series import location_of, series_of
from reconciler.render.shape import TOOL, PlanView

State = Literal["desired", "live", "proposed"]
STATES: tuple[State, ...] = ("desired", "live", "proposed")
"""What the files want; what is there; what is there once the plan is applied."""


class ClassEntry(NamedTuple):
    """One class in a calendar. Texts are as others wrote them."""

    uid: str
    """Stable: from the address, or from the id of an activity that is nobody's."""
    location: str
    start: datetime | date
    """Aware, in the zone of the location or, where that is ambiguous, in UTC; a date for a whole day."""
    end: datetime | None
    title: str
    staff: tuple[int, str] | None
    """Id and name."""
    rooms: tuple[tuple[int, str], ...]
    about: str
    cancelled: bool = False
    handed_over: bool = False
    """Whether only its teacher and its rooms are to take it off: the class goes on with others."""


def desired_entries(view: OccurrencesView) -> list[ClassEntry]:
    """All occurrences in the order of the view, then what rules took out."""
    entries = [entry_of(each["address"], each["location"], each) for each in view["occurrences"]]
    gone = [(each["address"], each["trace"][-1]["text"]) for each in view["removals"]]
    return [*entries, *cancelled_entries(gone, entries)]


def plan_entries(view: PlanView, state: State) -> list[ClassEntry]:
    """The classes of a plan in one of the states, in the order of its lists."""
    if state == "live":
        return _live(view)
    gone = [
        (address, day["text"])
        for removal in view["removals"]
        for day in removal["days"]
        for address in day["addresses"]
    ]
    wanted = _wanted(view)
    cancelled = cancelled_entries(gone, wanted)
    if state == "desired":
        return [*wanted, *cancelled]
    changes = view["resource_changes"]
    touched = {uid_of(each["address"]) for each in changes if each["change"]["actions"] != ["no-op"]}
    stays = [entry for entry in _live(view) if entry.uid not in touched]
    after = [entry_of(address, location_of(address), details) for address, details in wanted_classes(changes)]
    known = {entry.uid for entry in stays}
    return [
        *stays,
        *(entry for entry in after if entry.uid in touched),
        *(entry for entry in cancelled if entry.uid not in known),
    ]


def _wanted(view: PlanView) -> list[ClassEntry]:
    classes: dict[str, DetailsView] = {}
    for change in view["resource_changes"]:
        if (after := change["change"]["after"]) is not None:
            classes[change["address"]] = after
    for held in (*view["held_back"], *view["conflicts"]):
        classes[held["address"]] = held["after"]
    for drift in view["drift"]:
        if drift["address"] is not None and drift["after"] is not None:
            classes[drift["address"]] = drift["after"]
    return [entry_of(address, location_of(address), details) for address, details in classes.items()]


def _live(view: PlanView) -> list[ClassEntry]:
    """Each activity once: under the address of its class where that is beyond doubt."""
    entries: list[ClassEntry] = []
    left = _removed_by_marker(view)
    held = (*view["held_back"], *view["conflicts"])
    for location, number, known, details in live_classes(view["resource_changes"], held, view["drift"]):
        marker = split_marker(details["comment"] or "")[1]
        address = known or left.pop((location, marker or ""), None)
        entries.append(entry_of(address or f"{location}#{number}", location, details))
    return entries


def _removed_by_marker(view: PlanView) -> dict[tuple[str, str], str]:
    """Location and marker -> address of what rules took out: it may be there all the same."""
    ids = {each["key"]: each["id"] for each in view["locations"]}
    return {
        (key, marker_of(ids[key], address)): address
        for removal in view["removals"]
        if (key := removal["location"]) in ids
        for day in removal["days"]
        for address in day["addresses"]
    }


def uid_of(name: str) -> str:
    """The UID of what has this name: an address, or the number of an activity that is nobody's."""
    return f"{name}@{TOOL}"


def entry_of(name: str, location: str, details: DetailsView) -> ClassEntry:
    """The entry of one class. `name` is its address, or the number of an activity that is nobody's."""
    names = details["names"]
    start, end = span_of(details)
    staff_id, rooms = details["staff_id"], details["resource_instance_ids"]
    about = (names["staff"], details["instructions"], details["stream_link"])
    return ClassEntry(
        uid=uid_of(name),
        location=location,
        start=start,
        end=end,
        title=names["service"] or series_of(name),
        staff=None if staff_id is None else (staff_id, names["staff"] or f"#{staff_id}"),
        rooms=tuple(zip(rooms or (), names["rooms"] or (), strict=False)),
        about="\n".join(text for text in about if text),
    )


def cancelled_entries(gone: Iterable[tuple[str, str]], wanted: Iterable[ClassEntry]) -> list[ClassEntry]:
    """Entries for the addresses that rules took out, each with its reason."""
    if not (told := list(gone)):
        return []
    siblings = _siblings(wanted)
    return [
        _like(siblings, address)._replace(uid=uid_of(address), about=reason, cancelled=True)
        for address, reason in told
    ]


_Siblings = Mapping[tuple[str, int], list[tuple[date, ClassEntry]]]
_ANY_WEEKDAY = -1


def _siblings(wanted: Iterable[ClassEntry]) -> _Siblings:
    """Series and weekday -> its entries by date; those that were moved say nothing about the others."""
    found: dict[tuple[str, int], list[tuple[date, ClassEntry]]] = {}
    for entry in wanted:
        address, _, _ = entry.uid.rpartition("@")
        if not isinstance(entry.start, datetime) or entry.start.date().isoformat() != address[-10:]:
            continue
        day, series = entry.start.date(), series_of(address)
        for weekday in (day.weekday(), _ANY_WEEKDAY):
            found.setdefault((series, weekday), []).append((day, entry))
    for its in found.values():
        its.sort(key=lambda one: one[0])
    return found


def _like(siblings: _Siblings, address: str) -> ClassEntry:
    day, series = date.fromisoformat(address[-10:]), series_of(address)
    its = siblings.get((series, day.weekday())) or siblings.get((series, _ANY_WEEKDAY))
    if not its:
        return ClassEntry(address, location_of(address), day, None, series, None, (), "")
    place = bisect_left(its, day, key=lambda one: one[0])
    near = min(its[max(place - 1, 0) : place + 1], key=lambda one: (abs(one[0] - day), one[0]))[1]
    assert isinstance(near.start, datetime)
    start = datetime.combine(day, near.start.timetz())
    return near._replace(start=start, end=None if near.end is None else start + (near.end - near.start))
