import base64
import gzip
import traceback
from datetime import datetime
from urllib.parse import quote

import httpx
import pytest

from reconciler.altegio import (
    AltegioError,
    BadAnswerError,
    BusyError,
    ListQuery,
    LocationFacts,
    NotAllowedError,
    NotFoundError,
    Pace,
    ReadClient,
    RefusedReadError,
    UnreachableError,
)

QUERY = ListQuery(
    first=datetime(2027, 1, 4),  # noqa: DTZ001  # local wall clock
    last=datetime(2027, 1, 10),  # noqa: DTZ001  # local wall clock
)
NO = {"success": False, "data": None, "meta": {"message": "no", "errors": {"from": ["is in the past"]}}}


@pytest.fixture
def reader(make_system, clock):
    def make(server, **changes: object) -> ReadClient:
        observe = changes.pop("observe", None)
        return ReadClient(
            make_system(**changes), timing=clock.timing(), transport=server.transport, observe=observe
        )

    return make


def test_a_list_request_carries_media_type_and_both_tokens(serve, reader, listing, flat_row, tokens) -> None:
    server = serve(listing([flat_row()]))
    with reader(server) as client:
        page = client.list_page(101, QUERY)
    request = server.requests[0]
    assert [activity.id for activity in page.activities] == [41]
    assert request.method == "GET"
    assert request.url.path == "/api/v2/companies/101/activities"
    assert request.headers["Accept"] == "application/vnd.api.v2+json"
    assert request.headers["Authorization"] == f"Bearer {tokens[0]}, User {tokens[1]}"
    assert server.params() == [
        ("filter[from]", "2027-01-04 00:00:00"),
        ("filter[to]", "2027-01-10 00:00:00"),
        ("limit", "250"),
        ("offset", "0"),
    ]
    assert client.requests == 1


def test_the_events_edition_goes_to_its_own_path(serve, reader, listing, json_row) -> None:
    server = serve(listing([json_row()]))
    reader(server, edition="events").list_page(101, QUERY)
    assert server.requests[0].url.path == "/api/v2/locations/101/events"


@pytest.mark.parametrize(
    ("edition", "path"),
    [("activities", "/api/v2/companies/101/activities/41"), ("events", "/api/v2/locations/101/events/41")],
)
def test_one_activity_is_read_with_all_its_side_loads(
    serve, reader, json_row, edition: str, path: str
) -> None:
    server = serve(httpx.Response(200, json={"data": json_row(41)}))
    assert reader(server, edition=edition).get(101, 41).id == 41
    assert server.requests[0].url.path == path
    assert [value for _, value in server.params()] == [
        "staff",
        "service",
        "resource_instances",
        "labels",
        "duration_details",
    ]


def test_another_activity_than_the_one_asked_for_is_an_error(serve, reader, json_row) -> None:
    with pytest.raises(BadAnswerError, match="42"):
        reader(serve(httpx.Response(200, json={"data": json_row(42)}))).get(101, 41)


@pytest.mark.parametrize(
    ("facts", "zone"),
    [
        ({"timezone_name": "Europe/Berlin", "timezone": 1}, "Europe/Berlin"),
        ({"timezone": "Europe/Kyiv"}, "Europe/Kyiv"),
        ({"timezone": 2}, None),
        ({"timezone": "+2"}, None),
        ({}, None),
    ],
)
def test_a_location_is_read_from_the_older_api(
    serve, reader, facts: dict[str, object], zone: str | None
) -> None:
    server = serve(
        httpx.Response(200, json={"success": True, "data": {"id": 101, "title": "Mitte", **facts}})
    )
    assert reader(server).location(101) == LocationFacts(101, "Mitte", zone)
    assert server.requests[0].url.path == "/api/v1/company/101"


def test_another_location_than_the_one_asked_for_is_an_error(serve, reader) -> None:
    with pytest.raises(BadAnswerError):
        reader(serve(httpx.Response(200, json={"data": {"id": 102}}))).location(101)


