"""The command in this process: its real code, in a world that is not; and deaths at any write.

`Process.run` takes arguments as a shell gives them; returns status and streams, or says that it
was killed.
"""

from __future__ import annotations

import io
import os
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from datetime import datetime, tzinfo
from errno import ENOSPC
from pathlib import Path
from random import Random
from typing import Any, NamedTuple, Protocol
from unittest.mock import patch

import httpx
from faults.world import KilledError
from secrecy import tokens_in

from reconciler.altegio import client
from reconciler.altegio.settings import Timing
from reconciler.apply.journal import Journal
from reconciler.cli import settings as cli_settings
from reconciler.cli.root import run
from reconciler.cli.settings import Clock

ADDRESS = "http://127.0.0.1:9/api/v2"
"""Nobody listens there: a request that escaped the world would fail."""
KILLED = -9


class Ended(NamedTuple):
    """How a run ended; the status is KILLED if it did not live to say."""

    status: int
    out: str
    err: str

    @property
    def said(self) -> str:
        return self.out + self.err


class Point(NamedTuple):
    """One place where the process touches the disk."""

    what: str
    """`write`, `flush` or `rename`."""
    path: str


class Disk:
    """Counts what is written; can die at the n-th time, or fail from then on."""

    def __init__(
        self,
        world: Surroundings,
        *,
        die_at: int | None = None,
        torn: bool = False,
        fail_from: int | None = None,
        code: int = ENOSPC,
    ) -> None:
        self.points: list[Point] = []
        self.failed = 0
        """How often something could not be written."""
        self._fail_from = fail_from
        self._code = code
        self._world = world
        self._die_at = die_at
        self._torn = torn
        self._write, self._fsync, self._replace = os.write, os.fsync, os.replace

    def write(self, descriptor: int, content: bytes) -> int:
        self._reach("write", descriptor, torn=lambda: self._write(descriptor, content[: len(content) // 2]))
        return self._write(descriptor, content)

    def fsync(self, descriptor: int) -> None:
        # The kernel has it: that is enough where no power is cut, and takes no time.
        self._reach("flush", descriptor)

    def replace(self, draft: Any, path: Any, **facts: Any) -> None:
        self._reach("rename", str(path))
        self._replace(draft, path, **facts)

    def _reach(self, what: str, place: int | str, torn: Callable[[], object] = lambda: None) -> None:
        if self._world.dead:
            raise KilledError
        name = place if isinstance(place, str) else str(Path(f"/proc/self/fd/{place}").readlink())
        self.points.append(Point(what, name))
        if self._die_at is not None and len(self.points) == self._die_at:
            if self._torn:
                torn()
            self._world.dead = True
            raise KilledError
        if self._fail_from is not None and len(self.points) >= self._fail_from:
            self.failed += 1
            raise OSError(self._code, os.strerror(self._code))


class Surroundings(Protocol):
    """The clock and the network that a process finds; `World` is one, and `HastyClock` another."""

    chance: Random
    dead: bool

    def now(self) -> datetime: ...

    def monotonic(self) -> float: ...

    def sleep(self, seconds: float) -> None: ...

    def wire(self) -> httpx.BaseTransport | None:
        """What requests go over; None for the real network."""
        ...


@dataclass(kw_only=True)
class Process:
    """Runs the command over and over in one folder."""

    world: Surroundings
    folder: Path
    variables: Mapping[str, str]

    def run(self, *arguments: str, die_at: int | None = None, torn: bool = False) -> Ended:
        """One run of the command, from its start to its end or death."""
        return self.watched(*arguments, disk=Disk(self.world, die_at=die_at, torn=torn))

    def watched(self, *arguments: str, disk: Disk) -> Ended:
        """The same, with a disk that somebody looks at afterwards."""
        out, err = _stream(), _stream()
        self.world.dead = False
        with self._surroundings(disk), redirect_stdout(out), redirect_stderr(err):
            try:
                status = run(["--chdir", str(self.folder), *arguments])
            except KilledError:
                status = KILLED
        self.world.dead = False
        ended = Ended(status, _text(out), _text(err))
        assert "Traceback" not in ended.said, ended.said
        assert ended.status != 70, ended.said
        assert not tokens_in(ended.said), ended.said
        return ended

    @contextmanager
    def _surroundings(self, disk: Disk) -> Iterator[None]:
        world = self.world
        timing = {
            "monotonic": world.monotonic,
            "sleep": world.sleep,
            "now": world.now,
            "chance": world.chance.random,
        }
        plain = client._network

        def network(*arguments: Any) -> httpx.BaseTransport:
            return world.wire() or plain(*arguments)

        def unix() -> float:
            return world.now().timestamp()

        with ExitStack() as stack:
            for target, name, value in (
                (client, "_network", network),
                (cli_settings, "datetime", _calendar(world)),
                (time, "sleep", world.sleep),
                (time, "monotonic", world.monotonic),
                (time, "time", unix),
                (os, "write", disk.write),
                (os, "fsync", disk.fsync),
                (os, "replace", disk.replace),
                (sys, "stdin", _stream()),
            ):
                stack.enter_context(patch.object(target, name, value))
            for kind, usual in ((Timing, timing), (Clock, {"real": unix}), (Journal, {"clock": unix})):
                stack.enter_context(patch.dict(kind.__init__.__kwdefaults__, usual))
            # Without PATH there is no git: waiting for a real process would make the clock run.
            stack.enter_context(patch.dict(os.environ, {**self.variables, "PATH": ""}, clear=True))
            yield


def _calendar(world: Surroundings) -> type[datetime]:
    class Calendar(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]  # always aware here
            return world.now().astimezone(tz)

    return Calendar


def _stream() -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)


def _text(stream: io.TextIOWrapper) -> str:
    stream.flush()
    assert isinstance(stream.buffer, io.BytesIO)
    return stream.buffer.getvalue().decode()
