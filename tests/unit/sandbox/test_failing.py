"""Each fault does to a request what docs/sandbox.md says, and the record says what was really done."""

from __future__ import annotations

import json
import time
from typing import Any

import httpx
import pytest

from reconciler.sandbox import Fault, RecordedRequest

from .conftest import Opener, Stand, an_activity

EDITIONS = ["activities", "events"]


def the_fault(stand: Stand) -> RecordedRequest:
    (record,) = [record for record in stand.sandbox.history() if record.fault]
    return record


def a_post(action: str, **facts: Any) -> tuple[Fault, ...]:
    return (Fault(action=action, method="POST", **facts),)  # type: ignore[arg-type]  # parametrised


@pytest.mark.parametrize(
    ("action", "error", "live"),
    [
        ("drop unread", (httpx.RemoteProtocolError, httpx.ReadError), 0),  # as the kernel likes
        ("reset", httpx.ReadError, 0),
        ("reset after commit", httpx.ReadError, 1),
        ("torn head", httpx.RemoteProtocolError, 1),
        ("torn chunk", httpx.RemoteProtocolError, 1),
        ("noise", httpx.RemoteProtocolError, 1),
        ("silence", httpx.ReadTimeout, 0),
        ("silence after commit", httpx.ReadTimeout, 1),
    ],
)
def test_a_connection_can_end_in_every_rude_way(
    open_stand: Opener, action: str, error: type[Exception] | tuple[type[Exception], ...], live: int
) -> None:
    stand = open_stand(faults=a_post(action))
    stand.http.timeout = httpx.Timeout(1.0 if "silence" in action else 10)
    with pytest.raises(error):
        stand.create()
    assert len(stand.sandbox.activities(101)) == live
    assert (the_fault(stand).committed_at is not None) == bool(live)
    assert stand.sandbox.fault_hits() == (1,)
    stand.http.timeout = httpx.Timeout(5)
    assert stand.list().status_code == 200


def test_an_error_can_come_long_before_the_work(open_stand: Opener) -> None:
    stand = open_stand(faults=a_post("error then commit", status=504, seconds=0.5))
    assert stand.create().status_code == 504
    assert stand.sandbox.activities(101) == ()
    while not stand.sandbox.activities(101):  # the time limit of the test ends this
        stand.list()
    record = the_fault(stand)
    assert record.status == 504
    assert record.committed_at is not None
    assert record.committed_at - record.received_at >= 0.5


def test_an_answer_can_drip_below_every_timeout_of_a_read(open_stand: Opener) -> None:
    stand = open_stand(faults=a_post("drip", seconds=0.002))
    began = time.monotonic()
    answer = stand.http.post("/companies/101/activities", json={}, timeout=0.5)
    assert answer.status_code == 422
    assert time.monotonic() - began > 0.2


def test_an_error_can_bring_headers(open_stand: Opener) -> None:
    faults = (Fault(action="error", status=429, headers=(("Retry-After", "5"),)),)
    assert open_stand(faults=faults).list().headers["retry-after"] == "5"


def test_a_broken_compression_is_garbage_with_a_header(open_stand: Opener) -> None:
    stand = open_stand(faults=a_post("garbage", headers=(("Content-Encoding", "gzip"),)))
    with pytest.raises(httpx.DecodingError):
        stand.create()


def test_an_echo_can_differ_from_what_was_kept(open_stand: Opener) -> None:
    fields = (("date", "2027-01-12T18:30:00+0100"), ("color", "absent"), ("mood", '{"a": []}'))
    stand = open_stand(faults=a_post("change answer", fields=fields))
    attributes = stand.create().json()["data"]["attributes"]
    assert attributes["date"] == "2027-01-12T18:30:00+0100"
    assert attributes["mood"] == {"a": []}
    assert "color" not in attributes
    assert str(stand.sandbox.activities(101)[0]["date"]).startswith("2027-01-12T17:30")


