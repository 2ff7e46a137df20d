"""How an answer leaves: through the server, or byte by byte over the bare connection.

Takes an `Answer` and the callables of an ASGI server; the bare connection is the transport that
the server hands down in the state of each request.
"""

from __future__ import annotations

import asyncio
import socket
import struct
from collections.abc import Awaitable, Callable, MutableMapping, Sequence
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any

from reconciler.sandbox.exchange import JSON, Answer, encode

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Headers = Sequence[tuple[bytes, bytes]]

_RESET_ON_CLOSE = struct.pack("ii", 1, 0)


def body_of(answer: Answer) -> bytes:
    """The bytes of an answer's document, none for an answer without one."""
    return b"" if answer.document is None else encode(answer.document)


def headers_of(answer: Answer, now: datetime) -> list[tuple[bytes, bytes]]:
    """The headers of an answer, but for its length."""
    headers = [(b"date", format_datetime(now.astimezone(UTC), usegmt=True).encode())]
    if answer.document is not None:
        headers.append((b"content-type", JSON.encode()))
    if answer.retry_after is not None:
        headers.append((b"retry-after", str(answer.retry_after).encode()))
    return headers


async def deliver(send: Send, status: int, body: bytes, headers: Headers, *, whole: bool = True) -> None:
    """Sends an answer; one that is not whole stops in the middle of its body."""
    if status != 204:
        headers = [*headers, (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": list(headers)})
    if whole:
        await send({"type": "http.response.body", "body": body})
    else:
        await send({"type": "http.response.body", "body": body[: len(body) // 2], "more_body": True})


def raw_answer(status: int, body: bytes, headers: Headers, *, chunked: bool = False) -> bytes:
    """The bytes of a whole answer. A chunked one breaks the rules in its second chunk."""
    lines = [b"HTTP/1.1 %d Faulty" % status, *(b"%s: %s" % pair for pair in headers)]
    if chunked:
        half = len(body) // 2
        lines.append(b"transfer-encoding: chunked")
        body = b"%x\r\n%s\r\nzz\r\n%s\r\n" % (half, body[:half], body[half:])
    else:
        lines.append(b"content-length: %d" % len(body))
    return b"\r\n".join(lines) + b"\r\nconnection: close\r\n\r\n" + body


class Line:
    """The bare connection under one request."""

    def __init__(self, scope: MutableMapping[str, Any]) -> None:
        self._transport: asyncio.Transport | None = scope["state"]["transports"].get(tuple(scope["client"]))

    def write(self, content: bytes) -> None:
        """Puts bytes on the wire, whatever the server would think of them."""
        if self._transport is not None and not self._transport.is_closing():
            self._transport.write(content)

    async def drip(self, content: bytes, pause_s: float) -> None:
        """Sends one byte at a time until all are sent or the other side is gone."""
        for byte in content:
            if self._transport is None or self._transport.is_closing():
                return
            self._transport.write(bytes([byte]))
            await asyncio.sleep(pause_s)

    async def hang_up(self) -> None:
        """Closes the connection as a server does that is stopped."""
        if self._transport is not None:
            self._transport.close()
        await _noticed()

    async def reset(self) -> None:
        """Tears the connection down, so that the other side is told of a reset."""
        if self._transport is not None:
            bare = self._transport.get_extra_info("socket")
            bare.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET_ON_CLOSE)
            self._transport.abort()
        await _noticed()


async def until_gone(receive: Receive) -> None:
    """Waits until the other side has given up."""
    while (await receive())["type"] != "http.disconnect":
        pass


async def _noticed() -> None:
    # The loss is noted in the next turn of the loop; before that, the server would answer 500.
    await asyncio.sleep(0)
    await asyncio.sleep(0)
