"""Reads fixtures from plain data in which every scalar may be text; refuses any other shape by its path."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from reconciler.sandbox.clock import parse_local
from reconciler.sandbox.errors import FixtureError
from reconciler.sandbox.fixtures import (
    WEEKDAYS,
    ActivityFixture,
    Fixtures,
    LabelFixture,
    LocationFixture,
    RoomFixture,
    ServiceFixture,
    StaffFixture,
)
from reconciler.sandbox.plain import Node, read_node

_COLOR = re.compile(r"#[0-9a-f]{6}\Z")
_INTERVAL = re.compile(r"([0-9]{1,2}):([0-9]{2})-([0-9]{1,2}):([0-9]{2})\Z")


def parse_fixtures(raw: Mapping[str, object]) -> Fixtures:
    """Fixtures from plain data; docs/sandbox.md shows the form. Raises FixtureError."""
    root = read_node(raw, "")
    root.only("version", "locations")
    locations = tuple(_location(node) for node in root.nodes("locations"))
    _no_repeats([location.id for location in locations], "locations")
    return Fixtures(locations=locations)


def _location(node: Node) -> LocationFixture:
    node.only(
        "id", "title", "timezone", "default_break", "allowed", "staff", "services", "resources",
        "labels", "activities",
    )  # fmt: skip
    services = tuple(_service(child) for child in node.nodes("services"))
    staff = tuple(_staff(child) for child in node.nodes("staff"))
    rooms = tuple(room for child in node.nodes("resources") for room in _rooms(child))
    labels = tuple(_label(child) for child in node.nodes("labels"))
    ids = {
        "service": {service.id for service in services},
        "staff": {teacher.id for teacher in staff},
        "rooms": {room.id for room in rooms},
        "labels": {label.id for label in labels},
    }
    _no_repeats([service.id for service in services], node.at("services"))
    _no_repeats([teacher.id for teacher in staff], node.at("staff"))
    _no_repeats([room.id for room in rooms], node.at("resources"))
    _no_repeats([label.id for label in labels], node.at("labels"))
    activities = tuple(_activity(child, ids) for child in node.nodes("activities"))
    _no_repeats([each.id for each in activities if each.id is not None], node.at("activities"))
    return LocationFixture(
        id=node.integer("id", 1, 10**15),
        title=node.text("title", ""),
        timezone=_timezone(node),
        default_break_s=node.integer("default_break", 0, 60, 0) * 60,
        allowed=node.flag("allowed", default=True),
        staff=staff,
        services=services,
        rooms=rooms,
        labels=labels,
        activities=activities,
    )


def _timezone(node: Node) -> str:
    name = node.text("timezone")
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        message = f"{name!r} is not a time zone; write an IANA name such as Europe/Berlin"
        raise FixtureError(node.at("timezone"), message) from error
    return name


def _no_repeats(ids: list[int], path: str) -> None:
    seen: set[int] = set()
    for each in ids:
        if each in seen:
            raise FixtureError(path, f"the id {each} occurs twice")
        seen.add(each)


def _service(node: Node) -> ServiceFixture:
    node.only("id", "title", "capacity", "length")
    return ServiceFixture(
        id=node.integer("id", 1, 10**15),
        title=node.text("title"),
        capacity=node.integer("capacity", 1, 10**6, 10),
        length_s=node.integer("length", 5, 1440, 60) * 60,
    )


def _staff(node: Node) -> StaffFixture:
    node.only("id", "name", "services", "works")
    services = node.ids("services")
    return StaffFixture(
        id=node.integer("id", 1, 10**15),
        name=node.text("name"),
        services=None if services is None else frozenset(services),
        works=None if node.raw.get("works") is None else _works(node),
    )


def _works(node: Node) -> dict[int, tuple[tuple[int, int], ...]]:
    works = read_node(node.raw["works"], node.at("works"))
    works.only(*WEEKDAYS)
    return {WEEKDAYS.index(day): _intervals(works.text(day), works.at(day)) for day in works.raw}


def _intervals(text: str, path: str) -> tuple[tuple[int, int], ...]:
    intervals = []
    for part in text.split(","):
        found = _INTERVAL.match(part.strip())
        first, last = (0, 0)
        if found:
            hours, minutes, end_hours, end_minutes = map(int, found.groups())
            first, last = hours * 60 + minutes, end_hours * 60 + end_minutes
        if not found or minutes > 59 or end_minutes > 59 or not 0 <= first < last <= 1440:
            raise FixtureError(path, 'must be times of day such as "07:00-12:00, 14:00-22:00"')
        intervals.append((first, last))
    return tuple(intervals)


def _rooms(node: Node) -> Iterator[RoomFixture]:
    node.only("id", "title", "instances")
    resource_id, resource_title = node.integer("id", 1, 10**15), node.text("title")
    for child in node.nodes("instances"):
        child.only("id", "title")
        yield RoomFixture(
            id=child.integer("id", 1, 10**15),
            title=child.text("title"),
            resource_id=resource_id,
            resource_title=resource_title,
        )


def _label(node: Node) -> LabelFixture:
    node.only("id", "title", "color")
    return LabelFixture(
        id=node.integer("id", 1, 10**15), title=node.text("title"), color=_color(node, "#3f51b5")
    )


def _color(node: Node, default: str) -> str:
    color = node.text("color", default)
    if color and not _COLOR.match(color):
        raise FixtureError(node.at("color"), 'must look like "#3f51b5", in lower case')
    return color


def _activity(node: Node, ids: Mapping[str, set[int]]) -> ActivityFixture:
    node.only(
        "id", "date", "service", "staff", "length", "break", "capacity", "rooms", "labels", "comment",
        "color", "instructions", "stream_link", "booked", "schedule_id", "deleted",
    )  # fmt: skip
    capacity = node.integer("capacity", 1, 10**6)
    length_s = node.integer("length", 5, 1440) * 60
    return ActivityFixture(
        id=None if node.raw.get("id") is None else node.integer("id", 1, 10**15),
        start=_start(node),
        service_id=_known(node, "service", ids["service"]),
        staff_id=_known(node, "staff", ids["staff"]),
        length_s=length_s,
        break_s=node.integer("break", 0, min(60, length_s // 60 - 1), 0) * 60,
        capacity=capacity,
        room_ids=_all_known(node, "rooms", ids["rooms"]),
        label_ids=_all_known(node, "labels", ids["labels"]),
        comment=node.text("comment", "") or None,
        color=_color(node, ""),
        instructions=node.text("instructions", ""),
        stream_link=node.text("stream_link", ""),
        booked=node.integer("booked", 0, capacity, 0),
        schedule_id=None if node.raw.get("schedule_id") is None else node.integer("schedule_id", 1, 10**15),
        deleted=node.flag("deleted", default=False),
    )


def _start(node: Node) -> datetime:
    text = node.text("date")
    local = parse_local(text if len(text) > 16 else f"{text}:00")
    if local is None:
        raise FixtureError(node.at("date"), 'must look like "2027-01-12 18:30"')
    return local


def _known(node: Node, key: str, ids: set[int]) -> int:
    value = node.integer(key, 1, 10**15)
    if value not in ids:
        raise FixtureError(node.at(key), f"{value} is not an id of this location")
    return value


def _all_known(node: Node, key: str, ids: set[int]) -> tuple[int, ...]:
    values = node.ids(key) or ()
    for i, value in enumerate(values):
        if value not in ids:
            raise FixtureError(f"{node.at(key)}[{i}]", f"{value} is not an id of this location")
    return tuple(sorted(set(values)))
