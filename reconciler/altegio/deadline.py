"""A total deadline below the HTTP library: no connection waits longer than its request may last.

The library's timeouts start anew with every read, so a server that drips a byte at a time would
hold a request for ever, in the head of its answer as well as in the body. `bound` wraps the
sockets of a connection pool; every wait then ends at the deadline of the current request.
"""

from __future__ import annotations

import ssl
import threading
from collections.abc import Callable, Iterable
from typing import Any

import httpcore

HURRY_S = 5.0
"""Seconds that a request may still last when somebody asks to stop: CI kills after seven."""
_SLICE_S = 0.25  # a wait at a stretch: so soon a wish to stop is heard


class Deadline(threading.local):
    """When the request of this thread must be over, in the seconds of `clock`."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self.clock = clock
        self.due = float("inf")
        self.hurried = False
        self._stopping: Callable[[], bool] | None = None

    def start(self, seconds: float, stopping: Callable[[], bool] | None = None) -> None:
        """A request begins, and may last so long; a few seconds only from when `stopping()` turns true."""
        self.due = self.clock() + seconds
        self.hurried = False
        self._stopping = stopping

    @property
    def passed(self) -> bool:
        """Whether the time is up."""
        self._hurry()
        return self.clock() > self.due

    def _hurry(self) -> None:
        if self._stopping is not None and not self.hurried and self._stopping():
            self.hurried = True
            self.due = min(self.due, self.clock() + HURRY_S)

    def cap(self, timeout: float | None) -> float:
        """The smaller of a wait's own limit and what is left."""
        self._hurry()
        left = self.due - self.clock()
        if left <= 0:
            raise httpcore.ReadTimeout("the request outlived its deadline")
        return left if timeout is None else min(left, timeout)


def bound(backend: httpcore.NetworkBackend, deadline: Deadline) -> httpcore.NetworkBackend:
    """The same network, on which no wait goes beyond the deadline."""
    return _Backend(backend, deadline)


class _Backend(httpcore.NetworkBackend):
    def __init__(self, inner: httpcore.NetworkBackend, deadline: Deadline) -> None:
        self._inner = inner
        self._deadline = deadline

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        stream = self._inner.connect_tcp(
            host, port, self._deadline.cap(timeout), local_address, socket_options
        )
        return _Stream(stream, self._deadline)


class _Stream(httpcore.NetworkStream):
    def __init__(self, inner: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._inner = inner
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        left = self._deadline.cap(timeout)
        while True:
            # In slices, for a signal does not end a wait by itself; nothing read is lost by that.
            try:
                return self._inner.read(max_bytes, min(left, _SLICE_S))
            except httpcore.ReadTimeout:
                left -= _SLICE_S
                if left <= 0:
                    raise
            left = self._deadline.cap(left)

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, self._deadline.cap(timeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        stream = self._inner.start_tls(ssl_context, server_hostname, self._deadline.cap(timeout))
        return _Stream(stream, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)
