"""People and rooms that are missing, and who gives which service: the blocks of a file -> Staffing.

Takes files one after the other, for a location's people may stand in several of them; a
`StaffingDraft` holds what has been gathered, and `finished` makes the value of it.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from reconciler.load.availability import gather_availability
from reconciler.load.catalog import PLACEHOLDER, Catalog
from reconciler.load.closed import CANCEL, moves_classes
from reconciler.load.document import Mapping, Path
from reconciler.load.looking_up import look_up
from reconciler.load.scope import FileScope, as_list, did_you_mean
from reconciler.load.seasons import build_days
from reconciler.load.selectors import build_selector
from reconciler.load.values import parse_time
from reconciler.model.diagnostic import Severity
from reconciler.model.schedule import Days
from reconciler.model.staffing import Absence, Availability, Cover, Qualification, RoomOutage, Spell, Staffing

MOVE = "move to "


@dataclass(slots=True, kw_only=True)
class StaffingDraft:
    """What has been gathered about the people and rooms of one location so far."""

    absences: list[Absence] = field(default_factory=list)
    outages: list[RoomOutage] = field(default_factory=list)
    available: dict[int, Availability] = field(default_factory=dict)
    qualified: dict[int, Qualification] | None = None


def gather_staffing(scope: FileScope, draft: StaffingDraft) -> None:
    """Add the blocks of one file; a closure of rooms that says where to move is an outage of each."""
    root = scope.document.root
    for key, rooms in (("room_outages", "room"), ("closures", "rooms")):
        for index, node in enumerate(root.get(key) or []):
            if node is not None and (key == "room_outages" or moves_classes(node)):
                draft.outages += _outages(scope, node, (key, index), rooms)
    gather_availability(scope, draft.available)
    for index, node in enumerate(scope.document.root.get("absences") or []):
        absence = None if node is None else _absence(scope, node, ("absences", index))
        if absence is not None:
            draft.absences.append(absence)


def check_staffing(scope: FileScope, draft: StaffingDraft, class_ids: Collection[str]) -> None:
    """Report what only all files together can tell: unknown classes, and services that nobody declares."""
    if draft.qualified is None:
        draft.qualified = _qualified(scope)
    for index, node in enumerate(scope.document.root.get("absences") or []):
        for class_id in (node or {}).get("except") or {}:
            if class_id not in class_ids:
                scope.wrong(
                    "CHK061",
                    ("absences", index, "except", class_id),
                    f"there is no class {class_id} at {scope.location}",
                    hint=did_you_mean(class_id, class_ids) or "write the `id:` of a class",
                    key=True,
                )


def finished(draft: StaffingDraft, catalog: Catalog) -> Staffing | None:
    """All of it as a value, None if there is nothing."""
    absences: dict[int, tuple[Absence, ...]] = {}
    for absence in sorted(draft.absences, key=lambda one: one.span):
        absences[absence.staff_id] = (*absences.get(absence.staff_id, ()), absence)
    outages: dict[int, tuple[RoomOutage, ...]] = {}
    for outage in sorted(draft.outages, key=lambda one: one.span):
        outages[outage.room_id] = (*outages.get(outage.room_id, ()), outage)
    placeholders = frozenset(
        entry.id for name, entry in catalog.staff.items() if name.startswith(PLACEHOLDER)
    )
    if not (absences or outages or draft.qualified or draft.available or placeholders):
        return None
    return Staffing(
        absences=absences,
        outages=outages,
        qualified=draft.qualified or {},
        available=dict(sorted(draft.available.items())),
        placeholder_ids=placeholders,
    )


def build_spell(scope: FileScope, node: Mapping, path: Path) -> Spell | None:
    """The days under `on`, with `after` and `before`; None, and findings, if they make no sense."""
    listed = isinstance(node["on"], list)
    days: list[Days] = []
    for index, written in enumerate(as_list(node["on"])):
        found = build_days(scope, written, (*path, "on", index) if listed else (*path, "on"))
        if found is not None:
            days.append(found)
    after = scope.value(parse_time, node["after"], (*path, "after")) if "after" in node else None
    before = scope.value(parse_time, node["before"], (*path, "before")) if "before" in node else None
    if after is not None and before is not None and before <= after:
        scope.wrong(
            "CHK008",
            (*path, "before"),
            f"this ends at {node['before']}, before it starts at {node['after']}",
            detail="`after` and `before` together mean the time between them.",
            hint="swap them, or write it twice",
        )
        return None
    return Spell(tuple(sorted(days)), after, before) if days else None


def _absence(scope: FileScope, node: Mapping, path: Path) -> Absence | None:
    person = look_up(scope, "staff", node["staff"], (*path, "staff"))
    when = build_spell(scope, node, path)
    cover = _cover(scope, node["cover"], (*path, "cover")) if "cover" in node else None
    own = node.get("except") or {}
    by_class = {key: _cover(scope, answer, (*path, "except", key)) for key, answer in own.items()}
    if person is None or when is None:
        return None
    return Absence(
        staff_id=person.id,
        when=when,
        cover=cover,
        by_class={key: answer for key, answer in sorted(by_class.items()) if answer is not None},
        because=str(node.get("because") or ""),
        span=scope.here(node),
    )


def _outages(scope: FileScope, node: Mapping, path: Path, rooms: str) -> list[RoomOutage]:
    """One outage for each room that is named under the key `rooms`."""
    listed = isinstance(node[rooms], list)
    found = [
        look_up(scope, "rooms", name, (*path, rooms, n) if listed else (*path, rooms))
        for n, name in enumerate(as_list(node[rooms]))
    ]
    if not found:
        scope.wrong(
            "CHK063",
            (*path, rooms),
            "this names no room, so nothing would move or fall out",
            hint=f"name one: `{rooms}: big hall`",
        )
    only = build_selector(scope, node.get("only"), (*path, "only"))
    target = str(node["then"]).removeprefix(MOVE).strip()
    entry = None if node["then"] == CANCEL else look_up(scope, "rooms", target, (*path, "then"))
    when = build_spell(scope, node, path)
    if when is None or (entry is None and node["then"] != CANCEL):
        return []
    return [
        RoomOutage(
            room_id=room.id,
            when=when,
            only=only,
            move_to=entry.id if entry else None,
            because=str(node.get("because") or ""),
            span=scope.here(node),
        )
        for room in found
        if room is not None
    ]


def _cover(scope: FileScope, answer: Any, path: Path) -> Cover | None:
    if answer == CANCEL:
        return Cover(None)
    entry = look_up(scope, "staff", answer, path)
    return None if entry is None else Cover(entry.id)


def _qualified(scope: FileScope) -> dict[int, Qualification]:
    """Who gives which services, resolved once all names of the location are known."""
    found: dict[int, Qualification] = {}
    services = scope.catalog.services
    for staff_id, (document, path, names) in sorted(scope.catalog.given.items()):
        for name in names:
            if name not in services:
                scope.report(
                    "CHK004",
                    Severity.ERROR,
                    document.span(path),
                    f'"{name}" is no service of {scope.location}',
                    hint=did_you_mean(name, services) or "add it under `services:` with its id",
                )
        ids = frozenset(services[name].id for name in names if name in services)
        found[staff_id] = Qualification(service_ids=ids, span=document.span(path))
    return found
