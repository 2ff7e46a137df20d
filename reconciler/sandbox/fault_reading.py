"""Reads faults from plain data in which every scalar may be text, as a faults file has them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import cast, get_args

from reconciler.sandbox.errors import FixtureError
from reconciler.sandbox.faults import Fault, FaultAction
from reconciler.sandbox.plain import Node, read_node

_ACTIONS = get_args(FaultAction)
_KEYS = (
    "action", "method", "path", "nth", "times", "chance", "status", "body", "headers", "fields",
    "seconds", "rows",
)  # fmt: skip
_HEADER = re.compile(r"[A-Za-z0-9-]{1,64}\Z")
_PRINTABLE = re.compile(r"[ -~]{0,1000}\Z")
_FURTHEST_SLIP = 10_000


def parse_faults(raw: Mapping[str, object]) -> tuple[Fault, ...]:
    """Faults from `{seed, faults: [{action, method, path, nth, ...}, ...]}`; see docs/sandbox.md.

    Raises:
        FixtureError: with a readable path, on any other shape.
    """
    root = read_node(raw, "")
    root.only("version", "seed", "faults")
    seed = root.integer("seed", 0, 10**12, 0)
    return tuple(_fault(node, seed) for node in root.nodes("faults"))


def _fault(node: Node, seed: int) -> Fault:
    node.only(*_KEYS)
    plain = Fault(action="error")
    action = node.text("action")
    if action not in _ACTIONS:
        raise FixtureError(node.at("action"), f"must be one of: {', '.join(_ACTIONS)}")
    fields = _pairs(node, "fields")
    if (action == "change answer") != bool(fields):
        raise FixtureError(node.at("fields"), "belongs to `change answer`, which needs it")
    return Fault(
        action=cast("FaultAction", action),
        method=node.text("method", plain.method),
        path=node.text("path", plain.path),
        nth=node.integer("nth", 1, 10**9, plain.nth),
        times=_times(node),
        chance=_number(node, "chance", 1.0, "0", 1),
        seed=seed,
        status=node.integer("status", 200, 599, plain.status),
        body=node.text("body", plain.body),
        headers=_headers(node),
        fields=fields,
        seconds=_number(node, "seconds", 0.0, "0", 3600),
        rows=_rows(node, action),
    )


def _times(node: Node) -> int | None:
    # A chance is meant for every request, unless somebody counts.
    always = "always" if "chance" in node.raw else 1
    if node.raw.get("times", always) == "always":
        return None
    return node.integer("times", 1, 10**9, 1)


def _number(node: Node, key: str, default: float, low: str, high: int) -> float:
    try:
        number = float(str(node.raw.get(key, default)))
    except ValueError:
        number = -1.0
    if not float(low) <= number <= high:
        raise FixtureError(node.at(key), f"must be a number from {low} to {high}")
    return number


def _rows(node: Node, action: str) -> int:
    """Rows of a page, or rows by which a page slips, either way."""
    text = str(node.raw.get("rows", "1"))
    slips = action == "torn pages"
    sign = -1 if slips and text.startswith("-") else 1
    plain = Node({"rows": text.removeprefix("-") if slips else text}, node.path)
    return sign * plain.integer("rows", 1, _FURTHEST_SLIP)


def _headers(node: Node) -> tuple[tuple[str, str], ...]:
    found = _pairs(node, "headers")
    for name, value in found:
        if not _HEADER.match(name) or not _PRINTABLE.match(value):
            raise FixtureError(node.at("headers"), "must be header names with printable values")
    return found


def _pairs(node: Node, key: str) -> tuple[tuple[str, str], ...]:
    """The names and texts of a mapping, none if it is not there."""
    if node.raw.get(key) in (None, ""):
        return ()
    inner = read_node(node.raw[key], node.at(key))
    return tuple((str(name), inner.text(name)) for name in inner.raw)
