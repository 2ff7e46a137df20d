"""What differs within a class: `parallel` -> Part, `changes` -> Change."""

from __future__ import annotations

from dataclasses import fields

from reconciler.load.document import Mapping, Path
from reconciler.load.fields import build_settings
from reconciler.load.scope import FileScope
from reconciler.load.seats import with_seats
from reconciler.load.values import parse_date
from reconciler.model.schedule import Change, Part, Settings


def build_parts(scope: FileScope, node: Mapping, path: Path, said: Settings) -> tuple[Part, ...]:
    """The parallel groups of a class, by name; `said` is what class and defaults say."""
    parts: list[Part] = []
    for index, item in enumerate(node.get("parallel") or []):
        where = (*path, "parallel", index)
        own = with_seats(scope, build_settings(scope, item, where), said)
        staff = item.get("staff")
        named = "" if isinstance(staff, dict) else str(staff or "")
        name = item.get("name") or _slug(named) or _slug(str(item.get("room", "")))
        if not name:
            scope.wrong(
                "CHK013", where, "this parallel group has no name", hint="add `name:`, or `staff:` or `room:`"
            )
        elif any(part.name == name for part in parts):
            scope.wrong(
                "CHK013",
                where,
                f'two parallel groups would both be called "{name}"',
                detail="A group is known by its `name:`, or else by the teacher or room written here.",
                hint="add `name:` to each of them",
            )
        else:
            because = str(item.get("because") or "")
            parts.append(Part(name=name, settings=own, because=because, span=scope.here(item)))
    return tuple(sorted(parts, key=lambda part: part.name))


def build_changes(scope: FileScope, node: Mapping, path: Path, said: Settings) -> tuple[Change, ...]:
    """The dated changes of a class, by their first date; `said` is what class and defaults say."""
    changes: list[Change] = []
    for index, item in enumerate(node.get("changes") or []):
        where = (*path, "changes", index)
        first = scope.value(parse_date, item["from"], (*where, "from"))
        last = scope.value(parse_date, item["to"], (*where, "to")) if "to" in item else None
        own = with_seats(scope, build_settings(scope, item, where), said)
        if first is None:
            continue
        if last is not None and last < first:
            scope.wrong(
                "CHK008",
                (*where, "to"),
                f"this change ends on {last}, before it starts on {first}",
                hint="swap `from` and `to`, or check the year",
            )
            continue
        if own == Settings():
            scope.wrong(
                "CHK014", where, "this change changes nothing", hint="say what is different from then on"
            )
            continue
        change = Change(
            first=first, last=last, settings=own, because=item.get("because") or "", span=scope.here(item)
        )
        for other in changes:
            _collide(scope, change, other, where)
        changes.append(change)
    return tuple(sorted(changes, key=lambda change: change.first))


def _collide(scope: FileScope, change: Change, other: Change, path: Path) -> None:
    """Two changes that start on the same day and say the same field: neither could win."""
    if change.first != other.first:
        return
    for field in fields(Settings):
        if None not in (getattr(change.settings, field.name), getattr(other.settings, field.name)):
            scope.wrong(
                "CHK014",
                path,
                f"two changes from {change.first} on say the same thing differently",
                detail=f"The other one is at {other.span}.",
                hint="keep one of them",
            )
            return


def _slug(text: str) -> str:
    """A name as a short key: `Anna Maria` -> `anna-maria`; empty if nothing is left of it."""
    plain = "".join(c if c.isascii() and c.isalnum() else "-" for c in text.lower())
    return "-".join(filter(None, plain.split("-")))[:32]
