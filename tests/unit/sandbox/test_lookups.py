from __future__ import annotations

from typing import Any

import pytest

from .conftest import Stand


def found(stand: Stand, path: str) -> Any:
    answer = stand.http.get(f"{stand.sandbox.url.removesuffix('v2')}{path}")
    assert answer.status_code == 200, answer.text
    return answer.json()["data"]


def test_the_location_gives_its_zone_and_the_hours_of_now(stand: Stand) -> None:
    expected = {"id": 101, "title": "Studio Mitte", "timezone": 1.0, "timezone_name": "Europe/Berlin"}
    assert found(stand, "v1/company/101") == expected
    assert found(stand, "v1/locations/101") == expected


def test_group_services_name_their_teachers(stand: Stand) -> None:
    yoga, pilates = found(stand, "v1/activity/101/services")
    assert (yoga["id"], yoga["title"], [each["name"] for each in yoga["staff"]]) == (
        501,
        "Yoga",
        ["Anna", "Ben"],
    )
    assert [each["id"] for each in pilates["staff"]] == [12]
    assert [each["id"] for each in found(stand, "v1/activity/101/services?staff_id=11")] == [501]
    assert [each["id"] for each in found(stand, "v1/activity/101/services?term=PIL")] == [502]


def test_rooms_stand_under_their_resource(stand: Stand) -> None:
    assert found(stand, "v1/resources/101") == [
        {"id": 7, "title": "Halls", "instances": [{"id": 31, "title": "big hall", "resource_id": 7}]},
        {"id": 8, "title": "Pool", "instances": [{"id": 32, "title": "lane 1", "resource_id": 8}]},
    ]


@pytest.mark.parametrize(
    ("path", "names"),
    [
        ("v1/staff/101", [(11, "Anna"), (12, "Ben")]),
        ("v1/services/101", [(501, "Yoga"), (502, "Pilates")]),
        ("v1/labels/101/activity", [(41, "autumn")]),
    ],
)
def test_version_1_gives_flat_rows(stand: Stand, path: str, names: list[tuple[int, str]]) -> None:
    assert [(row["id"], row.get("name") or row["title"]) for row in found(stand, path)] == names


def test_version_2_gives_resources(stand: Stand) -> None:
    assert [row["id"] for row in found(stand, "v2/locations/101/team_members?page=2&limit=1")] == ["12"]
    assert [row["id"] for row in found(stand, "v2/locations/101/services?filter[service_ids][]=502")] == [
        "502"
    ]
    assert [row["id"] for row in found(stand, "v2/companies/101/tags?entity=3")] == ["41"]
    assert found(stand, "v2/locations/101/tags?entity=record") == []


@pytest.mark.parametrize(
    "path", ["v2/locations/101/services?limit=251", "v1/activity/101/services?staff_id=x"]
)
def test_a_bad_value_is_refused(stand: Stand, path: str) -> None:
    assert stand.http.get(f"{stand.sandbox.url.removesuffix('v2')}{path}").status_code == 422