@pytest.mark.parametrize(
    ("status", "kind", "attempts"),
    [
        (400, RefusedReadError, 1),
        (401, NotAllowedError, 1),
        (402, RefusedReadError, 1),
        (403, NotAllowedError, 1),
        (404, NotFoundError, 1),
        (422, RefusedReadError, 1),
        (408, BusyError, 4),
        (429, BusyError, 4),
        (500, BusyError, 4),
        (503, BusyError, 4),
        (302, BadAnswerError, 1),
    ],
)
def test_each_status_has_its_error(
    serve, reader, status: int, kind: type[AltegioError], attempts: int
) -> None:
    server = serve(httpx.Response(status, json=NO, headers={"Location": "https://evil.example/"}))
    client = reader(server)
    with pytest.raises(kind) as caught:
        client.list_page(101, QUERY)
    assert caught.value.summary
    assert caught.value.hint
    assert client.requests == len(server.requests) == attempts
    assert {request.url.host for request in server.requests} == {"api.alteg.io"}


def test_field_errors_of_a_refused_read_are_kept(serve, reader) -> None:
    with pytest.raises(RefusedReadError) as caught:
        reader(serve(httpx.Response(422, json=NO))).list_page(101, QUERY)
    assert caught.value.fields == (("from", "is in the past"),)


def test_an_error_in_a_successs_clothes_is_a_refusal(serve, reader) -> None:
    with pytest.raises(RefusedReadError, match="no"):
        reader(serve(httpx.Response(200, json=NO))).list_page(101, QUERY)


def test_a_passing_outage_is_waited_out_as_the_server_asks(serve, reader, listing, flat_row, clock) -> None:
    busy = httpx.Response(503, headers={"Retry-After": "9"}, content=b"<html>")
    client = reader(serve(busy, httpx.ConnectError("refused"), listing([flat_row()])))
    assert len(client.list_page(101, QUERY).activities) == 1
    assert client.requests == 3
    assert clock.slept == [9.0, 0.5]


