"""Which classes a rule is about, as people write it -> Selector.

A class id, a list of ids, `all`, or a mapping of kinds. Teachers, services and rooms are looked
up at once; classes and tags may stand in files that are still to be read, so they are kept as
mentions of the file, and `check_mentions` looks them up when all files are there.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any, Literal

from reconciler.load.document import Path
from reconciler.load.looking_up import look_up
from reconciler.load.scope import FileScope, Mention, as_list, did_you_mean
from reconciler.model.schedule import EVERYTHING, Selector

ALL = "all"


def build_selector(scope: FileScope, node: Any, path: Path) -> Selector:
    """The classes that the value at `path` names; all of them if there is no value."""
    if node is None or node == ALL:
        return EVERYTHING
    if not isinstance(node, dict):
        return Selector(class_ids=_mentioned(scope, "class", node, path))
    return Selector(
        class_ids=_mentioned(scope, "class", node.get("classes"), (*path, "classes")),
        tags=_mentioned(scope, "tag", node.get("tags"), (*path, "tags")),
        service_ids=_ids(scope, "services", node, path),
        room_ids=_ids(scope, "rooms", node, path),
        staff_ids=_ids(scope, "staff", node, path),
    )


def check_mentions(scope: FileScope, class_ids: Collection[str], tags: Collection[str]) -> None:
    """Report mentions of classes that the location does not have, and of tags that no class of it has."""
    for kind, word, path in scope.mentions:
        if kind == "class" and word not in class_ids:
            scope.wrong(
                "CHK040",
                path,
                f"there is no class {word} at {scope.location}",
                hint=did_you_mean(word, class_ids) or "write the `id:` of a class",
            )
        elif kind == "tag" and word not in tags:
            scope.wrong(
                "CHK017",
                path,
                f'no class of {scope.location} has the tag "{word}"',
                hint=did_you_mean(word, tags) or "give a class that tag, or take it out here",
            )


def mentioned_classes(scope: FileScope, node: Any, path: Path) -> frozenset[str]:
    """The ids of classes in the value at `path`: one, a list, or none at all."""
    return _mentioned(scope, "class", node, path)


def _places(node: Any, path: Path) -> Iterable[tuple[str, Path]]:
    listed = isinstance(node, list)
    for index, word in enumerate(as_list(node)):
        yield str(word), ((*path, index) if listed else path)


def _mentioned(scope: FileScope, kind: Literal["class", "tag"], node: Any, path: Path) -> frozenset[str]:
    found = [Mention(kind, word, where) for word, where in _places(node, path)]
    scope.mentions += found
    return frozenset(mention.word for mention in found)


def _ids(scope: FileScope, kind: str, node: dict[str, Any], path: Path) -> frozenset[int]:
    entries = [look_up(scope, kind, word, where) for word, where in _places(node.get(kind), (*path, kind))]
    return frozenset(entry.id for entry in entries if entry is not None)
