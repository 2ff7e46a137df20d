"""Merges a class before and after into one, so that one line can say what changes.

Takes the details of both sides; returns details in which what changes is a `Turn`. They fold like
any others: a time moved on thirty dates is one line.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from reconciler.model.marker import split_marker
from reconciler.render.class_shape import DetailsView, NamesView


class Turn(NamedTuple):
    """A value that changes."""

    before: Any
    after: Any


_NAMED = {
    "service_id": "service",
    "staff_id": "staff",
    "resource_instance_ids": "rooms",
    "label_ids": "labels",
}
"""Ids, and the names that people know them by."""
_OF_ITS_DATE = frozenset({"start", "utc", "names"})


def changed_fields(before: DetailsView, after: DetailsView) -> list[str]:
    """The keys in which both sides differ; a mark is no difference."""
    was, now = plain_details(before), plain_details(after)
    return [key for key in was if key not in _OF_ITS_DATE and was[key] != now.get(key)]


def merged(before: DetailsView, after: DetailsView | None, fields: Iterable[str]) -> dict[str, Any]:
    """Details of the class before, with a turn for each of `fields`; ids and names are hashable in turns."""
    details = plain_details(before)
    if after is None:
        return details
    now = plain_details(after)
    names: dict[str, Any] = dict(before["names"])
    for field in fields:
        if field in _OF_ITS_DATE or field not in details:
            continue
        details[field] = Turn(_hashable(details[field]), _hashable(now.get(field)))
        name = _NAMED.get(field)
        if name is not None:
            names[name] = _told_apart(_turned(before["names"], after["names"], name), details[field])
    details["names"] = names
    return details


def plain_details(details: DetailsView) -> dict[str, Any]:
    """The details with the comment as people wrote it, without the mark, and `force` on every class."""
    comment = details["comment"]
    note = split_marker(comment)[0] or None if comment is not None else None
    return {**details, "comment": note, "force": details.get("force", False)}


def _turned(before: NamesView, after: NamesView, name: str) -> Turn:
    was: Any = dict(before)[name]
    now: Any = dict(after)[name]
    return Turn(_hashable(was), _hashable(now))


def _told_apart(names: Turn, numbers: Turn) -> Turn:
    """The names with their numbers, if both sides read alike though the numbers differ."""
    if names.before != names.after or names.before is None:
        return names
    if not isinstance(names.before, tuple):
        return Turn(*(f"{name} ({number})" for name, number in zip(names, numbers, strict=True)))
    return Turn(*(_numbered(its, found) for its, found in zip(names, numbers, strict=True)))


def _numbered(names: tuple[str, ...], numbers: tuple[int, ...] | None) -> tuple[str, ...]:
    if numbers is None or len(numbers) != len(names):  # only in a forged file
        return names
    return tuple(f"{name} ({number})" for name, number in zip(names, numbers, strict=True))


def _hashable(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