@pytest.mark.parametrize("edition", EDITIONS)
def test_the_rows_and_the_envelope_of_a_list_can_be_changed(open_stand: Opener, edition: str) -> None:
    faults = (Fault(action="change answer", fields=(("id", "null"), (".success", "false"))),)
    listed = open_stand(an_activity(), faults=faults).list(edition).json()
    assert listed["data"][0]["id"] is None
    assert listed["success"] is False


def test_a_list_can_lack_all_that_was_made_of_late(open_stand: Opener) -> None:
    fault = Fault(action="stale list", method="GET", seconds=3600, times=None)
    stand = open_stand(an_activity(id=7), faults=(fault,))
    stand.create()
    stand.create(date="2027-01-13 17:30:00")
    assert [row["id"] for row in stand.list().json()["data"]] == [7]
    stand.sandbox.set_faults()
    assert len(stand.list().json()["data"]) == 3


@pytest.mark.parametrize("edition", EDITIONS)
def test_pages_can_shrink(open_stand: Opener, edition: str) -> None:
    faults = (Fault(action="small pages", nth=2, rows=1),)
    stand = open_stand(an_activity(), an_activity(staff_id=11), faults=faults)
    assert [len(stand.list(edition).json()["data"]) for _ in range(3)] == [2, 1, 2]


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize(("rows", "lost", "double"), [(1, 1, 0), (-1, 0, 1)])
def test_later_pages_can_slip(open_stand: Opener, edition: str, rows: int, lost: int, double: int) -> None:
    many = [an_activity(id=100 + i, staff_id=11 + i % 2, room_ids=(), length_s=600 + i) for i in range(6)]
    stand = open_stand(*many, faults=(Fault(action="torn pages", rows=rows, times=None),))
    pages = [{"limit": "3", "offset": str(3 * i), "page": str(i + 1)} for i in range(3)]
    seen = [row["id"] for asked in pages for row in stand.list(edition, **asked).json()["data"]]
    assert 6 - len(set(seen)) == lost
    assert len(seen) - len(set(seen)) == double


def test_connections_can_be_refused_for_a_while(open_stand: Opener) -> None:
    stand = open_stand(faults=(Fault(action="refuse connections", method="POST", seconds=1),))
    assert stand.create().status_code == 201
    refused = 0
    while True:  # the time limit of the test ends this
        try:
            assert stand.list().status_code == 200
            break
        except httpx.ConnectError:
            refused += 1
            time.sleep(0.02)
    assert refused
    assert the_fault(stand).status == 201


def test_a_stand_in_that_refuses_connections_can_be_closed(open_stand: Opener) -> None:
    stand = open_stand(faults=(Fault(action="refuse connections", seconds=60),))
    stand.list()
    began = time.monotonic()
    stand.sandbox.close()
    assert time.monotonic() - began < 5


def test_what_waits_for_its_time_does_not_keep_a_stand_in_from_closing(open_stand: Opener) -> None:
    stand = open_stand(faults=a_post("error then commit", seconds=60))
    assert stand.create().status_code == 500
    began = time.monotonic()
    stand.sandbox.close()
    assert time.monotonic() - began < 5


def test_late_work_that_is_refused_is_on_record_as_such(open_stand: Opener) -> None:
    stand = open_stand(faults=a_post("error then commit", seconds=0.5))
    stand.create()
    assert stand.create().status_code == 201
    deadline = time.monotonic() + 10
    while len(stand.sandbox.history()) < 2 and time.monotonic() < deadline:
        time.sleep(0.01)
    assert the_fault(stand).committed_at is None
    assert len(stand.sandbox.activities(101)) == 1


def test_a_fault_hits_by_chance_and_the_same_seed_hits_the_same(open_stand: Opener) -> None:
    def hits(seed: int) -> list[int]:
        stand = open_stand(faults=(Fault(action="error", chance=0.5, times=None, seed=seed),))
        return [stand.list().status_code for _ in range(20)]

    first = hits(1)
    assert {200, 500} == set(first)
    assert hits(1) == first
    assert hits(2) != first


def test_no_fault_lets_a_token_into_the_record(open_stand: Opener) -> None:
    stand = open_stand(faults=(Fault(action="error"),))
    stand.list()
    assert "token" not in json.dumps(stand.sandbox.history())
