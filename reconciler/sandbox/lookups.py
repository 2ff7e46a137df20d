"""The look-ups that turn names into ids: location, teachers, services, rooms and labels, v1 and v2 shapes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from reconciler.sandbox.exchange import Answer, Call, RefusedError, invalid
from reconciler.sandbox.fixtures import RoomFixture, ServiceFixture
from reconciler.sandbox.options import SandboxOptions
from reconciler.sandbox.rows import Catalogue
from reconciler.sandbox.store import Store

Document = dict[str, object]

_CATEGORY = {"id": 1, "title": "Group classes"}


def location(store: Store, options: SandboxOptions, call: Call) -> Answer:  # noqa: ARG001 - one signature for all
    """v1: the location and its time zone; `timezone` is the offset of now in hours."""
    catalogue = store.catalogues[call.location_id]
    offset = call.now.astimezone(catalogue.zone).utcoffset()
    assert offset is not None, "the zone is known"
    return _v1(
        {
            "id": catalogue.id,
            "title": catalogue.title,
            "timezone": offset.total_seconds() / 3600,
            "timezone_name": catalogue.zone.key,
        }
    )


def staff(store: Store, options: SandboxOptions, call: Call) -> Answer:  # noqa: ARG001 - the same
    """v1: all teachers."""
    catalogue = store.catalogues[call.location_id]
    return _v1(
        [
            {
                "id": each.id,
                "name": each.name,
                "specialization": "",
                "fired": 0,
                "hidden": 0,
                "status": 0,
                "bookable": True,
                "position": [],
            }
            for each in catalogue.staff.values()
        ]
    )


def group_services(store: Store, options: SandboxOptions, call: Call) -> Answer:  # noqa: ARG001 - the same
    """v1: services that activities may have, with their teachers; `staff_id` and `term` narrow them."""
    catalogue = store.catalogues[call.location_id]
    query = dict(call.query)
    term, staff_id = query.get("term", "").casefold(), query.get("staff_id", "")
    if staff_id and not (staff_id.isascii() and staff_id.isdigit() and len(staff_id) <= 15):
        raise invalid({"staff_id": ["Must be an integer."]})
    rows = [
        row
        for each in catalogue.services.values()
        if term in each.title.casefold()
        if (row := _group_service(each, catalogue, int(staff_id or 0))) is not None
    ]
    return _v1(rows, {"count": len(rows)})


def _group_service(service: ServiceFixture, catalogue: Catalogue, staff_id: int) -> Document | None:
    teachers = [
        {"id": each.id, "name": each.name, "length": service.length_s}
        for each in catalogue.staff.values()
        if each.services is None or service.id in each.services
    ]
    if staff_id and all(teacher["id"] != staff_id for teacher in teachers):
        return None
    return {
        "id": service.id,
        "title": service.title,
        "capacity": service.capacity,
        "price_min": 0,
        "price_max": 0,
        "is_multi": True,
        "category": _CATEGORY,
        "staff": teachers,
        "resources": [],
    }


def services_v1(store: Store, options: SandboxOptions, call: Call) -> Answer:  # noqa: ARG001 - the same
    """v1: all services, with numbers as they come there."""
    catalogue = store.catalogues[call.location_id]
    return _v1(
        [
            {
                "id": each.id,
                "title": each.title,
                "booking_title": each.title,
                "category_id": _CATEGORY["id"],
                "duration": each.length_s,
                "price_min": 0,
                "price_max": 0,
                "active": 1,
                "staff": [
                    {"id": teacher.id, "seance_length": each.length_s}
                    for teacher in catalogue.staff.values()
                    if teacher.services is None or each.id in teacher.services
                ],
            }
            for each in catalogue.services.values()
        ]
    )


def resources(store: Store, options: SandboxOptions, call: Call) -> Answer:  # noqa: ARG001 - the same
    """v1: resources with their instances; activities take ids of instances."""
    grouped: dict[int, list[RoomFixture]] = {}
    for room in store.catalogues[call.location_id].rooms.values():
        grouped.setdefault(room.resource_id, []).append(room)
    rows = [
        {
            "id": resource_id,
            "title": rooms[0].resource_title,
            "instances": [{"id": room.id, "title": room.title, "resource_id": resource_id} for room in rooms],
        }
        for resource_id, rooms in sorted(grouped.items())
    ]
    return _v1(rows, {"count": len(rows)})


def labels(store: Store, options: SandboxOptions, call: Call) -> Answer:  # noqa: ARG001 - the same
    """v1: labels of the entity "activity"."""
    rows = [
        {"id": each.id, "title": each.title, "color": each.color, "icon": "", "entity": 3}
        for each in store.catalogues[call.location_id].labels.values()
    ]
    return _v1(rows, {"count": len(rows)})


def team_members(store: Store, options: SandboxOptions, call: Call) -> Answer:  # noqa: ARG001 - the same
    """v2: teachers as JSON:API resources."""
    catalogue = store.catalogues[call.location_id]
    rows = (
        (each.id, {"name": each.name, "specialization": "", "position_id": None})
        for each in catalogue.staff.values()
    )
    return _v2("team_member", rows, call)


def services_v2(store: Store, options: SandboxOptions, call: Call) -> Answer:  # noqa: ARG001 - the same
    """v2: services as JSON:API resources."""
    catalogue = store.catalogues[call.location_id]
    asked = {value for key, value in call.query if key == "filter[service_ids][]"}
    rows = (
        (each.id, {"title": each.title, "category_id": _CATEGORY["id"]})
        for each in catalogue.services.values()
        if not asked or str(each.id) in asked
    )
    return _v2("service", rows, call)


def tags(store: Store, options: SandboxOptions, call: Call) -> Answer:  # noqa: ARG001 - the same
    """v2: labels as JSON:API resources; only those of activities exist here."""
    if dict(call.query).get("entity", "activity") not in ("activity", "3"):
        return _v2("label", (), call)
    catalogue = store.catalogues[call.location_id]
    facts = {"entity_type": "activity", "is_deleted": False, "is_editable": True}
    rows = (
        (each.id, {"title": each.title, "color": each.color, **facts}) for each in catalogue.labels.values()
    )
    return _v2("label", rows, call)


def _v1(found: object, meta: Mapping[str, object] | None = None) -> Answer:
    return Answer(200, {"success": True, "data": found, "meta": meta or []})


def _v2(kind: str, rows: Iterable[tuple[int, Mapping[str, object]]], call: Call) -> Answer:
    query = dict(call.query)
    page, limit = _small(query, "page", 1, 10**9), _small(query, "limit", 250, 250)
    drawn = [{"type": kind, "id": str(each), "attributes": attributes} for each, attributes in rows]
    return Answer(200, {"data": drawn[(page - 1) * limit : page * limit], "meta": []})


def _small(query: Mapping[str, str], key: str, default: int, high: int) -> int:
    text = query.get(key)
    if text is None:
        return default
    if not (text.isascii() and text.isdigit() and len(text) <= 10 and 1 <= int(text) <= high):
        raise RefusedError(
            422, "The given data was invalid.", {key: [f"Must be an integer between 1 and {high}."]}
        )
    return int(text)
