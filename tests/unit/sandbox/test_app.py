"""Whatever arrives, an envelope comes back, and the record says what was done."""

from __future__ import annotations

import json
import socket
from typing import Any

import httpx
import pytest

from reconciler.sandbox import Fault, activities

from .conftest import HEADERS, Opener, Stand, a_body, a_studio, an_activity

PATH = "/companies/101/activities"


def envelope(answer: httpx.Response, status: int) -> dict[str, Any]:
    assert answer.status_code == status, answer.text
    body: dict[str, Any] = answer.json()
    assert body["success"] is False
    assert body["meta"]["message"]
    return body


def test_a_foreign_host_is_refused(stand: Stand) -> None:
    envelope(stand.http.get(PATH, headers={"Host": "evil.test"}), 403)


def test_unknown_paths_and_methods_answer_in_the_envelope(stand: Stand) -> None:
    envelope(stand.http.get("/locations/101"), 404)
    envelope(stand.http.get("/locations/101/events/1/records/"), 404)
    envelope(stand.http.patch(PATH), 405)
    envelope(stand.http.get(f"{PATH}/seven"), 404)
    envelope(stand.http.get("/companies/x/activities"), 404)


def test_a_location_of_somebody_else_is_refused(open_stand: Opener) -> None:
    envelope(open_stand(studio=a_studio(allowed=False)).create(), 403)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"{", 400),
        (b"[]", 400),
        (b"null", 400),
        (b'{"length": NaN}', 400),
        (b"\xff\xfe", 400),
        (b"[" * 50_000, 400),
        (b'{"length": ' + b"9" * 5000 + b"}", 400),
        (b'{"a": "' + b"x" * 70_000 + b'"}', 413),
    ],
    ids=["empty", "torn", "list", "null", "nan", "not utf-8", "deep", "long number", "too long"],
)
def test_a_hostile_body_is_refused(stand: Stand, body: bytes, status: int) -> None:
    answer = stand.http.post(PATH, content=body, headers={"Content-Type": "application/json"})
    envelope(answer, status)
    assert stand.create().status_code == 201


def test_a_body_must_be_declared_as_json(stand: Stand) -> None:
    body = json.dumps(a_body())
    envelope(stand.http.post(PATH, content=body, headers={"Content-Type": "text/plain"}), 400)


def test_a_query_of_thousands_of_fields_is_refused(stand: Stand) -> None:
    envelope(stand.http.get(f"{PATH}?{'a&' * 3000}"), 400)


