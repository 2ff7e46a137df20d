"""What the contract leaves open: each choice of the stand-in, and the switch that turns it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from .conftest import Opener, Stand, a_body, an_activity

DOCUMENTED = {"id", "company_id", "name", "description", "datetime", "staff_id", "service_id", "comment"}
PAST: dict[str, Any] = {"filter[from]": "2027-01-01 00:00:00", "filter[include_deleted]": 1}


def ids(answer: Any) -> list[int]:
    assert answer.status_code == 200, answer.text
    return [int(row["id"]) for row in answer.json()["data"]]


def test_flat_rows_carry_the_documented_fields_only(open_stand: Opener) -> None:
    (row,) = open_stand(an_activity(comment="note")).list().json()["data"]
    assert set(row) == DOCUMENTED | {"created_at"}
    assert row["name"] == "Yoga"
    assert row["datetime"] == "2027-01-12T18:30:00+01:00"
    assert row["created_at"] == "2027-01-04T10:00:00+01:00"


def test_flat_rows_can_be_full(open_stand: Opener) -> None:
    stand = open_stand(an_activity(break_s=600, booked=3, schedule_id=77, room_ids=(31,)), rows="full")
    (row,) = stand.list().json()["data"]
    expected = {"length": 3600, "technical_break_duration": 600, "capacity": 12, "clients_count": 3}
    expected |= {"schedule_id": 77, "resource_instance_ids": [31], "label_ids": [], "timestamp": 1799775000}
    assert {key: row[key] for key in expected} == expected
    assert stand.sandbox.activities(101) == (row,)


def test_flat_rows_say_deleted_only_when_cancelled_ones_are_asked_for(open_stand: Opener) -> None:
    stand = open_stand(an_activity(), an_activity(deleted=True))
    assert [row["deleted"] for row in stand.list(**PAST).json()["data"]] == [False, True]
    silent = open_stand(an_activity(deleted=True), flat_deleted="never")
    assert "deleted" not in silent.list(**PAST).json()["data"][0]


def test_flat_starts_can_be_bare(open_stand: Opener) -> None:
    (row,) = open_stand(an_activity(), flat_datetime="bare").list().json()["data"]
    assert row["datetime"] == "2027-01-12T18:30:00"


def test_a_total_is_given_only_when_switched_on(open_stand: Opener) -> None:
    assert open_stand().list().json()["meta"]["pagination"] == {"limit": 100, "offset": 0}
    counted = open_stand(an_activity(), an_activity(deleted=True), total="present")
    assert counted.list(limit=5, offset=9).json()["meta"]["pagination"] == {
        "limit": 5,
        "offset": 9,
        "total": 1,
    }


def test_a_list_matches_by_start_with_both_ends_included(open_stand: Opener) -> None:
    at_18_30 = {"filter[from]": "2027-01-12 18:30:00", "filter[to]": "2027-01-12 18:30:01"}
    until_18_30 = {"filter[from]": "2027-01-12 17:00:00", "filter[to]": "2027-01-12 18:30:00"}
    from_19 = {"filter[from]": "2027-01-12 19:00:00", "filter[to]": "2027-01-12 20:00:00"}
    stand = open_stand(an_activity())
    assert [len(ids(stand.list(**each))) for each in (at_18_30, until_18_30, from_19)] == [1, 1, 0]
    overlapping = open_stand(an_activity(), range_match="overlap")
    assert [len(ids(overlapping.list(**each))) for each in (at_18_30, until_18_30, from_19)] == [1, 1, 1]
    after = {"filter[from]": "2027-01-12 19:30:00", "filter[to]": "2027-01-12 20:00:00"}
    assert ids(overlapping.list(**after)) == []
    half_open = open_stand(an_activity(), range_end="excluded")
    assert [len(ids(half_open.list(**each))) for each in (at_18_30, until_18_30)] == [1, 0]


def test_filters_by_resource_free_seats_and_words(open_stand: Opener) -> None:
    stand = open_stand(
        an_activity(id=1, room_ids=(31,)),
        an_activity(id=2, room_ids=(32,), booked=11),
        an_activity(id=3, service_id=502, instructions="Bring a MAT"),
    )
    assert ids(stand.list(**{"filter[resource_ids][]": 7})) == [1]
    assert ids(stand.list(**{"filter[resource_ids][]": [7, 8]})) == [1, 2]
    assert ids(stand.list(**{"filter[resource_ids][]": 99})) == []
    assert ids(stand.list(**{"filter[capacity]": 2})) == [1, 3]
    assert ids(stand.list(search="pilat")) == [3]
    assert ids(stand.list(search="mat")) == [3]
    assert ids(stand.list(search="%")) == []


@pytest.mark.parametrize("sort", ["asc", "desc"])
@pytest.mark.parametrize("edition", ["activities", "events"])
def test_pages_join_up_among_equal_starts_and_with_writes_between(
    open_stand: Opener, edition: str, sort: str
) -> None:
    stand = open_stand(*(an_activity(id=number) for number in range(1, 8)))

    def page(number: int) -> list[int]:
        turn = {"offset": 2 * number} if edition == "activities" else {"page": number + 1}
        return ids(stand.list(edition, limit=2, **turn, **{"filter[sort]": sort}))

    expected = list(range(1, 8)) if sort == "asc" else list(range(7, 0, -1))
    assert [each for number in range(4) for each in page(number)] == expected
    assert page(0) == expected[:2]
    stand.http.delete(f"/companies/101/activities/{expected[0]}")
    assert page(1) == expected[3:5]
    assert page(2) == expected[5:7]


def test_an_unknown_id_answers_422_or_404(open_stand: Opener) -> None:
    stand = open_stand()
    for key, value in (("staff_id", 99), ("service_id", 99), ("label_ids", [99])):
        answer = stand.create(**{key: value})
        assert answer.status_code == 422
        assert list(answer.json()["meta"]["errors"]) == [key]
    assert open_stand(unknown_id_status=404).create(staff_id=99).status_code == 404


def test_a_service_must_be_given_by_the_teacher(open_stand: Opener) -> None:
    assert open_stand().create(service_id=502).status_code == 422
    assert open_stand(unassigned_service="accept").create(service_id=502).status_code == 201


def test_a_skipped_local_time_is_refused(stand: Stand) -> None:
    answer = stand.create(staff_id=12, date="2027-03-28 02:30:00")
    assert answer.status_code == 422
    assert "date" in answer.json()["meta"]["errors"]


def test_a_repeated_local_time_is_the_first(stand: Stand) -> None:
    answer = stand.create(staff_id=12, date="2027-10-31 02:30:00")
    assert answer.json()["data"]["attributes"]["date"] == "2027-10-31T02:30:00+0200"


def test_clashes_are_found_in_elapsed_time(stand: Stand) -> None:
    """From 01:30 to 02:30 of elapsed time is until 03:30 on the wall when the clocks go forward."""
    assert stand.create(staff_id=12, date="2027-03-28 01:30:00").status_code == 201
    assert stand.create(staff_id=12, date="2027-03-28 03:00:00").status_code == 409
    assert stand.create(staff_id=12, date="2027-03-28 03:30:00").status_code == 201


def test_past_starts_can_be_accepted(open_stand: Opener) -> None:
    assert open_stand().create(date="2027-01-04 09:59:00").status_code == 422
    assert open_stand(past_starts="accept").create(date="2027-01-04 09:59:00").status_code == 201


@pytest.mark.parametrize(
    ("date", "status"),
    [
        ("2027-01-12 07:00:00", 201),
        ("2027-01-12 06:55:00", 409),
        ("2027-01-12 21:00:00", 201),
        ("2027-01-12 21:05:00", 409),
        ("2027-01-16 10:00:00", 409),
    ],
)
def test_a_teacher_is_busy_outside_working_hours(open_stand: Opener, date: str, status: int) -> None:
    assert open_stand().create(date=date).status_code == status
    assert open_stand(check_working_hours=False).create(date=date).status_code == 201
    assert open_stand().create(date=date, force=True).status_code == 201


def test_a_conflict_is_flagged_unless_switched_off(open_stand: Opener) -> None:
    for flagged in (True, False):
        stand = open_stand(an_activity(staff_id=11), conflict_flag=flagged)
        meta = stand.create(date="2027-01-12 18:30:00").json()["meta"]
        assert meta.get("conflict", False) is flagged


def test_a_long_activity_of_the_day_before_is_in_the_way(open_stand: Opener) -> None:
    stand = open_stand(an_activity(start=datetime(2027, 1, 11, 18, 0), length_s=86400, room_ids=(31,)))  # noqa: DTZ001
    assert stand.create(date="2027-01-12 17:30:00", staff_id=12).status_code == 409
    assert stand.create(date="2027-01-12 17:30:00", resource_instance_ids=[31]).status_code == 409
    assert stand.create(date="2027-01-12 18:00:00", resource_instance_ids=[31]).status_code == 201


def test_a_room_is_free_again_where_an_activity_left_it(stand: Stand) -> None:
    made = stand.create(resource_instance_ids=[31]).json()["data"]["id"]
    moved = a_body(date="2027-01-12 19:30:00", resource_instance_ids=[31])
    assert stand.http.put(f"/companies/101/activities/{made}", json=moved).status_code == 200
    assert stand.create(staff_id=12, resource_instance_ids=[31]).status_code == 201
    again = stand.create(staff_id=12, date="2027-01-12 19:45:00", resource_instance_ids=[31])
    assert again.status_code == 409


@pytest.mark.parametrize("kept", [False, True])
def test_a_put_clears_or_keeps_what_it_omits(open_stand: Opener, kept: bool) -> None:
    activity = an_activity(id=1, comment="note", color="#00ff00", schedule_id=77, booked=2, staff_id=11)
    stand = open_stand(activity, put_omitted="keep" if kept else "clear")
    answer = stand.http.put("/locations/101/events/1", json=a_body())
    attributes = answer.json()["data"]["attributes"]
    assert attributes["comment"] == ("note" if kept else None)
    assert attributes["color"] == ("#00ff00" if kept else "")
    assert (attributes["schedule_id"], attributes["clients_count"]) == (77, 2)


def test_a_second_delete_answers_404_or_204(open_stand: Opener) -> None:
    for status in (404, 204):
        stand = open_stand(an_activity(id=1), second_delete=status)
        codes = [stand.http.delete("/locations/101/events/1").status_code for _ in range(2)]
        assert codes == [204, status]


def test_a_cancelled_activity_cannot_be_replaced_or_booked(open_stand: Opener) -> None:
    stand = open_stand(an_activity(id=1, deleted=True))
    assert stand.http.put("/locations/101/events/1", json=a_body()).status_code == 404
    booking = {"client": {}, "clients_count": 1}
    assert stand.http.post("/locations/101/events/1/appointments", json=booking).status_code == 404


@pytest.mark.parametrize(
    ("body", "field"),
    [({"clients_count": 1}, "client"), ({"client": {}}, "clients_count")]
    + [({"client": {}, "clients_count": seats}, "clients_count") for seats in (0, True, "1", 13)],
)
def test_a_booking_is_checked(open_stand: Opener, body: dict[str, Any], field: str) -> None:
    stand = open_stand(an_activity(id=1))
    answer = stand.http.post("/companies/101/activities/1/records", json=body)
    assert answer.status_code == 422
    assert list(answer.json()["meta"]["errors"]) == [field]
    assert stand.sandbox.activities(101)[0]["clients_count"] == 0


def test_a_booking_after_the_start_is_refused(open_stand: Opener) -> None:
    stand = open_stand(an_activity(id=1, start=datetime(2027, 1, 4, 9, 0)))  # noqa: DTZ001 - local wall time
    booking = {"client": {}, "clients_count": 1}
    assert stand.http.post("/companies/101/activities/1/records", json=booking).status_code == 422


def test_all_that_can_be_included_is_included(open_stand: Opener) -> None:
    stand = open_stand(an_activity(room_ids=(31,), label_ids=(41,)), an_activity(room_ids=(31,)))
    names = ["staff", "master", "service", "resource_instances", "labels", "duration_details"]
    document = stand.list("events", **{"include[]": names}).json()
    assert all(set(row["relationships"]) == set(names) for row in document["data"])
    kinds = sorted(each["type"] for each in document["included"])
    assert kinds == [*["activity_duration_details"] * 2, "label", "resource_instance", "service", "staff"]


def test_the_clock_is_the_callers(open_stand: Opener) -> None:
    stand = open_stand(an_activity(), now=lambda: datetime(2027, 1, 12, 17, 31, tzinfo=UTC))
    assert stand.list(**{"filter[from]": "2027-01-12 18:30:00"}).status_code == 422
    assert stand.list().headers["date"] == "Tue, 12 Jan 2027 17:31:00 GMT"
