"""What becomes of times that the clocks skip or repeat: `clock_changes` -> ClockChanges."""

from __future__ import annotations

from reconciler.load.document import Mapping
from reconciler.load.scope import FileScope
from reconciler.model.schedule import ClockChanges


def build_clock_changes(scope: FileScope, node: Mapping | None) -> ClockChanges | None:
    """The rule in `node`, which has passed the schema; None if there is none."""
    if node is None:
        return None
    return ClockChanges(
        missing_time=node.get("missing_time", "error"),
        repeated_time=node.get("repeated_time", "first"),
        span=scope.here(node),
        because=str(node.get("because") or ""),
    )


def gather_clock_changes(scope: FileScope, known: ClockChanges | None) -> ClockChanges | None:
    """The rule of a file beside that of the location's other files; two of them are a finding."""
    found = build_clock_changes(scope, scope.document.root.get("clock_changes"))
    if found is None or known is None:
        return found or known
    scope.wrong(
        "CHK084",
        ("clock_changes",),
        f"the `clock_changes` of {scope.location} stand at {known.span} already",
        hint="put them together in one file",
        key=True,
    )
    return known