@pytest.mark.parametrize(
    "error",
    [
        httpx.ConnectError("[Errno 111] Connection refused"),
        httpx.ConnectTimeout("t"),
        httpx.ReadTimeout("t"),
        httpx.WriteTimeout("t"),
        httpx.PoolTimeout("t"),
        httpx.ReadError("r"),
        httpx.RemoteProtocolError("r"),
        httpx.ProxyError("407"),
        httpx.LocalProtocolError("Illegal header value b'Bearer partner-7Zq4Kd93xWb'"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_no_answer_in_four_attempts_is_unreachable(serve, reader, error: Exception, tokens) -> None:
    client = reader(serve(error))
    with pytest.raises(UnreachableError) as caught:
        client.list_page(101, QUERY)
    assert client.requests == 4
    assert "api.alteg.io" in caught.value.detail
    assert tokens[0] not in str(caught.value)


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(200, content=b"<html>login</html>"),
        httpx.Response(200, content=b""),
        httpx.Response(204),
        httpx.Response(200, json=[]),
        httpx.DecodingError("incorrect header check"),
    ],
)
def test_an_answer_that_makes_no_sense_is_an_error_at_once(serve, reader, answer: object) -> None:
    client = reader(serve(answer))
    with pytest.raises(BadAnswerError):
        client.list_page(101, QUERY)
    assert client.requests == 1


def test_an_answer_is_not_read_beyond_its_limit_even_when_compressed(make_system) -> None:
    class Bomb(httpx.BaseTransport):
        def handle_request(self, request: httpx.Request) -> httpx.Response:
            packed = httpx.ByteStream(gzip.compress(b" " * 3_000_000))
            return httpx.Response(200, headers={"Content-Encoding": "gzip"}, stream=packed)

    client = ReadClient(make_system(body_limit=1_000_000), transport=Bomb())
    with pytest.raises(BadAnswerError) as caught:
        client.list_page(101, QUERY)
    assert "1000000" in caught.value.detail


def test_a_dripping_body_does_not_outlive_the_deadline(make_system, clock) -> None:
    class Drip(httpx.SyncByteStream):
        def __iter__(self):
            while True:
                clock.now_s += 0.3
                yield b" "

    class Dripping(httpx.BaseTransport):
        def handle_request(self, request: httpx.Request) -> httpx.Response:
            return httpx.Response(200, stream=Drip())

    client = ReadClient(make_system(), timing=clock.timing(), transport=Dripping())
    with pytest.raises(UnreachableError) as caught:
        client.list_page(101, QUERY)
    assert "3 s" in caught.value.detail
    assert client.requests == 4


def test_nothing_but_a_get_leaves_the_client_that_reads(serve, reader, listing) -> None:
    server = serve(listing([]))
    client = reader(server)
    assert not [name for name in dir(client) if name in {"create", "post", "put", "delete", "patch"}]
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        with pytest.raises(RuntimeError, match="nothing but GET"):
            client._connection._network.handle_request(httpx.Request(method, "https://api.alteg.io/x"))
    assert server.requests == []


def test_cookies_of_the_server_are_not_kept(serve, reader, listing) -> None:
    answer = listing([])
    answer.headers["Set-Cookie"] = "session=1; Path=/"
    server = serve(answer)
    client = reader(server)
    client.list_page(101, QUERY)
    client.list_page(101, QUERY)
    assert "Cookie" not in server.requests[1].headers


def test_requests_keep_the_pace(serve, reader, listing, clock) -> None:
    client = reader(serve(listing([])), pace=Pace(per_second=2))
    for _ in range(5):
        client.list_page(101, QUERY)
    assert sum(clock.slept) == pytest.approx(2.0, abs=0.05)


def test_an_observer_sees_what_happened_and_no_secret(serve, reader, listing, tokens) -> None:
    seen: list[object] = []
    server = serve(httpx.Response(500), httpx.ReadTimeout("t"), listing([]))
    reader(server, observe=seen.append).list_page(101, QUERY)
    assert [(e.method, e.path, e.status) for e in seen] == [
        ("GET", "/api/v2/companies/101/activities", 500),
        ("GET", "/api/v2/companies/101/activities", None),
        ("GET", "/api/v2/companies/101/activities", 200),
    ]
    assert not any(token in repr(seen) for token in tokens)


def forms_of(token: str) -> tuple[str, ...]:
    half = len(token) // 2
    return token, token[:half], token[half:], base64.b64encode(token.encode()).decode(), quote(token, safe="")


@pytest.mark.parametrize(
    "answer",
    [
        *(
            lambda request, status=status: httpx.Response(
                status,
                json={
                    "success": False,
                    "meta": {
                        "message": f"you sent {request.headers['Authorization']}",
                        "errors": {request.headers["Authorization"]: [request.headers["Authorization"]]},
                    },
                },
            )
            for status in (200, 302, 400, 401, 403, 404, 422, 429, 500)
        ),
        lambda request: httpx.Response(200, content=request.headers["Authorization"].encode()),
        lambda request: httpx.LocalProtocolError(
            f"Illegal header value {request.headers['Authorization']!r}"
        ),
        lambda request: httpx.RemoteProtocolError(request.headers["Authorization"]),
        httpx.ReadTimeout("t"),
    ],
)
def test_no_error_holds_a_token_in_any_form(serve, reader, tokens, answer: object) -> None:
    with pytest.raises(AltegioError) as caught:
        reader(serve(answer)).list_page(101, QUERY)
    error: BaseException | None = caught.value
    shown = []
    while error is not None:
        assert isinstance(error, AltegioError)
        shown += [repr(error), str(error), repr(vars(error)), *traceback.format_exception(error)]
        error = error.__cause__ or error.__context__
    text = "\n".join(shown)
    assert not [form for token in tokens for form in forms_of(token) if form in text]
