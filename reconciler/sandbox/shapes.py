"""Draws activities as the wire shows them: JSON:API resources, flat list rows, and side-loads. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import lru_cache
from typing import Literal

from reconciler.sandbox.rows import ActivityRow, Catalogue

Document = dict[str, object]


@lru_cache(maxsize=1024)
def _ids(text: str) -> tuple[int, ...]:
    """Ids from their column; the same few lists occur in thousands of rows."""
    return tuple(json.loads(text))


def wire_date(row: ActivityRow) -> str:
    """`2027-01-12T18:30:00+0100`."""
    return f"{row.start_local[:10]}T{row.start_local[11:]}{row.offset}"


def resource(row: ActivityRow, includes: frozenset[str]) -> Document:
    """The JSON:API resource of one activity, with relationships only for what is included."""
    drawn: Document = {
        "type": "activity",
        "id": str(row.id),
        "attributes": {
            "date": wire_date(row),
            "timestamp": row.start_utc,
            "length": row.length_s,
            "staff_id": row.staff_id,
            "master_id": row.staff_id,
            "service_id": row.service_id,
            "capacity": row.capacity,
            "clients_count": row.clients_count,
            "color": row.color,
            "font_color": "#ffffff",
            "instructions": row.instructions,
            "stream_link": row.stream_link,
            "comment": row.comment,
            "notified": False,
            "deleted": bool(row.deleted),
            "schedule_id": row.schedule_id,
            "schedule_till": None,
            "schedule_event_modified": None if row.schedule_id is None else False,
        },
    }
    if includes:
        drawn["relationships"] = {name: {"data": _links(row, name)} for name in sorted(includes)}
    return drawn


def _links(row: ActivityRow, name: str) -> Document | list[Document]:
    if name == "resource_instances":
        return [{"type": "resource_instance", "id": str(each)} for each in _ids(row.room_ids)]
    if name == "labels":
        return [{"type": "label", "id": str(each)} for each in _ids(row.label_ids)]
    if name == "service":
        return {"type": "service", "id": str(row.service_id)}
    if name == "duration_details":
        return {"type": "activity_duration_details", "id": str(row.id)}
    return {"type": "staff", "id": str(row.staff_id)}


def included(rows: Iterable[ActivityRow], includes: frozenset[str], catalogue: Catalogue) -> list[Document]:
    """Side-loads of all rows, each once."""
    found: dict[tuple[str, int], Document] = {}
    for row in rows:
        if "staff" in includes or "master" in includes:
            found["staff", row.staff_id] = {"name": catalogue.staff_name(row.staff_id)}
        if "service" in includes:
            found["service", row.service_id] = {"title": catalogue.service_title(row.service_id)}
        if "resource_instances" in includes:
            for each in _ids(row.room_ids):
                found["resource_instance", each] = {"title": catalogue.room_title(each)}
        if "labels" in includes:
            for each in _ids(row.label_ids):
                found["label", each] = {"title": catalogue.label_title(each)}
        if "duration_details" in includes:
            found["activity_duration_details", row.id] = {
                "services_duration": row.length_s - row.break_s,
                "technical_break_duration": row.break_s,
            }
    return [
        {"type": kind, "id": str(each), "attributes": attributes}
        for (kind, each), attributes in found.items()
    ]


def flat_row(
    row: ActivityRow, title: str, *, datetime_form: Literal["offset", "bare"], deleted_shown: bool
) -> Document:
    """The documented row of the activities edition's list."""
    bare = f"{row.start_local[:10]}T{row.start_local[11:]}"
    drawn: Document = {
        "id": row.id,
        "company_id": row.location_id,
        "name": title,
        "description": row.instructions,
        "datetime": f"{bare}{row.offset[:3]}:{row.offset[3:]}" if datetime_form == "offset" else bare,
        "staff_id": row.staff_id,
        "service_id": row.service_id,
        "comment": row.comment or "",
        "created_at": row.created_at,
    }
    if deleted_shown:
        drawn["deleted"] = bool(row.deleted)
    return drawn


def full_row(row: ActivityRow, documented: Document) -> Document:
    """A flat row that carries every fact; also what assertions read."""
    return documented | {
        "date": wire_date(row),
        "timestamp": row.start_utc,
        "length": row.length_s,
        "technical_break_duration": row.break_s,
        "capacity": row.capacity,
        "clients_count": row.clients_count,
        "resource_instance_ids": list(_ids(row.room_ids)),
        "label_ids": list(_ids(row.label_ids)),
        "color": row.color,
        "instructions": row.instructions,
        "stream_link": row.stream_link,
        "schedule_id": row.schedule_id,
        "deleted": bool(row.deleted),
    }


def appointment(appointment_id: int, row: ActivityRow, seats: int) -> Document:
    """The JSON:API resource of one booking; the stand-in keeps no client."""
    return {
        "type": "record",
        "id": str(appointment_id),
        "attributes": {
            "activity_id": row.id,
            "client_id": None,
            "clients_count": seats,
            "attendance_status_slug": "waiting",
            "is_paid": False,
            "date": f"{row.start_local[:10]}T{row.start_local[11:]}",
            "timestamp": row.start_utc,
            "duration": row.length_s,
        },
    }
