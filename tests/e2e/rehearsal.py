"""A studio for end-to-end tests: a project folder, a running stand-in, and the real command.

Every run is searched for tokens and tracebacks before a test sees it, and `Studio.audit` looks
into every file that the runs left behind.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

from reconciler.apply.journal import JournalRecords, read_journal
from reconciler.sandbox import (
    PARTNER_TOKEN,
    USER_TOKEN,
    ActivityFixture,
    Fault,
    Fixtures,
    LabelFixture,
    LocationFixture,
    RoomFixture,
    SandboxOptions,
    ServiceFixture,
    StaffFixture,
    start,
)
from reconciler.sandbox.server import RunningSandbox

BERLIN = "Europe/Berlin"
YOGA, PILATES = 501, 502
ANNA, BEN = 11, 12
BIG_HALL, SMALL_HALL = 31, 32
NO_CHANGES = "No changes. The timetable matches the files.\n"
NO_CHANGES_IN_PART = "No changes. The selected part of the timetable matches the files.\n"
PARTIAL = {"--target", "--exclude", "--tag"}
WINDOW = ("--from", "2035-09-01", "--to", "2035-09-30")
AHEAD = datetime(2035, 8, 20, 7, tzinfo=UTC) - datetime.now(UTC)
"""So far is the clock of a studio ahead: its season begins in a fortnight."""

PROJECT = """\
version: 1
schedules: [schedules/*.yaml]
locations:
  mitte:
    id: 101
    timezone: {zone}
    staff: {{Anna: 11, Ben: 12}}
    services: {{Yoga: 501, Pilates: 502}}
    rooms: {{big hall: 31, small hall: 32}}
environments:
  studio: {{api: "{url}", edition: {edition}, timeout: {timeout}, grace: {grace}}}
  sandbox: {{api: sandbox}}
default_environment: {default}
"""

AUTUMN = """\
version: 1
location: mitte
seasons:
  autumn: {from: 2035-09-03, to: 2035-09-30}
defaults: {duration: 60m, capacity: 12}
classes:
  - {id: yoga-evening, service: Yoga, staff: Anna, room: big hall, every: [mon, wed], at: "18:30"}
  - {id: pilates-noon, service: Pilates, staff: Ben, room: small hall, every: tue, at: "12:00"}
"""
"""Four weeks: eight times yoga, four times pilates."""
CREATES = 12
YOGA_EVENINGS = [f"2035-09-{day:02} 18:30:00" for day in (3, 5, 10, 12, 17, 19, 24, 26)]
PILATES_NOONS = [f"2035-09-{day:02} 12:00:00" for day in (4, 11, 18, 25)]


class Ran(NamedTuple):
    """What one run of the command did."""

    status: int
    out: str
    err: str

    @property
    def said(self) -> str:
        return self.out + self.err

    def lines(self) -> list[dict[str, Any]]:
        """The objects of a stream of JSON lines."""
        return [json.loads(line) for line in self.out.splitlines()]


def a_class(begin: datetime, **changes: Any) -> ActivityFixture:
    """An activity that is there from the start: an hour of yoga with Anna."""
    facts = {"service_id": YOGA, "staff_id": ANNA, "length_s": 3600, "capacity": 12, **changes}
    return ActivityFixture(start=begin, **facts)


def local(text: str) -> datetime:
    """The wall clock of the location."""
    return datetime.fromisoformat(text)


def a_location(*activities: ActivityFixture, **changes: Any) -> LocationFixture:
    facts: dict[str, Any] = {
        "id": 101,
        "title": "Studio Mitte",
        "timezone": BERLIN,
        "staff": (StaffFixture(id=ANNA, name="Anna"), StaffFixture(id=BEN, name="Ben")),
        "services": (
            ServiceFixture(id=YOGA, title="Yoga"),
            ServiceFixture(id=PILATES, title="Pilates"),
        ),
        "rooms": (
            RoomFixture(id=BIG_HALL, title="big hall"),
            RoomFixture(id=SMALL_HALL, title="small hall"),
        ),
        "labels": (LabelFixture(id=41, title="autumn"),),
        "activities": activities,
        **changes,
    }
    return LocationFixture(**facts)


@dataclass(kw_only=True)
class Studio:
    """A project folder, its stand-in, and the variables that the command is started with."""

    folder: Path
    sandbox: RunningSandbox
    variables: dict[str, str]
    secrets: tuple[str, ...] = (PARTNER_TOKEN, USER_TOKEN)
    is_open: bool = True

    def run(self, *arguments: str, audit: bool = True, **variables: str) -> Ran:
        """Run the command to its end."""
        done = subprocess.run(
            command(arguments),
            cwd=self.folder,
            env={**self.variables, **variables},
            capture_output=True,
            check=False,
            stdin=subprocess.DEVNULL,
            timeout=60,
        )
        ran = Ran(done.returncode, done.stdout.decode(), done.stderr.decode())
        if audit:
            assert "Traceback" not in ran.said, ran.said
            assert ran.status != 70, ran.said
            assert not self.leaks(ran.said), ran.said
        return ran

    def ok(self, *arguments: str, **variables: str) -> Ran:
        """Run the command; it must do well."""
        ran = self.run(*arguments, **variables)
        assert ran.status == 0, ran
        return ran

    @contextmanager
    def running(self, *arguments: str, **variables: str) -> Iterator[subprocess.Popen[str]]:
        """The command while it runs; killed at the end of the block if it still does."""
        with subprocess.Popen(
            command(arguments),
            cwd=self.folder,
            env={**self.variables, **variables},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        ) as process:
            try:
                yield process
            finally:
                process.kill()

    def settles(self, *options: str) -> None:
        """Plan again: the booking system has what the files say, and planning wrote nothing."""
        before = len(self.writes())
        expected = NO_CHANGES_IN_PART if PARTIAL & {*options} else NO_CHANGES
        assert self.ok("plan", *options).out == expected
        assert len(self.writes()) == before

    def requests(self, *methods: str) -> list[Any]:
        return [one for one in self.sandbox.history() if not methods or one.method in methods]

    def writes(self) -> list[Any]:
        """Everything that was not a mere question."""
        return [one for one in self.sandbox.history() if one.method != "GET"]

    def bodies(self) -> list[dict[str, Any]]:
        """What was asked to be created, in order."""
        return [json.loads(one.body) for one in self.requests("POST")]

    def rows(self, location_id: int = 101) -> list[dict[str, Any]]:
        return list(self.sandbox.activities(location_id))

    def starts(self) -> list[str]:
        """The starts of what is there."""
        return [str(row["date"])[:19].replace("T", " ") for row in self.rows()]

    def write(self, name: str, text: str) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def edit(self, name: str, old: str, new: str) -> None:
        text = (self.folder / name).read_text(encoding="utf-8")
        assert old in text
        self.write(name, text.replace(old, new))

    def journals(self) -> list[JournalRecords]:
        return [read_journal(path) for path in sorted((self.folder / ".reconciler/journal").glob("*"))]

    def receipts(self) -> list[dict[str, Any]]:
        folder = self.folder / ".reconciler/receipts"
        return [json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*"))]

    def leaks(self, text: str) -> list[str]:
        """The forms of our tokens that a text holds."""
        return [form for form in forms_of(self.secrets) if form in text]

    def close(self) -> None:
        """Take the booking system away."""
        self.is_open = False
        self.sandbox.close()

    def audit(self) -> None:
        """No file holds a token; no marker is there twice."""
        for path in self.folder.rglob("*"):
            if path.is_file():
                text = path.read_bytes().decode("utf-8", errors="replace")
                assert not self.leaks(text), path
        if not self.is_open:
            return
        markers = [str(row["comment"]) for row in self.rows() if "#rc:" in str(row["comment"])]
        assert len(markers) == len(set(markers))


def command(arguments: tuple[str, ...]) -> list[str]:
    return [sys.executable, str(Path(__file__).with_name("ahead.py")), *arguments]


def forms_of(secrets: tuple[str, ...]) -> set[str]:
    """How a token could show: plain, its halves, in base64 at every offset, in an address."""
    found = set()
    for secret in secrets:
        half = len(secret) // 2
        found |= {secret, secret[:half], secret[half:], quote(secret, safe="")}
        for lead in ("", " ", "  "):
            # The letters that depend on what stands before and behind are cut off.
            found.add(b64encode((lead + secret).encode()).decode()[len(lead) + 1 : -4])
    return found


def open_studio(
    folder: Path,
    *,
    location: LocationFixture | None = None,
    others: tuple[LocationFixture, ...] = (),
    zone: str = BERLIN,
    edition: str = "activities",
    timeout: str = "20s",
    grace: str = "0s",
    faults: tuple[Fault, ...] = (),
    schedule: str = AUTUMN,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
    **options: Any,
) -> Studio:
    """A studio whose default environment is a stand-in of its own."""
    fixtures = Fixtures(locations=(location or a_location(), *others))
    sandbox = start(
        None,
        fixtures,
        now=now,
        options=SandboxOptions(faults=faults, durability="off", **options),
    )
    studio = Studio(
        folder=folder, sandbox=sandbox, variables={**variables(), "SECONDS_AHEAD": str(AHEAD.total_seconds())}
    )
    text = PROJECT.format(
        zone=zone, url=sandbox.url, edition=edition, default="studio", timeout=timeout, grace=grace
    )
    studio.write("reconciler.yaml", text)
    studio.write("schedules/autumn.yaml", schedule)
    return studio


def variables() -> dict[str, str]:
    """What the command is started with: nothing of the machine but where its programs are."""
    kept = {
        key: os.environ[key] for key in ("PATH", "SYSTEMROOT", "COVERAGE_PROCESS_START") if key in os.environ
    }
    return {
        **kept,
        "PYTHONUTF8": "1",
        "ALTEGIO_PARTNER_TOKEN": PARTNER_TOKEN,
        "ALTEGIO_USER_TOKEN": USER_TOKEN,
        "GIT_CEILING_DIRECTORIES": "/",
    }


def until(happened: Callable[[], bool], what: str) -> None:
    """Wait for something that another process does."""
    deadline = time.monotonic() + 20
    while not happened():
        assert time.monotonic() < deadline, f"never happened: {what}"
        time.sleep(0.005)


def tell(process: subprocess.Popen[str], number: signal.Signals) -> Ran:
    """Send a signal, and wait for the end."""
    process.send_signal(number)
    out, err = process.communicate(timeout=30)
    assert "Traceback" not in out + err, out + err
    return Ran(process.returncode, out, err)


def saved(studio: Studio, name: str = "plan.json") -> dict[str, Any]:
    plan: dict[str, Any] = json.loads((studio.folder / name).read_text(encoding="utf-8"))
    return plan


def save(studio: Studio, plan: Mapping[str, Any], name: str = "plan.json") -> None:
    studio.write(name, json.dumps(plan))
