"""How far ahead classes are created: the `publish` key, and classes that cannot do without it."""

from __future__ import annotations

from collections.abc import Iterable
from math import ceil

from reconciler.load.document import Mapping
from reconciler.load.scope import FileScope
from reconciler.load.values import parse_bool, parse_date, parse_duration
from reconciler.model.diagnostic import Severity
from reconciler.model.schedule import GroupClass, Publish

DAY_S = 86_400


def gather_publish(scope: FileScope, known: Publish | None) -> Publish | None:
    """What a file says about publishing, or what is known; a finding if its location says it twice."""
    node = scope.document.root.get("publish")
    if node is None:
        return known
    if known is not None:
        scope.wrong(
            "CHK031",
            ("publish",),
            f"{scope.location} says how far ahead it publishes already, at {known.span}",
            hint="keep one of them",
            key=True,
        )
        return known
    return _publish(scope, node)


def require_horizon(scope: FileScope, endless: Iterable[GroupClass], publish: Publish | None) -> None:
    """Report the endless classes of this file, if nothing says how far ahead to create them."""
    if publish is not None and publish.ahead_days is not None:
        return
    for group in endless:
        if group.span.file == scope.document.name:
            scope.report(
                "CHK032",
                Severity.ERROR,
                group.span,
                f"{group.id} has no end, and nothing says how far ahead it is created",
                hint="add `publish: {ahead: 6 weeks}` at the top of the file, or give the class a `to:`",
            )


def _publish(scope: FileScope, node: Mapping) -> Publish:
    path = ("publish",)
    ahead = scope.value(parse_duration, node["ahead"], (*path, "ahead")) if "ahead" in node else None
    whole = scope.value(parse_bool, node.get("whole_weeks", "false"), (*path, "whole_weeks"))
    first = (
        scope.value(parse_date, node["not_before"], (*path, "not_before")) if "not_before" in node else None
    )
    return Publish(
        ahead_days=None if ahead is None else max(1, ceil(ahead / DAY_S)),
        whole_weeks=bool(whole),
        not_before=first,
        because=str(node.get("because") or ""),
        span=scope.here(node),
    )