def test_a_defect_answers_500_and_writes_nothing(
    open_stand: Opener, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    stand = open_stand(an_activity(id=1))

    def fail(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(activities, "_single", fail)
    envelope(stand.create(), 500)
    assert [row["id"] for row in stand.sandbox.activities(101)] == [1]
    assert capfd.readouterr().err == ""


def test_every_request_is_on_record(stand: Stand) -> None:
    stand.create(comment="ä")
    stand.create(comment="")
    stand.http.get(f"{PATH}/1?include[]=staff")
    made, refused, read = stand.sandbox.history()
    assert (made.order, refused.order, read.order) == (1, 2, 3)
    assert (made.method, made.path, made.status) == ("POST", "/api/v2/companies/101/activities", 201)
    assert json.loads(made.body)["comment"] == "ä"
    assert made.committed_at is not None
    assert made.received_at <= made.committed_at
    assert (refused.status, refused.committed_at) == (422, None)
    assert (read.status, read.query, read.committed_at) == (200, "include[]=staff", None)
    assert "token" not in repr(stand.sandbox.history())


@pytest.mark.parametrize(("retry_after", "expected"), [("absent", None), ("seconds", "1")])
def test_too_many_requests_answer_429(open_stand: Opener, retry_after: str, expected: str | None) -> None:
    stand = open_stand(per_second=1, per_minute=2, retry_after=retry_after)
    stand.list()
    refused = stand.list()
    envelope(refused, 429)
    assert refused.headers.get("retry-after") == expected


def only_fault(stand: Stand) -> tuple[int, bool]:
    """Status on record of the only faulty request, and whether it wrote."""
    (record,) = [record for record in stand.sandbox.history() if record.fault]
    return record.status, record.committed_at is not None


def test_an_error_can_come_instead_of_the_work_or_after_it(open_stand: Opener) -> None:
    for action, live in (("error", 0), ("error after commit", 1)):
        stand = open_stand(faults=(Fault(action=action, method="POST", status=502),))
        answer = stand.create()
        assert (answer.status_code, answer.text) == (502, "<html>Bad gateway</html>")
        assert len(stand.sandbox.activities(101)) == live
        assert only_fault(stand) == (502, bool(live))
        assert stand.sandbox.fault_hits() == (1,)


@pytest.mark.parametrize(("action", "live"), [("drop", 0), ("drop after commit", 1)])
def test_a_connection_can_be_dropped_before_or_after_the_work(
    open_stand: Opener, action: str, live: int
) -> None:
    stand = open_stand(faults=(Fault(action=action, method="POST"),))
    with pytest.raises(httpx.RemoteProtocolError):
        stand.create()
    assert len(stand.sandbox.activities(101)) == live
    assert only_fault(stand) == (0, bool(live))
    assert stand.list().status_code == 200


def test_work_can_be_done_long_after_the_connection_is_gone(open_stand: Opener) -> None:
    stand = open_stand(faults=(Fault(action="drop then commit", method="POST", seconds=0.5),))
    with pytest.raises(httpx.RemoteProtocolError):
        stand.create()
    assert stand.sandbox.activities(101) == ()
    while not stand.sandbox.activities(101):  # the time limit of the test ends this
        stand.list()
    assert only_fault(stand) == (0, True)


def test_an_answer_can_be_torn_or_garbage(open_stand: Opener) -> None:
    torn = open_stand(faults=(Fault(action="torn answer", method="POST"),))
    with pytest.raises(httpx.RemoteProtocolError):
        torn.create()
    assert len(torn.sandbox.activities(101)) == 1
    garbage = open_stand(faults=(Fault(action="garbage", method="POST", body="<ok/>"),)).create()
    assert (garbage.status_code, garbage.text) == (200, "<ok/>")


def test_a_redirect_is_only_an_answer(open_stand: Opener) -> None:
    stand = open_stand(faults=(Fault(action="redirect", status=307, body="http://127.0.0.1:9/x"),))
    answer = stand.create()
    assert (answer.status_code, answer.headers["location"]) == (307, "http://127.0.0.1:9/x")
    assert stand.sandbox.activities(101) == ()


@pytest.mark.parametrize("action", ["wait", "wait after commit"])
def test_an_answer_can_come_late(open_stand: Opener, action: str) -> None:
    stand = open_stand(faults=(Fault(action=action, seconds=2),))
    with pytest.raises(httpx.ReadTimeout):
        stand.http.post(PATH, json=a_body(), timeout=0.1)


@pytest.mark.parametrize("edition", ["activities", "events"])
def test_a_list_can_be_stale(open_stand: Opener, edition: str) -> None:
    stand = open_stand(an_activity(), faults=(Fault(action="stale list", method="GET"),))
    made = int(stand.create().json()["data"]["id"])
    assert [int(row["id"]) for row in stand.list(edition).json()["data"]] == [1]
    assert [int(row["id"]) for row in stand.list(edition).json()["data"]] == [made, 1]


def test_a_request_that_is_no_http_ends_the_connection_only(stand: Stand) -> None:
    host, port = stand.http.base_url.host, stand.http.base_url.port
    with socket.create_connection((host, port or 0), timeout=5) as raw:
        raw.sendall(b"\x16\x03\x01 hello\r\n\r\n")
        assert b"400" in raw.recv(1000)
    assert stand.create().status_code == 201


def test_a_header_that_comes_twice_does_not_pass_as_one(stand: Stand) -> None:
    twice = [*HEADERS.items(), ("Authorization", "Bearer other, User other")]
    answer = httpx.get(f"{stand.http.base_url}companies/101/activities", headers=twice, trust_env=False)
    envelope(answer, 401)
