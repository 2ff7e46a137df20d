"""What the files may say and the booking system cannot store: said once, so that nobody counts on it."""

from __future__ import annotations

from collections.abc import Iterable

from reconciler.load.scope import FileScope
from reconciler.model.diagnostic import Severity
from reconciler.model.schedule import GroupClass

_SHOWN = 3


def report_unmanaged(scope: FileScope, classes: Iterable[GroupClass]) -> None:
    """One notice for each file whose classes ask for a waiting list."""
    asking = [
        group
        for group in sorted(classes, key=lambda group: group.span)
        if group.span.file == scope.document.name and _waits(group)
    ]
    if not asking:
        return
    named = ", ".join(group.id for group in asking[:_SHOWN])
    more = f" and {len(asking) - _SHOWN} more" if len(asking) > _SHOWN else ""
    scope.report(
        "CHK065",
        Severity.NOTICE,
        asking[0].span,
        f"the waiting list of {named}{more} is not managed",
        "The interface of the booking system has no field for it, so it is neither sent nor compared.",
        "set it up in the booking system by hand",
    )


def _waits(group: GroupClass) -> bool:
    parts, changes = [part.settings for part in group.parts], [change.settings for change in group.changes]
    return any(one.waitlist is not None for one in (group.settings, *parts, *changes))
