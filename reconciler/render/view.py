"""Turns a plan into its one JSON view, from which every output is drawn.

Takes a `Plan`; returns a `PlanView`: plain, versioned, described by `schemas/plan.schema.json`.
The same plan gives the same view, byte for byte.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from hashlib import sha256

from reconciler import __version__
from reconciler.model.diagnostic import has_errors
from reconciler.model.plan import LocationPlan, Plan
from reconciler.render.actions_view import ActionLists, action_lists, unknown_fields
from reconciler.render.dates import instant_text
from reconciler.render.diagnostics_json import diagnostic_view
from reconciler.render.frame_shape import GateView, LocationView, OptionsView, SummaryView
from reconciler.render.inputs_view import inputs_view
from reconciler.render.numbers_view import numbers_view
from reconciler.render.operation_digest import operations_digest
from reconciler.render.removals_view import moves_view, removals_view
from reconciler.render.series import fold
from reconciler.render.shape import FORMAT_VERSION, TOOL, PlanView


def plan_view(plan: Plan) -> PlanView:
    """The view. Locations follow in the order of the plan, classes in the order of their actions."""
    lists = action_lists(plan.locations)
    moves = moves_view(plan.locations)
    summary = _summary(plan, lists, len(moves))
    errored = has_errors(plan.diagnostics)
    window, requests = plan.selection.window, plan.requests
    zones = {part.location.timezone for part in plan.locations}
    return {
        "format_version": FORMAT_VERSION,
        "tool": {"name": TOOL, "version": __version__},
        "environment": plan.environment,
        "sandbox": plan.sandbox,
        "edition": plan.edition,
        "complete": plan.complete,
        "applyable": summary["add"] > 0 and plan.gates_passed and not errored,
        "errored": errored,
        "expires_at": None if plan.expires_at is None else instant_text(plan.expires_at),
        "window": {
            "from": _day(window.first),
            "to": _day(window.last),
            "timezone": zones.pop() if len(zones) == 1 else None,
        },
        "options": _options(plan),
        "inputs": inputs_view(plan.inputs),
        "live": {
            "count": sum(part.live.count for part in plan.locations),
            "digest": _live_digest(plan.locations),
            "read_at": instant_text(plan.made_at),
        },
        "locations": [_location(part) for part in plan.locations],
        "compared": {"unknown_fields": unknown_fields(plan.locations)},
        "resource_changes": lists.changes,
        "series_changes": fold(lists.changes),
        "held_back": lists.held,
        "conflicts": lists.conflicts,
        "drift": lists.drift,
        "removals": removals_view(plan.locations),
        "moves": moves,
        "traces": lists.traces.views(),
        "numbers": numbers_view(lists.changes, (*lists.held, *lists.conflicts), lists.drift),
        "gates": _gates(plan.locations),
        "summary": summary,
        "requests": {
            "read": requests.read,
            "write": requests.write,
            "check": requests.check,
            "eta_seconds": requests.eta_s,
        },
        "operations_digest": operations_digest(lists.changes),
        "diagnostics": [diagnostic_view(found) for found in plan.diagnostics],
    }


def _summary(plan: Plan, lists: ActionLists, moved: int) -> SummaryView:
    adds = sum(change["change"]["actions"] == ["create"] for change in lists.changes)
    return {
        "add": adds,
        "change": 0,
        "destroy": 0,
        "held_back": len(lists.held),
        "conflicts": len(lists.conflicts),
        "drift": len(lists.drift),
        "no_op": len(lists.changes) - adds,
        "past": sum(part.past for part in plan.locations),
        "unpublished": sum(part.unpublished for part in plan.locations),
        "removed": sum(len(part.removals) for part in plan.locations),
        "moved": moved,
    }


def _options(plan: Plan) -> OptionsView:
    selection = plan.selection
    return {
        "paths": list(plan.paths),
        "environment": plan.environment,
        "from": _day(selection.window.first),
        "to": _day(selection.window.last),
        "season": selection.season,
        "locations": list(selection.locations),
        "targets": list(selection.targets),
        "excludes": list(selection.excludes),
        "tags": list(selection.tags),
        "some_files": bool(selection.files),
        "details": plan.details,
    }


def _location(part: LocationPlan) -> LocationView:
    return {
        "key": part.location.key,
        "id": part.location.id,
        "timezone": part.location.timezone,
        "count": part.live.count,
        "digest": part.live.digest,
        "read_from": instant_text(part.live.read_from),
        "past": part.past,
        "unpublished": part.unpublished,
    }


def _gates(locations: Iterable[LocationPlan]) -> list[GateView]:
    return [
        {
            "location": part.location.key,
            "name": gate.name,
            "limit": gate.limit,
            "actual": gate.actual,
            "passed": gate.passed,
            "remedy": gate.remedy,
        }
        for part in locations
        for gate in part.gates
    ]


def _live_digest(locations: tuple[LocationPlan, ...]) -> str:
    """The digest of the read; several locations are hashed together, in the order of the plan."""
    if len(locations) == 1:
        return locations[0].live.digest
    return sha256("".join(f"{p.location.key} {p.live.digest}\n" for p in locations).encode()).hexdigest()


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
