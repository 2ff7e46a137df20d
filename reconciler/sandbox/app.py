"""The routes of both editions as an ASGI application.

Paths and methods become `Incoming` values for the desk; everything else is decided there.
"""

from __future__ import annotations

from collections.abc import Mapping

from starlette.routing import Route, Router
from starlette.types import ASGIApp, Receive, Scope, Send

from reconciler.sandbox import activities, bookings, lookups
from reconciler.sandbox.delivery import body_of, deliver, headers_of
from reconciler.sandbox.desk import BODY_LIMIT, Desk, Incoming, Operation
from reconciler.sandbox.exchange import Edition
from reconciler.sandbox.failing import Failing

_MANY: Mapping[str, Operation] = {
    "GET": activities.list_activities,
    "POST": activities.create_activity,
}
_ONE: Mapping[str, Operation] = {
    "GET": activities.get_activity,
    "PUT": activities.replace_activity,
    "DELETE": activities.delete_activity,
}
_BOOKINGS: Mapping[str, Operation] = {"POST": bookings.book}
_LOOKUPS: tuple[tuple[str, Operation], ...] = (
    ("/api/v1/company/{location}", lookups.location),
    ("/api/v1/locations/{location}", lookups.location),
    ("/api/v1/staff/{location}", lookups.staff),
    ("/api/v1/locations/{location}/team_members", lookups.staff),
    ("/api/v1/activity/{location}/services", lookups.group_services),
    ("/api/v1/locations/{location}/events/services", lookups.group_services),
    ("/api/v1/services/{location}", lookups.services_v1),
    ("/api/v1/resources/{location}", lookups.resources),
    ("/api/v1/labels/{location}/activity", lookups.labels),
    ("/api/v2/locations/{location}/team_members", lookups.team_members),
    ("/api/v2/locations/{location}/services", lookups.services_v2),
    ("/api/v2/locations/{location}/tags", lookups.tags),
    ("/api/v2/companies/{location}/tags", lookups.tags),
)
_FAMILIES: tuple[tuple[str, Edition], ...] = (
    ("/api/v2/companies/{location}/activities", "activities"),
    ("/api/v2/locations/{location}/events", "events"),
)


def build_app(desk: Desk) -> ASGIApp:
    """The application; it answers every request, known path or not."""
    routes: list[Route] = []
    for path, edition in _FAMILIES:
        routes.append(Route(path, _Endpoint(desk, edition, _MANY)))
        routes.append(Route(f"{path}/{{activity}}", _Endpoint(desk, edition, _ONE)))
        routes += [
            Route(f"{path}/{{activity}}/{name}", _Endpoint(desk, edition, _BOOKINGS))
            for name in ("records", "appointments")
        ]
    for path, operation in _LOOKUPS:
        edition = "v1" if path.startswith("/api/v1/") else "events"
        routes.append(Route(path, _Endpoint(desk, edition, {"GET": operation})))
    return Router(routes, redirect_slashes=False, default=_Endpoint(desk, "events", {}))


class _Endpoint:
    """One path: reads the request, lets the desk decide, sends the answer."""

    def __init__(self, desk: Desk, edition: Edition, operations: Mapping[str, Operation]) -> None:
        self._desk = desk
        self._edition = edition
        self._operations = operations

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        fault = self._desk.faults.next_for(scope["method"], scope["path"])
        unread = fault is not None and fault.action == "drop unread"
        incoming = _incoming(scope, self._edition, b"" if unread else await _read_body(receive))
        if fault is None:
            answer = self._desk.answer(incoming, self._operations)
            await deliver(send, answer.status, body_of(answer), headers_of(answer, self._desk.now()))
            return
        failing = Failing(
            fault=fault,
            desk=self._desk,
            incoming=incoming,
            operations=self._operations,
            scope=scope,
            receive=receive,
            send=send,
        )
        await failing.run()


def _incoming(scope: Scope, edition: Edition, body: bytes) -> Incoming:
    # A header that comes twice counts once, joined, as it would behind any proxy.
    headers: dict[bytes, str] = {}
    for key, value in scope["headers"]:
        text = value.decode("latin-1")
        headers[key] = f"{headers[key]}, {text}" if key in headers else text
    params = scope.get("path_params", {})
    return Incoming(
        method=scope["method"],
        path=scope["path"],
        query=scope["query_string"].decode("latin-1"),
        host=headers.get(b"host", ""),
        accept=headers.get(b"accept", ""),
        authorization=headers.get(b"authorization", ""),
        content_type=headers.get(b"content-type", ""),
        edition=edition,
        location=params.get("location", ""),
        activity=params.get("activity"),
        body=body,
    )


async def _read_body(receive: Receive) -> bytes:
    """The body, cut off one byte after the limit."""
    parts: list[bytes] = []
    room = BODY_LIMIT + 1
    while True:
        message = await receive()
        if message["type"] != "http.request":
            break
        part = message.get("body", b"")[:room]
        parts.append(part)
        room -= len(part)
        if not message.get("more_body"):
            break
    return b"".join(parts)
