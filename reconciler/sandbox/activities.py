"""The five operations on activities, the same for both editions but for the shape of a list."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

from reconciler.sandbox import shapes
from reconciler.sandbox.availability import refuse_conflict
from reconciler.sandbox.clock import Instant, locate, parse_local, wall_clock
from reconciler.sandbox.exchange import Answer, Call, RefusedError, invalid, read_object
from reconciler.sandbox.options import SandboxOptions
from reconciler.sandbox.queries import ListQuery, read_includes, read_list_query
from reconciler.sandbox.rows import ActivityRow, Catalogue
from reconciler.sandbox.rules import Wish, read_wish
from reconciler.sandbox.store import LONGEST_S, Store


def list_activities(store: Store, options: SandboxOptions, call: Call) -> Answer:
    """A page of activities: JSON:API resources, or flat rows in the activities edition."""
    catalogue = store.catalogues[call.location_id]
    query = read_list_query(call.query, call.edition, wall_clock(call.now, catalogue.zone), options)
    within = _within(query, catalogue, options)
    rows = store.activities(within, "desc" if query.descending else "asc")
    if call.edition == "activities":
        total = store.count(within) if options.total == "present" else None
        return Answer(200, _flat_list(rows, query, catalogue, options, total))
    document: dict[str, object] = {"data": [shapes.resource(row, query.includes) for row in rows], "meta": []}
    if query.includes:
        document["included"] = shapes.included(rows, query.includes, catalogue)
    return Answer(200, document)


def _flat_list(
    rows: list[ActivityRow],
    query: ListQuery,
    catalogue: Catalogue,
    options: SandboxOptions,
    total: int | None,
) -> dict[str, object]:
    shown = query.deleted_too and options.flat_deleted == "when asked"
    drawn = [
        shapes.flat_row(
            row,
            catalogue.service_title(row.service_id),
            datetime_form=options.flat_datetime,
            deleted_shown=shown,
        )
        for row in rows
    ]
    if options.rows == "full":
        drawn = [shapes.full_row(row, documented) for row, documented in zip(rows, drawn, strict=True)]
    pagination = {"limit": query.limit, "offset": query.offset}
    if total is not None:
        pagination["total"] = total
    return {"success": True, "data": drawn, "meta": {"pagination": pagination}}


def _within(query: ListQuery, catalogue: Catalogue, options: SandboxOptions) -> dict[str, object]:
    """The parameters of the store's list statement."""
    low, reaching = query.first, None
    if options.range_match == "overlap":
        first = _moment(query.first)
        reaching = int(first.replace(tzinfo=catalogue.zone).timestamp())
        low = str(first - timedelta(seconds=LONGEST_S + 3600))
    last = query.last
    if options.range_end == "excluded":
        last = str(_moment(last) - timedelta(seconds=1))
    rooms = [room.id for room in catalogue.rooms.values() if room.resource_id in query.resource_ids]
    needle = query.search.casefold()
    titled = [each.id for each in catalogue.services.values() if needle and needle in each.title.casefold()]
    return {
        "location": catalogue.id,
        "low": low,
        "last": last,
        "deleted": int(query.deleted_too),
        "staff": _json_or_none(query.staff_ids),
        "services": _json_or_none(query.service_ids),
        "rooms": json.dumps(rooms) if query.resource_ids else None,
        "weekdays": _json_or_none(query.weekdays),
        "free": query.min_free,
        "reaching": reaching,
        "search": query.search,
        "titled": json.dumps(titled),
        "limit": query.limit,
        "offset": query.offset,
    }


def _json_or_none(ids: tuple[int, ...]) -> str | None:
    return json.dumps(ids) if ids else None


def _moment(text: str) -> datetime:
    local = parse_local(text)
    assert local is not None, "the query was checked"
    return local


def get_activity(store: Store, options: SandboxOptions, call: Call) -> Answer:  # noqa: ARG001 - one signature for all
    """One activity, cancelled ones too."""
    return _single(200, _found(store, call), store, call)


def create_activity(store: Store, options: SandboxOptions, call: Call) -> Answer:
    """Creates one. A break that is not sent is the location's default, and is appended to the length."""
    catalogue = store.catalogues[call.location_id]
    wish = read_wish(
        read_object(call.body),
        replacing=False,
        staff_key=options.staff_key,
        extra_fields=options.extra_fields,
    )
    break_s, length_s = wish.break_s, wish.length_s
    if break_s is None:
        break_s, length_s = catalogue.default_break_s, length_s + catalogue.default_break_s
    instant = _checked(wish, catalogue, call.now, options)
    row = _row(wish, instant, length_s, break_s)._replace(
        location_id=catalogue.id, created_at=call.now.astimezone(catalogue.zone).isoformat(timespec="seconds")
    )
    if not wish.force:
        refuse_conflict(store, catalogue, row, options)
    return _single(201, store.add(row), store, call)


