from __future__ import annotations

import copy
from datetime import datetime
from typing import Any

import pytest

from reconciler.sandbox import FixtureError, parse_fixtures

RAW: dict[str, Any] = {
    "locations": [
        {
            "id": "101",
            "title": "Studio Mitte",
            "timezone": "Europe/Berlin",
            "default_break": "20",
            "staff": [
                {
                    "id": "11",
                    "name": "Anna",
                    "services": ["501"],
                    "works": {"mon": "07:00-12:00, 14:00-22:00"},
                },
                {"id": "12", "name": "Ben"},
            ],
            "services": [{"id": "501", "title": "Yoga Flow", "capacity": "12", "length": "55"}],
            "resources": [{"id": "7", "title": "Halls", "instances": [{"id": "31", "title": "big hall"}]}],
            "labels": [{"id": "41", "title": "autumn"}],
            "activities": [
                {
                    "date": "2027-01-12 18:30",
                    "service": "501",
                    "staff": "11",
                    "length": "55",
                    "capacity": "12",
                    "rooms": ["31"],
                    "labels": [],
                    "comment": "note",
                    "booked": "3",
                    "schedule_id": "77",
                }
            ],
        }
    ]
}


def changed(path: tuple[str | int, ...], value: object) -> dict[str, Any]:
    raw = copy.deepcopy(RAW)
    place: Any = raw
    for step in path[:-1]:
        place = place[step]
    if value is ...:
        del place[path[-1]]
    else:
        place[path[-1]] = value
    return raw


def test_text_is_read_as_what_it_means() -> None:
    (studio,) = parse_fixtures(RAW).locations
    assert (studio.id, studio.default_break_s, studio.timezone) == (101, 1200, "Europe/Berlin")
    anna, ben = studio.staff
    assert anna.services == {501}
    assert anna.works == {0: ((420, 720), (840, 1320))}
    assert (ben.services, ben.works) == (None, None)
    assert (studio.services[0].capacity, studio.services[0].length_s) == (12, 3300)
    assert (studio.rooms[0].id, studio.rooms[0].resource_title) == (31, "Halls")
    (activity,) = studio.activities
    assert activity.start == datetime(2027, 1, 12, 18, 30)  # noqa: DTZ001 - local wall time
    assert (activity.length_s, activity.break_s, activity.booked, activity.schedule_id) == (3300, 0, 3, 77)
    assert (activity.room_ids, activity.label_ids, activity.comment) == ((31,), (), "note")


def test_numbers_are_as_good_as_text() -> None:
    assert parse_fixtures(changed(("locations", 0, "id"), 101)) == parse_fixtures(RAW)


@pytest.mark.parametrize("raw", [{}, {"locations": []}, {"locations": None}, {"locations": ""}])
def test_nothing_is_a_fixture_too(raw: dict[str, Any]) -> None:
    assert parse_fixtures(raw).locations == ()


L = ("locations", 0)


@pytest.mark.parametrize(
    ("path", "value", "named"),
    [
        (("locations",), "101", "locations"),
        (("locations", 0), "101", "locations[0]"),
        (("studios",), [], "studios"),
        ((*L, "id"), ..., "locations[0].id"),
        ((*L, "id"), "0", "locations[0].id"),
        ((*L, "id"), True, "locations[0].id"),
        ((*L, "id"), "٣", "locations[0].id"),
        ((*L, "timezone"), "Mars/Base", "locations[0].timezone"),
        ((*L, "timezone"), "../../etc/passwd", "locations[0].timezone"),
        ((*L, "timezone"), ..., "locations[0].timezone"),
        ((*L, "default_break"), "61", "locations[0].default_break"),
        ((*L, "allowed"), "perhaps", "locations[0].allowed"),
        ((*L, "staff", 0, "name"), ["x"], "locations[0].staff[0].name"),
        ((*L, "staff", 0, "name"), "\ud800", "locations[0].staff[0].name"),
        ((*L, "staff", 0, "services"), "501", "locations[0].staff[0].services"),
        ((*L, "staff", 0, "services", 0), "x", "locations[0].staff[0].services[0]"),
        ((*L, "staff", 0, "works", "mon"), "7-22", "locations[0].staff[0].works.mon"),
        ((*L, "staff", 0, "works", "mon"), "22:00-07:00", "locations[0].staff[0].works.mon"),
        ((*L, "staff", 0, "works", "mon"), "07:60-08:00", "locations[0].staff[0].works.mon"),
        ((*L, "staff", 0, "works", "monday"), "07:00-08:00", "locations[0].staff[0].works.monday"),
        ((*L, "staff", 1, "id"), "11", "locations[0].staff"),
        ((*L, "resources", 0, "instances", 0, "id"), "", "locations[0].resources[0].instances[0].id"),
        ((*L, "labels", 0, "color"), "#ABCDEF", "locations[0].labels[0].color"),
        ((*L, "activities", 0, "date"), "12.01.2027 18:30", "locations[0].activities[0].date"),
        ((*L, "activities", 0, "service"), "999", "locations[0].activities[0].service"),
        ((*L, "activities", 0, "rooms"), ["31", "99"], "locations[0].activities[0].rooms[1]"),
        ((*L, "activities", 0, "booked"), "13", "locations[0].activities[0].booked"),
        ((*L, "activities", 0, "break"), "55", "locations[0].activities[0].break"),
    ],
)
def test_a_wrong_shape_is_named_by_its_path(path: tuple[str | int, ...], value: object, named: str) -> None:
    with pytest.raises(FixtureError) as caught:
        parse_fixtures(changed(path, value))
    assert caught.value.path == named
    assert str(caught.value).startswith(f"{named}: ")
