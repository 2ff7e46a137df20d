"""Closures of a file."""

from __future__ import annotations

from reconciler.load.document import Mapping, Path
from reconciler.load.looking_up import look_up
from reconciler.load.scope import FileScope, as_list
from reconciler.load.seasons import build_days
from reconciler.load.selectors import build_selector
from reconciler.load.values import parse_time
from reconciler.model.schedule import Closure, Days

CANCEL = "cancel"


def moves_classes(closure: Mapping) -> bool:
    """Whether a closure moves its classes to another room, and closes nothing."""
    return str(closure.get("then") or CANCEL) != CANCEL


def build_closure(scope: FileScope, node: Mapping, path: Path) -> Closure | None:
    """The closure at `path`; None, and findings, if its days or times make no sense.

    A closure that moves its classes closes nothing: it is an outage of rooms, and not built here.
    """
    if moves_classes(node):
        return None
    listed = isinstance(node["on"], list)
    days: list[Days] = []
    for index, item in enumerate(as_list(node["on"])):
        found = build_days(scope, item, (*path, "on", index) if listed else (*path, "on"))
        if found is not None:
            days.append(found)
    after = scope.value(parse_time, node["after"], (*path, "after")) if "after" in node else None
    before = scope.value(parse_time, node["before"], (*path, "before")) if "before" in node else None
    if after is not None and before is not None and before <= after:
        scope.wrong(
            "CHK008",
            (*path, "before"),
            "this closure would end before it starts",
            detail="`after` and `before` together close the time between them.",
            hint="swap them, or write two closures",
        )
        return None
    rooms = set()
    room_list = isinstance(node.get("rooms"), list)
    for index, name in enumerate(as_list(node.get("rooms"))):
        entry = look_up(scope, "rooms", name, (*path, "rooms", index) if room_list else (*path, "rooms"))
        if entry is not None:
            rooms.add(entry.id)
    if not days:
        return None
    return Closure(
        days=tuple(sorted(days)),
        after_min=after,
        before_min=before,
        room_ids=frozenset(rooms),
        only=build_selector(scope, node.get("only"), (*path, "only")),
        because=node.get("because") or "",
        span=scope.here(node),
    )
