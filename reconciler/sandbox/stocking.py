"""Puts fixtures into a store, and reads a store's catalogues back.

A location that the store does not know is loaded whole. Of a known one only names that are new
are added: its activities are what people made of them since.
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from reconciler.sandbox.clock import locate
from reconciler.sandbox.errors import FixtureError
from reconciler.sandbox.fixtures import (
    ActivityFixture,
    Fixtures,
    LabelFixture,
    LocationFixture,
    RoomFixture,
    ServiceFixture,
    StaffFixture,
)
from reconciler.sandbox.rows import ActivityRow, Catalogue
from reconciler.sandbox.store import Store


def stock(store: Store, fixtures: Fixtures, now: datetime) -> None:
    """Load what is new and fill `store.catalogues`. Raises FixtureError if an activity cannot be kept."""
    store.begin()
    try:
        for i, location in enumerate(fixtures.locations):
            fresh = _add_location(store, location)
            _add_names(store, location)
            if fresh:
                _add_activities(store, location, f"locations[{i}]", now)
        store.commit()
    finally:
        store.rollback()
    found = store.execute("SELECT id, facts FROM location ORDER BY id").fetchall()
    for location_id, facts in found:
        store.catalogues[location_id] = _catalogue(store, location_id, facts)


def _add_location(store: Store, location: LocationFixture) -> bool:
    facts = json.dumps(
        [location.title, location.timezone, location.default_break_s, location.allowed],
    )
    sql = "INSERT OR IGNORE INTO location VALUES(?,?)"
    return store.execute(sql, (location.id, facts)).rowcount == 1


def _add_names(store: Store, location: LocationFixture) -> None:
    names: list[tuple[str, int, list[object]]] = []
    for each in location.staff:
        services = None if each.services is None else sorted(each.services)
        works = None if each.works is None else sorted(each.works.items())
        names.append(("staff", each.id, [each.name, services, works]))
    names += [("service", each.id, [each.title, each.capacity, each.length_s]) for each in location.services]
    names += [
        ("room", each.id, [each.title, each.resource_id, each.resource_title]) for each in location.rooms
    ]
    names += [("label", each.id, [each.title, each.color]) for each in location.labels]
    for kind, each_id, facts in names:
        values = (location.id, kind, each_id, json.dumps(facts))
        store.execute("INSERT OR IGNORE INTO named VALUES(?,?,?,?)", values)


def _add_activities(store: Store, location: LocationFixture, path: str, now: datetime) -> None:
    zone = ZoneInfo(location.timezone)
    for i, fixture in enumerate(location.activities):
        row = _row(location.id, fixture, zone, now)
        if row is None:
            raise FixtureError(f"{path}.activities[{i}].date", "the clocks skip this local time")
        if row.id and store.execute("SELECT 1 FROM activity WHERE id=?", (row.id,)).fetchone():
            raise FixtureError(f"{path}.activities[{i}].id", f"an activity {row.id} is there already")
        kept = store.add(row)
        if fixture.booked:
            sql = "INSERT INTO appointment(activity_id,seats) VALUES(?,?)"
            store.execute(sql, (kept.id, fixture.booked))


def _row(location_id: int, fixture: ActivityFixture, zone: ZoneInfo, now: datetime) -> ActivityRow | None:
    instant = locate(fixture.start, zone)
    if instant is None:
        return None
    return ActivityRow(
        id=fixture.id or 0,
        location_id=location_id,
        start_local=fixture.start.strftime("%Y-%m-%d %H:%M:%S"),
        start_utc=instant.utc,
        offset=instant.offset,
        weekday=fixture.start.isoweekday(),
        staff_id=fixture.staff_id,
        service_id=fixture.service_id,
        capacity=fixture.capacity,
        length_s=fixture.length_s,
        break_s=fixture.break_s,
        room_ids=json.dumps(sorted(set(fixture.room_ids)), separators=(",", ":")),
        label_ids=json.dumps(sorted(set(fixture.label_ids)), separators=(",", ":")),
        comment=fixture.comment,
        color=fixture.color,
        instructions=fixture.instructions,
        stream_link=fixture.stream_link,
        clients_count=fixture.booked,
        schedule_id=fixture.schedule_id,
        deleted=int(fixture.deleted),
        created_at=now.astimezone(zone).isoformat(timespec="seconds"),
    )


def _catalogue(store: Store, location_id: int, facts: str) -> Catalogue:
    title, timezone, default_break_s, allowed = json.loads(facts)
    named: dict[str, dict[int, list[Any]]] = {"staff": {}, "service": {}, "room": {}, "label": {}}
    sql = "SELECT kind, id, facts FROM named WHERE location_id=? ORDER BY kind, id"
    for kind, each_id, each_facts in store.execute(sql, (location_id,)):
        named[kind][each_id] = json.loads(each_facts)
    return Catalogue(
        id=location_id,
        title=title,
        zone=ZoneInfo(timezone),
        default_break_s=default_break_s,
        allowed=allowed,
        staff={each: _staff(each, *facts) for each, facts in named["staff"].items()},
        services={
            each: ServiceFixture(id=each, title=title, capacity=capacity, length_s=length_s)
            for each, (title, capacity, length_s) in named["service"].items()
        },
        rooms={
            each: RoomFixture(id=each, title=title, resource_id=resource_id, resource_title=resource_title)
            for each, (title, resource_id, resource_title) in named["room"].items()
        },
        labels={
            each: LabelFixture(id=each, title=title, color=color)
            for each, (title, color) in named["label"].items()
        },
    )


def _staff(
    staff_id: int,
    name: str,
    services: list[int] | None,
    works: list[tuple[int, list[tuple[int, int]]]] | None,
) -> StaffFixture:
    return StaffFixture(
        id=staff_id,
        name=name,
        services=None if services is None else frozenset(services),
        works=None if works is None else {day: tuple((a, b) for a, b in spans) for day, spans in works},
    )
