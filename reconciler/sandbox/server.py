"""Starts and stops the stand-in: in a thread of this process, or blocking for the command.

Takes a database path, fixtures and a clock; listens on loopback only.
"""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from reconciler.sandbox import shapes
from reconciler.sandbox.app import build_app
from reconciler.sandbox.desk import Desk
from reconciler.sandbox.faults import Fault, FaultBook
from reconciler.sandbox.fixtures import Fixtures
from reconciler.sandbox.options import SandboxOptions
from reconciler.sandbox.rows import RecordedRequest
from reconciler.sandbox.stocking import stock
from reconciler.sandbox.store import Store

LOOPBACK = {"127.0.0.1": socket.AF_INET, "localhost": socket.AF_INET, "::1": socket.AF_INET6}
_CLOSING_S = 10
_CLOSING_GENTLY_S = 1
"""Work that a fault puts off for longer is dropped when the command ends."""


class _Protocol(H11Protocol):
    """Lends its transport to the application, which closes it when a fault says so."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        super().connection_made(transport)
        self.app_state.setdefault("transports", {})[self.client] = transport

    def connection_lost(self, exc: Exception | None) -> None:
        self.app_state["transports"].pop(self.client, None)
        super().connection_lost(exc)


class _Closable(uvicorn.Server):
    """Can refuse connections for a while, when a fault says so."""

    _address: tuple[str, int]

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.lifespan.state["port"] = self

    def shut(self) -> None:
        """Closes the port: from now on connections are refused."""
        if self.servers[0].sockets:
            self._address = self.servers[0].sockets[0].getsockname()[:2]
        for server in self.servers:
            server.close()

    async def open_after(self, seconds: float) -> None:
        """Closes every connection, and opens the port again after so many seconds."""
        for connection in list(self.server_state.connections):
            connection.transport.close()
        await asyncio.sleep(seconds)
        if self.servers[0].sockets:
            return  # another fault opened it
        listener = _listen(*self._address)
        self.servers = [await asyncio.get_running_loop().create_server(self._protocol, sock=listener)]

    def _protocol(self) -> asyncio.Protocol:
        return _Protocol(config=self.config, server_state=self.server_state, app_state=self.lifespan.state)


class _Server(_Closable):
    """Stops at once when told to, instead of at the next tenth of a second."""

    _wake: asyncio.Event | None = None
    _loop: asyncio.AbstractEventLoop | None = None

    async def main_loop(self) -> None:
        self._loop, self._wake = asyncio.get_running_loop(), asyncio.Event()
        if not self.should_exit:
            await self._wake.wait()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        for server in self.servers:
            server.close()
        for each in sockets or []:
            each.close()
        for connection in list(self.server_state.connections):
            connection.transport.abort()
        for task in list(self.server_state.tasks):
            task.cancel()
        # A closed transport lets go of its socket in the next turn of the loop.
        for _ in range(3):
            await asyncio.sleep(0)

    def stop(self) -> None:
        """From any thread, at any time."""
        self.should_exit = True
        if self._loop is not None and self._wake is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._wake.set)


class RunningSandbox:
    """A stand-in that serves until it is closed."""

    def __init__(self, desk: Desk, server: _Server, listener: socket.socket) -> None:
        self._desk = desk
        self._server = server
        self._thread = threading.Thread(
            target=server.run, args=([listener],), name="reconciler-sandbox", daemon=True
        )
        self.url = _url(listener)
        """Base of version 2, such as `http://127.0.0.1:40001/api/v2`."""
        self._thread.start()

    def history(self) -> tuple[RecordedRequest, ...]:
        """Every request on record, oldest first; a database that lived on has those of earlier runs too."""
        with self._desk.store.lock:
            return self._desk.store.history()

    def activities(self, location_id: int) -> tuple[dict[str, object], ...]:
        """The live activities of a location with every fact, by start; names as in a full flat row."""
        store = self._desk.store
        catalogue = store.catalogues[location_id]
        with store.lock:
            rows = store.live(location_id)
        return tuple(
            shapes.full_row(
                row,
                shapes.flat_row(
                    row,
                    catalogue.service_title(row.service_id),
                    datetime_form="offset",
                    deleted_shown=True,
                ),
            )
            for row in rows
        )

    def fault_hits(self) -> tuple[int, ...]:
        """How often each fault fired, of the options or of the last `set_faults`."""
        return self._desk.faults.hits()

    def set_faults(self, *faults: Fault) -> None:
        """From now on these go wrong, and no others; they are counted from here."""
        self._desk.faults = FaultBook(faults)

    def close(self) -> None:
        """Stop serving and release the database. Harmless if done before."""
        self._server.stop()
        self._thread.join(_CLOSING_S)
        self._desk.store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def start(
    database: Path | None, fixtures: Fixtures, now: Callable[[], datetime], options: SandboxOptions
) -> RunningSandbox:
    """See `reconciler.sandbox.start`."""
    desk = _open_desk(database, fixtures, now, options)
    try:
        listener = _listen("127.0.0.1", 0)
        return RunningSandbox(desk, _Server(_config(desk)), listener)
    except BaseException:
        desk.store.close()
        raise


def serve(
    database: Path | None,
    fixtures: Fixtures,
    *,
    host: str,
    port: int,
    now: Callable[[], datetime],
    options: SandboxOptions,
    ready: Callable[[str], None] | None,
) -> None:
    """See `reconciler.sandbox.serve`."""
    if host not in LOOPBACK:
        raise ValueError(f"the sandbox listens on loopback only ({', '.join(LOOPBACK)}), not on {host!r}")
    listener = _listen(host, port)
    try:
        desk = _open_desk(database, fixtures, now, options)
        try:
            if ready is not None:
                ready(_url(listener))
            _Closable(_config(desk)).run([listener])
        finally:
            desk.store.close()
    finally:
        listener.close()


def _open_desk(
    database: Path | None, fixtures: Fixtures, now: Callable[[], datetime], options: SandboxOptions
) -> Desk:
    store = Store(database, options.durability)
    try:
        stock(store, fixtures, now())
    except BaseException:
        store.close()
        raise
    return Desk(store, options, now)


def _listen(host: str, port: int) -> socket.socket:
    # With protocol 0 instead of TCP, asyncio leaves the delay of small packets on: 44 ms a request.
    listener = socket.socket(LOOPBACK[host], socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(128)
    except BaseException:
        listener.close()
        raise
    return listener


def _url(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    return f"http://{f'[{host}]' if ':' in host else host}:{port}/api/v2"


def _config(desk: Desk) -> uvicorn.Config:
    settings: dict[str, Any] = {"http": _Protocol, "ws": "none", "loop": "asyncio", "lifespan": "off"}
    return uvicorn.Config(
        build_app(desk),
        log_config=None,
        log_level="critical",
        access_log=False,
        server_header=False,
        date_header=False,
        timeout_keep_alive=75,
        timeout_graceful_shutdown=_CLOSING_GENTLY_S,
        **settings,
    )
