"""Which classes a rule is about, as people write it -> Selector.

A class id, a list of ids, `all`, or a mapping of kinds. Teachers, services and rooms are looked
up at once; classes and tags may stand in files that are still to be read, so they are kept as
mentions of the file, and `check_mentions` looks them up when all files are there. `check_named`
then sees whether any class has the teachers, services and rooms, and `check_together` whether any
has one of each kind.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Any, Literal

from reconciler.load.catalog import KINDS
from reconciler.load.document import Path
from reconciler.load.looking_up import look_up
from reconciler.load.scope import FileScope, Mention, as_list, did_you_mean
from reconciler.model.diagnostic import Severity
from reconciler.model.schedule import EVERYTHING, GroupClass, Selector, Settings
from reconciler.model.special import DayTimetable

ALL = "all"
_NAMED = frozenset({"staff", "services", "rooms"})
_KEYS = {"class": "classes", "tag": "tags", "staff": "staff", "services": "services", "rooms": "rooms"}
"""Where the names of a kind stand."""


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


def check_named(scope: FileScope, classes: Iterable[GroupClass], timetables: Iterable[DayTimetable]) -> None:
    """Warn of teachers, services and rooms by which rules of a file choose, and which no class has.

    Beside one that classes have, such a name is worth a notice.
    """
    named = [mention for mention in scope.mentions if mention.kind in _NAMED]
    if not named:
        return
    had = _had([*_said_by(classes), *(one for each in timetables for one in each.changes.values())])
    met: dict[Path, bool] = {}
    for kind, word, path in named:
        known = getattr(scope.catalog, kind).get(word)
        rule = path[: path.index(kind) + 1]
        met[rule] = met.get(rule, False) or known is None or known.id in had[kind]
    for kind, word, path in named:
        known = getattr(scope.catalog, kind).get(word)
        if known is not None and known.id not in had[kind]:
            some = met[path[: path.index(kind) + 1]]
            scope.report(
                "CHK091",
                Severity.NOTICE if some else Severity.WARNING,
                scope.document.span(path),
                f'no class of {scope.location} has the {KINDS[kind]} "{word}"',
                "The other names beside it have some." if some else "So this rule is about no class at all.",
                "check the name, or take it out here",
            )


def check_together(
    scope: FileScope, classes: Iterable[GroupClass], timetables: Iterable[DayTimetable]
) -> None:
    """Warn of rules that choose by several kinds of names, each of which classes have, but none has both."""
    chosen: dict[Path, dict[str, set[str | int]]] = {}
    for kind, word, path in scope.mentions:
        where = path[:-1] if isinstance(path[-1], int) else path
        if where[-1] == _KEYS[kind]:
            known = getattr(scope.catalog, kind).get(word) if kind in _NAMED else None
            wanted = chosen.setdefault(where[:-1], {}).setdefault(kind, set())
            wanted.add(word if known is None else known.id)
    several = {rule: kinds for rule, kinds in chosen.items() if len(kinds) > 1}
    if not several:
        return
    holders = _holders(classes, timetables)
    for rule, kinds in several.items():
        chosen_by = [
            set().union(*(holders.get((kind, one), ()) for one in wanted)) for kind, wanted in kinds.items()
        ]
        if all(chosen_by) and not set.intersection(*chosen_by):
            *some, last = (_KEYS[kind] for kind in kinds)
            scope.report(
                "CHK092",
                Severity.WARNING,
                scope.document.span(rule),
                f"no class of {scope.location} has one of these {', '.join(some)} and of these {last}",
                "A class must have one of each kind that is written. So this rule is about no class at all.",
                "take a kind out, or write two rules",
            )


def _holders(
    classes: Iterable[GroupClass], timetables: Iterable[DayTimetable]
) -> dict[tuple[str, str | int], set[str]]:
    """Ids of the classes that have something by any of their settings, by its kind and name or id."""
    later: dict[str, list[Settings]] = {}
    for each in timetables:
        for class_id, changed in each.changes.items():
            later.setdefault(class_id, []).append(changed)
    holders: dict[tuple[str, str | int], set[str]] = {}
    for group in classes:
        had = _had([*_said_by([group]), *later.get(group.id, [])])
        its: dict[str, Iterable[str | int]] = {"class": (group.id,), "tag": group.tags, **had}
        for kind, names in its.items():
            for one in names:
                holders.setdefault((kind, one), set()).add(group.id)
    return holders


def _said_by(classes: Iterable[GroupClass]) -> Iterator[Settings]:
    for group in classes:
        yield group.settings
        yield from (part.settings for part in group.parts)
        yield from (change.settings for change in group.changes)


def _had(every: Iterable[Settings]) -> dict[str, set[int]]:
    """What classes have by any of their settings, ids by kind."""
    had: dict[str, set[int]] = {"staff": set(), "services": set(), "rooms": set()}
    for one in every:
        had["staff"].update(one.turns.staff_ids if one.turns else ())
        had["staff"].add(one.staff_id or 0)
        had["services"].add(one.service_id or 0)
        had["rooms"].update(one.room_ids or (), one.also_ids or ())
        had["rooms"].update(one.room_choice.room_ids if one.room_choice else ())
    return had


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


def _ids(
    scope: FileScope, kind: Literal["staff", "services", "rooms"], node: dict[str, Any], path: Path
) -> frozenset[int]:
    found = [Mention(kind, word, where) for word, where in _places(node.get(kind), (*path, kind))]
    scope.mentions += found
    entries = [look_up(scope, kind, mention.word, mention.path) for mention in found]
    return frozenset(entry.id for entry in entries if entry is not None)
