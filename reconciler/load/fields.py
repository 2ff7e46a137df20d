"""The fields of a class wherever they may stand: node -> Settings.

Defaults, classes, parallel parts, changes and exceptions share these keys, so there is one
reader of them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from operator import attrgetter
from typing import Any, Literal

from reconciler.load.choosing import build_choice, build_turns
from reconciler.load.document import Mapping, Path
from reconciler.load.looking_up import look_up
from reconciler.load.monthly import days_under_every
from reconciler.load.rules import build_rule, refuse_alone
from reconciler.load.scope import FileScope, as_list
from reconciler.load.times import build_slots
from reconciler.load.values import (
    parse_color,
    parse_date,
    parse_duration,
    parse_every,
    parse_number,
)
from reconciler.load.weeks import build_weeks
from reconciler.model.schedule import LOCATION_DEFAULT, Dates, Recurrence, Settings, Weekly

_NAMES = tuple(field.name for field in fields(Settings))
_VALUES = attrgetter(*_NAMES)
_NOTHING = _VALUES(Settings())
GRID_S = 300
"""The booking system counts lengths and breaks in steps of five minutes."""


def build_settings(scope: FileScope, node: Mapping, path: Path) -> Settings:
    """What `node` says about a class; fields that it does not mention are None."""
    room_key = "rooms" if "rooms" in node else "room"
    label_key = "labels" if "labels" in node else "label"
    slots, weekdays_of_slots = build_slots(scope, node, path)
    recurrence = build_recurrence(scope, node, path)
    if recurrence is None and weekdays_of_slots:
        recurrence = Weekly(weekdays=weekdays_of_slots)
    turns, choice = build_turns(scope, node, path), build_choice(scope, node, path)
    return Settings(
        recurrence=recurrence,
        weeks=build_weeks(scope, node, path),
        slots=slots,
        service_id=_one(scope, node, path, "service", "services"),
        staff_id=turns.staff_ids[0] if turns else _one(scope, node, path, "staff", "staff"),
        turns=turns,
        room_ids=() if choice else _several(scope, node, path, room_key, "rooms"),
        room_choice=choice,
        also_ids=_several(scope, node, path, "also_needs", "rooms"),
        label_ids=_several(scope, node, path, label_key, "labels"),
        capacity=_capacity(scope, node, path),
        lesson_s=_duration(scope, node, path, "duration"),
        break_s=_break(scope, node, path),
        comment=_text(node, "comment"),
        color=_color(scope, node, path),
        instructions=_text(node, "instructions"),
        link=_link(node),
        waitlist=scope.value(parse_number, node["waitlist"], (*path, "waitlist"))
        if "waitlist" in node
        else None,
    )


def build_recurrence(scope: FileScope, node: Mapping, path: Path) -> Recurrence | None:
    """The days of a class: `every`, `dates`, `on` or `rrule`; None if it says none of them (or nonsense)."""
    said = [key for key in ("every", "dates", "on", "rrule") if key in node]
    if len(said) > 1:
        scope.wrong(
            "CHK009",
            (*path, said[1]),
            f"a class has either `{said[0]}` or `{said[1]}`, not both",
            hint="take one of them out, or make two classes of it",
            key=True,
        )
    refuse_alone(scope, node, path)
    if not said:
        return None
    key = said[0]
    if key == "rrule":
        return build_rule(scope, node, path)
    listed = isinstance(node[key], list)
    found: list[Any] = []
    parse: Callable[[str], Any] = parse_every if key == "every" else parse_date
    for index, item in enumerate(as_list(node[key])):
        value = scope.value(parse, item, (*path, key, index) if listed else (*path, key))
        if value is None:
            continue
        if value in found:
            scope.wrong(
                "CHK018", (*path, key, index), f'"{item}" stands here twice', hint="take one of them out"
            )
        found.append(value)
    if not found:
        return None
    if key == "every":
        return days_under_every(scope, found, (*path, key))
    return Dates(dates=tuple(sorted(set(found))))


def over(near: Settings, far: Settings) -> Settings:
    """The nearer settings where they say something, the farther ones elsewhere."""
    own = _VALUES(near)
    if own == _NOTHING:
        return far
    found = {
        name: other if value is None else value
        for name, value, other in zip(_NAMES, own, _VALUES(far), strict=True)
    }
    if near.staff_id is not None:
        found["turns"] = near.turns
    if near.room_ids is not None:
        found["room_choice"] = near.room_choice
    return Settings(**found)


def _one(scope: FileScope, node: Mapping, path: Path, key: str, kind: str) -> int | None:
    if key not in node or isinstance(node[key], Mapping):
        return None
    entry = look_up(scope, kind, node[key], (*path, key))
    return None if entry is None else entry.id


def _several(scope: FileScope, node: Mapping, path: Path, key: str, kind: str) -> tuple[int, ...] | None:
    if key not in node or isinstance(node[key], Mapping):
        return None
    listed = isinstance(node[key], list)
    ids: set[int] = set()
    for index, name in enumerate(as_list(node[key])):
        entry = look_up(scope, kind, name, (*path, key, index) if listed else (*path, key))
        if entry is not None:
            ids.add(entry.id)
    return tuple(sorted(ids))


def _capacity(scope: FileScope, node: Mapping, path: Path) -> int | None:
    return scope.value(parse_number, node["capacity"], (*path, "capacity")) if "capacity" in node else None


def _duration(scope: FileScope, node: Mapping, path: Path, key: str) -> int | None:
    if key not in node:
        return None
    seconds = scope.value(parse_duration, node[key], (*path, key))
    if seconds is not None and seconds % GRID_S:
        scope.wrong(
            "CHK012",
            (*path, key),
            f"a {key} of {node[key]} is no multiple of five minutes",
            detail="The booking system counts lengths in steps of five minutes.",
            hint=f"write {(seconds // GRID_S) * 5}m or {(seconds // GRID_S + 1) * 5}m",
        )
        return None
    return seconds


def _break(scope: FileScope, node: Mapping, path: Path) -> int | Literal["location default"] | None:
    if node.get("break") == LOCATION_DEFAULT:
        return LOCATION_DEFAULT
    return _duration(scope, node, path, "break")


def _text(node: Mapping, key: str) -> str | None:
    return (node[key] or "") if key in node else None


def _link(node: Mapping) -> str | None:
    return _text(node.get("online", node), "link")


def _color(scope: FileScope, node: Mapping, path: Path) -> str | None:
    return scope.value(parse_color, node["color"], (*path, "color")) if "color" in node else None
