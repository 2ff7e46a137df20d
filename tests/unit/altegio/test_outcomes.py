import json

import pytest

from reconciler.altegio.outcomes import outcome, unsendable
from reconciler.altegio.replies import Answer, Failure, FailureKind
from reconciler.model.report import Created, Refused, Unknown

MEANT = {"success": False, "data": None, "meta": {"message": "no"}}
FIELDS = {
    "success": False,
    "data": None,
    "meta": {"message": "bad", "errors": {"capacity": ["too small", "odd"]}},
}


def answer(status: int, body: object, retry_after_s: float | None = None) -> Answer:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return Answer(status, raw, retry_after_s)


def test_an_echo_of_what_was_sent_means_created(make_occurrence, json_row) -> None:
    occurrence = make_occurrence()
    reply = answer(201, {"success": True, "data": json_row(), "meta": []})
    assert outcome(occurrence, reply) == Created(occurrence=occurrence, activity_id=41)


def test_a_message_beside_a_good_echo_does_not_spoil_it(make_occurrence, json_row) -> None:
    occurrence = make_occurrence()
    reply = answer(200, {"success": True, "data": json_row(), "meta": {"message": "Accepted"}})
    assert outcome(occurrence, reply) == Created(occurrence=occurrence, activity_id=41)


@pytest.mark.parametrize(
    ("changes", "shown"),
    [
        ({"date": "2027-01-12T19:30:00+0100", "timestamp": None}, ("2027-01-12 19:30", "2027-01-12 18:30")),
        ({"staff_id": 5512}, ("5512", "5511")),
        ({"service_id": 9002}, ("9002", "9001")),
        ({"staff_id": None}, ("unknown", "5511")),
        ({"deleted": True}, ("deleted",)),
    ],
)
def test_an_echo_that_differs_is_unknown_and_shows_both_values(
    make_occurrence, json_row, changes: dict[str, object], shown: tuple[str, ...]
) -> None:
    result = outcome(make_occurrence(), answer(201, {"data": json_row(**changes)}))
    assert isinstance(result, Unknown)
    assert "41" in result.message
    assert all(text in result.message for text in shown)


@pytest.mark.parametrize(
    "reply",
    [
        answer(201, b""),
        answer(204, b""),
        answer(200, b"<html>welcome</html>"),
        answer(200, b'{"success":true,"data":'),
        answer(200, {"success": True, "data": None, "meta": {"message": "Accepted"}}),
        answer(200, {"success": False}),
        answer(200, {"success": False, "data": {"id": 5}, "meta": {"message": "no"}}),
        answer(200, {"success": False, "data": None, "meta": []}),
        answer(201, {"data": {"id": "41", "attributes": {}}}),
        answer(201, {"data": [1, 2]}),
        answer(301, b""),
        answer(302, MEANT),
        answer(307, b""),
        answer(308, b""),
        answer(408, MEANT),
        answer(400, b"<html>bad gateway</html>"),
        answer(403, b"<html>blocked</html>"),
        answer(422, b""),
        answer(422, b"null"),
        answer(422, b"[" * 100_000),
        answer(500, MEANT),
        answer(502, b"<html>"),
        answer(503, b""),
        answer(504, MEANT),
        Failure(FailureKind.SILENT, "no answer"),
        Failure(FailureKind.BROKEN, "it broke"),
        Failure(FailureKind.UNREADABLE, "bad gzip"),
    ],
    ids=str,
)
def test_whatever_leaves_room_for_doubt_is_unknown(make_occurrence, reply: Answer | Failure) -> None:
    occurrence = make_occurrence()
    result = outcome(occurrence, reply)
    assert isinstance(result, Unknown)
    assert result.occurrence is occurrence
    assert result.message


def test_a_connection_that_was_never_made_is_refused_and_not_sent(make_occurrence) -> None:
    occurrence = make_occurrence()
    expected = Refused(occurrence=occurrence, status=0, message="no connection", sent=False)
    assert outcome(occurrence, Failure(FailureKind.NOT_SENT, "no connection")) == expected


def test_field_errors_are_kept_one_by_one(make_occurrence) -> None:
    occurrence = make_occurrence()
    expected = Refused(
        occurrence=occurrence,
        status=422,
        message="bad",
        field_errors=(("capacity", "too small"), ("capacity", "odd")),
    )
    assert outcome(occurrence, answer(422, FIELDS)) == expected


@pytest.mark.parametrize(
    ("status", "body", "stop"),
    [
        (400, MEANT, False),
        (401, MEANT, True),
        (402, MEANT, False),
        (403, MEANT, True),
        (404, MEANT, True),
        (404, FIELDS, False),
        (409, MEANT, False),
        (422, FIELDS, False),
        (200, MEANT, False),
    ],
)
def test_going_on_is_pointless_without_rights_or_location(
    make_occurrence,
    status: int,
    body: object,
    stop: bool,
) -> None:
    result = outcome(make_occurrence(), answer(status, body))
    assert isinstance(result, Refused)
    assert (result.status, result.stop, result.sent) == (status, stop, True)


@pytest.mark.parametrize("body", [b"", b"slow down", json.dumps(MEANT).encode()])
def test_too_many_requests_is_a_refusal_whatever_its_body(make_occurrence, body: bytes) -> None:
    result = outcome(make_occurrence(), Answer(429, body, 7.0))
    assert isinstance(result, Refused)
    assert (result.status, result.stop, result.sent) == (429, False, True)
    assert result.retry_after_s == 7.0


@pytest.mark.parametrize(
    ("body", "message", "fields"),
    [
        ({"errors": [{"detail": "a", "title": "b"}, {"title": "c"}]}, "", (("", "a"), ("", "c"))),
        ({"success": False, "errors": {"code": 401, "message": "m"}}, "m", ()),
        ({"success": False, "meta": {"errors": ["one", "two"]}}, "", (("", "one"), ("", "two"))),
        ({"success": False, "meta": {"errors": {"date": "past"}}}, "", (("date", "past"),)),
        ({"success": False, "meta": {"message": "a\x1b[31m\u202eb"}}, "a [31m b", ()),
    ],
)
def test_every_known_form_of_the_envelope_is_understood(
    make_occurrence, body: object, message: str, fields: tuple[tuple[str, str], ...]
) -> None:
    result = outcome(make_occurrence(), answer(422, body))
    assert isinstance(result, Refused)
    assert result.message == (message or "the booking system answered 422")
    assert result.field_errors == fields


def test_messages_are_clipped(make_occurrence) -> None:
    result = outcome(make_occurrence(), answer(422, {"success": False, "meta": {"message": "x" * 10_000}}))
    assert isinstance(result, Refused)
    assert len(result.message) < 400


def test_a_class_without_a_needed_fact_is_not_sent(make_occurrence) -> None:
    assert unsendable(make_occurrence()) is None
    refused = unsendable(make_occurrence(capacity=None))
    assert refused is not None
    assert refused.sent is False
    assert "capacity" in refused.message
