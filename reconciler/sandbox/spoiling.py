"""Answers that are not what the server should have said: documents in, altered documents out."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping

ABSENT = "absent"
"""The value that takes a field out of an answer."""


def without_rows(document: object, ids: Collection[int]) -> object:
    """A list without the activities of these ids; anything else as it is."""
    if not isinstance(document, dict) or not isinstance(document.get("data"), list):
        return document
    kept = [row for row in document["data"] if int(row["id"]) not in ids]
    return {**document, "data": kept}


def with_fields(document: object, fields: tuple[tuple[str, str], ...]) -> object:
    """The document with each field changed, added or taken out.

    A name with a dot in front stands in the envelope; any other in each activity: where it is
    already, else among its attributes, else beside its id.
    """
    if not isinstance(document, dict):
        return document
    changed = dict(document)
    for name, text in fields:
        if name.startswith("."):
            _put(changed, name[1:], text)
        elif isinstance(changed.get("data"), list):
            changed["data"] = [_with_field(row, name, text) for row in changed["data"]]
        else:
            changed["data"] = _with_field(changed.get("data"), name, text)
    return changed


def _with_field(row: object, name: str, text: str) -> object:
    if not isinstance(row, Mapping):
        return row
    changed = dict(row)
    if isinstance(changed.get("attributes"), Mapping) and name not in changed:
        attributes = dict(changed["attributes"])
        _put(attributes, name, text)
        changed["attributes"] = attributes
    else:
        _put(changed, name, text)
    return changed


def _put(target: dict[str, object], name: str, text: str) -> None:
    if text == ABSENT:
        target.pop(name, None)
        return
    try:
        target[name] = json.loads(text)
    except (ValueError, RecursionError):
        target[name] = text
