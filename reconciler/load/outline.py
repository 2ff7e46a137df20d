"""Find, in a JSON Schema, what is said about a place of a document.

Takes the whole schema and a path; returns titles, descriptions, examples and allowed keys.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from reconciler.load.mapping import Path


def described(schema: dict[str, Any], path: Path) -> dict[str, Any]:
    """The nearest part of the schema on the way to `path` that has a description; {} if none has."""
    found: dict[str, Any] = {}
    for part in _parts(schema, path):
        if "description" in part:
            found = part
    return found


def properties_of(schema: dict[str, Any], path: Path) -> dict[str, Any]:
    """The keys that the mapping at `path` may have, each with its part of the schema."""
    *_, last = _parts(schema, path)
    return last.get("properties") or {}


def _parts(schema: dict[str, Any], path: Path) -> Iterator[dict[str, Any]]:
    """The part of the schema for each step of the path, from the root on, references followed."""
    part = _resolved(schema, schema)
    yield part
    for step in path:
        if isinstance(step, int):
            inner = part.get("items")
        else:
            inner = part.get("properties", {}).get(step, part.get("additionalProperties"))
        part = _resolved(schema, inner) if isinstance(inner, dict) else {}
        yield part


def _resolved(schema: dict[str, Any], part: dict[str, Any]) -> dict[str, Any]:
    """A part together with what it refers to; what it says itself wins."""
    resolved: dict[str, Any] = {}
    for inner in (part, *part.get("allOf", ())):
        reference = inner.get("$ref", "")
        if reference.startswith("#/definitions/"):
            resolved |= _resolved(schema, schema["definitions"][reference.rpartition("/")[2]])
    return resolved | part
