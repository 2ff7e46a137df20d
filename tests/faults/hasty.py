"""Real sockets in no time: the command in this process, the sandbox in a thread, and a clock that skips.

Who sleeps does not wait: the clock jumps ahead, for the command and for the sandbox's event loop
alike, so that grace periods pass at once while requests take their real time.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any
from unittest.mock import patch

import httpx
from e2e.rehearsal import AUTUMN, PROJECT, a_location, variables
from faults.chronicle import marker_of
from faults.process import Ended, Process
from faults.world import NOON

from reconciler.sandbox import Fault, Fixtures, LocationFixture, RecordedRequest, SandboxOptions, start
from reconciler.sandbox.server import RunningSandbox

APPLY = ("apply", "--auto-approve")
_NAP_S = 0.001
"""What a sleep really takes: time for the sandbox to do what has become due."""


@dataclass
class HastyClock:
    """The machine's clock, ahead by all that was slept."""

    chance: Random = field(default_factory=lambda: Random(7))
    dead: bool = False
    slept: float = 0.0
    wake: Callable[[], None] = lambda: None
    """Tells the sandbox's event loop, which waits in real time, that the clock has jumped."""

    def __post_init__(self) -> None:
        self._monotonic, self._sleep = time.monotonic, time.sleep
        self._began = self._monotonic()

    def monotonic(self) -> float:
        return self._monotonic() + self.slept

    def now(self) -> datetime:
        return NOON + timedelta(seconds=self.monotonic() - self._began)

    def sleep(self, seconds: float) -> None:
        self.slept += max(0.0, seconds)
        self.wake()
        self._sleep(_NAP_S)

    def wire(self) -> httpx.BaseTransport | None:
        return None


@dataclass(kw_only=True)
class Place:
    """A project, its sandbox and the command."""

    folder: Path
    sandbox: RunningSandbox
    clock: HastyClock
    process: Process

    def run(self, *arguments: str) -> Ended:
        return self.process.run(*arguments)

    def posts(self) -> list[RecordedRequest]:
        return [one for one in self.sandbox.history() if one.method == "POST"]

    def gets(self) -> list[RecordedRequest]:
        return [one for one in self.sandbox.history() if one.method == "GET"]

    def per_marker(self) -> Counter[str]:
        """Marker -> rows that are there."""
        return Counter(marker_of(str(row["comment"])) for row in self.sandbox.activities(101))

    def blind_retries(self) -> list[str]:
        """Creates of a class whose earlier create was left in doubt, with no look in between."""
        found, in_doubt = [], set[str]()
        for request in self.sandbox.history():
            if request.method == "GET":
                in_doubt.clear()
                continue
            body = request.body
            if body in in_doubt:
                found.append(body)
            if request.fault and request.status != 429:
                in_doubt.add(body)
        return found


@contextmanager
def a_place(
    folder: Path,
    *faults: Fault,
    schedule: str = AUTUMN,
    location: LocationFixture | None = None,
    timeout: str = "1s",
    edition: str = "activities",
    **options: Any,
) -> Iterator[Place]:
    """A studio of twelve classes whose sandbox fails as asked."""
    clock = HastyClock()
    with patch.object(time, "monotonic", clock.monotonic):
        sandbox = start(
            None,
            Fixtures(locations=(location or a_location(),)),
            now=clock.now,
            options=SandboxOptions(faults=faults, durability="off", **options),
        )
        with sandbox:
            clock.wake = lambda: _wake(sandbox)
            (folder / "schedules").mkdir(parents=True)
            (folder / "schedules/autumn.yaml").write_text(schedule, encoding="utf-8")
            project = PROJECT.format(
                zone="Europe/Berlin",
                url=sandbox.url,
                edition=edition,
                default="studio",
                timeout=timeout,
                grace="90s",
            )
            (folder / "reconciler.yaml").write_text(project, encoding="utf-8")
            process = Process(world=clock, folder=folder, variables=variables())
            yield Place(folder=folder, sandbox=sandbox, clock=clock, process=process)


def _wake(sandbox: RunningSandbox) -> None:
    loop = sandbox._server._loop
    if loop is not None and not loop.is_closed():
        loop.call_soon_threadsafe(lambda: None)
