"""Turns the comparison of two revisions into the view that every plan has.

Takes a `Comparison`; returns a `PlanView` with `comparison`: creates, updates, deletes and no-ops
between the files of then and now. Nothing of it was read from a booking system, and it cannot be
applied. The same comparison gives the same view, byte for byte, whenever it is made.
"""

from __future__ import annotations

from datetime import UTC, date, datetime

from reconciler import __version__
from reconciler.model.comparison import ComparedLocation, Comparison, Difference, Revision
from reconciler.model.diagnostic import has_errors
from reconciler.model.occurrence import Occurrence
from reconciler.render.dates import instant_text
from reconciler.render.details_view import Describer, describer, desired_view, origin_view
from reconciler.render.diagnostics_json import diagnostic_view
from reconciler.render.frame_shape import ComparisonView, LocationView, OptionsView, RevisionView, SummaryView
from reconciler.render.inputs_view import inputs_view
from reconciler.render.numbers_view import numbers_view
from reconciler.render.operation_digest import operations_digest
from reconciler.render.removals_view import move_view, rules_view
from reconciler.render.series import fold
from reconciler.render.shape import FORMAT_VERSION, TOOL, MoveView, PlanView, ResourceChange
from reconciler.render.traces_view import Traces

ENVIRONMENT = "files"
"""What stands in place of an environment: no booking system is involved."""
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


def diff_view(comparison: Comparison) -> PlanView:
    """The view. Locations ascend by key, classes by start."""
    traces = Traces()
    changes = [change for part in comparison.locations for change in _changes(part, traces)]
    moves = [move for part in comparison.locations for move in _moves(part)]
    removals = [
        rule for part in comparison.locations for rule in rules_view(part.location.key, part.removals)
    ]
    window, selection = comparison.selection.window, comparison.selection
    zones = {part.location.timezone for part in comparison.locations}
    at = instant_text(comparison.after.at or comparison.before.at or _NEVER)
    return {
        "format_version": FORMAT_VERSION,
        "tool": {"name": TOOL, "version": __version__},
        "environment": ENVIRONMENT,
        "sandbox": False,
        "edition": "",
        "complete": not selection.partial,
        "applyable": False,
        "errored": has_errors(comparison.diagnostics),
        "expires_at": None,
        "comparison": _comparison(comparison),
        "window": {
            "from": _day(window.first),
            "to": _day(window.last),
            "timezone": zones.pop() if len(zones) == 1 else None,
        },
        "options": _options(comparison),
        "inputs": inputs_view(comparison.inputs),
        "live": {
            "count": sum(_number_before(part) for part in comparison.locations),
            "digest": comparison.digest_before,
            "read_at": at,
        },
        "locations": [_location(part, at) for part in comparison.locations],
        "compared": {"unknown_fields": []},
        "resource_changes": changes,
        "series_changes": fold(changes),
        "held_back": [],
        "conflicts": [],
        "drift": [],
        "removals": removals,
        "moves": moves,
        "traces": traces.views(),
        "numbers": numbers_view(changes, (), ()),
        "gates": [],
        "summary": _summary(changes, sum(each["count"] for each in removals), len(moves)),
        "requests": {"read": 0, "write": 0, "check": 0, "eta_seconds": None},
        "operations_digest": operations_digest(changes),
        "diagnostics": [diagnostic_view(each) for each in comparison.diagnostics],
    }


def _changes(part: ComparedLocation, traces: Traces) -> list[ResourceChange]:
    zone = part.location.timezone
    was, now = describer(part.names_before, zone), describer(part.names_after, zone)
    return [_change(each, was, now, traces) for each in part.differences]


def _change(difference: Difference, was: Describer, now: Describer, traces: Traces) -> ResourceChange:
    before, after = difference
    one = after or before
    assert one is not None, "a difference has a side"
    action, reason = _what(difference)
    view: ResourceChange = {
        "address": one.address,
        "type": "activity",
        "change": {
            "actions": [action],
            "before": None if before is None else desired_view(before, before.address, was),
            "after": None if after is None else desired_view(after, after.address, now),
        },
        "reason": reason,
        "origin": origin_view(one.origin),
        "trace": traces.number(one.trace),
    }
    if before is not None and after is not None and before.address != after.address:
        view["previous_address"] = before.address
    return view


def _what(difference: Difference) -> tuple[str, str]:
    if difference.before is None:
        return "create", "added"
    if difference.after is None:
        return "delete", "removed"
    return ("update", "changed") if difference.changed else ("no-op", "unchanged")


def _moves(part: ComparedLocation) -> list[MoveView]:
    """What takes place on another date than its pattern says, and did not do so before."""
    return [
        move_view(part.location.key, after)
        for before, after in part.differences
        if after is not None and after.moved and not _was_there(before, after)
    ]


def _was_there(before: Occurrence | None, after: Occurrence) -> bool:
    """Whether it was on that other date before, so that its move is no news."""
    return before is not None and before.moved and before.start == after.start


def _summary(changes: list[ResourceChange], removed: int, moved: int) -> SummaryView:
    actions = [change["change"]["actions"][0] for change in changes]
    return {
        "add": actions.count("create"),
        "change": actions.count("update"),
        "destroy": actions.count("delete"),
        "held_back": 0,
        "conflicts": 0,
        "drift": 0,
        "no_op": actions.count("no-op"),
        "past": 0,
        "unpublished": 0,
        "removed": removed,
        "moved": moved,
    }


def _comparison(comparison: Comparison) -> ComparisonView:
    return {"from": _revision(comparison.before), "to": _revision(comparison.after)}


def _revision(revision: Revision) -> RevisionView:
    return {"name": revision.name, "commit": revision.commit}


def _options(comparison: Comparison) -> OptionsView:
    selection = comparison.selection
    return {
        "paths": [],
        "environment": ENVIRONMENT,
        "from": _day(selection.window.first),
        "to": _day(selection.window.last),
        "season": selection.season,
        "locations": list(selection.locations),
        "targets": list(selection.targets),
        "excludes": list(selection.excludes),
        "tags": list(selection.tags),
        "some_files": bool(selection.files),
        "details": False,
    }


def _location(part: ComparedLocation, at: str) -> LocationView:
    return {
        "key": part.location.key,
        "id": part.location.id,
        "timezone": part.location.timezone,
        "count": _number_before(part),
        "digest": "",
        "read_from": at,
        "past": 0,
        "unpublished": 0,
    }


def _number_before(part: ComparedLocation) -> int:
    return sum(each.before is not None for each in part.differences)


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
