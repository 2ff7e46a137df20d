"""What the files may say and the booking system cannot store: said once, so that nobody counts on it."""

from __future__ import annotations

from reconciler.load.document import Mapping
from reconciler.load.scope import FileScope
from reconciler.model.diagnostic import Severity

_SHOWN = 3


def report_unmanaged(scope: FileScope) -> None:
    """One notice for a file that asks for waiting lists, at the first place that does."""
    root = scope.document.root
    asking = [node for node in root.get("classes") or [] if node is not None and _waits(node)]
    defaults = root.get("defaults") or Mapping()
    first = defaults if "waitlist" in defaults else asking[0] if asking else None
    if first is None:
        return
    named = ", ".join(node["id"] for node in asking[:_SHOWN])
    more = f" and {len(asking) - _SHOWN} more" if len(asking) > _SHOWN else ""
    scope.report(
        "CHK065",
        Severity.NOTICE,
        scope.here(first),
        "the waiting list of the defaults is not managed"
        if first is defaults
        else f"the waiting list of {named}{more} is not managed",
        "The interface of the booking system has no field for it, so it is neither sent nor compared.",
        "set it up in the booking system by hand",
    )


def _waits(node: Mapping) -> bool:
    inner = (*(node.get("parallel") or []), *(node.get("changes") or []))
    return "waitlist" in node or any("waitlist" in one for one in inner)
