"""The routes of both editions as an ASGI application, and the delivery of answers, whole or faulty.

Paths and methods become `Incoming` values for the desk; everything else is decided there.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import UTC
from email.utils import format_datetime

from starlette.routing import Route, Router
from starlette.types import ASGIApp, Receive, Scope, Send

from reconciler.sandbox import activities, bookings, lookups
from reconciler.sandbox.desk import BODY_LIMIT, Desk, Incoming, Operation
from reconciler.sandbox.exchange import JSON, Answer, Edition, encode
from reconciler.sandbox.faults import Fault

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
        incoming = _incoming(scope, self._edition, await _read_body(receive))
        fault = self._desk.faults.next_for(incoming.method, incoming.path)
        if fault is not None:
            await self._fail(fault, incoming, scope, send)
            return
        answer = self._desk.answer(incoming, self._operations)
        await _send(send, answer.status, _body(answer), self._headers(answer))

    def _headers(self, answer: Answer) -> list[tuple[bytes, bytes]]:
        date = format_datetime(self._desk.now().astimezone(UTC), usegmt=True)
        headers = [(b"date", date.encode())]
        if answer.document is not None:
            headers.append((b"content-type", JSON.encode()))
        if answer.retry_after is not None:
            headers.append((b"retry-after", str(answer.retry_after).encode()))
        return headers

    async def _fail(self, fault: Fault, incoming: Incoming, scope: Scope, send: Send) -> None:
        """Delivers a fault; what is on record is what was really done and sent."""
        body = fault.body.encode()
        if fault.action in ("error", "redirect"):
            self._desk.note(incoming, fault.status, fault.action)
            headers = [(b"location", body)] if fault.action == "redirect" else []
            await _send(send, fault.status, body, headers)
        elif fault.action == "drop":
            self._desk.note(incoming, 0, fault.action)
            await _hang_up(scope)
        elif fault.action == "drop then commit":
            await _hang_up(scope)
            await asyncio.sleep(fault.seconds)
            self._desk.answer(incoming, self._operations, fault.action, 0)
        elif fault.action == "drop after commit":
            self._desk.answer(incoming, self._operations, fault.action, 0)
            await _hang_up(scope)
        elif fault.action == "error after commit":
            self._desk.answer(incoming, self._operations, fault.action, fault.status)
            await _send(send, fault.status, body, [])
        else:
            await self._spoil(fault, incoming, scope, send)

    async def _spoil(self, fault: Fault, incoming: Incoming, scope: Scope, send: Send) -> None:
        """The faults whose answer is the real one, late or damaged."""
        if fault.action == "wait":
            await asyncio.sleep(fault.seconds)
        answer = self._desk.answer(incoming, self._operations, fault.action)
        body, headers = _body(answer), self._headers(answer)
        if fault.action == "wait after commit":
            await asyncio.sleep(fault.seconds)
        elif fault.action == "garbage":
            await _send(send, 200, fault.body.encode(), headers)
            return
        elif fault.action == "torn answer":
            await _send(send, answer.status, body, headers, torn=True)
            await _hang_up(scope)
            return
        elif fault.action == "stale list":
            body = encode(_without(answer.document, self._desk.newest_id()))
        await _send(send, answer.status, body, headers)


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


def _body(answer: Answer) -> bytes:
    return b"" if answer.document is None else encode(answer.document)


async def _send(
    send: Send, status: int, body: bytes, headers: list[tuple[bytes, bytes]], *, torn: bool = False
) -> None:
    if status != 204:
        headers = [*headers, (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    if torn:
        await send({"type": "http.response.body", "body": body[: len(body) // 2], "more_body": True})
    else:
        await send({"type": "http.response.body", "body": body})


async def _hang_up(scope: Scope) -> None:
    """Closes the connection under the request; the server hands its transports down in the state."""
    transport = scope["state"]["transports"].get(tuple(scope["client"]))
    if transport is not None:
        transport.close()
    # The loss is noted in the next turn of the loop; before that, the server would answer 500.
    await asyncio.sleep(0)
    await asyncio.sleep(0)


def _without(document: object, newest: int) -> object:
    if not isinstance(document, dict) or not isinstance(document.get("data"), list):
        return document
    kept = [row for row in document["data"] if str(row["id"]) != str(newest)]
    return {**document, "data": kept}