def replace_activity(store: Store, options: SandboxOptions, call: Call) -> Answer:
    """Replaces all of one; a break that is not sent stays as it is. Bookings and ownership stay."""
    catalogue = store.catalogues[call.location_id]
    before = _found(store, call)
    if before.deleted:
        raise RefusedError(404, "The event was not found.")
    wish = read_wish(
        read_object(call.body), replacing=True, staff_key=options.staff_key, extra_fields=options.extra_fields
    )
    if wish.capacity < before.clients_count:
        raise invalid({"capacity": ["The capacity must not be below the number of booked places."]})
    break_s = before.break_s if wish.break_s is None else wish.break_s
    if break_s >= wish.length_s:
        raise invalid({"length": ["The length must exceed the technical break."]})
    if options.put_omitted == "keep":
        kept = {"comment": before.comment, "color": before.color or None}
        kept |= {"instructions": before.instructions or None, "stream_link": before.stream_link or None}
        wish = wish._replace(texts=kept | dict(wish.texts))
    instant = _checked(wish, catalogue, call.now, options)
    row = _row(wish, instant, wish.length_s, break_s)._replace(
        id=before.id,
        location_id=before.location_id,
        clients_count=before.clients_count,
        schedule_id=before.schedule_id,
        created_at=before.created_at,
    )
    if not wish.force:
        refuse_conflict(store, catalogue, row, options)
    store.replace(row)
    return _single(200, row, store, call)


def delete_activity(store: Store, options: SandboxOptions, call: Call) -> Answer:
    """Cancels one, and every booking in it, without asking."""
    row = _found(store, call)
    if row.deleted:
        if options.second_delete == 404:
            raise RefusedError(404, "The event was not found.")
        return Answer(204)
    store.cancel(row)
    return Answer(204)


def _found(store: Store, call: Call) -> ActivityRow:
    row = store.activity(call.location_id, call.activity_id)
    if row is None:
        raise RefusedError(404, "The event was not found.")
    return row


def _single(status: int, row: ActivityRow, store: Store, call: Call) -> Answer:
    includes = read_includes(call.query)
    document: dict[str, object] = {"data": shapes.resource(row, includes), "meta": []}
    if includes:
        document["included"] = shapes.included([row], includes, store.catalogues[call.location_id])
    return Answer(status, document)


def _checked(wish: Wish, catalogue: Catalogue, now: datetime, options: SandboxOptions) -> Instant:
    """The instant of the wish, once its ids exist and its time is possible. Raises RefusedError."""
    unknown: dict[str, list[str]] = {}
    for key, each, known in (
        *(("resource_instance_ids", room, catalogue.rooms) for room in wish.room_ids),
        *(("label_ids", label, catalogue.labels) for label in wish.label_ids),
        ("staff_id", wish.staff_id, catalogue.staff),
        ("service_id", wish.service_id, catalogue.services),
    ):
        if each not in known:
            unknown.setdefault(key, []).append(f"The selected {key} {each} is invalid.")
    if unknown:
        raise RefusedError(options.unknown_id_status, "The given data was invalid.", unknown)
    gives = catalogue.staff[wish.staff_id].services
    if options.unassigned_service == "refuse" and gives is not None and wish.service_id not in gives:
        raise invalid({"service_id": ["The team member does not provide this service."]})
    instant = locate(wish.start, catalogue.zone)
    if instant is None:
        raise invalid({"date": ["This local time does not exist: the clocks skip it."]})
    if options.past_starts == "refuse" and instant.utc < now.timestamp():
        raise invalid({"date": ["The date must not be in the past."]})
    return instant


def _row(wish: Wish, instant: Instant, length_s: int, break_s: int) -> ActivityRow:
    """A row of the wish; who it belongs to is filled in by the caller."""
    return ActivityRow(
        id=0,
        location_id=0,
        start_local=str(wish.start),
        start_utc=instant.utc,
        offset=instant.offset,
        weekday=wish.start.isoweekday(),
        staff_id=wish.staff_id,
        service_id=wish.service_id,
        capacity=wish.capacity,
        length_s=length_s,
        break_s=break_s,
        room_ids=json.dumps(wish.room_ids, separators=(",", ":")),
        label_ids=json.dumps(wish.label_ids, separators=(",", ":")),
        comment=wish.texts.get("comment"),
        color=wish.texts.get("color") or "",
        instructions=wish.texts.get("instructions") or "",
        stream_link=wish.texts.get("stream_link") or "",
        clients_count=0,
        schedule_id=None,
        deleted=0,
        created_at="",
    )
