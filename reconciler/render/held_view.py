"""Tells what is wanted but not created, what is in its way, and how.

Takes an action that is held back; returns plain dictionaries.
"""

from __future__ import annotations

from collections.abc import Mapping

from reconciler.model.activity import Activity
from reconciler.model.hindrance import Hindrance, HindranceKind
from reconciler.model.names import Names
from reconciler.model.plan import Action
from reconciler.render.details_view import Describer, desired_view, observed_view, origin_view
from reconciler.render.shape import CauseView, HeldView, OtherView
from reconciler.render.traces_view import Traces


def held_view(
    action: Action, location: str, describers: Mapping[str, Describer], names: Names, traces: Traces
) -> HeldView:
    """One class that is held back. `describers` are by key of location, `names` those of `location`."""
    occurrence = action.occurrence
    assert occurrence is not None, "only what is wanted can be held back"
    paired = () if action.activity is None else (action.activity,)
    others = {activity.id: activity for activity in (*paired, *action.others)}
    heads = [activity.booked for activity in others.values() if activity.booked is not None]
    places = {each.activity_id: each.location for each in action.hindrances}
    view: HeldView = {
        "address": occurrence.address,
        "location": location,
        "reason": action.reason.value,
        "origin": origin_view(occurrence.origin),
        "trace": traces.number(occurrence.trace),
        "booked": sum(heads) if heads else None,
        "after": desired_view(occurrence, occurrence.address, describers[location]),
        "others": [
            _other(activity, places.get(number, location), location, describers)
            for number, activity in others.items()
        ],
    }
    if action.hindrances:
        view["causes"] = [_cause(each, names) for each in action.hindrances]
    return view


def _other(activity: Activity, place: str, here: str, describers: Mapping[str, Describer]) -> OtherView:
    view: OtherView = {
        "activity_id": activity.id,
        "booked": activity.booked,
        "schedule_id": activity.schedule_id,
        "before": observed_view(activity, describers[place]),
    }
    if place != here:
        view["location"] = place
    return view


def _cause(hindrance: Hindrance, names: Names) -> CauseView:
    at_once, person = hindrance.between_s < 0, hindrance.kind in _OF_PEOPLE
    known, number = names.staff if person else names.rooms, hindrance.resource_id
    return {
        "code": hindrance.code,
        "kind": hindrance.kind.value,
        "id": number,
        "name": known.get(number, f"#{number}"),
        "activity_id": hindrance.activity_id,
        "location": hindrance.location,
        "needed_s": None if at_once else hindrance.needed_s,
        "between_s": None if at_once else hindrance.between_s,
    }


_OF_PEOPLE = {HindranceKind.TEACHER, HindranceKind.WAY}
"""Kinds of hindrances that are about a teacher; the others are about a room."""
