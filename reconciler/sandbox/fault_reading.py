"""Reads faults from plain data in which every scalar may be text, as a faults file has them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast, get_args

from reconciler.sandbox.errors import FixtureError
from reconciler.sandbox.faults import Fault, FaultAction
from reconciler.sandbox.plain import Node, read_node

_ACTIONS = get_args(FaultAction)


def parse_faults(raw: Mapping[str, object]) -> tuple[Fault, ...]:
    """Faults from `{faults: [{action, method, path, nth, times, status, body, seconds}, ...]}`.

    Raises:
        FixtureError: with a readable path, on any other shape.
    """
    root = read_node(raw, "")
    root.only("version", "faults")
    return tuple(_fault(node) for node in root.nodes("faults"))


def _fault(node: Node) -> Fault:
    node.only("action", "method", "path", "nth", "times", "status", "body", "seconds")
    plain = Fault(action="error")
    action = node.text("action")
    if action not in _ACTIONS:
        raise FixtureError(node.at("action"), f"must be one of: {', '.join(_ACTIONS)}")
    always = node.raw.get("times") == "always"
    return Fault(
        action=cast("FaultAction", action),
        method=node.text("method", plain.method),
        path=node.text("path", plain.path),
        nth=node.integer("nth", 1, 10**9, plain.nth),
        times=None if always else node.integer("times", 1, 10**9, plain.times),
        status=node.integer("status", 200, 599, plain.status),
        body=node.text("body", plain.body),
        seconds=_seconds(node),
    )


def _seconds(node: Node) -> float:
    value = node.raw.get("seconds", "0")
    try:
        seconds = float(str(value))
    except ValueError:
        seconds = -1.0
    if not 0 <= seconds <= 3600:
        raise FixtureError(node.at("seconds"), "must be a number of seconds from 0 to 3600")
    return seconds
