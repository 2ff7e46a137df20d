import httpx
import pytest

from reconciler.altegio import Pace, WriteClient
from reconciler.model.report import Created, Refused, Unknown


@pytest.fixture
def writer(make_system, clock):
    def make(server, **changes: object) -> WriteClient:
        return WriteClient(make_system(**changes), timing=clock.timing(), transport=server.transport)

    return make


@pytest.mark.parametrize(
    ("edition", "path"),
    [("activities", "/api/v2/companies/101/activities"), ("events", "/api/v2/locations/101/events")],
)
def test_a_create_is_one_post_with_the_whole_body(
    serve, writer, make_occurrence, json_row, tokens, edition: str, path: str
) -> None:
    occurrence = make_occurrence()
    server = serve(httpx.Response(201, json={"success": True, "data": json_row(), "meta": []}))
    with writer(server, edition=edition) as client:
        assert client.create(occurrence) == Created(occurrence=occurrence, activity_id=41)
    (request,) = server.requests
    assert (request.method, request.url.path) == ("POST", path)
    assert request.headers["Content-Type"] == "application/json"
    assert request.headers["Accept"] == "application/vnd.api.v2+json"
    assert request.headers["Authorization"] == f"Bearer {tokens[0]}, User {tokens[1]}"
    assert server.body() == {
        "staff_id": 5511,
        "service_id": 9001,
        "resource_instance_ids": [71],
        "label_ids": [],
        "date": "2027-01-12 18:30:00",
        "length": 3300,
        "capacity": 12,
        "technical_break_duration": 0,
        "comment": f"#rc:{occurrence.marker}",
    }


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(500),
        httpx.Response(429, headers={"Retry-After": "3"}),
        httpx.Response(302, headers={"Location": "https://evil.example/"}),
        httpx.Response(302, headers={"Location": "https://[bad"}),
        httpx.Response(307, headers={"Location": "http://127.0.0.1/"}),
        httpx.ConnectError("refused"),
        httpx.ReadTimeout("t"),
        httpx.RemoteProtocolError("Server disconnected"),
        httpx.DecodingError("bad gzip"),
        httpx.StreamClosed(),
        OSError("odd"),
        ValueError("odd"),
    ],
    ids=repr,
)
def test_a_create_is_never_sent_twice_and_never_raises(
    serve, writer, make_occurrence, clock, answer: object
) -> None:
    server = serve(answer)
    client = writer(server)
    result = client.create(make_occurrence())
    assert isinstance(result, Refused | Unknown)
    assert len(server.requests) == client.requests == 1
    assert server.requests[0].url.host == "api.alteg.io"
    assert clock.slept == []


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (httpx.ConnectError("refused"), Refused),
        (httpx.ConnectTimeout("t"), Refused),
        (httpx.PoolTimeout("t"), Refused),
        (httpx.ReadTimeout("t"), Unknown),
        (httpx.WriteTimeout("t"), Unknown),
        (httpx.ReadError("r"), Unknown),
        (httpx.WriteError("w"), Unknown),
        (httpx.RemoteProtocolError("r"), Unknown),
        (httpx.LocalProtocolError("l"), Unknown),
        (httpx.DecodingError("d"), Unknown),
    ],
    ids=lambda value: getattr(value, "__name__", type(value).__name__),
)
def test_only_a_connection_that_never_was_is_certain(
    serve, writer, make_occurrence, error: Exception, kind: type
) -> None:
    result = writer(serve(error)).create(make_occurrence())
    assert isinstance(result, kind)
    assert not isinstance(result, Refused) or result.sent is False


def test_the_next_create_waits_as_long_as_the_server_asked(
    serve, writer, make_occurrence, json_row, clock
) -> None:
    server = serve(
        httpx.Response(429, headers={"Retry-After": "7"}), httpx.Response(201, json={"data": json_row()})
    )
    client = writer(server, pace=Pace(per_second=100))
    refused = client.create(make_occurrence())
    assert isinstance(refused, Refused)
    assert refused.status == 429
    assert clock.slept == []
    assert isinstance(client.create(make_occurrence()), Created)
    assert clock.slept == [7.0]


def test_a_class_that_lacks_a_fact_sends_nothing(serve, writer, make_occurrence) -> None:
    server = serve(httpx.Response(500))
    result = writer(server).create(make_occurrence(staff_id=None))
    assert isinstance(result, Refused)
    assert result.sent is False
    assert server.requests == []


def test_nothing_but_a_post_leaves_the_client_that_creates(serve, writer) -> None:
    server = serve(httpx.Response(500))
    for method in ("GET", "PUT", "DELETE", "PATCH"):
        with pytest.raises(RuntimeError, match="nothing but POST"):
            writer(server)._connection._network.handle_request(
                httpx.Request(method, "https://api.alteg.io/x")
            )
    assert server.requests == []


def test_an_outcome_holds_no_token(serve, writer, make_occurrence, tokens) -> None:
    def mirror(request: httpx.Request) -> httpx.Response:
        return httpx.Response(
            422, json={"success": False, "meta": {"message": request.headers["Authorization"]}}
        )

    result = writer(serve(mirror)).create(make_occurrence())
    assert isinstance(result, Refused)
    assert not any(token in repr(result) for token in tokens)
