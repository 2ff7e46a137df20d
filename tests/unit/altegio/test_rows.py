import json
from datetime import datetime

import pytest

from reconciler.altegio.errors import BadAnswerError, ZoneMismatchError
from reconciler.altegio.rows import activity_of, page_of
from reconciler.altegio.wire import decode_list, decode_one
from reconciler.model.activity import Activity
from reconciler.model.details import ClassDetails

START = datetime(2027, 1, 12, 18, 30)  # noqa: DTZ001  # local wall clock
UTC_S = 1799775000


def page(rows: object, **envelope: object):
    return page_of(decode_list(json.dumps({"success": True, "data": rows, **envelope}).encode()))


def only(row: object, **envelope: object) -> Activity:
    (activity,) = page([row], **envelope).activities
    return activity


def test_a_documented_flat_row_says_little_and_claims_no_more(flat_row) -> None:
    expected = Activity(
        id=41,
        start=START,
        utc=UTC_S,
        details=ClassDetails(service_id=9001, staff_id=5511, comment=""),
        title="Yoga Flow",
    )
    assert only(flat_row()) == expected


def test_a_fuller_flat_row_is_read_in_full(flat_row) -> None:
    row = flat_row(
        length=3900,
        capacity="12",
        records_count=2,
        comment="mats #rc:0123456789ab",
        color="#FFAA00",
        instructions=None,
        stream_link="",
        resource_instances=[{"id": "72", "title": "b"}, {"id": 71, "title": "a"}],
        labels={},
        duration_details={"services_duration": 3300, "technical_break_duration": 600},
        staff={"id": 5511, "name": "Anna"},
        service={"id": 9001, "title": "Flow"},
        schedule_id=77,
        is_deleted=1,
    )
    expected = Activity(
        id=41,
        start=START,
        utc=UTC_S,
        details=ClassDetails(9001, 5511, (71, 72), (), 12, 3900, 600, "mats", "#ffaa00", "", ""),
        marker="0123456789ab",
        booked=2,
        schedule_id=77,
        deleted=True,
        title="Flow",
        staff_name="Anna",
    )
    assert only(row) == expected


def test_a_json_api_row_takes_rooms_labels_break_and_names_from_beside_it(json_row) -> None:
    row = json_row() | {
        "relationships": {
            "staff": {"data": {"type": "staff", "id": "5511"}},
            "resource_instances": {"data": [{"type": "resource_instance", "id": "72"}, {"id": "71"}]},
            "labels": {"data": []},
            "duration_details": {"data": {"type": "activity_duration_details", "id": "41"}},
        }
    }
    included = [
        {"type": "staff", "id": "5511", "attributes": {"name": "Anna", "position_id": 3}},
        {"type": "service", "id": "9001", "attributes": {"title": "Yoga"}},
        {"type": "activity_duration_details", "id": "41", "attributes": {"technical_break_duration": 300}},
        {"type": None, "id": "9", "attributes": {}},
        {"type": "label", "id": None, "attributes": []},
    ]
    expected = Activity(
        id=41,
        start=START,
        utc=UTC_S,
        details=ClassDetails(9001, 5511, (71, 72), (), 12, 3300, 300, "", "", "", ""),
        booked=3,
        title="Yoga",
        staff_name="Anna",
    )
    assert only(row, included=included, meta=[]) == expected


@pytest.mark.parametrize("name", ["staff_id", "team_member_id", "master_id"])
def test_the_teacher_goes_by_three_names(flat_row, name: str) -> None:
    row = {k: v for k, v in flat_row().items() if k != "staff_id"} | {name: "5512"}
    assert only(row).details.staff_id == 5512


@pytest.mark.parametrize("name", ["clients_count", "records_count"])
def test_bookings_go_by_two_names(flat_row, name: str) -> None:
    assert only(flat_row(**{name: 4})).booked == 4


def test_a_row_without_a_deleted_mark_is_not_deleted(json_row) -> None:
    assert only(json_row()).deleted is False
    assert only(json_row(deleted=True)).deleted is True


@pytest.mark.parametrize(
    ("when", "utc"),
    [
        ("2027-01-12T18:30:00+0100", UTC_S),
        ("2027-01-12T18:30:00.000+01:00", UTC_S),
        ("2027-01-12 18:30:00", None),
        ("2027-01-12 18:30", None),
    ],
)
def test_a_start_is_read_in_every_form_that_is_known(flat_row, when: str, utc: int | None) -> None:
    activity = only(flat_row(when=when))
    assert (activity.start, activity.utc) == (START, utc)


@pytest.mark.parametrize("when", ["", "soon", "2027-01-12", "18:30", "2027-13-40 18:30:00", "9" * 5000])
def test_a_start_that_cannot_be_read_is_an_error(flat_row, when: str) -> None:
    with pytest.raises(BadAnswerError, match="41"):
        only(flat_row(when=when))


@pytest.mark.parametrize("timestamp", [-1, 10**18, 10**400])
def test_an_absurd_timestamp_is_an_error(json_row, timestamp: int) -> None:
    with pytest.raises(BadAnswerError):
        only(json_row(timestamp=timestamp))


def test_a_date_and_a_timestamp_that_disagree_are_an_error(json_row) -> None:
    with pytest.raises(ZoneMismatchError) as caught:
        only(json_row(timestamp=UTC_S + 3600))
    assert str(UTC_S) in caught.value.detail
    assert str(UTC_S + 3600) in caught.value.detail


def test_an_empty_list_may_come_as_an_object() -> None:
    assert page({}).activities == ()
    assert page([]).activities == ()


@pytest.mark.parametrize(
    ("meta", "total"),
    [([], None), ([{}], None), ({}, None), ({"pagination": {"total": "7"}}, 7), ({"pagination": []}, None)],
)
def test_a_total_is_taken_where_there_is_one(flat_row, meta: object, total: int | None) -> None:
    assert page([flat_row()], meta=meta).total == total


def test_a_list_answer_without_a_list_is_an_error() -> None:
    with pytest.raises(BadAnswerError):
        page(None)
    with pytest.raises(BadAnswerError):
        page_of(decode_list(b'{"success":false,"data":[]}'))


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>",
        b"null",
        b"[]",
        b'{"data":[1]}',
        b'{"data":[{}]}',
        b'{"data":[{"id":"x"}]}',
        b"\xff\xfe",
        b'{"data":[{"id":1,"comment":5}]}',
        b'{"x":' + b"[" * 100_000,
    ],
)
def test_nonsense_is_an_error_and_never_a_crash(body: bytes) -> None:
    with pytest.raises(BadAnswerError):
        page_of(decode_list(body))


def test_a_single_answer_without_an_activity_is_an_error(json_row) -> None:
    assert activity_of(decode_one(json.dumps({"data": json_row()}).encode())).id == 41
    for body in (b'{"data":[]}', b'{"data":null}', b'{"success":true}'):
        with pytest.raises(BadAnswerError):
            activity_of(decode_one(body))
