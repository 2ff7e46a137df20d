"""The event stream of `apply --json`: one dictionary for each line, in Terraform's shape.

Takes what happened and the time at which it did; returns dictionaries for `to_json_line`. A
reader that meets a `type` it does not know prints `@message`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from reconciler import __version__
from reconciler.model.diagnostic import Diagnostic, Severity
from reconciler.model.report import Created
from reconciler.render.dates import instant_text
from reconciler.render.diagnostics_json import diagnostic_view
from reconciler.render.escape import for_terminal
from reconciler.render.report import OutcomeView, ReportView
from reconciler.render.shape import FORMAT_VERSION, TOOL, PlanView, ResourceChange
from reconciler.render.wording import OUTCOMES

Line = dict[str, Any]


def _line(kind: str, message: str, now: datetime, level: str, more: Mapping[str, Any]) -> Line:
    return {
        "@level": level,
        "@message": for_terminal(message),
        "@module": "reconciler",
        "@timestamp": instant_text(now),
        "type": kind,
        **more,
    }


def version_line(now: datetime) -> Line:
    """The first line of every stream."""
    more = {"tool": TOOL, "version": __version__, "ui": FORMAT_VERSION}
    return _line("version", f"{TOOL} {__version__}", now, "info", more)


def planned_change_line(change: ResourceChange, now: datetime) -> Line:
    """One class that will be created."""
    after = change["change"]["after"]
    more = {
        "change": {
            "resource": {"addr": change["address"]},
            "action": change["change"]["actions"][0],
            "reason": change["reason"],
            "after": after,
        }
    }
    return _line("planned_change", f"{change['address']}: Plan to create", now, "info", more)


def planned_summary_line(view: PlanView, now: datetime) -> Line:
    """The counts before the first write."""
    summary = view["summary"]
    message = (
        f"Plan: {summary['add']} to add, {summary['change']} to change, {summary['destroy']} to destroy."
    )
    return _summary(message, "plan", (summary["add"], summary["change"], summary["destroy"]), now)


def applied_summary_line(view: ReportView, now: datetime) -> Line:
    """The counts after the last write; what failed is counted beside Terraform's three."""
    summary = view["summary"]
    failures = {
        key: value for key, value in summary.items() if key in ("refused", "unknown", "not_attempted")
    }
    verdict = "incomplete" if any(failures.values()) else "complete"
    done = f"{summary['added']} added, {summary['changed']} changed, {summary['destroyed']} destroyed."
    counts = (summary["added"], summary["changed"], summary["destroyed"])
    line = _summary(f"Apply {verdict}: {done}", "apply", counts, now)
    line["changes"].update(failures)
    return line


def _summary(message: str, operation: str, counts: tuple[int, int, int], now: datetime) -> Line:
    add, change, remove = counts
    changes = {"add": add, "change": change, "remove": remove, "operation": operation}
    return _line("change_summary", message, now, "info", {"changes": changes})


def apply_start_line(address: str, now: datetime) -> Line:
    """A create is about to be sent."""
    more = {"hook": {"resource": {"addr": address}, "action": "create"}}
    return _line("apply_start", f"{address}: Creating...", now, "info", more)


def apply_progress_line(address: str, elapsed_s: int, now: datetime) -> Line:
    """A create is still waiting for its answer, or for its turn."""
    more = {"hook": {"resource": {"addr": address}, "action": "create", "elapsed_seconds": elapsed_s}}
    return _line("apply_progress", f"{address}: Still creating... [{elapsed_s}s]", now, "info", more)


def outcome_line(view: OutcomeView, elapsed_s: int, now: datetime) -> Line:
    """`apply_complete` for a class that was created, `apply_errored` for any other outcome."""
    address, outcome = view["address"], view["outcome"]
    hook: dict[str, Any] = {
        "resource": {"addr": address},
        "action": "create",
        "outcome": outcome,
        "elapsed_seconds": elapsed_s,
    }
    if outcome == Created.__name__.lower():
        hook |= {"id_key": "id", "id_value": str(view["activity_id"])}
        message = f"{address}: Creation complete [id={view['activity_id']}]"
        return _line("apply_complete", message, now, "info", {"hook": hook})
    hook |= {"status": view["status"], "message": view["message"], "field_errors": view["field_errors"]}
    wording = OUTCOMES[outcome]
    return _line("apply_errored", f"{address}: {wording.sentence}", now, "error", {"hook": hook})


def diagnostic_line(diagnostic: Diagnostic, now: datetime) -> Line:
    """One finding."""
    levels = {Severity.ERROR: "error", Severity.WARNING: "warn", Severity.NOTICE: "info"}
    message = f"{diagnostic.severity.value.title()}: {diagnostic.summary}"
    more = {"diagnostic": diagnostic_view(diagnostic)}
    return _line("diagnostic", message, now, levels[diagnostic.severity], more)
