"""Sorts the actions of a plan into the lists of its view.

Takes the locations of a plan; returns plain dictionaries: what is created or in place, what is
held back, what clashes, what deviates; and the fields that nobody could compare.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from reconciler.model.details import ClassDetails
from reconciler.model.plan import Action, ActionKind, FieldChange, LocationPlan, Reason
from reconciler.render.class_shape import DetailsView
from reconciler.render.details_view import (
    VIEW_FIELDS,
    Describer,
    describer,
    desired_view,
    observed_view,
    origin_view,
)
from reconciler.render.held_view import held_view
from reconciler.render.shape import DriftView, FieldChangeView, HeldView, ResourceChange
from reconciler.render.traces_view import Traces

_CLASHES = {Reason.CLASH, Reason.TOO_CLOSE}


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionLists:
    """One list for each list of the view; none is changed once it is returned."""

    changes: list[ResourceChange]
    held: list[HeldView]
    conflicts: list[HeldView]
    drift: list[DriftView]
    traces: Traces


def action_lists(locations: Iterable[LocationPlan]) -> ActionLists:
    """The actions, in the order of the plan."""
    traces = Traces()
    lists = ActionLists(changes=[], held=[], conflicts=[], drift=[], traces=traces)
    parts = list(locations)
    describers = {each.location.key: describer(each.names, each.location.timezone) for each in parts}
    for part in parts:
        key = part.location.key
        describe = describers[key]
        for action in part.actions:
            match action.kind:
                case ActionKind.CREATE | ActionKind.NO_OP:
                    lists.changes.append(_resource_change(action, describe, traces))
                case ActionKind.HOLD:
                    held = lists.conflicts if action.reason in _CLASHES else lists.held
                    held.append(held_view(action, key, describers, part.names, traces))
                case ActionKind.REPORT:
                    lists.drift.append(_drift(action, key, describe, traces))
    return lists


def _resource_change(action: Action, describe: Describer, traces: Traces) -> ResourceChange:
    occurrence, activity = action.occurrence, action.activity
    assert occurrence is not None, "creates and no-ops have an occurrence"
    address = occurrence.address
    if activity is None:
        after, before = desired_view(occurrence, address, describe), None
    else:
        before = after = observed_view(activity, describe)
        if None in activity.details:  # what the answer lacks is as the files say, as far as anybody knows
            after = _filled(before, desired_view(occurrence, address, describe))
    view: ResourceChange = {
        "address": address,
        "type": "activity",
        "change": {"actions": [action.kind.value], "before": before, "after": after},
        "reason": action.reason.value,
        "origin": origin_view(occurrence.origin),
        "trace": traces.number(occurrence.trace),
    }
    if activity is not None:
        view["activity_id"] = activity.id
    return view


def _filled(observed: DetailsView, desired: DetailsView) -> DetailsView:
    """What was read, with the wish where nothing was."""
    filled = _over(observed, desired)
    filled["names"] = _over(observed["names"], desired["names"])
    return cast("DetailsView", filled)


def _over(first: Mapping[str, Any], second: Mapping[str, Any]) -> dict[str, Any]:
    return {key: second[key] if value is None else value for key, value in first.items()}


def _drift(action: Action, location: str, describe: Describer, traces: Traces) -> DriftView:
    occurrence, activity = action.occurrence, action.activity
    assert activity is not None, "only what is there can be reported"
    view: DriftView = {
        "address": None if occurrence is None else occurrence.address,
        "location": location,
        "reason": action.reason.value,
        "origin": None if occurrence is None else origin_view(occurrence.origin),
        "activity_id": activity.id,
        "booked": activity.booked,
        "changes": [_field_change(change) for change in action.changes],
        "before": observed_view(activity, describe),
        "after": None if occurrence is None else desired_view(occurrence, occurrence.address, describe),
    }
    if occurrence is not None:
        view["trace"] = traces.number(occurrence.trace)
    return view


def _field_change(change: FieldChange) -> FieldChangeView:
    return {
        "field": VIEW_FIELDS.get(change.field, change.field),
        "before": _json_value(change.before),
        "after": _json_value(change.after),
    }


def _json_value(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    if isinstance(value, tuple | list | frozenset | set):
        return sorted(value) if isinstance(value, frozenset | set) else list(value)
    return value if value is None or isinstance(value, str | int | float) else str(value)


def unknown_fields(locations: Iterable[LocationPlan]) -> list[str]:
    """Declared fields that no paired activity told us, in the words of the view."""
    pairs = [
        (action.occurrence.details, action.activity.details)
        for part in locations
        for action in part.actions
        if action.occurrence is not None and action.activity is not None
    ]
    # Classes of one series say the same, so there are few different ones.
    desired, observed = {pair[0] for pair in pairs}, {pair[1] for pair in pairs}
    names = [
        name
        for index, name in enumerate(ClassDetails._fields)
        if any(one[index] is not None for one in desired) and all(one[index] is None for one in observed)
    ]
    return [VIEW_FIELDS.get(name, name) for name in names]
