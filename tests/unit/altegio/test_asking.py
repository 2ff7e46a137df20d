from datetime import datetime

import pytest

from reconciler.altegio.asking import INCLUDES, ListQuery, create_body, lacking, list_params, list_path

FIRST = datetime(2027, 1, 4)  # noqa: DTZ001  # local wall clock
LAST = datetime(2027, 1, 10, 23, 59, 59)  # noqa: DTZ001  # local wall clock

FULL = ListQuery(
    first=FIRST,
    last=LAST,
    staff_ids=(5, 10),
    service_ids=(7,),
    resource_ids=(8, 9),
    weekdays=(1, 7),
    free_places=0,
    include_deleted=True,
    descending=True,
    include=INCLUDES[:2],
    limit=50,
    offset=100,
    page=3,
)


def test_each_edition_has_its_own_path() -> None:
    assert list_path("activities", 101) == "/companies/101/activities"
    assert list_path("events", 101) == "/locations/101/events"


def test_arrays_repeat_their_bracketed_key() -> None:
    expected = [
        ("filter[from]", "2027-01-04 00:00:00"),
        ("filter[to]", "2027-01-10 23:59:59"),
        ("filter[master_ids][]", "5"),
        ("filter[master_ids][]", "10"),
        ("filter[service_ids][]", "7"),
        ("filter[resource_ids][]", "8"),
        ("filter[resource_ids][]", "9"),
        ("filter[weekdays][]", "1"),
        ("filter[weekdays][]", "7"),
        ("filter[capacity]", "0"),
        ("filter[sort]", "desc"),
        ("filter[include_deleted]", "1"),
        ("include[]", "staff"),
        ("include[]", "service"),
        ("limit", "50"),
        ("page", "3"),
    ]
    assert list_params("events", FULL) == expected


def test_the_activities_edition_pages_by_offset_and_can_search() -> None:
    query = ListQuery(first=FIRST, last=LAST, search="yoga", limit=50, offset=100)
    expected = [
        ("filter[from]", "2027-01-04 00:00:00"),
        ("filter[to]", "2027-01-10 23:59:59"),
        ("search", "yoga"),
        ("limit", "50"),
        ("offset", "100"),
    ]
    assert list_params("activities", query) == expected


def test_a_search_is_not_dropped_silently_where_there_is_none() -> None:
    with pytest.raises(ValueError, match="cannot search"):
        list_params("events", ListQuery(first=FIRST, last=LAST, search="yoga"))


def test_a_create_sends_every_declared_field(make_occurrence) -> None:
    occurrence = make_occurrence(
        room_ids=(71, 72),
        label_ids=(31,),
        break_s=600,
        comment="bring mats",
        color="#FF8800",
        instructions="Come early",
        link="https://example.org/live",
        allow_overlap=True,
    )
    expected = {
        "staff_id": 5511,
        "service_id": 9001,
        "resource_instance_ids": [71, 72],
        "label_ids": [31],
        "date": "2027-01-12 18:30:00",
        "length": 3300,
        "capacity": 12,
        "technical_break_duration": 600,
        "comment": f"bring mats #rc:{occurrence.marker}",
        "color": "#ff8800",
        "instructions": "Come early",
        "stream_link": "https://example.org/live",
        "force": True,
    }
    assert create_body(occurrence) == expected


def test_an_overlap_is_not_forced_a_second_time(make_occurrence) -> None:
    assert "force" not in create_body(make_occurrence(allow_overlap=True), again=True)


def test_a_create_leaves_out_what_is_empty_but_sends_a_break_of_nothing(make_occurrence) -> None:
    occurrence = make_occurrence(
        marked=False, room_ids=None, label_ids=None, comment="", color="", instructions="", link=None
    )
    expected = {
        "staff_id": 5511,
        "service_id": 9001,
        "resource_instance_ids": [],
        "label_ids": [],
        "date": "2027-01-12 18:30:00",
        "length": 3300,
        "capacity": 12,
        "technical_break_duration": 0,
    }
    assert create_body(occurrence) == expected


def test_the_locations_default_break_is_left_to_the_server(make_occurrence) -> None:
    assert "technical_break_duration" not in create_body(make_occurrence(break_s=None))
    null = create_body(make_occurrence(break_s=None), default_break="null")
    assert null["technical_break_duration"] is None
    number = create_body(make_occurrence(break_s=0), default_break="null")
    assert number["technical_break_duration"] == 0


def test_the_facts_that_every_create_needs_are_named(make_occurrence) -> None:
    details = make_occurrence(service_id=None, capacity=None).details
    assert lacking(details) == ("service_id", "capacity")
