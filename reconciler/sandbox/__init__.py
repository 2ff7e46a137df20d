"""A faithful stand-in for the booking system: real HTTP on loopback over SQLite, both editions.

Importing this is cheap; the server's libraries are loaded when a stand-in is started. It shares
no code with the client: the two can only agree by both following the contract, which
docs/sandbox.md lists row by row with its source.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from reconciler.sandbox.errors import FixtureError, StoreError
from reconciler.sandbox.faults import Fault
from reconciler.sandbox.fixtures import (
    ActivityFixture,
    Fixtures,
    LabelFixture,
    LocationFixture,
    RoomFixture,
    ServiceFixture,
    StaffFixture,
)
from reconciler.sandbox.options import PARTNER_TOKEN, USER_TOKEN, SandboxOptions
from reconciler.sandbox.rows import RecordedRequest

if TYPE_CHECKING:
    from reconciler.sandbox.server import RunningSandbox

__all__ = [
    "PARTNER_TOKEN",
    "USER_TOKEN",
    "ActivityFixture",
    "Fault",
    "FixtureError",
    "Fixtures",
    "LabelFixture",
    "LocationFixture",
    "RecordedRequest",
    "RoomFixture",
    "SandboxOptions",
    "ServiceFixture",
    "StaffFixture",
    "StoreError",
    "parse_faults",
    "parse_fixtures",
    "serve",
    "start",
]

_DEFAULTS = SandboxOptions()


def parse_fixtures(raw: Mapping[str, object]) -> Fixtures:
    """Fixtures from plain data in which every scalar may be text; docs/sandbox.md shows the form.

    Raises:
        FixtureError: with a readable path, on any other shape.
    """
    from reconciler.sandbox.reading import parse_fixtures as read

    return read(raw)


def parse_faults(raw: Mapping[str, object]) -> tuple[Fault, ...]:
    """Faults for `SandboxOptions` from plain data; docs/sandbox.md shows the form.

    Raises:
        FixtureError: with a readable path, on any other shape.
    """
    from reconciler.sandbox.fault_reading import parse_faults as read

    return read(raw)


def start(
    database: Path | None,
    fixtures: Fixtures,
    *,
    now: Callable[[], datetime],
    options: SandboxOptions = _DEFAULTS,
) -> RunningSandbox:
    """Serve on a free port of 127.0.0.1 in a daemon thread; requests may be sent at once.

    `database` None keeps everything in memory. An existing database keeps its state; fixtures are
    loaded only for locations that it does not know, of known ones only new names. `now` (aware)
    decides what is past and stamps what is created.

    Raises:
        StoreError: if the database cannot be used.
        FixtureError: if an activity of the fixtures cannot be kept.
    """
    from reconciler.sandbox.server import start as start_server

    return start_server(database, fixtures, now, options)


def serve(
    database: Path | None,
    fixtures: Fixtures,
    *,
    host: str = "127.0.0.1",
    port: int,
    now: Callable[[], datetime],
    options: SandboxOptions = _DEFAULTS,
    ready: Callable[[str], None] | None = None,
) -> None:
    """Serve until the process is interrupted; `ready` is called with the base address once it listens.

    Raises:
        ValueError: if `host` is not loopback.
        OSError: if the port cannot be had.
        StoreError, FixtureError: as `start`.
    """
    from reconciler.sandbox.server import serve as serve_blocking

    serve_blocking(database, fixtures, host=host, port=port, now=now, options=options, ready=ready)
