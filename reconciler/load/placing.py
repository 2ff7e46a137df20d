"""Which locations the classes, exceptions and rules of a file are about.

Takes a file and the locations that it holds for; returns, by place in the file, where each class
and exception belongs, and leaves a finding for what names no location of the file.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from collections.abc import Mapping as Table
from typing import Any

from reconciler.load.mapping import Mapping, Path
from reconciler.load.scope import FileScope, as_list, did_you_mean

EVERYWHERE = "all"
POLICIES = ("public_holidays", "school_holidays", "opening_hours", "buffers", "limits", "publish")
"""Rules of which a location has one set: its own, or else that of the chain."""

_NEEDS = {"week": "cycle", "cycle": "week", "if_closed": "sessions"}

Places = tuple[str, ...]
"""Keys of locations, ascending."""


def place_classes(scope: FileScope, places: Places, locations: Collection[str]) -> dict[Path, dict[str, Any]]:
    """For each class of a file that says or must say it: the locations where it is given.

    Each with what is different there, an empty mapping or None if nothing is. With a finding the
    class is at no location.
    """
    found: dict[Path, dict[str, Any]] = {}
    for path, node in class_nodes(scope.document.root):
        if "locations" in node:
            given = _given(scope, node, path, places, locations)
            found[path] = given if _is_whole(scope, node, path, given) else {}
        elif len(places) > 1:
            scope.wrong(
                "CHK070",
                (*path, "id"),
                f"nothing says where the class {node['id']} is given",
                detail=f"This file holds for {in_words(places)}.",
                hint=f"add `locations: [{', '.join(places[:2])}]`, or `locations: all`",
            )
            found[path] = {}
        _check_class(scope, node, path, places, locations)
    return found


def class_nodes(root: Mapping) -> Iterator[tuple[Path, Mapping]]:
    """Every class of a file with its place, those of model weeks as well."""
    for index, node in enumerate(root.get("classes") or []):
        if node is not None:
            yield ("classes", index), node
    for key, week in (root.get("weeks") or {}).items():
        for index, node in enumerate(week["classes"]):
            yield ("weeks", key, "classes", index), node


def place_exceptions(
    scope: FileScope, places: Places, at: Table[str, Collection[str]], locations: Collection[str]
) -> dict[int, Places]:
    """By its number in the file: the one location that each exception is about; none, with a finding."""
    found: dict[int, Places] = {}
    for index, node in enumerate(scope.document.root.get("exceptions") or []):
        if node is None or ("location" not in node and len(places) == 1):
            continue
        path: Path = ("exceptions", index)
        if "location" in node:
            found[index] = (node["location"],)
            if not _holds(scope, node["location"], (*path, "location"), places, locations):
                found[index] = ()
            continue
        known = sorted(set(places).intersection(at.get(node["class"], ())))
        if len(known) > 1:
            scope.wrong(
                "CHK072",
                path,
                f"{node['class']} is given at {in_words(known)}, and this exception says no location",
                hint=f"add `location: {known[0]}`; an exception is about one class on one date",
            )
        found[index] = () if len(known) > 1 else tuple(known or places[:1])
    return found


def check_limits(scope: FileScope, places: Places, locations: Collection[str]) -> None:
    """Report rules of a file whose `locations` name unknown ones, and calendars that leave one out."""
    for key, value in scope.document.root.items():
        listed = isinstance(value, list)
        if key == "classes" or not (listed or key in POLICIES):
            continue
        for index, node in enumerate(as_list(value)):
            path: Path = (key, index) if listed else (key,)
            if not isinstance(node, Mapping):
                continue
            if "locations" in node:
                _named(scope, node["locations"], (*path, "locations"), places, locations)
            if isinstance(node.get("calendar"), Mapping):
                _check_calendars(scope, node, path, places, locations)


def _check_calendars(
    scope: FileScope, node: Mapping, path: Path, places: Places, locations: Collection[str]
) -> None:
    for key in node["calendar"]:
        _holds(scope, key, (*path, "calendar", key), places, locations, key=True)
    left_out = [key for key in places if applies(node, key) and key not in node["calendar"]]
    if left_out:
        scope.wrong(
            "CHK074",
            (*path, "calendar"),
            f"no calendar is named for {in_words(left_out)}",
            hint="add it here, or say by `locations:` where this policy holds",
            key=True,
        )


def _check_class(
    scope: FileScope, node: Mapping, path: Path, places: Places, locations: Collection[str]
) -> None:
    groups = scope.document.root.get("groups") or {}
    if "group" in node and node["group"] not in groups:
        scope.wrong(
            "CHK073",
            (*path, "group"),
            f'there is no group "{node["group"]}"',
            hint=did_you_mean(node["group"], groups) or "declare it under `groups:` of this file",
        )
    for index, change in enumerate(node.get("changes") or ()):
        if "locations" in change:
            where = (*path, "changes", index, "locations")
            _named(scope, change["locations"], where, places, locations)


def applies(node: Any, location: str) -> bool:
    """Whether a rule holds at a location: its `locations` name it, or it has none."""
    if not isinstance(node, Mapping) or "locations" not in node:
        return True
    return node["locations"] == EVERYWHERE or location in as_list(node["locations"])


def in_words(places: Sequence[str]) -> str:
    """Locations as a sentence names them; of many, the first three."""
    if len(places) > 4:
        return f"{', '.join(places[:3])} and {len(places) - 3} more"
    return " and ".join(filter(None, (", ".join(places[:-1]), places[-1])))


def _given(
    scope: FileScope, node: Mapping, path: Path, places: Places, locations: Collection[str]
) -> dict[str, Any]:
    named = node["locations"]
    where = (*path, "locations")
    if isinstance(named, Mapping):
        return {
            key: inner
            for key, inner in named.items()
            if _holds(scope, key, (*where, key), places, locations, key=True)
        }
    return dict.fromkeys(_named(scope, named, where, places, locations))


def _is_whole(scope: FileScope, node: Mapping, path: Path, given: Table[str, Any]) -> bool:
    """Whether no location says what makes no sense without a key that the class lacks too."""
    for location, here in given.items():
        for key in here or ():
            other = _NEEDS.get(key)
            if other and other not in here and other not in node:
                scope.wrong(
                    "CHK077",
                    (*path, "locations", location, key),
                    f"`{key}` needs `{other}`, which neither {location} nor the class has",
                    hint=f"add `{other}` beside it",
                    key=True,
                )
                return False
    return True


def _named(scope: FileScope, node: Any, path: Path, places: Places, locations: Collection[str]) -> Places:
    if node == EVERYWHERE:
        return places
    listed = isinstance(node, list)
    return tuple(
        key
        for index, key in enumerate(as_list(node))
        if _holds(scope, key, (*path, index) if listed else path, places, locations)
    )


def _holds(
    scope: FileScope, name: str, path: Path, places: Places, locations: Collection[str], *, key: bool = False
) -> bool:
    """Whether a location that a file names is one that it holds for; a finding if not."""
    if name in places:
        return True
    scope.wrong(
        "CHK071",
        path,
        f"this file is about {in_words(places)}, not about {name}"
        if name in locations
        else f'there is no location "{name}"',
        hint="write it in a file without `location:`, or in one about that location"
        if name in locations
        else did_you_mean(name, locations),
        key=key,
    )
    return False
