"""Locations and the names of their people and things, from project and schedule files."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from reconciler.load.catalog import KINDS, Catalog, Entry
from reconciler.load.document import Mapping, Path
from reconciler.load.scope import FileScope, as_list, did_you_mean
from reconciler.load.values import parse_number
from reconciler.model.schedule import Location


def build_locations(scope: FileScope, root: Mapping) -> dict[str, Location]:
    """The locations that a file declares, by key; stand-ins where there are findings."""
    found: dict[str, Location] = {}
    for key, node in (root.get("locations") or {}).items():
        path: Path = ("locations", key)
        number = scope.value(parse_number, node["id"], (*path, "id"))
        zone_known = _zone_exists(node["timezone"])
        if not zone_known:
            near = did_you_mean(node["timezone"], available_timezones())
            scope.wrong(
                "CHK002",
                (*path, "timezone"),
                f'there is no time zone "{node["timezone"]}"',
                hint=near or 'write an IANA name such as "Europe/Berlin"',
            )
        # With a finding there is no schedule, but the rest of the file is still to be checked.
        zone = node["timezone"] if zone_known else "UTC"
        location = Location(key=key, id=number or 1, timezone=zone, span=scope.here(node))
        if number is not None:
            _refuse_twin(scope, found, location)
        found[key] = location
    return found


def _refuse_twin(scope: FileScope, known: dict[str, Location], location: Location) -> None:
    """Two keys for one studio are a finding: neither would know the classes of the other."""
    twin = next((one for one in known.values() if one.id == location.id and one.key != location.key), None)
    if twin is not None:
        scope.wrong(
            "CHK003",
            ("locations", location.key, "id"),
            f"the location {location.key} has the id of {twin.key} in {twin.span}",
            detail=f"Both say {location.id}, and each would create its classes beside those of the other.",
            hint="correct one id, or keep one of the two keys",
        )


def _zone_exists(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def merge_location(scope: FileScope, known: dict[str, Location], location: Location) -> None:
    """Add a location to the known ones; the same key with other facts is a finding."""
    if location.key not in known:
        _refuse_twin(scope, known, location)
    other = known.setdefault(location.key, location)
    if (other.id, other.timezone) != (location.id, location.timezone):
        scope.wrong(
            "CHK003",
            ("locations", location.key),
            f"the location {location.key} is declared differently in {other.span}",
            detail=f"There it is id {other.id} in {other.timezone}, "
            f"here id {location.id} in {location.timezone}.",
            hint="declare it once, in the project file",
            key=True,
        )


def add_names(scope: FileScope, node: Mapping, path: Path, catalog: Catalog) -> None:
    """Put the names that stand in `node` (staff, services, rooms, labels) into the catalog."""
    for kind in KINDS:
        entries: dict[str, Entry] = getattr(catalog, kind)
        for name, value in (node.get(kind) or {}).items():
            where = (*path, kind, name)
            fields = value if isinstance(value, dict) else {"id": value}
            id_path = (*where, "id") if isinstance(value, dict) else where
            number = scope.value(parse_number, fields["id"], id_path)
            if number is None:
                continue
            entry = entries.setdefault(name, Entry(number, scope.document, where))
            if entry.id != number:
                scope.wrong(
                    "CHK003",
                    where,
                    f'the {KINDS[kind]} "{name}" has another id in {entry.span}',
                    detail=f"There it is {entry.id}, here {number}.",
                    hint="keep one of them",
                    key=True,
                )
            if kind == "staff" and "services" in fields:
                _add_given(scope, number, fields["services"], (*where, "services"), catalog)
            if kind in {"services", "rooms"} and "capacity" in fields:
                seats = scope.value(parse_number, fields["capacity"], (*where, "capacity"))
                if seats is not None:
                    (catalog.seats if kind == "services" else catalog.room_seats)[number] = seats


def _add_given(scope: FileScope, number: int, services: Any, path: Path, catalog: Catalog) -> None:
    """Keep the services that a person gives; a finding if they stand elsewhere, and are others."""
    names = [str(service) for service in as_list(services)]
    document, other, known = catalog.given.setdefault(number, (scope.document, path, names))
    if set(known) != set(names):
        scope.wrong(
            "CHK003",
            path,
            f"{path[-2]} has other services in {document.span(other)}",
            detail=f"There it is {', '.join(known) or 'none'}, here {', '.join(names) or 'none'}.",
            hint="keep one of them",
        )
