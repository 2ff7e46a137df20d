"""What a file says about one of its locations: the same document, as if it were about that one only.

Classes and rules of other locations are left out. What is left has the values of that location,
of its groups and of the location's defaults laid into it, and still knows where each is written.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from collections.abc import Mapping as Table
from dataclasses import dataclass
from typing import Any, Final

from reconciler.load.document import Document
from reconciler.load.layers import laid_over, without
from reconciler.load.mapping import Mapping, Path
from reconciler.load.placing import POLICIES, Places, applies
from reconciler.load.scope import as_list

_ABOUT_CLASSES: Final = {"seasons": "without", "timetables": "classes"}
"""Top-level key -> the key under each of its entries that lists ids of classes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Placing:
    """Where the classes and exceptions of one file belong."""

    places: Places
    classes: Table[Path, Table[str, Any]]
    """By place of the class: its locations, each with what is different there."""
    exceptions: Table[int, Places]


def localized(
    document: Document,
    location: str,
    placing: Placing,
    *,
    defaults: Mapping,
    yields: Collection[str],
    elsewhere: Collection[str],
) -> Document:
    """`document` as it holds at `location`.

    `defaults` are those of the location; `yields` are the keys that its own files answer
    instead; `elsewhere` are ids of classes that other locations have, and this one has not.
    """
    whole = document.root
    if not _differs(whole, placing, defaults):
        return document
    root = without(whole, yields)
    own = whole.get("defaults") or Mapping()
    if defaults:
        chain = len(placing.places) > 1
        near, far = (defaults, own) if chain else (own, defaults)
        root["defaults"] = laid_over(far, near, whole)
    for key, value in whole.items():
        if key in root:
            left = _at(whole, key, location, placing, elsewhere)
            if left is not value:
                root[key] = left
            if left is None:
                del root[key]
    return Document(name=document.name, text=document.text, root=root)


def _at(whole: Mapping, key: str, location: str, placing: Placing, elsewhere: Collection[str]) -> Any:
    """What stands under a top-level key, as far as it concerns the location; None for nothing."""
    value = whole[key]
    if key == "classes":
        return _classes(whole, ("classes",), location, placing)
    if key == "weeks":
        return _each(value, lambda name: _week(whole, name, location, placing))
    if key in _ABOUT_CLASSES:
        return _each(value, lambda name: _of_known(value[name], _ABOUT_CLASSES[key], elsewhere))
    if key == "exceptions":
        places = placing.exceptions
        return [node for index, node in enumerate(value) if location in places.get(index, (location,))]
    if isinstance(value, list):
        return [_rule(node, location, elsewhere) for node in value if _holds(node, location)]
    if key in POLICIES:
        return _rule(value, location, elsewhere) if _holds(value, location) else None
    return value


def _differs(root: Mapping, placing: Placing, defaults: Mapping) -> bool:
    """Whether there is anything to do: a plain file about one location is taken as it is."""
    return bool(
        len(placing.places) > 1 or placing.classes or placing.exceptions or defaults or "groups" in root
    )


def _week(root: Mapping, name: str, location: str, placing: Placing) -> Mapping:
    week = without(root["weeks"][name], ())
    built = _classes(root, ("weeks", name, "classes"), location, placing)
    week["classes"] = [node for node in built if node is not None]
    return week


def _each(mapping: Mapping, built: Callable[[str], Mapping]) -> Mapping:
    """A mapping with another value under each of its keys."""
    found = without(mapping, ())
    for name in mapping:
        found[name] = built(name)
    return found


def _classes(root: Mapping, path: Path, location: str, placing: Placing) -> list[Mapping | None]:
    """The classes of a list that are given at the location; what was set aside stays so."""
    nodes: Any = root
    for step in path:
        nodes = nodes[step]
    found: list[Mapping | None] = []
    for index, node in enumerate(nodes):
        given = None if node is None else placing.classes.get((*path, index))
        if given is None:
            found.append(None if node is None else _class(root, node, None, location))
        elif location in given:
            found.append(_class(root, node, given[location], location))
        elif not given:
            found.append(None)
    return found


def _class(root: Mapping, node: Mapping, here: Mapping | None, location: str) -> Mapping:
    groups: dict[Any, Mapping] = root.get("groups") or {}
    group = groups.get(node.get("group"))
    limited = any("locations" in change for change in node.get("changes") or ())
    if group is None and not here and not limited:
        return node
    own = without(node, ("locations",))
    tags = {*_texts(group), *_texts(node)}
    built = laid_over(group, own, node) if group else own
    built = laid_over(built, here, node) if here else built
    if not group and not limited:
        return built
    built = without(built, ())
    if tags:
        built["tags"] = sorted(tags)
    if limited:
        built["changes"] = [change for change in node["changes"] if applies(change, location)]
    return built


def _texts(node: Mapping | None) -> list[str]:
    return [] if node is None else as_list(node.get("tags"))


def _of_known(node: Mapping, names: str, elsewhere: Collection[str]) -> Mapping:
    """A season or timetable that speaks only of classes that are given here.

    `names` is the key of its list of classes; `change` has some by their ids.
    """
    if not elsewhere or not (names in node or "change" in node):
        return node
    rest = without(node, ())
    if names in node:
        rest[names] = [name for name in as_list(node[names]) if name not in elsewhere]
    if "change" in node:
        rest["change"] = without(node["change"], elsewhere)
    return rest


def _holds(node: Any, location: str) -> bool:
    """Whether a rule holds at a location; one whose calendars leave it out has its own finding."""
    calendars = node.get("calendar") if isinstance(node, Mapping) else None
    return applies(node, location) and (not isinstance(calendars, Mapping) or location in calendars)


def _rule(node: Any, location: str, elsewhere: Collection[str]) -> Any:
    """A rule of which only what concerns the location is left."""
    if not isinstance(node, Mapping):
        return node
    calendars = node.get("calendar")
    if isinstance(calendars, Mapping):
        node = without(node, ())
        node["calendar"] = calendars[location]
    if isinstance(node.get("except"), Mapping) and elsewhere:
        node = without(node, ())
        node["except"] = without(node["except"], elsewhere)
    return node
